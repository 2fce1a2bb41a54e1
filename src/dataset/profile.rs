use jiff::civil;

use super::check::{self, Check};
use super::raw::RawApplicant;
use super::{References, yaml};
use crate::model::Applicant;
use crate::place::{Problems, SourceText};

/// A profile: the file that describes an applicant.
#[derive(Debug)]
pub struct Profile;

impl Profile {
    /// The applicant that the file describes, as of that day.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read(
        text: &SourceText,
        references: &References,
        as_of: civil::Date,
    ) -> Result<Applicant, Problems> {
        let raw: RawApplicant = yaml::parse(text)?;
        Self::checked(&raw, text, references, as_of)
    }

    /// The same for a file in JSON, which is read many times as fast when nothing is wrong with it.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read_json(
        text: &SourceText,
        references: &References,
        as_of: civil::Date,
    ) -> Result<Applicant, Problems> {
        serde_json::from_str(text.text())
            .ok()
            .and_then(|raw| Self::checked(&raw, text, references, as_of).ok())
            .map_or_else(|| Self::read(text, references, as_of), Ok)
    }

    fn checked(
        raw: &RawApplicant,
        text: &SourceText,
        references: &References,
        as_of: civil::Date,
    ) -> Result<Applicant, Problems> {
        let mut check = Check::new(text, &references.sources);
        let applicant = check::applicant(&mut check, raw, references, as_of);
        check.finish(Some(applicant))
    }
}

#[cfg(test)]
mod tests;
