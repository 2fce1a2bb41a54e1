use std::fmt;

use jiff::civil;

use super::limits;

/// What a spreadsheet shows where a formula went wrong.
const ERRORS: [&str; 8] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!",
];

/// What stands in a cell of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing, or only spaces.
    Empty,
    /// A text.
    Text(String),
    /// A number that the sheet holds as one.
    Number(f64),
    /// Yes or no that the sheet holds as such.
    Yes(bool),
    /// A day.
    Day(civil::Date),
    /// A formula; what it comes to is not for this program to say.
    Formula,
    /// An error of the spreadsheet, such as `#N/A`.
    Broken(String),
}

/// Where a cell stands: row and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) row: u32,
    pub(super) column: u32,
}

/// A row of a sheet: its number from 1, as a spreadsheet shows it, and its cells.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<Cell>,
}

impl Cell {
    /// What a text of a file without types says.
    pub(super) fn of_text(text: &str) -> Self {
        let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
        if text.is_empty() {
            return Self::Empty;
        }
        if text.starts_with('=') {
            return Self::Formula;
        }
        if ERRORS.contains(&text) {
            return Self::Broken(text.to_owned());
        }
        Self::Text(clipped(unescaped(text)))
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// What the cell says, as a person reads it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Day(day) => day.to_string(),
            Self::Formula => "a formula".to_owned(),
        }
    }
}

/// The text, cut where it is longer than a cell can be: what was pasted there is no value.
pub(super) fn clipped(text: &str) -> String {
    let end = text.char_indices().nth(limits::CELL);
    match end.and_then(|(at, _)| text.get(..at)) {
        Some(kept) => format!("{kept}…"),
        None => text.to_owned(),
    }
}

/// The text without the apostrophe that keeps a spreadsheet from taking it for a formula. Our own
/// sheets write it.
fn unescaped(text: &str) -> &str {
    let inner = text.trim_start_matches('\'');
    if inner.len() < text.len() && inner.starts_with(crate::dataset::FORMULA) {
        text.strip_prefix('\'').unwrap_or(text)
    } else {
        text
    }
}

impl Row {
    /// The cell in that column, counted from 0.
    pub(super) fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Puts a cell into that column, counted from 0.
    pub(super) fn put(&mut self, column: usize, cell: Cell) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(slot) = self.cells.get_mut(column) {
            *slot = cell;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// As a spreadsheet names it: `J12`.
impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row)
    }
}

/// The letters of a column, counted from 1: `A`, `Z`, `AA`.
pub(super) fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        let digit = u8::try_from((column - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let all = [1, 26, 27, 52, 703].map(letters);
        assert_eq!(all, ["A", "Z", "AA", "AZ", "AAA"]);
        assert_eq!(
            Spot {
                row: 12,
                column: 10
            }
            .to_string(),
            "J12"
        );
    }

    #[test]
    fn a_text_is_what_it_says() {
        assert_eq!(Cell::of_text("  "), Cell::Empty);
        assert_eq!(Cell::of_text("=1+1"), Cell::Formula);
        assert_eq!(Cell::of_text("'=1+1"), Cell::Text("=1+1".into()));
        assert_eq!(Cell::of_text("''=1"), Cell::Text("'=1".into()));
        assert_eq!(Cell::of_text("'Ohana"), Cell::Text("'Ohana".into()));
        assert_eq!(Cell::of_text("#N/A"), Cell::Broken("#N/A".into()));
    }
}
