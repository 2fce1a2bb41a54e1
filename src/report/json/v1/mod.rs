//! Version 1 of the JSON report: one document for all guides. It does not change any more.

mod document;
mod fill;
mod list;
mod programs;
mod sentence;
mod spending;

use std::io::{self, Write};

use crate::advise::Moves;
use crate::report::{Report, Unfit};

use document::Document;

/// The document's JSON Schema.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::dataset::schema_of::<Document>()
}

/// What one guide says, with what moved for each target when there is something to compare with.
pub type Judged<'a> = (Report<'a>, Option<Vec<Moves>>);

/// Writes what every guide says of the applicant, and which guides are not for the applicant.
///
/// # Errors
/// When it cannot be written, or when no guide says anything.
pub fn write<W: Write + ?Sized>(
    judged: &[Judged<'_>],
    unfit: &[Unfit<'_>],
    out: &mut W,
) -> io::Result<()> {
    let document = fill::document(judged, unfit)
        .ok_or_else(|| io::Error::other("no guide judged the applicant"))?;
    super::write::write(&document, out)
}
