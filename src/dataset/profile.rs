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
        let mut check = Check::new(text, &references.sources);
        let applicant = check::applicant(&mut check, &raw, references, as_of);
        check.finish(applicant)
    }
}
