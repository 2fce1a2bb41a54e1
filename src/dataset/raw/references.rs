use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::stated::{MonthsOrNever, as_of};
use crate::model::RegionKind;

/// The sources of all values, by their ids.
pub(in crate::dataset) type RawSourceMap = BTreeMap<String, RawSource>;

/// Where values come from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Source")]
pub(in crate::dataset) struct RawSource {
    /// What the source is.
    pub title: String,
    /// When it was made.
    #[schemars(schema_with = "as_of")]
    pub as_of: String,
    /// Where it can be read.
    pub address: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
}

/// The regions, by their ids.
pub(in crate::dataset) type RawRegionMap = BTreeMap<String, RawRegion>;

/// A part of the US: states, or counties of states.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Region")]
pub(in crate::dataset) struct RawRegion {
    /// Its name.
    pub title: String,
    /// What kind of region it is.
    pub kind: RegionKind,
    /// The id of the source that draws it so.
    pub source: Option<String>,
    /// The postal codes of the states that lie in it as a whole.
    #[serde(default)]
    pub states: Vec<String>,
    /// The counties that lie in it, by the state's postal code.
    #[serde(default)]
    pub counties: BTreeMap<String, Vec<String>>,
}

/// Which county a city lies in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Places")]
pub(in crate::dataset) struct RawPlaces {
    /// The id of the source in `sources.yaml`.
    pub source: String,
    /// When it was true.
    #[schemars(schema_with = "as_of")]
    pub as_of: String,
    /// Cities by county by the state's postal code.
    pub states: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// How old a value may be before it is stale.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Freshness")]
pub(in crate::dataset) struct RawFreshness {
    /// How old a value may be, in months.
    #[schemars(range(min = 1, max = 1200))]
    pub months: i64,
    /// Why that many: the passage of a guide, or the reason where the number is ours.
    pub basis: String,
    /// The fields that have a limit of their own, by the names by which rules read them; `listed` for
    /// name, place and tracks.
    #[serde(default)]
    pub fields: BTreeMap<String, MonthsOrNever>,
}

/// The words that reports explain, in the order in which they are explained.
pub(in crate::dataset) type RawGlossary = Vec<RawWord>;

/// A word that not everybody knows, and what it means.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Word")]
pub(in crate::dataset) struct RawWord {
    /// The word as reports write it, e.g. `IMG`; a plural `s` may follow it there.
    pub word: String,
    /// What it is short for, in words that can stand in brackets after it, e.g. `international
    /// medical graduate`. Reports spell it out where it stands first.
    pub stands_for: Option<String>,
    /// What it means, in plain words; may be left out where what it stands for says it all.
    pub means: Option<String>,
    /// The address where the meaning was seen, or `the guides`.
    pub seen: String,
}
