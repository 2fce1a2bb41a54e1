use schemars::JsonSchema;
use serde::Deserialize;

use super::stated::{NumberOrNone, RawStated, as_of, date};
use super::words::specialty;
use crate::dataset::SignalKind;

/// What it takes to pass, by the day of the exam.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PassMarks")]
pub(in crate::dataset) struct RawPassMarks {
    /// Step 1, oldest first.
    #[serde(default)]
    pub step1: Vec<RawPassMark>,
    /// Step 2 CK, oldest first.
    #[serde(default)]
    pub step2_ck: Vec<RawPassMark>,
    /// Step 3, oldest first.
    #[serde(default)]
    pub step3: Vec<RawPassMark>,
}

/// The pass mark of exams on and after a day.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PassMark")]
pub(in crate::dataset) struct RawPassMark {
    /// The first day of exams with this pass mark.
    #[schemars(schema_with = "date")]
    pub from: String,
    /// The lowest score that passes, or `none` where there is no score.
    pub pass_mark: NumberOrNone,
    /// The id of the source in `sources.yaml`.
    pub source: String,
    /// When it was true.
    #[serde(default)]
    #[schemars(schema_with = "as_of")]
    pub as_of: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
}

/// What applications cost.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Fees")]
pub(in crate::dataset) struct RawFees {
    /// The ERAS season: the Match year.
    pub season: i64,
    /// The id of the source in `sources.yaml`.
    pub source: String,
    /// When it was true.
    #[schemars(schema_with = "as_of")]
    pub as_of: String,
    /// What the counting of programs begins anew for: `specialty`.
    #[expect(
        dead_code,
        reason = "the one word it can hold is checked by being read"
    )]
    pub per: RawFeesPer,
    /// The tiers, lowest first; the last one has no `programs`.
    #[schemars(length(min = 1))]
    pub tiers: Vec<RawFeeTier>,
}

/// What the counting of programs begins anew for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "FeesPer")]
pub(in crate::dataset) enum RawFeesPer {
    /// Each specialty.
    Specialty,
}

/// What each program costs up to a number of programs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeeTier")]
pub(in crate::dataset) struct RawFeeTier {
    /// The last program of the tier; absent for all further ones.
    pub programs: Option<u32>,
    /// What each costs, in US dollars.
    pub each: u32,
}

/// How many program signals an applicant has.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Signals")]
pub(in crate::dataset) struct RawSignals {
    /// One entry for each specialty and season whose number a source gives.
    pub specialties: Vec<RawAllotment>,
}

/// The program signals of a specialty in a season.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Allotment")]
pub(in crate::dataset) struct RawAllotment {
    /// The specialty.
    #[schemars(schema_with = "specialty")]
    pub specialty: String,
    /// The ERAS season: the Match year.
    pub season: i64,
    /// The kinds of signals, the strongest first.
    #[schemars(length(min = 1))]
    pub kinds: Vec<RawSignalNumber>,
    /// What one signal reaches: `institution`.
    #[expect(
        dead_code,
        reason = "the one word it can hold is checked by being read"
    )]
    pub per: RawSignalsPer,
    /// The id of the source in `sources.yaml`.
    pub source: String,
    /// When it was true.
    #[schemars(schema_with = "as_of")]
    pub as_of: String,
    /// What to know about it.
    pub note: Option<String>,
    /// What the source leaves open, in our words: a sentence each.
    #[serde(default)]
    pub unclear: Vec<String>,
}

/// How many signals of a kind there are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SignalNumber")]
pub(in crate::dataset) struct RawSignalNumber {
    /// The kind.
    pub kind: SignalKind,
    /// How many.
    pub number: i64,
}

/// What one signal reaches.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "SignalsPer")]
pub(in crate::dataset) enum RawSignalsPer {
    /// All programs of the specialty at an institution.
    Institution,
}

/// How often a Step may be sat.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AttemptLimits")]
pub(in crate::dataset) struct RawAttemptLimits {
    /// The limit.
    pub limit: RawStated<i64>,
    /// The day since which it holds.
    #[schemars(schema_with = "date")]
    pub from: String,
    /// The limit before.
    pub previous: Option<RawStated<i64>>,
}

/// The dates of the seasons.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Seasons")]
pub(in crate::dataset) struct RawSeasons {
    /// One entry a Match year.
    pub seasons: Vec<RawSeason>,
}

/// The dates of a season.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Season")]
pub(in crate::dataset) struct RawSeason {
    /// The year of the Match.
    pub match_year: i64,
    /// The day on which ERAS opens to applicants.
    pub eras_opens: Option<RawStated<String>>,
    /// The day on which programs see applications.
    pub programs_see: Option<RawStated<String>>,
    /// The last day of interviews.
    pub interviews_end: Option<RawStated<String>>,
    /// The day on which rank order lists are due.
    pub rank_list_due: Option<RawStated<String>>,
    /// Match Day.
    pub match_day: Option<RawStated<String>>,
}
