use jiff::civil::Date;

use crate::advise::Advice;
use crate::dataset::{Catalogue, References, Version};
use crate::guide::Guide;
use crate::model::{Applicant, Program, Provenance};

/// Everything a report is written from.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// The applicant.
    pub applicant: &'a Applicant,
    /// What the guide says of the applicant.
    pub advice: &'a Advice,
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// Sources and official tables.
    pub references: &'a References,
    /// The day it is judged on.
    pub as_of: Date,
    /// What it is made from.
    pub version: Version,
    /// Why the guide may not fit, when it was asked for by name all the same.
    pub caution: Option<&'a str>,
    /// How many programs of each tier are shown.
    pub top: usize,
}

impl Report<'_> {
    /// The program with that number in the catalogue.
    #[must_use]
    pub fn program(&self, number: usize) -> Option<&Program> {
        self.catalogue.programs().get(number)
    }

    /// Whether a value of a program's field is stale on the day it is judged.
    #[must_use]
    pub fn is_stale(&self, path: &str, provenance: &Provenance) -> bool {
        self.references.is_stale(path, provenance, self.as_of)
    }

    /// A source's title and the day of it.
    #[must_use]
    pub fn dated(&self, provenance: &Provenance) -> String {
        let source = self.references.sources.get(&*provenance.source);
        let title = source.map_or(&*provenance.source, |source| &*source.title);
        format!("{title}, {}", provenance.as_of)
    }

    /// What the applicant is called, or a neutral word.
    #[must_use]
    pub fn applicant_name(&self) -> &str {
        self.applicant.name.as_deref().unwrap_or("Your profile")
    }
}
