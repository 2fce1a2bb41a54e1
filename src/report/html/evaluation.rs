use std::io::{self, Write};

use askama::Template;

use crate::report::{Unfit, v1::Judged};

use super::guide::{Section, section};
use super::page::{self, Head, Page};

/// What the guides that are for an applicant say, each in a section of its own.
#[derive(Debug, Template)]
#[template(path = "evaluation.html")]
struct Evaluation {
    head: Head,
    name: String,
    as_of: String,
    match_year: i64,
    stage: &'static str,
    /// What `--set` changed.
    changes: Vec<String>,
    guides: Vec<Section>,
    /// Guides that are not for the applicant, and why.
    unfit: Vec<(String, String)>,
}

/// Writes the page. `changes` are those of the profile that the report has gone by.
///
/// # Errors
/// When it cannot be written, or when no guide says anything.
pub fn write<W: Write + ?Sized>(
    judged: &[Judged<'_>],
    unfit: &[Unfit<'_>],
    changes: &[String],
    out: &mut W,
) -> io::Result<()> {
    let nobody = || io::Error::other("no guide judged the applicant");
    let (first, _) = judged.first().ok_or_else(nobody)?;
    let guides = judged.iter();
    let guides = guides.map(|(report, moves)| section(report, moves.as_deref()));
    let name = first.applicant_name().to_owned();
    let page = Evaluation {
        head: Head::new(format!("{name}: where you stand and where to apply")),
        name,
        as_of: first.as_of.to_string(),
        match_year: first.applicant.match_year,
        stage: first.advice.stage.as_str(),
        changes: changes.to_vec(),
        guides: guides.collect(),
        unfit: unfit.iter().map(not_for).collect(),
    };
    page::write(page, &first.references.glossary, out)
}

impl Page for Evaluation {
    fn head(&mut self) -> &mut Head {
        &mut self.head
    }
}

/// The guide's short name and why it is not for the applicant.
pub(super) fn not_for(unfit: &Unfit<'_>) -> (String, String) {
    (unfit.guide.manifest.short.clone(), unfit.reasons.join("; "))
}
