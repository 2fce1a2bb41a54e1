//! Tiers that one program can claim at once. Nothing is wrong with that, for the best one counts;
//! an advisor may want to know it.

use std::collections::BTreeSet;

use crate::guide::{Guide, Rule};
use crate::model::{Effect, Role};
use crate::place::Severity;
use crate::script::{Host, Subjects};

use super::{Proofs, Seen, finds};

pub(super) fn check(guide: &Guide, host: &Host, seen: &Seen, proofs: &mut Proofs) {
    let tiers = guide.rules_on(Role::Program).map(|(_, rule)| rule);
    let tiers: Vec<&Rule> = tiers.filter(|rule| rule.may("tier")).collect();
    let mut known = BTreeSet::new();
    for (_, place, subjects) in &seen.cases {
        if subjects.program.is_none() {
            continue;
        }
        let claimed: Vec<(&Rule, String)> = tiers
            .iter()
            .filter_map(|rule| Some((*rule, claims(guide, host, rule, subjects)?)))
            .collect();
        for (at, (one, first)) in claimed.iter().enumerate() {
            for (other, second) in claimed.iter().skip(at + 1) {
                if first == second || !known.insert((one.id.clone(), other.id.clone())) {
                    continue;
                }
                let Some(file) = guide.file(other) else {
                    continue;
                };
                let message = format!(
                    "one program can be in tier {first} by `{}` and in tier {second} by `{}`",
                    one.id, other.id
                );
                let help = format!("as in the case {place}; the better tier counts");
                let problem = file.problem_at(&other.function, &message);
                proofs
                    .overlaps
                    .push(problem.as_bad_as(Severity::Note).help(help));
            }
        }
    }
}

/// The tier that the rule gives.
fn claims(guide: &Guide, host: &Host, rule: &Rule, subjects: &Subjects) -> Option<String> {
    let effects = finds(guide, host, rule, subjects);
    effects.iter().find_map(|effect| match effect {
        Effect::Tier { id, .. } => Some(id.to_string()),
        _ => None,
    })
}
