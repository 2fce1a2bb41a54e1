//! Tiers that one program can claim at once. Nothing is wrong with that, for the best one counts;
//! an advisor may want to know it. A pair of rules is walked together: where no way gives two
//! different tiers, there is no such program; where one does, a program is looked for to show it.

use std::collections::BTreeSet;

use crate::guide::Rule;
use crate::model::{Effect, Role};
use crate::place::Severity;
use crate::plan::{Answer, Given, Space, together};

use super::stated::is_possible;
use super::witness::{Ground, Profile, Search, likely_first, shown};
use super::{Proofs, STEPS};

/// How many ways through a pair are tried with a witness.
const WAYS: usize = 20;

pub(super) fn check(ground: Ground<'_>, proofs: &mut Proofs) {
    let tiers = ground.guide.rules_on(Role::Program).map(|(_, rule)| rule);
    let tiers: Vec<&Rule> = tiers.filter(|rule| rule.may("tier")).collect();
    let about: Vec<&Rule> = ground
        .guide
        .rules_on(Role::Program)
        .map(|(_, rule)| rule)
        .collect();
    let mut all = Search::among(ground, &about);
    let with_program = |case: &&Profile<'_>| case.subjects.program.is_some();
    let cases: Vec<&Profile<'_>> = all.cases().iter().filter(with_program).collect();
    for (at, one) in tiers.iter().copied().enumerate() {
        for other in tiers.iter().copied().skip(at + 1) {
            if gives(one).is_some_and(|tier| gives(other) == Some(tier)) {
                continue;
            }
            proofs.pairs += 1;
            let pair = [one, other];
            let case = cases.iter().find_map(|case| {
                let (first, second) = claims(ground, pair, case)?;
                Some((first, second, format!("as in the case {}", case.place)))
            });
            let shown = match case {
                Some(case) => Ok(case),
                None => beyond_cases(ground, pair),
            };
            match shown {
                Ok((first, second, example)) => {
                    note(ground, pair, (&first, &second), &example, proofs);
                }
                Err(None) => proofs.apart += 1,
                Err(Some(why)) => {
                    let names = format!("{} and {}", one.id, other.id);
                    proofs
                        .open_pairs
                        .push(format!("{}: {names} ({why})", ground.guide.id));
                }
            }
        }
    }
}

/// The one tier that the rule can give; nothing where there are several, or it is worked out.
fn gives(rule: &Rule) -> Option<&str> {
    let tiers = rule
        .function
        .effects
        .iter()
        .filter(|shape| shape.word == "tier");
    let ids: BTreeSet<Option<&str>> = tiers.map(|shape| shape.literal.as_deref()).collect();
    match ids.len() {
        1 => ids.into_iter().next().flatten(),
        _ => None,
    }
}

/// The two tiers and who shows it; or why it is open, nothing when it is never so.
type Shown = Result<(String, String, String), Option<&'static str>>;

/// Looks for a program that no case shows.
fn beyond_cases<'a>(ground: Ground<'a>, pair: [&'a Rule; 2]) -> Shown {
    let [Ok(one), Ok(other)] = pair.map(|rule| rule.function.plan.as_ref()) else {
        return Err(Some("no typed form"));
    };
    let rules = [(&**one, &*pair[0].policy), (&**other, &*pair[1].policy)];
    let differ = |answers: &[Answer], given: &Given| {
        let tiers: Option<Vec<String>> = answers.iter().map(tier_of).collect();
        let tiers = tiers.filter(|_| is_possible(given));
        tiers.is_some_and(|tiers| tiers.len() < 2 || tiers.first() != tiers.get(1))
    };
    let ways = together(&rules, &Space::of(&rules), differ, &mut STEPS.clone());
    let ways = ways.ok_or(Some("too many ways"))?;
    if ways.is_empty() {
        let works_out = pair.iter().any(|rule| rule.works_out("tier"));
        return Err(works_out.then_some("one works out which tier it gives"));
    }
    let mut search = Search::among(ground, &pair);
    search.start();
    for way in likely_first(&ways, WAYS) {
        let happens = |who: &Profile<'_>| claims(ground, pair, who).is_some();
        if let Some(who) = search.find(&way.given, happens)
            && let Some((first, second)) = claims(ground, pair, &who)
        {
            return Ok((first, second, shown(&way.given, &who)));
        }
    }
    Err(Some("no case shows it"))
}

fn note(
    ground: Ground<'_>,
    [one, other]: [&Rule; 2],
    (first, second): (&str, &str),
    example: &str,
    proofs: &mut Proofs,
) {
    let Some(file) = ground.guide.file(other) else {
        return;
    };
    let message = format!(
        "one program can be in tier {first} by `{}` and in tier {second} by `{}`",
        one.id, other.id
    );
    let help = format!("{example}; the better tier counts");
    let problem = file.problem_at(&other.function, &message);
    let note = problem.as_bad_as(Severity::Note).help(help);
    proofs.overlaps.push(note);
}

/// The two tiers, where the rules give different ones.
fn claims(ground: Ground<'_>, pair: [&Rule; 2], who: &Profile<'_>) -> Option<(String, String)> {
    let tier = |rule: &Rule| {
        let effects = ground.finds(rule, who)?;
        first_tier(&effects)
    };
    let (first, second) = (tier(pair[0])?, tier(pair[1])?);
    (first != second).then_some((first, second))
}

fn tier_of(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Found(effects) => first_tier(effects),
        Answer::Unknown(_) | Answer::Unsure => None,
    }
}

/// The first tier among the effects.
fn first_tier(effects: &[Effect]) -> Option<String> {
    effects.iter().find_map(|effect| match effect {
        Effect::Tier { id, .. } => Some(id.to_string()),
        _ => None,
    })
}
