//! The files of a guide as they are written.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::case_facts::{RawList, RawStanding};
use super::one_or_many::OneOrMany;

/// A guide's manifest: what it is, whom it is for, and the numbers an advisor may tune.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Guide")]
pub(crate) struct RawGuide {
    /// The published guide's own title.
    pub(crate) title: String,
    /// A short name for tables.
    pub(crate) short: String,
    /// What kind of rules these are.
    pub(crate) kind: RawKind,
    /// Where the guide was published.
    pub(crate) source: RawSource,
    /// Whom the guide is for, in one sentence.
    #[serde(rename = "for")]
    pub(crate) whom: String,
    /// What an applicant must be for the guide to apply; all of these.
    #[serde(default)]
    pub(crate) applies_to: Vec<RawCondition>,
    /// The guide's tiers, best first.
    #[serde(default)]
    pub(crate) tiers: Vec<RawTier>,
    /// The compensating pillars that the guide names.
    #[serde(default)]
    pub(crate) pillars: Vec<RawTitled>,
    /// Groups of programs that shares of the list are about.
    #[serde(default)]
    pub(crate) groups: Vec<RawTitled>,
    /// The topics of bands and advice, in the order of the plan.
    #[serde(default)]
    pub(crate) topics: Vec<RawTitled>,
    /// The numbers, ranges and sets an advisor may tune, by the name rules use.
    #[serde(default)]
    pub(crate) parameters: IndexMap<String, RawParameter>,
    /// Choices of ours that are not numbers.
    #[serde(default)]
    pub(crate) readings: Vec<RawReading>,
    /// Where the guide is silent, ambiguous or contradicts itself.
    #[serde(default)]
    pub(crate) open_questions: Vec<RawQuestion>,
}

/// What kind of rules a folder holds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Kind")]
pub(crate) enum RawKind {
    /// The rules of one published guide.
    Guide,
    /// What is officially so; may only flag, verify and advise.
    Annotations,
    /// The applicant's own wishes.
    Wishes,
}

/// Where the guide was published.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Source")]
pub(crate) struct RawSource {
    /// The document's name.
    pub(crate) document: String,
    /// Its address.
    pub(crate) address: Option<String>,
}

/// One thing an applicant must be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Condition")]
pub(crate) struct RawCondition {
    /// A field of the applicant.
    pub(crate) field: String,
    /// The values that fit; for a list, one of them must be in it.
    pub(crate) any_of: Vec<String>,
    /// What to tell an applicant who is not.
    pub(crate) otherwise: String,
}

/// A tier of the guide.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Tier")]
pub(crate) struct RawTier {
    /// Its id, as rules write it.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// What belongs in it.
    pub(crate) meaning: String,
}

/// A pillar, a group or a topic.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Titled")]
pub(crate) struct RawTitled {
    /// Its id, as rules write it.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
}

/// A number, range or set that an advisor may tune.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Parameter")]
pub(crate) struct RawParameter {
    /// What it means, with its unit.
    pub(crate) meaning: String,
    /// One number.
    pub(crate) number: Option<serde_json::Number>,
    /// A range with both ends inside.
    pub(crate) band: Option<RawBand>,
    /// A threshold given as a range: below `from` is below, from `to` on is met.
    pub(crate) cutoff: Option<RawCutoff>,
    /// A set of ids.
    pub(crate) set: Option<Vec<String>>,
    /// What the ids of a set are.
    pub(crate) of: Option<RawSetOf>,
    /// The least and greatest number it may be set to.
    pub(crate) range: Option<Vec<serde_json::Number>>,
    /// What it rests on.
    pub(crate) basis: RawBasis,
}

/// What the ids of a set are.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "SetOf")]
pub(crate) enum RawSetOf {
    /// Specialties.
    Specialty,
    /// States, by their two letters.
    State,
    /// Regions of the datasets.
    Region,
    /// Settings of a program or a rotation.
    Setting,
    /// Owners of a hospital.
    Ownership,
    /// Any other words of the rule vocabulary.
    Word,
}

