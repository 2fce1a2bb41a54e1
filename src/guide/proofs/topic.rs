//! The rules that put a band on one topic, and where two of them overlap.

use std::collections::BTreeSet;

use crate::dataset::Tree;
use crate::guide::Rule;
use crate::model::{APPLICANT, Policy};
use crate::place::Problems;
use crate::plan::{self, Answer, Atom, Given, Held, Joint, Space, together};
use crate::script::Role;

use super::STEPS;
use super::band_problems::{across, along};
use super::scale::{Flaw, Scale, bands_on};
use super::stated::is_possible;
use super::witness::{Ground, Profile, Search, likely_first};

/// How many ways are tried with a witness for one pair of rules, or for the holes of a topic.
pub(super) const WAYS: usize = 40;
/// How many steps may be taken through the rules of one topic in all.
const TOPIC_STEPS: usize = 10 * STEPS;
/// How many profiles of cases are probed where a topic is left open.
const PROBED: usize = 12;

/// What is still to be shown of a topic.
pub(super) struct Topic<'a> {
    pub(super) ground: Ground<'a>,
    tree: &'a Tree,
    pub(super) id: &'a str,
    pub(super) rules: &'a [&'a Rule],
    pub(super) space: Space,
    /// The scales that are cut by the rules.
    pub(super) scales: Vec<Scale<'a>>,
}

/// What was found of one topic.
pub(super) struct Found {
    pub(super) problems: Problems,
    /// What was reported: the field, the numbers, and how many rules apply there.
    pub(super) keys: BTreeSet<(Option<usize>, i64, i64, Vec<String>)>,
    /// Why it is not decided.
    pub(super) open: Vec<String>,
    /// How many steps may still be taken through its rules.
    steps: usize,
}

impl Default for Found {
    fn default() -> Self {
        Self {
            problems: Problems::new(),
            keys: BTreeSet::new(),
            open: Vec::new(),
            steps: TOPIC_STEPS,
        }
    }
}

impl Found {
    /// Walks rules of the topic together, as far as its steps go.
    pub(super) fn walk(
        &mut self,
        rules: &[(&plan::Rule, &Policy)],
        space: &Space,
        goes_on: impl Fn(&[Answer], &Given) -> bool,
    ) -> Option<Vec<Joint>> {
        let most = STEPS.min(self.steps);
        let mut left = most;
        let ways = together(rules, space, goes_on, &mut left);
        self.steps -= most - left;
        ways
    }

    /// Whether what happens to both rules on that way was reported with another.
    fn has(&self, given: &Given, pair: [&Rule; 2]) -> bool {
        self.keys.iter().any(|(field, from, to, rules)| {
            let has_both = pair.iter().all(|rule| rules.contains(&rule.id));
            let inside = field.is_none_or(|field| {
                number(given, field).is_some_and(|number| (from..=to).contains(&&number))
            });
            has_both && inside
        })
    }
}

/// The rule's typed form with its parameters.
pub(super) fn typed(rule: &Rule) -> Option<(&plan::Rule, &Policy)> {
    let plan = rule.function.plan.as_ref().ok()?;
    Some((plan, &*rule.policy))
}

