//! The tracking sheet that the guides tell applicants to keep, as CSV: one row for each program,
//! guide and target; and a comparison, one row for each topic and guide.
//!
//! A cell never starts as a formula does, and what nobody states is an empty cell, never "no".

mod cell;
mod program;
mod topics;

use std::io::{self, Write};

use super::Report;
pub(super) use cell::Cell;

pub use topics::write as write_topics;

/// Writes the sheet of everything that these guides say.
///
/// # Errors
/// When it cannot be written.
pub fn write<'r, W: Write + ?Sized>(
    reports: impl Iterator<Item = Report<'r>>,
    out: &mut W,
) -> io::Result<()> {
    let rows = reports.flat_map(|report| program::rows(&report));
    table(&program::COLUMNS, rows, out)
}

/// A text as it may stand in a cell: never a formula.
pub(crate) fn cell(text: &str) -> String {
    Cell::words(text).text().to_owned()
}

/// Writes a header and the rows below it.
pub(super) fn table<W: Write + ?Sized>(
    columns: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
    out: &mut W,
) -> io::Result<()> {
    let mut sheet = csv::Writer::from_writer(Vec::new());
    sheet.write_record(columns)?;
    for row in rows {
        sheet.write_record(row.iter().map(Cell::text))?;
    }
    // NOTE: the writer of sheets does not say when a pipe was closed; writing the bytes does.
    let bytes = sheet.into_inner().map_err(io::Error::other)?;
    out.write_all(&bytes)
}
