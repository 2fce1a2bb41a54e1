use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::one_or_many::OneOrMany;

/// Where a guide stands, by the topics of `rules/topics.yaml`. A topic that is left out is one on
/// which the guide is silent.
pub(crate) type RawPositions = IndexMap<String, RawPosition>;

/// What the guide says on one topic.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Position")]
pub(crate) struct RawPosition {
    /// What it says, in our own words; `{name}` prints a parameter of `guide.yaml`.
    pub(crate) says: String,
    /// The passages that say so.
    pub(crate) cites: OneOrMany,
    /// The rules that answer for an applicant; the first one that fires does.
    #[serde(default)]
    pub(crate) for_you: Vec<RawAnswer>,
    /// The answer when none of these rules fires.
    pub(crate) otherwise: Option<String>,
}

/// A rule that answers for an applicant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Answer")]
pub(crate) struct RawAnswer {
    /// The rule (`topic/name`).
    pub(crate) rule: String,
    /// The answer when it fires; without one, what it found.
    pub(crate) answer: Option<String>,
}
