//! The tracking sheet that the guides tell applicants to keep, as CSV or XLSX: one row for each
//! program, guide and target; and a comparison, one row for each topic and guide.
//!
//! A cell never starts as a formula does, and what nobody states is an empty cell, never "no".

mod cell;
mod program;
mod topics;
mod workbook;

use std::io::{self, Write};

use jiff::civil;

use super::Report;
pub(super) use cell::Cell;

pub use topics::write as write_topics;

/// How a sheet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetForm {
    /// As text, with commas between the cells.
    Csv,
    /// As a workbook that says it was made on that day.
    Xlsx(civil::Date),
}

/// Writes the sheet of everything that these guides say.
///
/// # Errors
/// When it cannot be written.
pub fn write<'r, W: Write + ?Sized>(
    reports: impl Iterator<Item = Report<'r>>,
    form: SheetForm,
    out: &mut W,
) -> io::Result<()> {
    let rows = reports.flat_map(|report| program::rows(&report));
    table("programs", &program::COLUMNS, rows, form, out)
}

/// A text as it may stand in a cell: never a formula.
pub(crate) fn cell(text: &str) -> String {
    Cell::words(text).text()
}

/// Writes a header and the rows below it.
pub(super) fn table<W: Write + ?Sized>(
    title: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
    form: SheetForm,
    out: &mut W,
) -> io::Result<()> {
    if let SheetForm::Xlsx(day) = form {
        return workbook::write(title, columns, rows, day, out);
    }
    let mut sheet = csv::Writer::from_writer(Vec::new());
    sheet.write_record(columns)?;
    for row in rows {
        sheet.write_record(row.iter().map(Cell::text))?;
    }
    // NOTE: the writer of sheets does not say when a pipe was closed; writing the bytes does.
    let bytes = sheet.into_inner().map_err(io::Error::other)?;
    out.write_all(&bytes)
}
