use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// What several guides say of one applicant, side by side.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Comparison")]
pub(super) struct Document {
    /// Always `preceptor/compare`.
    pub(super) format: String,
    /// Always 1.
    pub(super) version: u8,
    /// The day it is judged on.
    pub(super) as_of: String,
    /// What the profile calls the applicant.
    pub(super) applicant: Option<String>,
    /// The year of the Match.
    pub(super) match_year: i64,
    /// The stage of the season.
    pub(super) stage: String,
    /// The guides that are compared.
    pub(super) guides: Vec<Guide>,
    /// The guides that are not for the applicant.
    pub(super) not_for_you: Vec<NotForYou>,
    /// One part for each target.
    pub(super) targets: Vec<Target>,
    /// What to keep in mind.
    pub(super) notes: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Guide {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) short: String,
    pub(super) document: String,
    pub(super) address: Option<String>,
    /// Why the guide may not fit.
    pub(super) caution: Option<String>,
    /// Whether rules of it failed, so that what it says may lack something.
    pub(super) faulted: bool,
    /// Its tiers, best first.
    pub(super) tiers: Vec<Tier>,
    /// The passages that this comparison cites, by id.
    pub(super) passages: BTreeMap<String, Passage>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Tier {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) meaning: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Passage {
    pub(super) section: String,
    pub(super) summary: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NotForYou {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) reasons: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Target {
    pub(super) specialty: String,
    pub(super) track: String,
    /// The guides that judge this target.
    pub(super) judged_by: Vec<String>,
    pub(super) topics: Vec<Topic>,
    /// All programs, those on which the guides are most at odds first; left out when one topic was
    /// asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) programs: Option<Vec<Program>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Topic {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) agreement: Agreement,
    /// By what they were compared; null when they were not.
    pub(super) compared_by: Option<ComparedBy>,
    /// Whether the guides agree or differ in their answers while their figures differ.
    pub(super) other_figures: bool,
    /// What each guide that speaks of it says.
    pub(super) stands: Vec<Stand>,
    /// The guides that are silent on it.
    pub(super) silent: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Agreement {
    /// They differ.
    Differ,
    /// They agree, as far as they can be compared.
    Agree,
    /// They say it in words only, which were not compared.
    WordsOnly,
    /// One guide alone speaks of it.
    OneGuide,
    /// No guide speaks of it.
    Silent,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ComparedBy {
    /// By what they answer for this applicant.
    Answers,
    /// By their figures.
    Figures,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Stand {
    pub(super) guide: String,
    /// What it says to everybody, with its numbers in force; ‡ marks those that are ours.
    pub(super) says: String,
    pub(super) cites: Vec<String>,
    /// Its figures on the topic: numbers in order, then sets.
    pub(super) figures: Vec<String>,
    pub(super) for_you: ForYou,
}

/// What a guide answers for this applicant and target.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ForYou {
    pub(super) kind: Kind,
    /// The answer in words, when there is one.
    pub(super) answer: Option<String>,
    /// The range of programs, when that is the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) programs: Option<Range>,
    /// What the profile does not state, when that keeps the guide from answering.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) not_stated: Option<String>,
    /// The rule that answers, or could not.
    pub(super) rule: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A rule answered, or none of the rules fired and that is the answer.
    Answer,
    /// A rule that comes first could not know.
    CannotTell,
    /// A rule that comes first failed.
    Failed,
    /// The rules do not count in this stage of the season.
    NotInStage,
    /// No rule of the guide has an answer.
    None,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Range {
    pub(super) from: f64,
    pub(super) to: f64,
    /// The guide leaves the upper end open.
    pub(super) open: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Program {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) city: String,
    pub(super) state: String,
    /// Records that may be the same program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) possibly_same_as: Vec<String>,
    pub(super) dispute: Dispute,
    /// What each guide makes of it.
    pub(super) verdicts: Vec<Judgement>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Dispute {
    /// For one guide it is no option, another has a place for it.
    Option,
    /// One puts it in a tier, and it fits no tier of another.
    Tier,
    /// They put it in higher and lower tiers.
    Height,
    /// One puts it in a tier, another would once what is unknown is known.
    Unsettled,
    /// They are not at odds, or no guide has a place for it.
    None,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Judgement {
    pub(super) guide: String,
    pub(super) verdict: Verdict,
    /// The tier's id; of a possible one, the tier it could get.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// Its score, which counts only within the guide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<i64>,
    /// What the possible tier takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) condition: Option<String>,
    /// Why it is no option.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) excluded: Vec<Reason>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// It belongs in a tier.
    Tier,
    /// It could get a tier once what is unknown is known.
    Possible,
    /// It is an option, in no tier of the guide.
    NoTier,
    /// It is no option.
    Excluded,
    /// The guide judges another target.
    NotJudged,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reason {
    pub(super) text: String,
    pub(super) rule: String,
    pub(super) cites: Vec<String>,
}
