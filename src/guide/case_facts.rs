//! The standing and the list that a case invents, as they are written and as rules read them.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::model::{Entry, Facts, LIST, Reading, STANDING, Value};

/// Where the invented applicant stands.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "CaseStanding")]
pub(crate) struct RawStanding {
    /// How many pillars hold.
    pub(crate) pillars_held: i64,
    /// How many hold or could hold.
    pub(crate) pillars_possible: i64,
    /// How many concerns were raised.
    pub(crate) concerns: i64,
}

/// The invented list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CaseList")]
pub(crate) struct RawList {
    /// Programs in a tier.
    pub(crate) placed: Option<i64>,
    /// Programs that could be in one.
    pub(crate) possible: Option<i64>,
    /// Programs in no tier.
    pub(crate) unplaced: Option<i64>,
    /// Programs that are not an option.
    pub(crate) excluded: Option<i64>,
    /// All of them.
    pub(crate) total: Option<i64>,
    /// What applying to the placed programs costs, in US dollars.
    pub(crate) fee: Option<i64>,
    /// Parts of the list by tier, group or setting.
    #[serde(default)]
    pub(crate) parts: IndexMap<String, RawPart>,
}

/// Which part of the placed programs belongs to a tier, group or setting, in percent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CasePart")]
pub(crate) struct RawPart {
    /// Surely.
    pub(crate) at_least: f64,
    /// Surely or possibly.
    pub(crate) at_most: f64,
}

fn read<T: DeserializeOwned>(what: &str, json: &Json) -> Result<T, String> {
    serde_json::from_value(json.clone()).map_err(|error| format!("the {what} is wrong: {error}"))
}

/// What rules about the standing read.
pub(super) fn standing_facts(json: &Json) -> Result<Facts, String> {
    let raw: RawStanding = read("standing", json)?;
    let mut facts = Facts::new(&STANDING);
    let fields = [
        ("pillars_held", raw.pillars_held),
        ("pillars_possible", raw.pillars_possible),
        ("concerns", raw.concerns),
    ];
    for (path, number) in fields {
        facts.set(path, Reading::told(Value::Int(number)));
    }
    Ok(facts)
}

/// What list rules read.
pub(super) fn list_facts(json: &Json) -> Result<Facts, String> {
    let raw: RawList = read("list", json)?;
    let mut facts = Facts::new(&LIST);
    let fields = [
        ("placed", raw.placed),
        ("possible", raw.possible),
        ("unplaced", raw.unplaced),
        ("excluded", raw.excluded),
        ("total", raw.total),
        ("fee", raw.fee),
    ];
    for (path, number) in fields {
        facts.set(path, number.map(Value::Int).into());
    }
    let parts = raw.parts.iter().map(|(of, part)| {
        Entry::new()
            .with("of", Some(Value::text(of)))
            .with("at_least", Some(Value::Float(part.at_least)))
            .with("at_most", Some(Value::Float(part.at_most)))
    });
    let parts = Value::Entries(parts.collect());
    facts.set("parts", Reading::told(parts));
    Ok(facts)
}
