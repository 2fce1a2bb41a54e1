use super::cell::{Cell, Row, letters};
use super::columns::Columns;
use super::limits;
use super::mapping::Mapping;
use super::read::{Sheet, Unread, Written};
use super::reads::Reads;
use crate::model::{Kind, PROGRAM};
use crate::place::{Place, Problem, Problems};

/// Headers by which a sheet is known for one of our own.
const OURS: [&str; 4] = ["guide", "target", "tier", "sources and dates"];

/// By what a column came to be read as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// By its header.
    Header,
    /// The mapping says so.
    Mapping,
    /// Not at all; perhaps this was meant.
    Not(Option<Reads>),
    /// All its numbers lie between 0 and 1, so nobody can tell shares of one from percent.
    Doubtful(Reads),
}

/// A column of a list, how it is read and what was read in it.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// Its letters, as a spreadsheet shows them.
    pub letters: String,
    /// What it is read as; nothing where it is not read.
    pub reads: Option<Reads>,
    /// By what.
    pub known: Known,
    /// How many cells were read.
    pub read: usize,
    /// How many are empty, or say that nobody knows.
    pub unstated: usize,
    /// How many were refused.
    pub refused: usize,
    /// The first things that were read.
    pub examples: Vec<String>,
}

impl Column {
    fn new(at: usize, header: &str, reads: Option<Reads>, known: Known) -> Self {
        Self {
            header: header.to_owned(),
            letters: letters(u32::try_from(at + 1).unwrap_or(u32::MAX)),
            reads,
            known,
            read: 0,
            unstated: 0,
            refused: 0,
            examples: Vec::new(),
        }
    }
}

/// Where the header of a list stands, and what its columns are read as.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) header: u32,
    pub(super) columns: Vec<Column>,
    pub(super) written: Written,
}

/// A look at the whole list before any of it is read.
#[derive(Debug, Default)]
struct Look {
    /// The first rows, among which the header is.
    top: Vec<Row>,
    /// For each column the greatest number, and whether one of them says its unit.
    greatest: Vec<Option<(f64, bool)>>,
}

impl Layout {
    /// Looks through a list.
    pub(super) fn of(
        sheet: &Sheet,
        columns: &Columns,
        mapping: &Mapping,
    ) -> Result<Self, Problems> {
        let mut look = Look::default();
        let written = sheet.rows(|row| {
            look.take(row);
            Ok::<(), Unread>(())
        })?;
        let reads = |header: &str| match (mapping.find(header), columns.find(header)) {
            _ if header.is_empty() => (None, Known::Not(None)),
            (Some(reads), _) => (Some(reads), Known::Mapping),
            (None, Some(reads)) => (Some(reads), Known::Header),
            (None, None) => (None, Known::Not(columns.like(header))),
        };
        let header = look.top.iter().max_by_key(|row| {
            let known = row.cells.iter().map(|cell| reads(&cell.words()));
            let known = known.filter(|(reads, _)| reads.is_some()).count();
            // Of two rows that are alike the upper one is the header.
            (known, u32::MAX - row.number)
        });
        let Some(header) = header else {
            return Err(about(sheet, "there is no row in this sheet").into());
        };
        let headers: Vec<String> = header.cells.iter().map(Cell::words).collect();
        let named = headers.iter().map(String::as_str);
        let named: Vec<&str> = named.filter(|name| !name.is_empty()).collect();
        let missing = mapping.missing(&named);
        if !missing.is_empty() {
            return Err(missing);
        }
        // Our own sheets write shares in percent, be they ever so small.
        let is_ours = OURS.iter().all(|own| named.contains(own));
        let column = |(at, header): (usize, &String)| {
            let (reads, known) = reads(header);
            let doubtful =
                reads.filter(|reads| !is_ours && is_percent(*reads) && look.is_doubtful(at));
            match doubtful {
                Some(reads) => Column::new(at, header, None, Known::Doubtful(reads)),
                None => Column::new(at, header, reads, known),
            }
        };
        let layout = Self {
            header: header.number,
            columns: headers.iter().enumerate().map(column).collect(),
            written,
        };
        layout.must_name(sheet, &named)?;
        Ok(layout)
    }

    /// Whether a column is read so.
    pub(super) fn has(&self, wanted: impl Fn(Reads) -> bool) -> bool {
        self.columns
            .iter()
            .any(|column| column.reads.is_some_and(&wanted))
    }

    /// A list has to say at least which programs it is about.
    fn must_name(&self, sheet: &Sheet, headers: &[&str]) -> Result<(), Problem> {
        if self.has(|reads| matches!(reads, Reads::Name | Reads::NameAndPlace)) {
            return Ok(());
        }
        let shown: Vec<String> = headers
            .iter()
            .take(12)
            .map(|header| header.chars().take(40).collect())
            .collect();
        let more = if headers.len() > shown.len() {
            format!(" and {} more", headers.len() - shown.len())
        } else {
            String::new()
        };
        let message = format!(
            "no column of this list is known to hold the names of programs; row {} has the headers `{}`{more}",
            self.header,
            shown.join("`, `")
        );
        let problem = Problem::error(message);
        let problem = problem.at(Place {
            line: self.header,
            ..Place::file(sheet.path())
        });
        Err(problem.help(
            "say it in a mapping, e.g. `columns: { Hospital: name }`, and give it to `preceptor programs import` with --mapping",
        ))
    }
}

impl Look {
    fn take(&mut self, row: Row) {
        for (at, cell) in row.cells.iter().enumerate() {
            let words = cell.words();
            let bare = words.trim_end_matches('%');
            let Ok(number) = bare.trim().parse::<f64>() else {
                continue;
            };
            if self.greatest.len() <= at {
                self.greatest.resize(at + 1, None);
            }
            if let Some(slot) = self.greatest.get_mut(at) {
                let (before, unit) = slot.unwrap_or((0.0, false));
                *slot = Some((before.max(number), unit || bare.len() < words.len()));
            }
        }
        let is_near = row.number <= limits::HEADER_AMONG;
        if self.top.is_empty() || is_near {
            self.top.push(row);
        }
    }

    fn is_doubtful(&self, column: usize) -> bool {
        matches!(self.greatest.get(column), Some(Some((greatest, false))) if *greatest > 0.0 && *greatest <= 1.0)
    }
}

fn is_percent(reads: Reads) -> bool {
    let Reads::Field(at) = reads else {
        return false;
    };
    PROGRAM
        .fields
        .get(at)
        .is_some_and(|field| matches!(field.kind, Kind::Float { .. }))
}

pub(super) fn about(sheet: &Sheet, message: &str) -> Problem {
    let problem = Problem::error(message).at(Place::file(sheet.path()));
    problem.help("name a list with a header and a row for each program")
}
