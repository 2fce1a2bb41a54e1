//! Version 1 of the JSON comparison, `preceptor/compare`. What it has stays as it is; keys may be
//! added.

mod document;
mod fill;
mod programs;

use std::io::{self, Write};

use crate::report::SideBySide;

use document::Document;

/// The document's JSON Schema.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::dataset::schema_of::<Document>()
}

/// Writes the comparison.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &SideBySide<'_>, out: &mut W) -> io::Result<()> {
    super::write::write(&fill::document(report), out)
}
