//! The line that `evaluate-all` writes of each list.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::evaluate::Outline;
use crate::model::Band;

/// What one guide says of one applicant and target: a line in JSON.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ListOfApplicant")]
pub(super) struct Line<'a> {
    /// The version of this format.
    pub(super) version: u32,
    /// The name in the profile, else where it stands.
    pub(super) applicant: &'a str,
    /// Where the applicant stands: the file, and the line where it has many.
    pub(super) from: &'a str,
    pub(super) guide: &'a str,
    pub(super) specialty: &'a str,
    pub(super) track: &'a str,
    /// How many records offer the target.
    pub(super) programs: usize,
    /// How many of them are not an option.
    pub(super) excluded: usize,
    /// How many open programs each tier has, by the tier's id.
    pub(super) tiers: BTreeMap<&'a str, usize>,
    /// How many open programs are in no tier.
    pub(super) no_tier: usize,
    /// How many of those in no tier a rule that gives tiers could not know about: they may fit, or
    /// not.
    pub(super) undecided: usize,
    /// How many times a rule about a program could not know.
    pub(super) unknown: u64,
    /// How many times a rule failed.
    pub(super) faulted: u64,
    pub(super) standing: Standing<'a>,
    /// The best programs; absent from a summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) best: Option<Vec<Place<'a>>>,
}

/// Where the applicant stands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StandingOfApplicant")]
pub(super) struct Standing<'a> {
    /// The bands on each topic, by the topic's id.
    bands: BTreeMap<&'a str, Vec<&'a str>>,
    /// The pillars that hold.
    pillars: Vec<&'a str>,
    /// How many concerns the guide's own rules found.
    concerns: u64,
    /// How many programs to apply to, by the rules about the applicant. A report also asks the rules
    /// about the list.
    apply_to: Option<Programs>,
    /// How many rules could not know.
    unknown: u64,
}

/// How many programs to apply to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProgramsToApplyTo")]
struct Programs {
    from: f64,
    to: f64,
    /// The guide leaves the upper end open.
    open: bool,
}

/// A program of a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlaceInList")]
pub(super) struct Place<'a> {
    /// From 1, the best.
    pub(super) rank: usize,
    pub(super) program: &'a str,
    pub(super) tier: Option<&'a str>,
    pub(super) score: i64,
    /// Whether it is not an option.
    pub(super) excluded: bool,
    /// Whether a rule could not know about it.
    pub(super) unknown: bool,
}

/// The schema of a line.
pub(crate) fn schema() -> serde_json::Value {
    crate::dataset::schema_of::<Line<'static>>()
}

impl<'a> Standing<'a> {
    pub(super) fn of(outline: &'a Outline) -> Self {
        let mut bands: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (topic, band) in &outline.bands {
            bands.entry(topic).or_default().push(band);
        }
        let range = |band: Band| Programs {
            from: band.from.as_f64(),
            to: band.to.as_f64(),
            open: band.open,
        };
        Self {
            bands,
            pillars: outline.pillars.iter().map(|pillar| &**pillar).collect(),
            concerns: outline.concerns,
            apply_to: outline.apply_to.map(range),
            unknown: outline.unknown,
        }
    }
}
