//! A row of a sheet; each of its cells knows where it stands.

use crate::place::{Place, Problem, SourceText};

/// A row, which has several lines where a quoted cell does.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Its first line, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<Cell>,
    /// As it stands in the file.
    text: String,
}

/// A cell without its quotes.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    line: u64,
    column: u32,
    /// How many characters belong to it on its first line, quotes included.
    length: u32,
}

/// A row as far as it has been read.
#[derive(Debug)]
pub(super) struct Unfinished {
    row: Row,
    cell: Cell,
    delimiter: char,
    /// Inside of quotes.
    is_quoted: bool,
    /// Whether this cell had quotes already.
    had_quotes: bool,
    /// Where the last quote opened.
    opened: (u64, u32),
}

impl Cell {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl Row {
    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// The problem at a cell, else at the row, with the line shown.
    pub(super) fn problem(&self, path: &str, cell: Option<&Cell>, problem: Problem) -> Problem {
        let (line, column, length) = match cell {
            Some(cell) => (cell.line, cell.column, cell.length),
            None => (self.line, 1, 0),
        };
        problem
            .at(place(path, line, column, length))
            .with_line(self.shown(line))
    }

    fn shown(&self, line: u64) -> Option<&str> {
        let number = usize::try_from(line.checked_sub(self.line)?).ok()?;
        self.text.split('\n').nth(number)
    }
}

/// A place in a file of many lines.
pub(super) fn place(path: &str, line: u64, column: u32, length: u32) -> Place {
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    SourceText::new(path, "").place(line, column, length)
}

impl Unfinished {
    pub(super) fn new(line: u64, delimiter: char) -> Self {
        let row = Row {
            line,
            ..Row::default()
        };
        Self {
            row,
            delimiter,
            cell: Cell::default(),
            is_quoted: false,
            had_quotes: false,
            opened: (line, 1),
        }
    }

    /// The first line of the row.
    pub(super) fn line(&self) -> u64 {
        self.row.line
    }

    /// How much of the row there is, in bytes.
    pub(super) fn length(&self) -> usize {
        self.row.text.len()
    }

    /// Takes the next line; the row is whole unless a quote is open at its end.
    pub(super) fn take(mut self, number: u64, line: &str) -> Result<Row, Box<Self>> {
        if self.row.text.is_empty() {
            self.begin(number, 1);
        } else {
            self.row.text.push('\n');
        }
        self.row.text.push_str(line);
        let mut column = 0;
        let mut signs = line.chars().peekable();
        while let Some(sign) = signs.next() {
            column += 1;
            let is_first_line = self.cell.line == number;
            if sign == self.delimiter && !self.is_quoted {
                self.end();
                self.begin(number, column + 1);
                continue;
            }
            self.cell.length += u32::from(is_first_line);
            if self.is_quoted && sign == '"' && signs.peek() == Some(&'"') {
                signs.next();
                column += 1;
                self.cell.length += u32::from(is_first_line);
                self.cell.text.push('"');
            } else if self.is_quoted && sign == '"' {
                self.is_quoted = false;
            } else if sign == '"' && !self.had_quotes && self.cell.text.trim().is_empty() {
                self.cell.text.clear();
                (self.is_quoted, self.had_quotes) = (true, true);
                self.opened = (number, column);
            } else {
                self.cell.text.push(sign);
            }
        }
        if self.is_quoted {
            self.cell.text.push('\n');
            return Err(Box::new(self));
        }
        self.end();
        Ok(self.row)
    }

    /// Nothing closes the quote that is open.
    pub(super) fn unclosed(&self, path: &str) -> Problem {
        let (line, column) = self.opened;
        let message = "a quote opens here and nothing closes it, so this row and those below it \
                       are not read";
        let problem = Problem::error(message)
            .at(place(path, line, column, 1))
            .with_line(self.row.shown(line));
        problem.help("close the quote at the end of the cell, or take it away")
    }

    fn begin(&mut self, line: u64, column: u32) {
        self.had_quotes = false;
        self.cell = Cell {
            line,
            column,
            ..Cell::default()
        };
    }

    fn end(&mut self) {
        self.row.cells.push(std::mem::take(&mut self.cell));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(lines: &[&str]) -> Result<Row, Box<Unfinished>> {
        let mut row = Box::new(Unfinished::new(7, ','));
        for (number, line) in (7..).zip(lines) {
            row = match row.take(number, line) {
                Ok(whole) => return Ok(whole),
                Err(unfinished) => unfinished,
            };
        }
        Err(row)
    }

    #[test]
    fn cells_know_where_they_stand() {
        let row = row(&["é,\"a \"\"b\"\", c\", \"two", "lines\",,x\"y"]).unwrap();
        let cells = row.cells.iter();
        let cells: Vec<_> = cells
            .map(|cell| (cell.text.as_str(), cell.line, cell.column, cell.length))
            .collect();
        let expected = [
            ("é", 7, 1, 1),
            ("a \"b\", c", 7, 3, 12),
            ("two\nlines", 7, 16, 5),
            ("", 8, 8, 0),
            ("x\"y", 8, 9, 3),
        ];
        assert_eq!(cells, expected);
        assert_eq!(row.shown(8), Some("lines\",,x\"y"));
    }

    #[test]
    fn a_quote_that_stays_open_is_known() {
        let unfinished = row(&["a,b"]).and(row(&["a,\"b", "c,d"])).unwrap_err();
        assert_eq!(unfinished.opened, (7, 3));
    }
}
