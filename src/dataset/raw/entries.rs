use schemars::JsonSchema;
use serde::Deserialize;

use super::stated::date;
use super::words::{specialty, state};
use crate::model::{
    ClinicalSetting, ConnectionKind, Evaluation, ExperienceKind, LanguageLevel, LetterContent,
    LetterRole, Presented, ResearchKind, ResearchTopic, TieKind, UnderservedSetting, UsceKind,
};

/// US clinical experience.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Usce")]
pub(in crate::dataset) struct RawUsce {
    /// What kind of experience it was.
    pub kind: Option<UsceKind>,
    /// Whether the applicant worked with patients; from the kind when left out.
    pub hands_on: Option<bool>,
    /// What kind of hospital or practice it was.
    pub setting: Option<ClinicalSetting>,
    /// The specialty.
    #[serde(default)]
    #[schemars(schema_with = "specialty")]
    pub specialty: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The county; from the city when left out.
    pub county: Option<String>,
    /// The state's postal code.
    #[serde(default)]
    #[schemars(schema_with = "state")]
    pub state: Option<String>,
    /// How many weeks it lasted.
    pub weeks: Option<i64>,
    /// The id of the program it was at.
    pub program: Option<String>,
    /// How the applicant was judged.
    pub evaluation: Option<Evaluation>,
    /// Whether it was on the wards.
    pub inpatient: Option<bool>,
}

/// A letter of recommendation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Letter")]
pub(in crate::dataset) struct RawLetter {
    /// Who writes the letter.
    pub role: Option<LetterRole>,
    /// The specialty of the writer.
    #[serde(default)]
    #[schemars(schema_with = "specialty")]
    pub specialty: Option<String>,
    /// Where the writer works.
    pub setting: Option<ClinicalSetting>,
    /// The country; the United States are `US`.
    pub country: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The county; from the city when left out.
    pub county: Option<String>,
    /// The state's postal code.
    #[serde(default)]
    #[schemars(schema_with = "state")]
    pub state: Option<String>,
    /// What the letter says.
    pub content: Option<Vec<LetterContent>>,
    /// The id of the program the writer belongs to.
    pub program: Option<String>,
    /// Whether it comes from a rotation on the wards.
    pub inpatient: Option<bool>,
    /// Whether the writer said that it will be a strong one.
    pub strong: Option<bool>,
}

/// Research.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Research")]
pub(in crate::dataset) struct RawResearch {
    /// What kind of research it was.
    pub kind: Option<ResearchKind>,
    /// What it was about.
    pub topics: Option<Vec<ResearchTopic>>,
    /// The country; the United States are `US`.
    pub country: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The county; from the city when left out.
    pub county: Option<String>,
    /// The state's postal code.
    #[serde(default)]
    #[schemars(schema_with = "state")]
    pub state: Option<String>,
    /// Whether it was done from afar.
    pub remote: Option<bool>,
    /// Whether it was published.
    pub published: Option<bool>,
    /// The specialty.
    #[serde(default)]
    #[schemars(schema_with = "specialty")]
    pub specialty: Option<String>,
    /// Whether the applicant is the first author.
    pub first_author: Option<bool>,
    /// Where it was presented.
    pub presented: Option<Presented>,
}

/// Work beside rotations and research.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Experience")]
pub(in crate::dataset) struct RawExperience {
    /// What kind of work it was.
    pub kind: Option<ExperienceKind>,
    /// The country; the United States are `US`.
    pub country: Option<String>,
    /// How many months it lasted.
    pub months: Option<i64>,
    /// Whether it has results that can be counted.
    pub results: Option<bool>,
}

/// A time after graduation without clinical or academic work.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Gap")]
pub(in crate::dataset) struct RawGap {
    /// When it began: a month, best of all.
    #[serde(default)]
    #[schemars(schema_with = "date")]
    pub from: Option<String>,
    /// When it ended; left out when it has not.
    #[serde(default)]
    #[schemars(schema_with = "date")]
    pub to: Option<String>,
    /// How many months it lasted; from the dates when left out.
    pub months: Option<i64>,
    /// What the applicant did instead.
    pub reason: Option<String>,
}

/// A language besides English.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Language")]
pub(in crate::dataset) struct RawLanguage {
    /// The language, in lower case.
    pub language: Option<String>,
    /// How well it is spoken.
    pub level: Option<LanguageLevel>,
    /// Whether it was used with patients.
    pub clinical: Option<bool>,
}

/// Work with underserved patients.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Underserved")]
pub(in crate::dataset) struct RawUnderserved {
    /// Whom it was for or where.
    pub setting: Option<UnderservedSetting>,
    /// The country; the United States are `US`.
    pub country: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The county; from the city when left out.
    pub county: Option<String>,
    /// The state's postal code.
    #[serde(default)]
    #[schemars(schema_with = "state")]
    pub state: Option<String>,
    /// How many months it lasted.
    pub months: Option<i64>,
}

/// A tie to a place.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Tie")]
pub(in crate::dataset) struct RawTie {
    /// What the tie is.
    pub kind: Option<TieKind>,
    /// The city.
    pub city: Option<String>,
    /// The county; from the city when left out.
    pub county: Option<String>,
    /// The state's postal code.
    #[serde(default)]
    #[schemars(schema_with = "state")]
    pub state: Option<String>,
}

/// A connection with a program.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Connection")]
pub(in crate::dataset) struct RawConnection {
    /// The id of the program.
    pub program: Option<String>,
    /// What the connection is.
    pub kind: Option<ConnectionKind>,
}
