//! Judging again after an edit: only the rules that are not the same in all versions of a guide.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::{Mark, Marking};
use crate::guide::{Guide, Rule};
use crate::model::{Facts, Stage};
use crate::plan::columns::{LANES, Mask};
use crate::script::{Host, Role};

use super::{Lineup, Programs, Scores};

/// The mark of what a rule can find: its words with those of the helpers it reaches, its stages,
/// the numbers it reads, and the tiers where it may name one. Rules with the same mark find the
/// same of everybody, whatever they are called.
#[must_use]
pub fn identity(guide: &Guide, rule: &Rule) -> Mark {
    let mut marking = Marking::default();
    let function = &rule.function;
    marking.mark(function.meaning);
    marking.value(&function.roles);
    marking.value(&function.documentation.stages);
    marking.value(&rule.kind);
    for name in &function.parameters {
        marking.value(&rule.policy.get(name).map(|parameter| &parameter.setting));
    }
    if rule.may("tier") {
        let tiers = guide.manifest.tiers.iter();
        marking.value(&tiers.map(|tier| &tier.id).collect::<Vec<_>>());
    }
    marking.finish()
}

/// The rules of several versions of a guide about one subject.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    /// Those that all versions have, by their numbers in the first version.
    pub all: BTreeSet<usize>,
    /// For each version the others, by their numbers in it.
    pub own: Vec<BTreeSet<usize>>,
}

/// Tells the rules that all versions have from the others.
#[must_use]
pub fn shared_rules(versions: &[&Guide], subject: Role) -> Shared {
    let rules: Vec<BTreeMap<Mark, Vec<usize>>> = versions
        .iter()
        .map(|guide| {
            let mut rules: BTreeMap<Mark, Vec<usize>> = BTreeMap::new();
            for (number, rule) in guide.rules_on(subject) {
                rules.entry(identity(guide, rule)).or_default().push(number);
            }
            rules
        })
        .collect();
    let everywhere = |mark: &Mark| {
        let counts = rules
            .iter()
            .map(|rules| rules.get(mark).map_or(0, Vec::len));
        counts.min()
    };
    let shared = |rules: &BTreeMap<Mark, Vec<usize>>| -> BTreeSet<usize> {
        let rules = rules.iter().flat_map(|(mark, numbers)| {
            let times = everywhere(mark).unwrap_or(0);
            numbers.iter().take(times).copied()
        });
        rules.collect()
    };
    let own = rules.iter().map(|rules| {
        let shared = shared(rules);
        let numbers = rules.values().flatten().copied();
        numbers.filter(|number| !shared.contains(number)).collect()
    });
    Shared {
        all: rules.first().map(shared).unwrap_or_default(),
        own: own.collect(),
    }
}

/// The rules of a guide that an earlier version has as well, with their numbers there.
pub(super) fn same_rules(then: &Guide, now: &Guide, subject: Role) -> BTreeMap<usize, usize> {
    let mut known: BTreeMap<Mark, Vec<usize>> = BTreeMap::new();
    let before: Vec<(usize, &Rule)> = then.rules_on(subject).collect();
    for (number, rule) in before.into_iter().rev() {
        known.entry(identity(then, rule)).or_default().push(number);
    }
    let same = now.rules_on(subject).filter_map(|(number, rule)| {
        let old = known.get_mut(&identity(now, rule))?.pop()?;
        Some((number, old))
    });
    same.collect()
}

/// Several versions of a guide, ready to judge the programs of one target again and again. The rules
/// that all versions have are asked only where it matters.
#[derive(Debug)]
pub struct Rejudge {
    shared: Lineup,
    own: Vec<Lineup>,
}

