//! Rules that never matter, because whenever one fires another makes it needless: an exclusion, or
//! a better tier.

use crate::guide::{Guide, Rule};
use crate::model::{Effect, Role};
use crate::place::Severity;
use crate::plan::{Answer, Given, Leaf, Space, explore};
use crate::script::Host;

use super::{Proofs, STEPS, Seen, finds};

pub(super) fn check(guide: &Guide, host: &Host, seen: &Seen, proofs: &mut Proofs) {
    let about = || guide.rules_on(Role::Program).map(|(_, rule)| rule);
    for rule in about().filter(|rule| !rule.may("exclude")) {
        let mut others = about().filter(|other| other.id != rule.id && counts_where(other, rule));
        let covering = others.find_map(|other| {
            let how = [How::Excludes, How::BetterTier].into_iter().find(|how| {
                how.is_possible(rule, other)
                    && in_all_cases(guide, host, seen, *how, rule, other)
                    && always(guide, *how, rule, other)
            });
            how.map(|how| (how, other))
        });
        let Some((how, other)) = covering else {
            continue;
        };
        let Some(file) = guide.file(rule) else {
            continue;
        };
        let message = match how {
            How::Excludes => format!(
                "`{}` never matters: whenever it fires, `{}` excludes the program",
                rule.id, other.id
            ),
            How::BetterTier => format!(
                "`{}` never matters: whenever it fires, `{}` gives a better tier",
                rule.id, other.id
            ),
        };
        let witness = seen
            .of(rule)
            .find(|(_, subjects)| !finds(guide, host, rule, subjects).is_empty());
        let shown = witness
            .map(|(place, _)| format!(", as in the case {place}"))
            .unwrap_or_default();
        let help = format!(
            "every way through both was tried{shown}; let one of them leave something to the \
             other, or remove `{}`",
            rule.id
        );
        let problem = file.problem_at(&rule.function, &message);
        proofs
            .problems
            .push(problem.as_bad_as(Severity::Warning).help(help));
    }
}

/// How one rule makes another needless.
#[derive(Debug, Clone, Copy)]
enum How {
    Excludes,
    BetterTier,
}

impl How {
    fn is_possible(self, rule: &Rule, other: &Rule) -> bool {
        // Only tiers that are named are surely ranked right.
        let named = |rule: &Rule| rule.may("tier") && !rule.works_out("tier");
        let only_tiers = |rule: &Rule| {
            rule.function
                .effects
                .iter()
                .all(|shape| shape.word == "tier")
        };
        match self {
            Self::Excludes => other.may("exclude"),
            Self::BetterTier => named(other) && named(rule) && only_tiers(rule),
        }
    }

    /// Whether what the other rule finds makes needless what the rule finds.
    fn holds(self, guide: &Guide, found: &[Effect], other: &[Effect]) -> bool {
        let best = |effects: &[Effect]| {
            let ranks = effects.iter().filter_map(|effect| match effect {
                Effect::Tier { id, .. } => guide.manifest.tier_rank(id),
                _ => None,
            });
            ranks.min()
        };
        match self {
            Self::Excludes => other
                .iter()
                .any(|effect| matches!(effect, Effect::Exclude { .. })),
            Self::BetterTier => match (best(other), best(found)) {
                (Some(other), Some(own)) => other < own,
                _ => false,
            },
        }
    }
}

/// Whether the other rule counts in every stage in which the rule does.
fn counts_where(other: &Rule, rule: &Rule) -> bool {
    crate::model::Stage::ALL
        .iter()
        .all(|stage| !rule.counts_in(*stage) || other.counts_in(*stage))
}

/// Whether it is so in every case in which the rule fires, and there is one.
fn in_all_cases(
    guide: &Guide,
    host: &Host,
    seen: &Seen,
    how: How,
    rule: &Rule,
    other: &Rule,
) -> bool {
    let mut fired = false;
    for (_, subjects) in seen.of(rule) {
        let found = finds(guide, host, rule, subjects);
        if found.is_empty() {
            continue;
        }
        fired = true;
        if !how.holds(guide, &found, &finds(guide, host, other, subjects)) {
            return false;
        }
    }
    fired
}

/// Whether it is so on every way on which the rule fires.
fn always(guide: &Guide, how: How, rule: &Rule, other: &Rule) -> bool {
    let (Ok(one), Ok(two)) = (&rule.function.plan, &other.function.plan) else {
        return false;
    };
    let space = Space::of(&[(one, &rule.policy), (two, &other.policy)]);
    let Some(leaves) = explore(one, &rule.policy, &space, &Given::new(), false, STEPS) else {
        return false;
    };
    let found = |leaf: &Leaf| match &leaf.answer {
        Answer::Found(effects) => effects.clone(),
        Answer::Unknown(_) | Answer::Unsure => Vec::new(),
    };
    let fired = leaves.iter().filter(|leaf| !found(leaf).is_empty());
    let mut left = STEPS;
    for leaf in fired {
        let others = explore(two, &other.policy, &space, &leaf.given, true, left);
        let Some(others) = others else {
            return false;
        };
        left = left.saturating_sub(others.len());
        let own = found(leaf);
        if !others
            .iter()
            .all(|other| how.holds(guide, &own, &found(other)))
        {
            return false;
        }
    }
    true
}
