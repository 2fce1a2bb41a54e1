use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::advise::{Advice, TargetAdvice};
use crate::evaluate::{Finding, Outcome};
use crate::guide::Guide;
use crate::model::Effect;

/// What a pinned value is about, within a guide and a target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Whether the guide, or the target by it, is for the applicant; holds the reasons against.
    Fit,
    /// The guide's tiers in their order.
    Tiers,
    /// How long the list is, in its parts, and what it costs.
    List,
    /// What that rule says to the applicant.
    You(String),
    /// What that rule says of the list.
    OfList(String),
    /// That the program with that id is judged.
    Program(String),
    /// What a rule says of a program: program, then rule.
    Finding(String, String),
}

/// Where a pinned value belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The guide's id.
    pub guide: String,
    /// The target as people read it; empty for what is of the guide as a whole.
    pub target: String,
    /// What it is about.
    pub about: About,
}

/// What every guide makes of one profile, without the words: what a snapshot pins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// The day it is judged on.
    pub as_of: Date,
    /// Everything that is pinned.
    pub pinned: BTreeMap<Key, String>,
}

/// What one guide says of a profile: its advice, or why it is not for the applicant.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// Its advice, or the reasons against.
    pub advice: Result<&'a Advice, &'a [String]>,
}

/// Where a program stands by what the rules said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stand {
    /// Whether it is not an option.
    pub excluded: bool,
    /// Where its best tier stands among the guide's, and the tier's id.
    pub tier: Option<(usize, String)>,
    /// Its score.
    pub score: i64,
}

/// What an unknown rule says.
pub(super) const UNKNOWN: &str = "?";
/// What a rule that failed says.
const FAILED: &str = "failed";
/// What excludes.
pub(super) const EXCLUDED: &str = "not an option";
/// Between several things that one rule says.
pub(super) const AND: &str = " & ";

impl Outcomes {
    /// What these guides say of a profile.
    #[must_use]
    pub fn of<'a>(as_of: Date, judged: impl IntoIterator<Item = Judged<'a>>) -> Self {
        let mut this = Self {
            as_of,
            pinned: BTreeMap::new(),
        };
        for Judged { guide, advice } in judged {
            match advice {
                Ok(advice) => this.add_guide(guide, advice),
                Err(reasons) => this.pin(guide, "", About::Fit, plain(&reasons.join("; "))),
            }
        }
        this
    }

    fn pin(&mut self, guide: &Guide, target: &str, about: About, value: String) {
        let key = Key {
            guide: guide.id.clone(),
            target: target.to_owned(),
            about,
        };
        self.pinned.insert(key, value);
    }

    fn add_guide(&mut self, guide: &Guide, advice: &Advice) {
        let tiers = guide.manifest.tiers.iter().map(|tier| tier.id.as_str());
        let tiers: Vec<&str> = tiers.collect();
        self.pin(guide, "", About::Tiers, tiers.join(", "));
        for (target, reasons) in &advice.outside {
            let target = target.to_string();
            self.pin(guide, &target, About::Fit, plain(&reasons.join("; ")));
        }
        for target in &advice.targets {
            self.add_target(guide, target);
        }
    }

    fn add_target(&mut self, guide: &Guide, advice: &TargetAdvice) {
        let target = advice.target.to_string();
        let list = &advice.list;
        let parts = format!(
            "{} placed, {} possible, {} in no tier, {} not an option; ${}",
            list.placed, list.possible, list.unplaced, list.excluded, advice.cost.placed
        );
        self.pin(guide, &target, About::List, parts);
        for (rule, said) in said(guide, &advice.evaluation.standing) {
            self.pin(guide, &target, About::You(rule), said);
        }
        for (rule, said) in said(guide, &advice.list_findings) {
            self.pin(guide, &target, About::OfList(rule), said);
        }
        for (placement, findings) in advice.list.placements.iter().filter_map(|placement| {
            let findings = advice.evaluation.program(placement.program)?;
            Some((placement, &findings.findings))
        }) {
            let id = placement.id.to_string();
            for (rule, said) in said(guide, findings) {
                self.pin(guide, &target, About::Finding(id.clone(), rule), said);
            }
            self.pin(guide, &target, About::Program(id), String::new());
        }
    }

    /// Only what belongs to that guide.
    #[must_use]
    pub fn of_guide(&self, guide: &str) -> Self {
        let pinned = self.pinned.iter().filter(|(key, _)| key.guide == guide);
        Self {
            as_of: self.as_of,
            pinned: pinned
                .map(|(key, said)| (key.clone(), said.clone()))
                .collect(),
        }
    }

    /// The guides it names, in order.
    #[must_use]
    pub fn guides(&self) -> BTreeSet<&str> {
        self.pinned.keys().map(|key| key.guide.as_str()).collect()
    }

    /// Where that program stands.
    #[must_use]
    pub fn stand(&self, guide: &str, target: &str, program: &str) -> Stand {
        let tiers = self.tiers(guide);
        self.findings(guide, target, program)
            .fold(Stand::default(), |stand, (_, said)| {
                stand.with(said, &tiers)
            })
    }

    /// The guide's tiers, best first.
    pub(super) fn tiers(&self, guide: &str) -> Vec<&str> {
        let key = Key {
            guide: guide.to_owned(),
            target: String::new(),
            about: About::Tiers,
        };
        let tiers = self.pinned.get(&key).map_or("", String::as_str);
        tiers.split(", ").collect()
    }

    /// What the rules say of that program, by rule.
    pub(super) fn findings(
        &self,
        guide: &str,
        target: &str,
        program: &str,
    ) -> impl Iterator<Item = (&str, &str)> {
        let from = Key {
            guide: guide.to_owned(),
            target: target.to_owned(),
            about: About::Finding(program.to_owned(), String::new()),
        };
        let first = from.clone();
        let pinned = self.pinned.range(from..);
        pinned.map_while(move |(key, said)| match (&key.about, &first.about) {
            (About::Finding(program, rule), About::Finding(wanted, _))
                if key.guide == first.guide && key.target == first.target && program == wanted =>
            {
                Some((rule.as_str(), said.as_str()))
            }
            _ => None,
        })
    }
}

