use schemars::JsonSchema;
use serde::Deserialize;

use super::words::specialty;
use super::{
    RawConnection, RawExam, RawExperience, RawGap, RawLanguage, RawLetter, RawResearch, RawTie,
    RawUnderserved, RawUsce,
};
use crate::model::{AcademicRecord, Citizenship, Ecfmg, Stage, Track, TypeOfGraduate, Visa};

/// An applicant. Leave out what is not known; an empty list says that there is nothing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Applicant")]
pub(in crate::dataset) struct RawApplicant {
    /// What to call the applicant.
    pub name: Option<String>,
    /// Whether the applicant was made up, for trials.
    #[serde(default)]
    #[expect(dead_code, reason = "for the reader of the profile; no rule may ask")]
    pub invented: bool,
    /// Where the medical degree comes from.
    pub type_of_graduate: TypeOfGraduate,
    /// Citizenship as far as the right to work in the US goes.
    pub citizenship: Citizenship,
    /// The visa the applicant needs.
    pub visa: Option<Visa>,
    /// The medical school.
    pub medical_school: Option<RawMedicalSchool>,
    /// How the applicant did at medical school.
    pub academic_record: Option<AcademicRecord>,
    /// Whether US programs know the medical school.
    pub school_known: Option<bool>,
    /// The year of graduation: the year on the diploma.
    pub yog: Option<i64>,
    /// The year of the Match; from the date when left out.
    pub match_year: Option<i64>,
    /// What the applicant wants, each evaluated by itself.
    #[schemars(length(min = 1))]
    pub targets: Vec<RawTarget>,
    /// Step 1.
    pub step1: Option<RawExam>,
    /// Step 2 CK.
    pub step2_ck: Option<RawExam>,
    /// Step 3.
    pub step3: Option<RawExam>,
    /// Whether the USMLE transcript carries a note of irregular behavior.
    pub irregular_behavior: Option<bool>,
    /// Whether an illness or a crisis that is documented explains a result.
    pub documented_disruption: Option<bool>,
    /// How far the ECFMG certificate is.
    pub ecfmg: Option<Ecfmg>,
    /// US clinical experience.
    pub usce: Option<Vec<RawUsce>>,
    /// Letters of recommendation.
    pub lors: Option<Vec<RawLetter>>,
    /// Research.
    pub research: Option<Vec<RawResearch>>,
    /// Work beside rotations and research: practice, teaching, leading, volunteering.
    pub experience: Option<Vec<RawExperience>>,
    /// Times after graduation without clinical or academic work.
    pub gaps: Option<Vec<RawGap>>,
    /// Languages besides English.
    pub languages: Option<Vec<RawLanguage>>,
    /// Work with underserved patients.
    pub underserved: Option<Vec<RawUnderserved>>,
    /// Ties to places.
    pub ties: Option<Vec<RawTie>>,
    /// Connections with programs.
    pub connections: Option<Vec<RawConnection>>,
    /// Where the applicant would rather be, or not.
    pub regions: Option<RawRegions>,
    /// Whether the applicant would move anywhere.
    pub will_relocate: Option<bool>,
    /// What the applications may cost, in US dollars.
    pub budget: Option<i64>,
    /// What the applicant means to do after residency.
    pub goal: Option<RawGoal>,
    /// Whether the applicant went through a Match before without success.
    pub reapplicant: Option<bool>,
    /// Whether the applicant has completed a preliminary year in the US.
    pub prelim_year: Option<bool>,
    /// How many programs the applicant means to apply to, for each target.
    pub planned_programs: Option<i64>,
    /// Where in the season the applicant stands.
    pub stage: Option<Stage>,
    /// Whether the applicant's own story fits the specialty.
    pub strong_story: Option<bool>,
}

/// The medical school.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MedicalSchool")]
pub(in crate::dataset) struct RawMedicalSchool {
    /// Its name.
    #[expect(
        dead_code,
        reason = "for the reader of the profile; no rule may judge a school"
    )]
    pub name: Option<String>,
    /// Its country.
    pub country: Option<String>,
}

/// A specialty and track that the applicant wants.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Target")]
pub(in crate::dataset) struct RawTarget {
    /// The specialty.
    #[schemars(schema_with = "specialty")]
    pub specialty: String,
    /// The track.
    pub track: Track,
}

/// Regions, by their ids in `regions.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Regions")]
pub(in crate::dataset) struct RawRegions {
    /// Regions the applicant prefers.
    pub preferred: Option<Vec<String>>,
    /// Regions the applicant avoids.
    pub avoided: Option<Vec<String>>,
}

/// What the applicant means to do after residency.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Goal")]
pub(in crate::dataset) struct RawGoal {
    /// The specialty to end up in.
    #[serde(default)]
    #[schemars(schema_with = "specialty")]
    pub specialty: Option<String>,
    /// The id of the region to work in.
    pub region: Option<String>,
    /// Whether the applicant means to stay in that region for long.
    pub stay: Option<bool>,
}