impl Rejudge {
    /// Binds the versions to programs that are the same in all of them.
    #[must_use]
    pub fn new(
        versions: &[(Arc<Guide>, Arc<Host>)],
        shared: &Shared,
        programs: &Programs,
    ) -> Option<Self> {
        let (guide, host) = versions.first()?.clone();
        let own = versions.iter().zip(&shared.own);
        let own = own.map(|((guide, host), numbers)| {
            Lineup::of_rules(guide.clone(), host.clone(), programs, numbers)
        });
        Some(Self {
            own: own.collect(),
            shared: Lineup::of_rules(guide, host, programs, &shared.all),
        })
    }

    /// What the rules say that only some versions have, of one version.
    pub fn own(&mut self, version: usize, facts: &Arc<Facts>, stage: Stage) -> Scores {
        let own = self.own.get_mut(version);
        own.map(|lineup| lineup.judge(facts, stage))
            .unwrap_or_default()
    }

    /// What the rules say that all versions have.
    pub fn shared(&mut self, facts: &Arc<Facts>, stage: Stage) -> Scores {
        self.shared.judge(facts, stage)
    }
}

impl Scores {
    /// What two sets of rules say together.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        let reach = u64::from(i16::MAX.unsigned_abs()) - other.room;
        if reach > both.room {
            both.make_room(reach);
        }
        both.room -= reach;
        for (sum, more) in both.sums.iter_mut().zip(&other.sums) {
            *sum += *more;
        }
        for (lane, points) in other.wide.iter().enumerate() {
            both.add_wide(lane, *points);
        }
        both.told.extend(other.told.iter().cloned());
        for (rank, masks) in other.tiers.iter().enumerate() {
            match both.tiers.get_mut(rank) {
                Some(own) => add(own, masks),
                None => both.tiers.push(masks.clone()),
            }
        }
        add(&mut both.excluded, &other.excluded);
        add(&mut both.open, &other.open);
        add(&mut both.doubtful, &other.doubtful);
        both.fired += other.fired;
        both.unknown += other.unknown;
        both.asked += other.asked;
        both.faulted.0 += other.faulted.0;
        if both.faulted.1.is_none() {
            both.faulted.1.clone_from(&other.faulted.1);
        }
        both
    }

    /// The lanes of which the two do not say the same, in order.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Vec<usize> {
        let blocks = self.excluded.len().max(other.excluded.len());
        let mut differ = vec![Mask::NONE; blocks];
        let pairs = [(&self.excluded, &other.excluded), (&self.open, &other.open)];
        let none = Vec::new();
        let tiers = self.tiers.len().max(other.tiers.len());
        let tier = |scores: &'_ Self, rank: usize| scores.tiers.get(rank).cloned();
        for (one, two) in pairs {
            mark_differing(&mut differ, one, two);
        }
        for rank in 0..tiers {
            let one = tier(self, rank).unwrap_or_else(|| none.clone());
            let two = tier(other, rank).unwrap_or_else(|| none.clone());
            mark_differing(&mut differ, &one, &two);
        }
        if self.sums != other.sums || self.wide != other.wide {
            let lanes = 0..self.lanes.max(other.lanes);
            for lane in lanes.filter(|lane| self.score(*lane) != other.score(*lane)) {
                set(&mut differ, lane);
            }
        }
        let lanes = differ.iter().enumerate();
        lanes
            .flat_map(|(block, mask)| mask.lanes().map(move |lane| block * LANES + lane))
            .collect()
    }
}

fn add(masks: &mut [Mask], more: &[Mask]) {
    for (mask, more) in masks.iter_mut().zip(more) {
        *mask |= *more;
    }
}

fn mark_differing(differ: &mut [Mask], one: &[Mask], two: &[Mask]) {
    for (block, mask) in differ.iter_mut().enumerate() {
        let of = |masks: &[Mask]| masks.get(block).copied().unwrap_or(Mask::NONE);
        let (one, two) = (of(one), of(two));
        *mask |= one.without(&two) | two.without(&one);
    }
}

fn set(differ: &mut [Mask], lane: usize) {
    if let Some(mask) = differ.get_mut(lane / LANES) {
        mask.set(lane % LANES);
    }
}
