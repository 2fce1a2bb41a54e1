//! What is found to differ in one list, and how it is counted.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::{Counts, Example};
use super::stand::{Aspect, Kind, Stand, Where, kind};
use super::sweep::{Cause, Slice, Tally};

/// One program that stands elsewhere.
pub(super) struct Change {
    pub(super) before: Stand,
    pub(super) after: Stand,
}

impl Change {
    pub(super) fn at(
        &self,
        counts: &mut Counts,
        guide: usize,
        example: &impl Fn(Kind, i64) -> Example,
    ) {
        let kind = kind(&self.before, &self.after);
        match kind {
            Kind::Excluded => counts.excluded += 1,
            Kind::Opened => counts.opened += 1,
            Kind::Gone => counts.gone += 1,
            Kind::Came => counts.came += 1,
            Kind::Tier | Kind::Score | Kind::Unknown => {
                let tier = |stand: &Stand| match stand.at {
                    Where::Tier(tier) => Some(tier),
                    _ => None,
                };
                let key = (guide, tier(&self.before), tier(&self.after));
                *counts.tiers.entry(key).or_default() += 1;
            }
        }
        counts.show(kind, || example(kind, 0), 0);
    }

    pub(super) fn score(&self, counts: &mut Counts, example: &impl Fn(Kind, i64) -> Example) {
        let by = self.after.score - self.before.score;
        *counts.points.entry(by).or_default() += 1;
        let weight = -by.abs();
        counts.show(Kind::Score, || example(Kind::Score, weight), weight);
    }

    pub(super) fn unknown(&self, counts: &mut Counts, example: &impl Fn(Kind, i64) -> Example) {
        counts.unknown_more += u64::from(self.after.unknown);
        counts.unknown_less += u64::from(self.before.unknown);
        counts.show(Kind::Unknown, || example(Kind::Unknown, 0), 0);
    }
}

/// What changed in one list.
#[derive(Default)]
pub(super) struct Found {
    pub(super) all: Counts,
    pub(super) groups: BTreeMap<Cause, Counts>,
    pub(super) said: Vec<(String, bool, Cause)>,
}

impl Found {
    pub(super) fn is_any(&self) -> bool {
        self.all.pairs > 0
    }

    /// Counts a program that stands elsewhere, by the cause of each aspect in which it does.
    pub(super) fn take(
        &mut self,
        change: &Change,
        caused: &[(Aspect, Cause)],
        (guide, number): (usize, usize),
        example: &impl Fn(Kind, i64) -> Example,
    ) {
        let of = |aspect: Aspect| {
            caused
                .iter()
                .find(|(own, _)| *own == aspect)
                .map(|(_, cause)| *cause)
        };
        let (moved, scored) = (of(Aspect::At), of(Aspect::Score));
        for (aspect, cause) in caused {
            let counts = self.groups.entry(*cause).or_default();
            match aspect {
                Aspect::At => change.at(counts, guide, example),
                // The score of a program that moves by the same cause is no news.
                Aspect::Score if moved == scored => {}
                Aspect::Score => change.score(counts, example),
                Aspect::Unknown => change.unknown(counts, example),
            }
        }
        let each_once: BTreeSet<Cause> = caused.iter().map(|(_, cause)| *cause).collect();
        for cause in each_once {
            let counts = self.groups.entry(cause).or_default();
            counts.pairs += 1;
            counts.programs.add(number);
        }
        // In all, a program that moves and scores otherwise is counted once.
        let all = &mut self.all;
        all.pairs += 1;
        all.programs.add(number);
        if moved.is_some() {
            change.at(all, guide, example);
        } else if scored.is_some() {
            change.score(all, example);
        }
        if of(Aspect::Unknown).is_some() {
            change.unknown(all, example);
        }
    }

    pub(super) fn into_tally(mut self, tally: &mut Tally, takes: &[bool]) {
        for (text, is_new, cause) in std::mem::take(&mut self.said) {
            self.all.say(&text, is_new);
            self.groups.entry(cause).or_default().say(&text, is_new);
        }
        if self.all.is_empty() {
            return;
        }
        self.all.lists = 1;
        each(&mut tally.slices, takes, |slice| {
            slice.counts.merge(&self.all);
        });
        for (cause, mut counts) in self.groups {
            counts.lists = 1;
            tally.groups.entry(cause).or_default().merge(&counts);
        }
    }
}

pub(super) fn each(slices: &mut [Slice], takes: &[bool], mut change: impl FnMut(&mut Slice)) {
    for (slice, takes) in slices.iter_mut().zip(takes) {
        if *takes {
            change(slice);
        }
    }
}