impl<'a> Topic<'a> {
    pub(super) fn new(
        ground: Ground<'a>,
        tree: &'a Tree,
        id: &'a str,
        rules: &'a [&'a Rule],
    ) -> Self {
        let plans: Vec<_> = rules.iter().filter_map(|rule| typed(rule)).collect();
        let space = Space::of(&plans);
        let least = rules.len().min(2);
        let is_cut = |number: &usize| {
            let read = (Role::Applicant, *number);
            let readers = rules
                .iter()
                .filter(|rule| rule.function.reads.contains(&read));
            readers.count() >= least
        };
        let numbers = (0..APPLICANT.fields.len()).filter(is_cut);
        let scales = numbers.filter_map(|number| Scale::new(ground, id, rules, &space, number));
        Self {
            ground,
            tree,
            id,
            rules,
            scales: scales.collect(),
            space,
        }
    }

    pub(super) fn check(&self, found: &mut Found) {
        let mut search = Search::among(self.ground, self.rules);
        let untyped = self.rules.iter().find(|rule| typed(rule).is_none());
        let before = found.open.len();
        if let Some(rule) = untyped {
            found.open.push(format!("`{}` has no typed form", rule.id));
        }
        if let Some(rule) = self.rules.iter().find(|rule| rule.works_out("band")) {
            let why = format!("`{}` works out which topic its band is on", rule.id);
            found.open.push(why);
        }
        for (at, one) in self.rules.iter().enumerate() {
            for other in self.rules.iter().skip(at + 1) {
                self.overlaps([one, other], &mut search, found);
            }
        }
        if untyped.is_none() {
            self.holes(&mut search, found);
        }
        if found.open.len() > before {
            self.probe(search.cases(), found);
        }
    }

    /// Whether an answer puts a band on the topic; nothing when it cannot know.
    pub(super) fn bands(&self, answer: &Answer) -> Option<bool> {
        match answer {
            Answer::Found(effects) => Some(bands_on(self.id, effects)),
            Answer::Unknown(_) | Answer::Unsure => None,
        }
    }

    /// The overlaps of two rules: more rules than two overlap only where two of them do.
    fn overlaps(&self, pair: [&'a Rule; 2], search: &mut Search<'a>, found: &mut Found) {
        let [Some(one), Some(other)] = pair.map(typed) else {
            return;
        };
        let space = Space::of(&[one, other]);
        let both = |answers: &[Answer], given: &Given| {
            let last = answers.last().and_then(|answer| self.bands(answer));
            last == Some(true) && is_possible(given)
        };
        let names = || format!("`{}` and `{}`", pair[0].id, pair[1].id);
        let Some(ways) = found.walk(&[one, other], &space, both) else {
            found.open.push(format!("{} have too many ways", names()));
            return;
        };
        let happens = |who: &Profile<'a>| pair.iter().all(|rule| self.puts_band(rule, who));
        let mut shown = false;
        search.start();
        for way in likely_first(&ways, WAYS) {
            if found.has(&way.given, pair) {
                shown = true;
                continue;
            }
            if let Some(who) = search.find(&way.given, happens) {
                shown = true;
                self.report_overlap(&way.given, pair, &who, found);
            }
        }
        if !shown && !ways.is_empty() {
            found
                .open
                .push(format!("no case shows that {} overlap", names()));
        }
    }

    fn puts_band(&self, rule: &Rule, who: &Profile<'a>) -> bool {
        let effects = self.ground.finds(rule, who);
        effects.is_some_and(|effects| bands_on(self.id, &effects))
    }

    fn report_overlap(
        &self,
        given: &Given,
        pair: [&'a Rule; 2],
        who: &Profile<'a>,
        found: &mut Found,
    ) {
        let reads = |rule: &Rule, scale: &Scale<'_>| {
            rule.function
                .reads
                .contains(&(Role::Applicant, scale.number))
        };
        for scale in &self.scales {
            let Some(number) = number(given, scale.number) else {
                continue;
            };
            if !pair.iter().all(|rule| reads(rule, scale)) {
                continue;
            }
            let has_both = |flaw: &&Flaw| {
                let rules = flaw.rules.iter().filter_map(|rule| self.rules.get(*rule));
                let ids: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
                pair.iter().all(|rule| ids.contains(&rule.id.as_str()))
            };
            let flaws = scale.flaws(who);
            let both: Vec<&Flaw> = flaws.iter().filter(has_both).collect();
            if both
                .iter()
                .any(|flaw| (flaw.from..=flaw.to).contains(&number))
            {
                for flaw in both {
                    self.report(scale, flaw, given, who, found);
                }
                return;
            }
        }
        let ids = pair.map(|rule| rule.id.clone()).to_vec();
        if found.keys.insert((None, 0, 0, ids)) {
            found
                .problems
                .push(across(self.ground, self.id, pair, given, who));
        }
    }

    /// Asks the profiles of the cases at every number where an answer can change.
    fn probe(&self, cases: &[Profile<'a>], found: &mut Found) {
        for scale in &self.scales {
            for who in cases.iter().take(PROBED) {
                for flaw in scale.flaws(who) {
                    self.report(scale, &flaw, &Given::new(), who, found);
                }
            }
        }
    }

    pub(super) fn report(
        &self,
        scale: &Scale<'a>,
        flaw: &Flaw,
        given: &Given,
        who: &Profile<'a>,
        found: &mut Found,
    ) {
        let rules = flaw.rules.iter().filter_map(|rule| self.rules.get(*rule));
        let ids = rules.map(|rule| rule.id.clone()).collect();
        if !found
            .keys
            .insert((Some(scale.number), flaw.from, flaw.to, ids))
        {
            return;
        }
        let inside = |number: i64| (flaw.from..=flaw.to).contains(&number);
        let (mut given, mut who) = (given.clone(), who.clone());
        if !number(&given, scale.number).is_some_and(inside) {
            let atom = Atom::Field(Role::Applicant, scale.number);
            given.insert(atom, Some(Held::Int(flaw.from)));
            who = scale.with(&who, flaw.from).unwrap_or(who);
        }
        let problem = along(scale, flaw, self.tree, &given, &who);
        found.problems.push(problem);
    }
}

/// The number that is supposed of a field of the applicant.
pub(super) fn number(given: &Given, field: usize) -> Option<i64> {
    match given.get(&Atom::Field(Role::Applicant, field)) {
        Some(Some(Held::Int(number))) => Some(*number),
        _ => None,
    }
}
