use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::list::{List, TargetMoves};
use super::spending::{Budget, Signals};

/// What the guides that are for an applicant say.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Report")]
pub(super) struct Document {
    /// Always `preceptor/report`.
    pub(super) format: String,
    /// Always 1.
    pub(super) version: u8,
    /// What it is made from: reports with the same marks rest on the same rules and data.
    pub(super) made_from: MadeFrom,
    /// The day it is judged on.
    pub(super) as_of: String,
    /// What the profile calls the applicant.
    pub(super) applicant: Option<String>,
    /// The year of the Match.
    pub(super) match_year: i64,
    /// The stage of the season.
    pub(super) stage: String,
    /// One part for each guide that judges the applicant. Nothing of them is merged.
    pub(super) guides: Vec<Judged>,
    /// The guides that are not for the applicant; empty when a guide was asked for by name.
    pub(super) not_for_the_applicant: Vec<NotFor>,
    /// The sources of the values in this report, by id.
    pub(super) sources: BTreeMap<String, Source>,
    /// What to keep in mind.
    pub(super) notes: Vec<String>,
}

/// Two marks (SHA-256) of rules, numbers, programs, official tables and profile.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MadeFrom {
    /// Of the files, byte for byte.
    pub(super) files: String,
    /// Of what the files mean, without comments, order and layout.
    pub(super) meaning: String,
}

/// A guide that is not for the applicant.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NotFor {
    pub(super) guide: String,
    pub(super) title: String,
    pub(super) reasons: Vec<String>,
}

/// A target that a guide is not for.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Outside {
    pub(super) specialty: String,
    pub(super) track: String,
    pub(super) reasons: Vec<String>,
}

/// What one guide says.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Judged {
    /// The guide.
    pub(super) guide: Guide,
    /// The packs whose rules go along: official facts, the applicant's own wishes.
    pub(super) packs: Vec<Guide>,
    /// What the profile does not say that decides whether the guide is for the applicant.
    pub(super) caution: Option<String>,
    /// The targets that the guide is not for.
    pub(super) outside: Vec<Outside>,
    /// One part for each target.
    pub(super) targets: Vec<Target>,
    /// What applying costs over all targets, in US dollars.
    pub(super) cost: TotalCost,
    /// What the budget buys; null when none is stated, and when this is not the stage of applying.
    pub(super) budget: Option<Budget>,
    /// Where to spend program signals, while applying: one part for each specialty.
    pub(super) signals: Vec<Signals>,
    /// The passages that the rules of this report cite, by id.
    pub(super) passages: BTreeMap<String, Passage>,
    /// What moved against the profile as it stands, when `--set` was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) moves: Option<Vec<TargetMoves>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Guide {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) document: String,
    pub(super) address: Option<String>,
    /// Its tiers, best first.
    pub(super) tiers: Vec<Tier>,
    /// The parameters in force.
    pub(super) parameters: BTreeMap<String, Parameter>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Tier {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) meaning: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Parameter {
    pub(super) meaning: String,
    /// What it is set to, as people write it.
    pub(super) value: String,
    /// Whether it is ours because the guide gives no number.
    pub(super) reading: bool,
    /// The office policy file that set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) set_by: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Passage {
    pub(super) section: String,
    pub(super) summary: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Source {
    pub(super) title: String,
    pub(super) as_of: String,
    pub(super) address: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TotalCost {
    pub(super) placed: u64,
    pub(super) with_possible: u64,
    pub(super) season: i64,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Target {
    pub(super) specialty: String,
    pub(super) track: String,
    pub(super) standing: Standing,
    pub(super) list: List,
    pub(super) apply_to: Option<ApplyTo>,
    pub(super) shares: Vec<Share>,
    pub(super) cost: Cost,
    pub(super) plan: Vec<Step>,
    /// What the profile does not say that rules asked for.
    pub(super) tell_us: Vec<TellUs>,
    /// What to ask of which programs, the answers that could change most first.
    pub(super) ask: Vec<Ask>,
    /// Rules that failed.
    pub(super) faults: Vec<Fault>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Standing {
    pub(super) bands: Vec<Band>,
    pub(super) flags: Vec<Sentence>,
    pub(super) pillars: Vec<Pillar>,
    pub(super) pillars_holding: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Band {
    pub(super) topic: String,
    pub(super) id: String,
    pub(super) says: Sentence,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Pillar {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) holds: bool,
    pub(super) says: Vec<Sentence>,
}

/// Something a rule said, with the facts it read.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) rule: String,
    pub(super) cites: Vec<String>,
    /// Parameters it rests on that are ours, not the guide's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) readings: Vec<String>,
    pub(super) because: Vec<Fact>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Fact {
    /// e.g. `program.visas.j1`
    pub(super) field: String,
    /// The value; null when it is not stated or sources disagree.
    pub(super) value: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) as_of: Option<String>,
    /// Whether the value is more than about two years old or its age is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) conflicting: Vec<serde_json::Value>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ApplyTo {
    pub(super) from: f64,
    pub(super) to: f64,
    /// The guide leaves the upper end open.
    pub(super) open: bool,
    pub(super) rule: String,
    pub(super) cites: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Share {
    /// The id of the tier or group, or the setting.
    pub(super) of: String,
    pub(super) title: String,
    /// What the guide wants, in percent.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Placed programs that surely belong to it.
    pub(super) surely: usize,
    /// Those and the ones that could belong to it.
    pub(super) possibly: usize,
    /// All placed programs.
    pub(super) placed: usize,
    pub(super) rule: String,
    pub(super) cites: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Cost {
    pub(super) placed: u64,
    pub(super) with_possible: u64,
    pub(super) from: Option<u64>,
    pub(super) to: Option<u64>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Step {
    pub(super) topic: String,
    pub(super) says: Sentence,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) programs: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TellUs {
    /// The key of the profile that would say it, e.g. `step2_ck.attempts`.
    pub(super) key: String,
    pub(super) label: String,
    /// The rules that could not know without it, the most decisive first.
    pub(super) rules: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Ask {
    pub(super) program: String,
    pub(super) questions: Vec<Question>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Question {
    /// The fields it asks for, e.g. `program.visas.j1`.
    pub(super) fields: Vec<String>,
    /// What the answer could change, or why to ask.
    pub(super) text: String,
    pub(super) rule: String,
    pub(super) cites: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Fault {
    pub(super) rule: String,
    pub(super) problem: String,
    pub(super) times: usize,
}
