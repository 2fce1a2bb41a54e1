//! Bands of one topic that overlap or leave a hole.
//!
//! Two rules overlap where a way through both puts a band twice; a hole is a way through all of a
//! topic's rules on which each answers and none puts a band, between numbers that have one. Where
//! there is no such way, there is no overlap and no hole. Where there is one, somebody is looked for
//! to whom it happens, and the rules' own text is asked along the number: what is reported did
//! happen. Topics that this leaves open (a rule without typed form, too many ways, nobody found) are
//! probed besides: the profiles of the cases, at every number where an answer can change.

use std::collections::BTreeSet;

use crate::dataset::Tree;
use crate::guide::Rule;
use crate::model::{APPLICANT, Stage};
use crate::plan::{self, Answer, Atom, Given, Held, Joint, Space, together};
use crate::script::Role;

use super::band_problems::{across, along};
use super::scale::{Flaw, Scale, bands_on};
use super::stated::is_possible;
use super::witness::{Ground, Profile, Search};
use super::{Proofs, STEPS};

/// How many ways are tried with a witness for one pair of rules, or for the holes of a topic.
const WAYS: usize = 40;
/// How many profiles of cases are probed where a topic is left open.
const PROBED: usize = 12;

/// What is still to be shown of a topic.
pub(super) struct Topic<'a> {
    ground: Ground<'a>,
    tree: &'a Tree,
    pub(super) id: &'a str,
    pub(super) rules: &'a [&'a Rule],
    space: Space,
    /// The scales that are cut by the rules.
    scales: Vec<Scale<'a>>,
}

pub(super) fn check(ground: Ground<'_>, tree: &Tree, proofs: &mut Proofs) {
    for topic in &ground.guide.manifest.topics {
        let all = rules_on(ground, &topic.id);
        if all.is_empty() {
            continue;
        }
        let mut found = Found::default();
        for rules in by_stage(&all) {
            let topic = Topic::new(ground, tree, &topic.id, &rules);
            topic.check(&mut found);
        }
        let name = format!("{}: {}", ground.guide.id, topic.id);
        let is_free = found.keys.is_empty();
        match found.open.into_iter().next() {
            Some(why) => proofs.open_topics.push(format!("{name} ({why})")),
            None if is_free => proofs.free_topics += 1,
            None => {}
        }
        proofs.topics += 1;
        proofs.problems.extend(found.problems);
    }
}

/// What was found of one topic.
#[derive(Default)]
pub(super) struct Found {
    problems: crate::place::Problems,
    /// What was reported: the field, the numbers, and how many rules apply there.
    keys: BTreeSet<(Option<usize>, i64, i64, Vec<String>)>,
    /// Why it is not decided.
    open: Vec<String>,
}

/// The rules about the applicant alone that put a band on that topic.
fn rules_on<'g>(ground: Ground<'g>, topic: &str) -> Vec<&'g Rule> {
    let bands = |rule: &&Rule| {
        let mut effects = rule.function.effects.iter();
        effects.any(|shape| shape.word == "band" && shape.literal.as_deref() == Some(topic))
    };
    let rules = ground.guide.rules_on(Role::Applicant);
    rules.map(|(_, rule)| rule).filter(bands).collect()
}

/// The rules that count together, in one stage or another.
fn by_stage<'g>(all: &[&'g Rule]) -> Vec<Vec<&'g Rule>> {
    let mut sets: Vec<Vec<&Rule>> = Vec::new();
    for stage in Stage::ALL.iter().copied() {
        let counting = all.iter().copied().filter(|rule| rule.counts_in(stage));
        let set: Vec<&Rule> = counting.collect();
        let ids = |set: &[&Rule]| set.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
        if !set.is_empty() && !sets.iter().any(|known| ids(known) == ids(&set)) {
            sets.push(set);
        }
    }
    sets
}

