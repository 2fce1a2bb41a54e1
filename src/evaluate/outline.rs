use std::collections::BTreeSet;

use crate::guide::{Guide, GuideKind, Rule};
use crate::model::{Band, Facts, Reading, STANDING, Text, Value};
use crate::place::Problem;
use crate::plan::columns::Found;

use super::{Finding, Outcome};

/// Where an applicant stands by one guide, without the words it says that in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// The topics with the bands on them, in the order of the rules.
    pub bands: Vec<(Text, Text)>,
    /// The guide's pillars that hold.
    pub pillars: BTreeSet<Text>,
    /// Its pillars that may hold, because a rule could not know.
    pub possible: BTreeSet<Text>,
    /// How many concerns the guide's own rules found.
    pub concerns: u64,
    /// How many programs to apply to, by the first rule that says so.
    pub apply_to: Option<Band>,
    /// How many rules could not know.
    pub unknown: u64,
    /// How many rules failed, and the first of these problems.
    pub faulted: (u64, Option<Problem>),
}

impl Outline {
    /// What these findings about the applicant, and about the standing, come to.
    #[must_use]
    pub fn of(guide: &Guide, findings: &[Finding]) -> Self {
        let mut outline = Self::default();
        for finding in findings {
            let Some(rule) = guide.rules.get(finding.rule) else {
                continue;
            };
            match &finding.outcome {
                Outcome::Fired(effects) => {
                    for effect in effects {
                        outline.take(rule, &Found::of(effect));
                    }
                }
                Outcome::Quiet => {}
                Outcome::Unknown { .. } => outline.could_not_know(rule),
                Outcome::Faulted(problem) => outline.fault(problem.clone()),
            }
        }
        outline
    }

    /// What rules about the standing read of it.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new(&STANDING);
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let possible = self.possible.difference(&self.pillars).count();
        let counts = [
            ("pillars_held", count(self.pillars.len())),
            ("pillars_possible", count(self.pillars.len() + possible)),
            ("concerns", i64::try_from(self.concerns).unwrap_or(i64::MAX)),
        ];
        for (path, count) in counts {
            facts.set(path, Reading::told(Value::Int(count)));
        }
        facts
    }

    /// Takes something that a rule found.
    pub(super) fn take(&mut self, rule: &Rule, found: &Found) {
        let is_own = rule.kind == GuideKind::Guide;
        match found {
            Found::Band(topic, id) => self.bands.push((topic.clone(), id.clone())),
            Found::Strength(pillar) if is_own => drop(self.pillars.insert(pillar.clone())),
            Found::Flag if is_own => self.concerns += 1,
            Found::ApplyTo(programs) => drop(self.apply_to.get_or_insert(*programs)),
            _ => {}
        }
    }

    /// Notes that a rule could not know.
    pub(super) fn could_not_know(&mut self, rule: &Rule) {
        self.unknown += 1;
        if rule.kind == GuideKind::Guide {
            let strengths = rule.function.effects.iter();
            let strengths = strengths.filter(|shape| shape.word == "strength");
            let pillars = strengths.filter_map(|shape| shape.literal.as_deref());
            self.possible.extend(pillars.map(Text::from));
        }
    }

    /// Notes that a rule failed.
    pub(super) fn fault(&mut self, problem: Problem) {
        self.faulted.0 += 1;
        self.faulted.1.get_or_insert(problem);
    }
}
