use std::path::Path;

use super::bytes::{Form, decode, delimiter, form};
use super::cell::{Cell, Row};
use super::limits;
use super::workbook;
use crate::dataset::{Files, Record};
use crate::place::{Place, Problem};

/// A list's bytes, looked at but not read yet.
#[derive(Debug)]
pub struct Sheet {
    path: String,
    bytes: Vec<u8>,
    form: Form,
    /// The sheet of a workbook to read; the first one that is shown when left out.
    wanted: Option<String>,
}

/// How a sheet was written, as people say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// `XLSX`, or the encoding.
    pub form: String,
    /// What stands between the cells.
    pub delimiter: Option<char>,
    /// Which sheet of the workbook was read.
    pub sheet: Option<String>,
    /// Which others there are.
    pub others: Vec<String>,
}

/// What keeps a sheet from being read: a sentence, and what to do.
#[derive(Debug)]
pub(super) struct Unread(pub(super) Problem);

impl<M: Into<String>> From<(M, &'static str)> for Unread {
    fn from((message, help): (M, &'static str)) -> Self {
        Self(Problem::error(message).help(help))
    }
}

impl Sheet {
    /// Whether a path is that of a list and not of a record.
    #[must_use]
    pub fn is_one(path: &Path) -> bool {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let extension = extension.unwrap_or_default().to_lowercase();
        !path.is_dir()
            && ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"].contains(&extension.as_str())
    }

    /// Looks at a file on disk.
    ///
    /// # Errors
    /// When it is missing, too large, or no sheet.
    pub fn open(path: &Path, wanted: Option<&str>) -> Result<Self, Problem> {
        let bytes = Files::bytes(path, limits::BYTES)?;
        Self::of(&path.display().to_string(), bytes, wanted)
    }

    /// Looks at the bytes of a file with that path.
    ///
    /// # Errors
    /// When they are no sheet.
    pub fn of(path: &str, bytes: Vec<u8>, wanted: Option<&str>) -> Result<Self, Problem> {
        let about = |problem: Problem| problem.at(Place::file(path));
        let form = form(&bytes).map_err(|why| about(Unread::from(why).0))?;
        if form == Form::Zip {
            workbook::inspect(&bytes).map_err(|why| about(Unread::from(why).0))?;
        } else if wanted.is_some() {
            let problem = Problem::error("this is no workbook, so it has no sheets to choose from");
            return Err(about(problem.help("leave --sheet out")));
        }
        let (path, wanted) = (path.to_owned(), wanted.map(str::to_owned));
        Ok(Self {
            path,
            bytes,
            form,
            wanted,
        })
    }

    /// The path as the user would write it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Looks at a file on disk, and notes it under that name.
    ///
    /// # Errors
    /// When it is missing, too large, or no sheet.
    pub fn noted_in(record: &Record, name: &str, path: &Path) -> Result<Self, Problem> {
        let sheet = Self::open(path, None)?;
        record.bytes(name, path, &sheet.bytes);
        Ok(sheet)
    }

    /// Hands every row that is not empty to `visit`, in order.
    pub(super) fn rows(
        &self,
        mut visit: impl FnMut(Row) -> Result<(), Unread>,
    ) -> Result<Written, Problem> {
        let mut rows = 0;
        let mut counted = |row: Row| {
            rows += 1;
            if rows > limits::ROWS {
                let why = format!(
                    "this list has more than {} rows: more than there are programs",
                    limits::ROWS
                );
                return Err(Unread::from((
                    why,
                    "nothing was read; divide it, or leave out what are no programs",
                )));
            }
            if row.is_empty() { Ok(()) } else { visit(row) }
        };
        let written = match self.form {
            Form::Zip => workbook::rows(&self.bytes, self.wanted.as_deref(), &mut counted).map(
                |(sheet, others)| Written {
                    form: "XLSX".to_owned(),
                    delimiter: None,
                    sheet: Some(sheet),
                    others,
                },
            ),
            Form::Text(encoding) => self.lines(encoding, &mut counted),
        };
        written.map_err(|Unread(problem)| match problem.place {
            Some(_) => problem,
            None => problem.at(Place::file(&self.path)),
        })
    }

    fn lines(
        &self,
        encoding: &'static encoding_rs::Encoding,
        visit: &mut impl FnMut(Row) -> Result<(), Unread>,
    ) -> Result<Written, Unread> {
        let text = decode(&self.bytes, encoding)?;
        let delimiter = delimiter(&text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut number = 0;
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(_) => {
                    let place = Place {
                        line: u32::try_from(line).unwrap_or(0),
                        ..Place::file(&self.path)
                    };
                    let problem = Problem::error("this row cannot be read").at(place);
                    return Err(Unread(problem.help("save the list again as CSV in UTF-8")));
                }
            }
            // The reader skips empty lines, which a spreadsheet counts; line breaks inside of cells
            // it does not count.
            let lines = reader.position().line() - line;
            let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
            let rows = lines.saturating_sub(inside as u64).max(1);
            number += u32::try_from(rows).unwrap_or(1);
            if record.len() > limits::COLUMNS
                && record
                    .iter()
                    .skip(limits::COLUMNS)
                    .any(|cell| !cell.trim().is_empty())
            {
                return Err(workbook::too_wide().into());
            }
            let cells = record
                .iter()
                .take(limits::COLUMNS)
                .map(Cell::of_text)
                .collect();
            visit(Row { number, cells })?;
        }
        Ok(Written {
            form: encoding.name().to_owned(),
            delimiter: Some(char::from(delimiter)),
            sheet: None,
            others: Vec::new(),
        })
    }
}