impl Stand {
    fn with(mut self, said: &str, tiers: &[&str]) -> Self {
        for one in said.split(AND) {
            if one == EXCLUDED {
                self.excluded = true;
            } else if let Some(id) = one.strip_prefix("tier ") {
                let rank = tiers.iter().position(|tier| *tier == id);
                let rank = rank.unwrap_or(usize::MAX);
                if self.tier.as_ref().is_none_or(|(best, _)| rank < *best) {
                    self.tier = Some((rank, id.to_owned()));
                }
            } else if let Ok(points) = one.parse::<i64>() {
                self.score = self.score.saturating_add(points);
            }
        }
        self
    }
}

/// What each rule said, by its id; quiet rules say nothing.
fn said<'a>(
    guide: &'a Guide,
    findings: &'a [Finding],
) -> impl Iterator<Item = (String, String)> + 'a {
    findings.iter().filter_map(|finding| {
        let rule = guide.rules.get(finding.rule)?;
        Some((rule.id.clone(), outcome(&finding.outcome)?))
    })
}

/// An outcome without the words; nothing when the rule is quiet.
pub(super) fn outcome(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Quiet => None,
        Outcome::Unknown { .. } => Some(UNKNOWN.to_owned()),
        Outcome::Faulted(_) => Some(FAILED.to_owned()),
        Outcome::Fired(effects) => Some(effects_said(effects)),
    }
}

/// Effects without the words.
pub(super) fn effects_said(effects: &[Effect]) -> String {
    let effects = effects.iter().map(|effect| match effect {
        Effect::Exclude { .. } => EXCLUDED.to_owned(),
        Effect::Points { points, .. } => format!("{points:+}"),
        Effect::Tier { id, .. } => format!("tier {id}"),
        Effect::Group { id, .. } => format!("group {id}"),
        Effect::Band { topic, id, .. } => format!("band {topic} {id}"),
        Effect::Flag { .. } => "flag".to_owned(),
        Effect::Strength { pillar, .. } => format!("strength {pillar}"),
        Effect::Advise { topic, .. } => format!("advise {topic}"),
        Effect::ApplyTo { programs } => format!("apply to {programs}"),
        Effect::Share { of, percent } => format!("share {of} {percent} %"),
        Effect::Verify { field, .. } => format!("verify {field}"),
    });
    let effects: Vec<String> = effects.map(|one| plain(&one)).collect();
    effects.join(AND)
}

/// The text in one line, without the signs that part things in a snapshot.
fn plain(text: &str) -> String {
    text.replace(['\n', '\r', ';'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_adds_up_and_takes_the_best_tier() {
        let stand = ["+12", "tier 2 & flag", "-4", "tier 1", "?"];
        let stand = stand.iter().fold(Stand::default(), |stand, said| {
            stand.with(said, &["1", "2"])
        });
        assert_eq!(stand.score, 8);
        assert_eq!(stand.tier, Some((0, "1".to_owned())));
        assert!(!stand.excluded);
        assert!(stand.with(EXCLUDED, &[]).excluded);
    }
}