/// A range with both ends inside.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Band")]
pub(crate) struct RawBand {
    /// The lower end.
    pub(crate) from: serde_json::Number,
    /// The upper end.
    pub(crate) to: serde_json::Number,
    /// The guide leaves the upper end open ("120+").
    #[serde(default)]
    pub(crate) open: bool,
    /// The guide says "about"; changes the text only.
    #[serde(default)]
    pub(crate) around: bool,
}

/// A threshold given as a range.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cutoff")]
pub(crate) struct RawCutoff {
    /// Below this is below.
    pub(crate) from: serde_json::Number,
    /// From this on is met.
    pub(crate) to: serde_json::Number,
    /// The guide writes it with a plus ("240–250+"); changes the text only.
    #[serde(default)]
    pub(crate) open: bool,
    /// The guide says "about"; changes the text only.
    #[serde(default)]
    pub(crate) around: bool,
}

/// What a number rests on: `guide` or `reading`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Basis")]
pub(crate) struct RawBasis {
    /// The passages that say so.
    pub(crate) guide: Option<OneOrMany>,
    /// Ours, and why.
    pub(crate) reading: Option<String>,
}

/// A choice of ours that is not a number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Reading")]
pub(crate) struct RawReading {
    /// The passages it is about.
    pub(crate) cites: OneOrMany,
    /// What we chose, and why.
    pub(crate) reading: String,
}

/// Where the guide is silent, ambiguous or contradicts itself.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "OpenQuestion")]
pub(crate) struct RawQuestion {
    /// The passages it is about.
    pub(crate) cites: OneOrMany,
    /// The question.
    pub(crate) question: String,
    /// How it is encoded until it is answered.
    pub(crate) encoded: String,
}

/// A guide's passages by inventory id.
pub(crate) type RawPassages = IndexMap<String, RawPassage>;

/// One passage of the guide.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Passage")]
pub(crate) struct RawPassage {
    /// The heading it stands under.
    pub(crate) section: String,
    /// Its lines in the document.
    pub(crate) lines: String,
    /// What kind of rule it is.
    pub(crate) kind: String,
    /// What it says, in our own words.
    pub(crate) summary: String,
}

/// The cases of one topic: a base, one change a line, and what the named rules must make of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cases")]
pub(crate) struct RawCases {
    /// What these cases show.
    pub(crate) about: String,
    /// The day the cases are judged on.
    pub(crate) as_of: String,
    /// The base profile.
    pub(crate) applicant: serde_json::Value,
    /// The base program record, for program rules.
    pub(crate) program: Option<serde_json::Value>,
    /// Where the applicant stands, for the rules about that.
    #[schemars(with = "Option<RawStanding>")]
    pub(crate) standing: Option<serde_json::Value>,
    /// The base list, for list rules.
    #[schemars(with = "Option<RawList>")]
    pub(crate) list: Option<serde_json::Value>,
    /// The changes by rule (`topic/name`).
    pub(crate) rules: IndexMap<String, RawOutcomes>,
}

/// The changes under which a rule fires, is quiet, or cannot know.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Outcomes")]
pub(crate) struct RawOutcomes {
    /// Changes under which it fires.
    #[serde(default)]
    pub(crate) fires: Vec<IndexMap<String, serde_json::Value>>,
    /// Changes under which it is quiet.
    #[serde(default)]
    pub(crate) quiet: Vec<IndexMap<String, serde_json::Value>>,
    /// Changes under which it cannot know.
    #[serde(default)]
    pub(crate) unknown: Vec<IndexMap<String, serde_json::Value>>,
}

/// An office's own numbers: guide, then parameter, then what it is set to.
pub(crate) type RawOverrides = IndexMap<String, IndexMap<String, serde_json::Value>>;
