//! Conditions that never hold, and rules that therefore never fire.

use std::collections::{BTreeMap, BTreeSet};

use crate::guide::{Guide, Rule};
use crate::place::{Place, Severity};
use crate::plan::{self, Answer, Expression, Given, Leaf, Node, Space, explore};

use super::{Proofs, STEPS};

/// What became of a condition in all the rules that it is written out in.
#[derive(Debug, Default)]
struct Told {
    held: bool,
    asked: bool,
    /// It may hold where nothing was walked.
    open: bool,
    ways: usize,
}

pub(super) fn check(guide: &Guide, proofs: &mut Proofs) {
    let mut told: BTreeMap<Place, Told> = BTreeMap::new();
    let (mut silent, mut untyped): (Vec<&Rule>, Vec<&Rule>) = (Vec::new(), Vec::new());
    for rule in &guide.rules {
        let Ok(plan) = &rule.function.plan else {
            proofs.undecided.push(rule.id.clone());
            untyped.push(rule);
            continue;
        };
        let space = Space::of(&[(plan, &rule.policy)]);
        let leaves = explore(plan, &rule.policy, &space, &Given::new(), false, STEPS);
        let conditions = conditions(plan);
        let unasked = match &leaves {
            Some(_) => &conditions & &plan::passed_over(plan, &rule.policy),
            None => conditions.clone(),
        };
        for place in unasked.iter().filter_map(|node| plan.place(*node)) {
            told.entry(place.clone()).or_default().open = true;
        }
        let Some(leaves) = leaves else {
            proofs.undecided.push(rule.id.clone());
            continue;
        };
        proofs.decided += 1;
        if !leaves.iter().any(fires) {
            silent.push(rule);
            never_fires(guide, rule, plan, &conditions, &leaves, proofs);
        }
        for (node, held) in leaves.iter().flat_map(|leaf| &leaf.told) {
            let place = plan.place(*node).filter(|_| conditions.contains(node));
            if let Some(place) = place {
                let told = told.entry(place.clone()).or_default();
                told.asked = true;
                told.held |= held;
                told.ways += 1;
            }
        }
    }
    // What never holds in a rule that never fires was said of that rule.
    let said = |place: &Place| silent.iter().any(|rule| encloses(guide, rule, place));
    // A rule without typed form asks what stands in the helpers that it can reach.
    let may_hold = |place: &Place| untyped.iter().any(|rule| reaches(guide, rule, place));
    told.retain(|place, told| {
        let never = told.asked && !told.held && !told.open;
        never && !said(place) && !may_hold(place)
    });
    never_hold(guide, &told, proofs);
}

/// Says which conditions never hold in any rule that they are written out in, one for each line.
fn never_hold(guide: &Guide, told: &BTreeMap<Place, Told>, proofs: &mut Proofs) {
    let mut lines = BTreeSet::new();
    for (place, told) in told {
        let mut files = guide.rules.iter().filter_map(|rule| guide.file(rule));
        let Some(file) = files.find(|file| *file.source.path() == *place.path) else {
            continue;
        };
        if !lines.insert((place.path.clone(), place.line)) {
            continue;
        }
        let message = "this condition never holds where it is asked";
        let problem = file.source.problem(place.line, place.column, 0, message);
        let help = format!(
            "what was asked before it, or the numbers in force, rule it out: none of {} ways to \
             this line meets it; remove what depends on it, or correct it",
            told.ways
        );
        proofs
            .problems
            .push(problem.as_bad_as(Severity::Warning).help(help));
    }
}

/// Whether the place lies in a function that the rule can reach.
fn reaches(guide: &Guide, rule: &Rule, place: &Place) -> bool {
    let file = guide.file(rule);
    let same = file.filter(|file| *file.source.path() == *place.path);
    let name = same.and_then(|file| file.function_at(place.line));
    name.is_some_and(|name| rule.function.reaches.contains(name))
}

/// Whether the place lies in the rule's own text.
fn encloses(guide: &Guide, rule: &Rule, place: &Place) -> bool {
    let same = guide
        .file(rule)
        .is_some_and(|file| *file.source.path() == *place.path);
    let header = rule.function.place.line;
    let lines = rule.function.text.lines();
    let own = lines
        .filter(|line| !line.trim_start().starts_with("///"))
        .count();
    let end = header + u32::try_from(own).unwrap_or(0);
    same && (header..end).contains(&place.line)
}

fn fires(leaf: &Leaf) -> bool {
    matches!(&leaf.answer, Answer::Found(effects) if !effects.is_empty())
}

fn never_fires(
    guide: &Guide,
    rule: &Rule,
    plan: &plan::Rule,
    conditions: &BTreeSet<Node>,
    leaves: &[Leaf],
    proofs: &mut Proofs,
) {
    let Some(file) = guide.file(rule) else {
        return;
    };
    let told = leaves.iter().flat_map(|leaf| &leaf.told);
    let (mut asked, mut ever) = (BTreeSet::new(), BTreeSet::new());
    for (node, yes) in told.filter(|(node, _)| conditions.contains(node)) {
        asked.insert(*node);
        if *yes {
            ever.insert(*node);
        }
    }
    let own = |node: &&Node| {
        let place = plan.place(**node);
        place.is_some_and(|place| encloses(guide, rule, place))
    };
    let first = asked
        .difference(&ever)
        .find(own)
        .and_then(|node| plan.place(*node));
    let message = match first {
        Some(_) => format!(
            "`{}` can never fire, because this condition never holds",
            rule.id
        ),
        None => format!("`{}` can never fire", rule.id),
    };
    let problem = match first {
        Some(place) => file.source.problem(place.line, place.column, 0, &message),
        None => file.problem_at(&rule.function, &message),
    };
    let help = format!(
        "what is asked before it, or the numbers in force, rule it out: each of the {} ways \
         through the rule was tried; correct the condition or the number, or remove the rule",
        leaves.len()
    );
    proofs
        .problems
        .push(problem.as_bad_as(Severity::Warning).help(help));
}

/// What decides something: what `if` asks, and the parts of `&&` and `||`.
fn conditions(plan: &plan::Rule) -> BTreeSet<Node> {
    let mut all = BTreeSet::new();
    for expression in plan.expressions() {
        match expression {
            Expression::If(condition, ..) => drop(all.insert(*condition)),
            Expression::All(terms) | Expression::Any(terms) => all.extend(terms),
            _ => {}
        }
    }
    all
}
