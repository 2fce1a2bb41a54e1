use std::cmp::Reverse;

use crate::dataset::Catalogue;
use crate::evaluate::{Finding, Outcome, ProgramFindings};
use crate::guide::{Guide, GuideKind};
use crate::model::{Effect, Facts, ProgramId, Text, Value};
use crate::script::UnknownRead;

use super::could::gather;
use super::{Could, Said};

/// Points for a program's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// How many.
    pub points: i64,
    /// What the rule said.
    pub said: Said,
}

/// Something that could still change, because a rule could not know.
#[derive(Debug, Clone, PartialEq)]
pub struct Stake {
    /// The rule's number in its guide.
    pub rule: usize,
    /// The read that stopped it.
    pub read: UnknownRead,
    /// What it could find.
    pub could: Vec<Could>,
}

/// One program of the list.
#[derive(Debug, Clone)]
pub struct Placement {
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// The least id of the records that may be this program; its own when there is no other.
    pub group: ProgramId,
    /// Its best tier: where it stands among the guide's tiers (0 is best), and why.
    pub tier: Option<(usize, Said)>,
    /// The exact sum of `points`, those of the applicant's own wishes included.
    pub score: i64,
    /// The part of the score that comes from the applicant's own wishes.
    pub wishes: i64,
    /// What made the score.
    pub points: Vec<Points>,
    /// Why it is not an option; empty when it is one.
    pub excluded: Vec<Said>,
    /// The guide's groups it belongs to, and why.
    pub groups: Vec<(String, Said)>,
    /// Its setting, where one is stated.
    pub setting: Option<Text>,
    /// Concerns about this program.
    pub flags: Vec<Said>,
    /// Advice about this program, with its topic.
    pub advice: Vec<(String, Said)>,
    /// What to ask the program even though it is stated: the field's path, and why.
    pub verify: Vec<(String, Said)>,
    /// What rules could not know.
    pub stakes: Vec<Stake>,
}

impl Placement {
    pub(crate) fn of(
        guide: &Guide,
        catalogue: &Catalogue,
        findings: &ProgramFindings,
        applicant: &Facts,
    ) -> Option<Self> {
        let program = catalogue.programs().get(findings.program)?;
        let mut this = Self {
            program: findings.program,
            id: program.id.clone(),
            group: catalogue.group_of(&program.id).clone(),
            tier: None,
            score: 0,
            wishes: 0,
            points: Vec::new(),
            excluded: Vec::new(),
            groups: Vec::new(),
            setting: match findings.facts.get("setting").value() {
                Some(Value::Text(setting)) => Some(setting.clone()),
                _ => None,
            },
            flags: Vec::new(),
            advice: Vec::new(),
            verify: Vec::new(),
            stakes: Vec::new(),
        };
        for finding in &findings.findings {
            for effect in finding.effects() {
                this.take(guide, finding, effect, applicant, &findings.facts);
            }
            if let Outcome::Unknown { read, chances } = &finding.outcome {
                let could = gather(finding.rule, chances, &findings.facts);
                this.stakes.push(Stake {
                    rule: finding.rule,
                    read: read.clone(),
                    could,
                });
            }
        }
        this.points
            .sort_by_key(|points| (Reverse(points.points.abs()), points.said.rule));
        this.score = this.points.iter().map(|points| points.points).sum();
        let wished = |points: &&Points| {
            let rule = guide.rules.get(points.said.rule);
            rule.is_some_and(|rule| rule.kind == GuideKind::Wishes)
        };
        let wished = this.points.iter().filter(wished);
        this.wishes = wished.map(|points| points.points).sum();
        Some(this)
    }

    fn take(
        &mut self,
        guide: &Guide,
        finding: &Finding,
        effect: &Effect,
        applicant: &Facts,
        program: &Facts,
    ) {
        let said = |text| Said::new(finding, text, applicant, Some(program));
        match effect {
            Effect::Exclude { reason } => self.excluded.push(said(reason)),
            Effect::Points { points, reason } => {
                self.points.push(Points {
                    points: *points,
                    said: said(reason),
                });
            }
            Effect::Tier { id, reason } => {
                let Some(rank) = guide.manifest.tier_rank(id) else {
                    return;
                };
                if self.tier.as_ref().is_none_or(|(best, _)| rank < *best) {
                    self.tier = Some((rank, said(reason)));
                }
            }
            Effect::Group { id, reason } => self.groups.push((id.to_string(), said(reason))),
            Effect::Flag { text } => self.flags.push(said(text)),
            Effect::Advise { topic, text } => self.advice.push((topic.to_string(), said(text))),
            Effect::Verify { field, why } => self.verify.push((field.to_string(), said(why))),
            Effect::Band { .. }
            | Effect::Strength { .. }
            | Effect::ApplyTo { .. }
            | Effect::Share { .. } => {}
        }
    }

    /// Whether it is still an option.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.excluded.is_empty()
    }

    /// The best tier it could still reach beyond the one it has: where that stands, and what it
    /// takes.
    #[must_use]
    pub fn could_be(&self, guide: &Guide) -> Option<(usize, &Could)> {
        let tiers = self.better_tiers(guide);
        tiers.min_by_key(|(rank, _)| *rank)
    }

    /// Every tier it could still reach beyond the one it has.
    pub(super) fn better_tiers(&self, guide: &Guide) -> impl Iterator<Item = (usize, &Could)> {
        let now = self.tier.as_ref().map_or(usize::MAX, |(rank, _)| *rank);
        let tiers = self.coulds().filter_map(|could| match &could.effect {
            Effect::Tier { id, .. } => guide.manifest.tier_rank(id).map(|rank| (rank, could)),
            _ => None,
        });
        tiers.filter(move |(rank, _)| *rank < now)
    }

    /// The ways in which it could still be excluded.
    pub fn could_be_excluded(&self) -> impl Iterator<Item = &Could> {
        self.coulds()
            .filter(|could| matches!(could.effect, Effect::Exclude { .. }))
    }

    /// The least and the greatest score it could have once everything is known.
    #[must_use]
    pub fn score_range(&self) -> (i64, i64) {
        let mut range = (self.score, self.score);
        for stake in &self.stakes {
            let points = stake.could.iter().filter_map(|could| match could.effect {
                Effect::Points { points, .. } => Some(points),
                _ => None,
            });
            let (low, high) = points.fold((0, 0), |(low, high), p| (low.min(p), high.max(p)));
            range = (range.0 + low, range.1 + high);
        }
        range
    }

    /// Everything that unknown rules could still find.
    pub fn coulds(&self) -> impl Iterator<Item = &Could> {
        self.stakes.iter().flat_map(|stake| &stake.could)
    }

    /// The order of the list: open before excluded, then tier, then score, then id.
    pub(crate) fn order(&self) -> (bool, usize, Reverse<i64>, &ProgramId) {
        let rank = self.tier.as_ref().map_or(usize::MAX, |(rank, _)| *rank);
        (!self.is_open(), rank, Reverse(self.score), &self.id)
    }
}
