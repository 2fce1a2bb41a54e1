//! Numbers of a scale that no rule of a topic puts a band on, between numbers that have one.

use crate::guide::Rule;
use crate::plan::{Answer, Atom, Given, Joint};
use crate::script::Role;

use super::scale::{Flaw, Scale};
use super::stated::is_possible;
use super::topic::{Found, Topic, WAYS, number, typed};
use super::witness::{Profile, Search, likely_first};

impl<'a> Topic<'a> {
    /// The holes of the scales: ways on which every rule answers and none puts a band.
    pub(super) fn holes(&self, search: &mut Search<'a>, found: &mut Found) {
        for scale in &self.scales {
            let rests = |rule: &&&Rule| scale.rests_on_it(rule);
            let own: Vec<&Rule> = self.rules.iter().filter(rests).copied().collect();
            let others = self.rules.iter().filter(|rule| !rests(rule)).copied();
            let order: Vec<&Rule> = own.iter().copied().chain(others).collect();
            let plans: Vec<_> = order.iter().filter_map(|rule| typed(rule)).collect();
            let Some(bands) = self.banded(scale, &own, found) else {
                found.open.push("too many ways".to_owned());
                return;
            };
            let goes_on = |answers: &[Answer], given: &Given| {
                let quiet = answers.last().and_then(|answer| self.bands(answer)) == Some(false);
                let between = answers.len() < own.len() || lies_between(scale, given, &bands);
                quiet && between && is_possible(given)
            };
            let Some(ways) = found.walk(&plans, &self.space, goes_on) else {
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
    fn banded(
        &self,
        scale: &Scale<'a>,
        own: &[&Rule],
        found: &mut Found,
    ) -> Option<Vec<(i64, Given)>> {
        let mut all = Vec::new();
        for rule in own {
            let bands = |answers: &[Answer], given: &Given| {
                let last = answers.last().and_then(|answer| self.bands(answer));
                last == Some(true) && is_possible(given)
            };
            let ways = found.walk(&[typed(rule)?], &self.space, bands)?;
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
        search.start();
        for way in likely_first(ways, WAYS) {
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
            let happens = |who: &Profile<'a>| {
                scale.is_bare(who) && scale.flaws(who).iter().any(|flaw| is_hole(&flaw))
            };
            let Some(who) = search.find(&way.given, happens) else {
                continue;
            };
            shown = true;
            for flaw in scale
                .flaws(&who)
                .iter()
                .filter(|flaw| flaw.rules.is_empty())
            {
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
