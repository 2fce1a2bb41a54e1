//! Version 0 of the JSON report. It may still change; `version` says so.

mod document;
mod fill;
mod list;
mod programs;
mod sentence;
mod spending;

use std::io::{self, Write};

use crate::advise::Moves;
use crate::report::Report;

use document::Document;

/// The document's JSON Schema.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::dataset::schema_of::<Document>()
}

/// Writes the report, with what moved when there is something to compare with.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(
    report: &Report<'_>,
    moves: Option<&[Moves]>,
    out: &mut W,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &fill::document(report, moves))?;
    writeln!(out)
}
