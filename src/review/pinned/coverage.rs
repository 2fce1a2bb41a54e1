//! Which ways through the rules some case takes, and which none does.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::dataset::References;
use crate::guide::{CaseFile, Guide, Rule};
use crate::plan::{Way, traced};

/// A way through a rule, by its place in the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// The file, by its path in the folder of rules.
    pub file: String,
    /// Line and column, from 1.
    pub spot: (u32, u32),
    /// What it is in the text.
    pub way: Way,
}

/// The ways through the rules of one guide.
#[derive(Debug, Clone, Default)]
pub struct Covered {
    /// By the rule's id, each way with whether some case takes it; those of helpers count apart.
    pub rules: BTreeMap<String, BTreeMap<Reach, bool>>,
    /// The ways through helpers that rules of this guide call.
    pub helpers: BTreeMap<Reach, bool>,
    /// The rules that are interpreted, so that nothing is known of their ways.
    pub interpreted: BTreeSet<String>,
}

impl Covered {
    /// How many ways through its rules there are, and how many of them some case takes.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let ways = self.rules.values().flat_map(BTreeMap::values);
        let taken = ways.clone().filter(|taken| **taken).count();
        (ways.count(), taken)
    }
}

/// Runs every case of a guide and notes which ways through its rules are taken.
#[must_use]
pub fn reached(guide: &Guide, cases: &[CaseFile], references: &References) -> Covered {
    let mut covered = Covered::default();
    let mut taken: BTreeMap<&str, BTreeSet<(usize, usize)>> = BTreeMap::new();
    for (id, subjects) in cases.iter().flat_map(|file| file.calls(guide, references)) {
        let plan = guide
            .rule(id)
            .and_then(|rule| rule.function.plan.as_ref().ok());
        if let Some(plan) = plan {
            let (_, trace) = traced(plan, &subjects);
            taken.entry(id).or_default().extend(trace.ways);
        }
    }
    for rule in &guide.rules {
        let Ok(plan) = &rule.function.plan else {
            covered.interpreted.insert(rule.id.clone());
            continue;
        };
        let topic = rule.id.rsplit_once('/').map_or("", |(topic, _)| topic);
        let own = covered.rules.entry(rule.id.clone()).or_default();
        for branch in plan.branches() {
            let taken = taken.get(rule.id.as_str());
            let taken = taken.is_some_and(|ways| ways.contains(&(branch.node, branch.number)));
            let file = match &branch.helpers {
                Some(name) => format!("lib/{name}.rhai"),
                None => format!("{}/{topic}.rhai", guide.id),
            };
            let reach = Reach {
                file,
                spot: branch.spot,
                way: branch.way,
            };
            let is_own = branch.helpers.is_none() && lines(rule).contains(&branch.spot.0);
            let ways = if is_own {
                &mut *own
            } else {
                &mut covered.helpers
            };
            *ways.entry(reach).or_default() |= taken;
        }
    }
    for ways in covered.rules.values_mut().chain([&mut covered.helpers]) {
        alone(ways);
    }
    covered
}

/// A `return` that begins another way is that way.
fn alone(ways: &mut BTreeMap<Reach, bool>) {
    let others = ways.keys().filter(|reach| reach.way != Way::Returns);
    let others: BTreeSet<_> = others
        .map(|reach| (reach.file.clone(), reach.spot))
        .collect();
    ways.retain(|reach, _| {
        reach.way != Way::Returns || !others.contains(&(reach.file.clone(), reach.spot))
    });
}

/// The lines of a rule from its `fn` on.
fn lines(rule: &Rule) -> Range<u32> {
    let text = rule.function.text.lines().map(str::trim_start);
    let code = text.skip_while(|line| line.is_empty() || line.starts_with("//"));
    let count = u32::try_from(code.count()).unwrap_or(u32::MAX);
    let first = rule.function.place.line;
    first..first.saturating_add(count)
}