/// The rule's typed form with its parameters.
fn typed(rule: &Rule) -> Option<(&plan::Rule, &crate::model::Policy)> {
    let plan = rule.function.plan.as_ref().ok()?;
    Some((plan, &*rule.policy))
}

impl<'a> Topic<'a> {
    fn new(ground: Ground<'a>, tree: &'a Tree, id: &'a str, rules: &'a [&'a Rule]) -> Self {
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

    fn check(&self, found: &mut Found) {
        let mut search = Search::among(self.ground, self.rules);
        let untyped = self.rules.iter().find(|rule| typed(rule).is_none());
        let before = found.open.len();
        if let Some(rule) = untyped {
            found.open.push(format!("`{}` has no typed form", rule.id));
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
            self.probe(&search.cases, found);
        }
    }

    /// Whether an answer puts a band on the topic; nothing when it cannot know.
    fn bands(&self, answer: &Answer) -> Option<bool> {
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
        let Some(ways) = together(&[one, other], &space, both, STEPS) else {
            found.open.push(format!("{} have too many ways", names()));
            return;
        };
        let happens = |who: &Profile<'a>| pair.iter().all(|rule| self.puts_band(rule, who));
        let mut shown = false;
        for way in self.tried(&ways) {
            if self.is_reported(&way.given, pair, found) {
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

    /// Some of the ways, spread over all of them.
    fn tried<'w>(&self, ways: &'w [Joint]) -> impl Iterator<Item = &'w Joint> + use<'w> {
        let step = ways.len().div_ceil(WAYS).max(1);
        ways.iter().step_by(step)
    }

    fn puts_band(&self, rule: &Rule, who: &Profile<'a>) -> bool {
        let effects = self.ground.finds(rule, who);
        effects.is_some_and(|effects| bands_on(self.id, &effects))
    }

    /// Whether what happens on that way was reported with another.
    fn is_reported(&self, given: &Given, pair: [&Rule; 2], found: &Found) -> bool {
        found.keys.iter().any(|(field, from, to, rules)| {
            let has_both = pair.iter().all(|rule| rules.contains(&rule.id));
            let inside = field.is_none_or(|field| {
                number(given, field).is_some_and(|number| (from..=to).contains(&&number))
            });
            has_both && inside
        })
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
            let flaws = scale.flaws(who);
            let mut inside = flaws
                .into_iter()
                .filter(|flaw| (flaw.from..=flaw.to).contains(&number));
            if let Some(flaw) = inside.find(|flaw| flaw.rules.len() > 1) {
                self.report(scale, &flaw, given, who, found);
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

    /// The holes of the scales: ways on which every rule answers and none puts a band.
    fn holes(&self, search: &mut Search<'a>, found: &mut Found) {
        for scale in &self.scales {
            let rests = |rule: &&&Rule| scale.rests_on_it(rule);
            let own: Vec<&Rule> = self.rules.iter().filter(rests).copied().collect();
            let others = self.rules.iter().filter(|rule| !rests(rule)).copied();
            let order: Vec<&Rule> = own.iter().copied().chain(others).collect();
            let plans: Vec<_> = order.iter().filter_map(|rule| typed(rule)).collect();
            let Some(bands) = self.banded(scale, &own) else {
                found.open.push("too many ways".to_owned());
                return;
            };
            let goes_on = |answers: &[Answer], given: &Given| {
                let quiet = answers.last().and_then(|answer| self.bands(answer)) == Some(false);
                let between = answers.len() < own.len() || lies_between(scale, given, &bands);
                quiet && between && is_possible(given)
            };
            let Some(ways) = together(&plans, &self.space, goes_on, STEPS) else {
                found
                    .open
                    .push("too many ways through all of its rules".to_owned());
                return;
            };
            self.show_holes(scale, &ways, search, found);
        }
    }

    /// What is given on the ways on which one of the rules puts a band, with its number; nothing
    /// when there are too many.
    fn banded(&self, scale: &Scale<'a>, own: &[&Rule]) -> Option<Vec<(i64, Given)>> {
        let mut all = Vec::new();
        for rule in own {
            let bands = |answers: &[Answer], given: &Given| {
                let last = answers.last().and_then(|answer| self.bands(answer));
                last == Some(true) && is_possible(given)
            };
            let ways = together(&[typed(rule)?], &self.space, bands, STEPS)?;
            let given = ways.into_iter().map(|way| way.given);
            all.extend(given.filter_map(|given| Some((number(&given, scale.number)?, given))));
        }
        Some(all)
    }

    fn show_holes(
        &self,
        scale: &Scale<'a>,
        ways: &[Joint],
        search: &mut Search<'a>,
        found: &mut Found,
    ) {
        let mut shown = ways.is_empty();
        for way in self.tried(ways) {
            let Some(number) = number(&way.given, scale.number) else {
                continue;
            };
            let is_hole =
                |flaw: &&Flaw| flaw.rules.is_empty() && (flaw.from..=flaw.to).contains(&number);
            let known = found.keys.iter().any(|(field, from, to, rules)| {
                let inside = (from..=to).contains(&&number);
                *field == Some(scale.number) && rules.is_empty() && inside
            });
            if known {
                shown = true;
                continue;
            }
            let happens = |who: &Profile<'a>| scale.flaws(who).iter().any(|flaw| is_hole(&flaw));
            let Some(who) = search.find(&way.given, happens) else {
                continue;
            };
            shown = true;
            if let Some(flaw) = scale.flaws(&who).iter().find(is_hole) {
                self.report(scale, flaw, &way.given, &who, found);
            }
        }
        if !shown {
            let label = scale.field.label;
            found
                .open
                .push(format!("no case shows the hole it may have in {label}"));
        }
    }

    /// Asks the profiles of the cases at every number where an answer can change.
    fn probe(&self, cases: &[Profile<'a>], found: &mut Found) {
        for scale in &self.scales {
            for who in cases.iter().take(PROBED) {
                for flaw in scale.flaws(who) {
                    if let Some(who) = scale.with(who, flaw.from) {
                        let atom = Atom::Field(Role::Applicant, scale.number);
                        let given = std::iter::once((atom, Some(Held::Int(flaw.from)))).collect();
                        self.report(scale, &flaw, &given, &who, found);
                    }
                }
            }
        }
    }

    fn report(
        &self,
        scale: &Scale<'a>,
        flaw: &Flaw,
        given: &Given,
        who: &Profile<'a>,
        found: &mut Found,
    ) {
        let rules = flaw.rules.iter().filter_map(|rule| self.rules.get(*rule));
        let ids = rules.map(|rule| rule.id.clone()).collect();
        if found
            .keys
            .insert((Some(scale.number), flaw.from, flaw.to, ids))
        {
            found
                .problems
                .push(along(scale, flaw, self.tree, given, who));
        }
    }
}

/// The number that is supposed of a field of the applicant.
fn number(given: &Given, field: usize) -> Option<i64> {
    match given.get(&Atom::Field(Role::Applicant, field)) {
        Some(Some(Held::Int(number))) => Some(*number),
        _ => None,
    }
}

/// Whether there are bands below and above the number for somebody who is otherwise like that.
fn lies_between(scale: &Scale<'_>, given: &Given, bands: &[(i64, Given)]) -> bool {
    let Some(own) = number(given, scale.number) else {
        return false;
    };
    let atom = Atom::Field(Role::Applicant, scale.number);
    let alike = |other: &Given| {
        let mut shared = other.iter().filter(|(key, _)| **key != atom);
        shared.all(|(key, value)| given.get(key).is_none_or(|given| given == value))
    };
    let mut below = bands.iter().filter(|(number, _)| *number < own);
    let mut above = bands.iter().filter(|(number, _)| *number > own);
    below.any(|(_, given)| alike(given)) && above.any(|(_, given)| alike(given))
}
