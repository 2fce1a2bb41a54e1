use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil;

use super::cell::{Cell, Row, clipped};
use super::limits;

/// Why a workbook cannot be read, and what to do.
pub(super) type Refusal = (String, &'static str);

const SAVE_AGAIN: &str = "open it in the spreadsheet program, and save it again as XLSX or as CSV";

/// Looks at everything a workbook holds before any of it is read: how much it is unpacked, whatever
/// it says of itself.
///
/// # Errors
/// When it is no workbook, or more than a list can be.
pub(super) fn inspect(bytes: &[u8]) -> Result<(), Refusal> {
    let broken = |_| {
        (
            "this is no workbook: its ZIP is damaged".to_owned(),
            SAVE_AGAIN,
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > limits::PARTS {
        let why = format!(
            "this workbook has {} parts, and at most {} are read",
            archive.len(),
            limits::PARTS
        );
        return Err((why, SAVE_AGAIN));
    }
    let (mut all, mut is_workbook) = (0, false);
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(broken)?;
        let name = part.name().map_err(broken)?.to_lowercase();
        is_workbook |= name == "xl/workbook.xml";
        let is_texts = name.ends_with("sharedstrings.xml");
        let packed = part.compressed_size().saturating_mul(limits::PACKED);
        let room = (limits::UNPACKED - all).min(packed.max(limits::SUSPECT));
        let most = if is_texts {
            room.min(limits::TEXTS)
        } else {
            room
        };
        let mut counted = Counted::default();
        let unpacked = std::io::copy(&mut part.by_ref().take(most + 1), &mut counted);
        let unpacked =
            unpacked.map_err(|_| ("a part of this workbook is damaged".to_owned(), SAVE_AGAIN))?;
        if unpacked > most {
            let why = format!(
                "unpacked, a part of this workbook is larger than {} MB, more than a list of programs can be",
                most / 1024 / 1024
            );
            return Err((
                why,
                "nothing of it was read; save only the sheet with the list, as CSV",
            ));
        }
        if is_texts && counted.most > unpacked {
            return Err((
                "this workbook is damaged: it says that it has more texts than it can hold"
                    .to_owned(),
                SAVE_AGAIN,
            ));
        }
        all += unpacked;
    }
    if is_workbook {
        Ok(())
    } else {
        Err(("this is a ZIP, but no XLSX workbook".to_owned(), SAVE_AGAIN))
    }
}

/// Reads through the texts of a workbook for how many it says there are: whoever reads it takes room
/// for so many before there is one.
#[derive(Default)]
struct Counted {
    /// How much of the name was just met.
    met: usize,
    /// The number that is being read after it, if one is.
    number: Option<u64>,
    /// The greatest number that was read.
    most: u64,
}

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        const NAME: &[u8] = b"uniqueCount";
        for byte in bytes {
            match self.number {
                Some(number) if byte.is_ascii_digit() => {
                    let number = number
                        .saturating_mul(10)
                        .saturating_add(u64::from(byte - b'0'));
                    self.number = Some(number);
                    self.most = self.most.max(number);
                }
                Some(_) if b"= \"'\t\r\n+".contains(byte) => {}
                _ => {
                    self.number = None;
                    let fits = NAME.get(self.met) == Some(byte);
                    self.met = if fits {
                        self.met + 1
                    } else {
                        usize::from(NAME.first() == Some(byte))
                    };
                    if self.met == NAME.len() {
                        (self.met, self.number) = (0, Some(0));
                    }
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Hands every row of a sheet to `visit`, in order. Says which sheet it was, and which others there
/// are.
///
/// # Errors
/// When the workbook cannot be read, or as `visit` says.
pub(super) fn rows<E: From<Refusal>>(
    bytes: &[u8],
    wanted: Option<&str>,
    mut visit: impl FnMut(Row) -> Result<(), E>,
) -> Result<(String, Vec<String>), E> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
    let sheets = book.sheets_metadata().iter();
    let sheets = sheets.filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let mut names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let at = match wanted {
        Some(name) => names.iter().position(|one| one == name),
        None => (!names.is_empty()).then_some(0),
    };
    let Some(at) = at else {
        let why = match wanted {
            Some(name) => format!(
                "there is no sheet `{name}` in this workbook; it has `{}`",
                names.join("`, `")
            ),
            None => "this workbook has no sheet that is shown".to_owned(),
        };
        return Err((why, "name one of its sheets with --sheet").into());
    };
    let name = names.remove(at);
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|error| refusal(&error))?;
    let mut row = Row::default();
    loop {
        let record = cells.next_cell_with_formula_metadata();
        let Some(record) = record.map_err(|error| refusal(&error))? else {
            break;
        };
        let (line, column) = (record.pos.0.saturating_add(1), record.pos.1 as usize);
        let cell = match record.formula {
            Some(_) => Cell::Formula,
            None => cell(&record.value),
        };
        if cell.is_empty() {
            continue;
        }
        if column >= limits::COLUMNS {
            return Err(too_wide().into());
        }
        if line < row.number {
            let why = "the rows of this sheet are not in order".to_owned();
            return Err((why, SAVE_AGAIN).into());
        }
        if line > row.number {
            let whole = std::mem::take(&mut row);
            if whole.number > 0 {
                visit(whole)?;
            }
            row.number = line;
        }
        row.put(column, cell);
    }
    if row.number > 0 {
        visit(row)?;
    }
    Ok((name, names))
}

/// A sheet is wider than a list can be.
pub(super) fn too_wide() -> Refusal {
    let why = format!(
        "this sheet has more than {} columns: more than a list of programs can have",
        limits::COLUMNS
    );
    (
        why,
        "nothing of it was read; leave only the columns with programs",
    )
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "a sheet's whole numbers are small"
        )]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(yes) => Cell::Yes(*yes),
        DataRef::SharedString(text) => words(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            words(text)
        }
        DataRef::Error(error) => Cell::Broken(Data::Error(error.clone()).to_string()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let part = |part: u8| i8::try_from(part).unwrap_or(0);
            let year = i16::try_from(year).unwrap_or(0);
            let day = civil::Date::new(year, part(month), part(day));
            day.map_or_else(|_| Cell::Text(value_text(value)), Cell::Day)
        }
    }
}

/// A text of a workbook is a text, also one that begins as a formula does.
fn words(text: &str) -> Cell {
    let text = text.trim();
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(clipped(text))
    }
}

fn value_text(value: &DataRef<'_>) -> String {
    Data::from(value.clone()).to_string()
}

fn refusal(error: &XlsxError) -> Refusal {
    let why = match error {
        XlsxError::Password => "a password protects this workbook".to_owned(),
        _ => "this workbook is damaged".to_owned(),
    };
    (why, SAVE_AGAIN)
}
