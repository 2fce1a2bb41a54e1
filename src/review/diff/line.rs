use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::{Mark, Marking};
use crate::evaluate::{Shared, identity, shared_rules};
use crate::guide::Guide;
use crate::script::{Host, Role};

use super::stand::Tiers;
use super::{Changes, Edition, Unit};

/// One guide in all versions.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) short: String,
    /// The guide with its packs; none in a version that does not have it.
    pub(super) guides: Vec<Option<Arc<Guide>>>,
    /// For each version the place among `distinct` of the one that judges as it does.
    pub(super) slots: Vec<usize>,
    /// The versions that do not judge alike.
    pub(super) distinct: Vec<usize>,
    pub(super) tiers: Tiers,
    /// The rules about programs that all of these have, and the others.
    pub(super) programs: Shared,
    /// Whether any rule about the applicant or the standing differs between old and new.
    pub(super) says_otherwise: bool,
    /// Whether any rule about the list as a whole differs between old and new.
    pub(super) lists_otherwise: bool,
}

impl Line {
    /// Every guide that judges in some version, in the order of their ids.
    pub(super) fn all(
        editions: &[&Edition],
        changes: &Changes,
        units: &[Unit],
        facts_differ: bool,
    ) -> Vec<Self> {
        let judging: Vec<BTreeMap<String, Arc<Guide>>> = editions
            .iter()
            .map(|edition| {
                let guides = edition.guides.judging().into_iter();
                guides.map(|guide| (guide.id.clone(), guide)).collect()
            })
            .collect();
        let data = data(changes, units);
        let ids: BTreeSet<&String> = judging.iter().flat_map(BTreeMap::keys).collect();
        let lines = ids.into_iter().map(|id| {
            let guides = judging.iter().map(|guides| guides.get(id).cloned());
            Self::of(id, guides.collect(), &data, facts_differ)
        });
        lines.collect()
    }

    fn of(
        id: &str,
        guides: Vec<Option<Arc<Guide>>>,
        data: &[BTreeSet<usize>],
        facts_differ: bool,
    ) -> Self {
        let judges = guides.iter().zip(data);
        let marks: Vec<(Option<Mark>, &BTreeSet<usize>)> = judges
            .map(|(guide, data)| (guide.as_deref().map(judges_by), data))
            .collect();
        let mut distinct: Vec<usize> = Vec::new();
        let mut slots = Vec::new();
        for (number, mark) in marks.iter().enumerate() {
            let known = distinct
                .iter()
                .position(|other| marks.get(*other) == Some(mark));
            slots.push(known.unwrap_or_else(|| {
                distinct.push(number);
                distinct.len() - 1
            }));
        }
        let of = |number: &usize| guides.get(*number).and_then(Option::as_deref);
        let there: Vec<&Guide> = distinct.iter().filter_map(of).collect();
        let mut programs = if facts_differ {
            apart(&there)
        } else {
            shared_rules(&there, Role::Program)
        };
        // A version that does not have the guide has no rules of its own.
        let mut own = std::mem::take(&mut programs.own).into_iter();
        programs.own = distinct
            .iter()
            .map(|number| match of(number) {
                Some(_) => own.next().unwrap_or_default(),
                None => BTreeSet::new(),
            })
            .collect();
        let ends: Vec<&Guide> = guides.iter().take(2).filter_map(Option::as_deref).collect();
        let differs = |subject| {
            let shared = shared_rules(&ends, subject);
            shared.own.iter().any(|own| !own.is_empty())
        };
        let versions: Vec<Option<&Guide>> = guides.iter().map(Option::as_deref).collect();
        let new = versions.get(1).copied().flatten();
        let new = new.or(versions.first().copied().flatten());
        Self {
            id: id.to_owned(),
            short: new.map_or_else(|| id.to_owned(), |guide| guide.manifest.short.clone()),
            tiers: Tiers::of(&versions),
            lists_otherwise: differs(Role::List),
            says_otherwise: facts_differ || differs(Role::Applicant) || differs(Role::Standing),
            programs,
            guides,
            slots,
            distinct,
        }
    }

    /// Where that version stands among those that do not judge alike.
    pub(super) fn slot(&self, version: usize) -> usize {
        self.slots.get(version).copied().unwrap_or(0)
    }

    /// The guide of that slot, and the number of its version.
    pub(super) fn guide(&self, slot: usize) -> Option<(&Arc<Guide>, usize)> {
        let version = *self.distinct.get(slot)?;
        Some((self.guides.get(version)?.as_ref()?, version))
    }

    /// The versions with their sandboxes, for those that have the guide.
    pub(super) fn versions(&self, editions: &[&Edition]) -> Vec<(Arc<Guide>, Arc<Host>)> {
        let all = self.distinct.iter().filter_map(|number| {
            let guide = self.guides.get(*number)?.clone()?;
            Some((guide, editions.get(*number)?.guides.host.clone()))
        });
        all.collect()
    }

    /// The number of a slot among the versions that have the guide.
    pub(super) fn among_versions(&self, slot: usize) -> usize {
        let before = self.distinct.iter().take(slot);
        let there = |number: &&usize| matches!(self.guides.get(**number), Some(Some(_)));
        before.filter(there).count()
    }
}

/// No rule counts as the same: what rules read of applicants differs.
fn apart(guides: &[&Guide]) -> Shared {
    let own = guides.iter().map(|guide| {
        let rules = guide.rules_on(Role::Program);
        rules.map(|(number, _)| number).collect()
    });
    Shared {
        all: BTreeSet::new(),
        own: own.collect(),
    }
}

/// The mark of everything in a guide that decides about anybody.
fn judges_by(guide: &Guide) -> Mark {
    let mut marking = Marking::default();
    let manifest = &guide.manifest;
    marking.value(&manifest.applies_to);
    marking.value(
        &manifest
            .tiers
            .iter()
            .map(|tier| &tier.id)
            .collect::<Vec<_>>(),
    );
    let mut rules: Vec<Mark> = guide
        .rules
        .iter()
        .map(|rule| identity(guide, rule))
        .collect();
    rules.sort();
    for rule in rules {
        marking.mark(rule);
    }
    marking.finish()
}

/// For each version the parts about data that it is without: the new one none, the old one all.
fn data(changes: &Changes, units: &[Unit]) -> Vec<BTreeSet<usize>> {
    let parts = changes.parts.iter().enumerate();
    let all = parts.filter(|(_, part)| part.sort.is_data());
    let all: BTreeSet<usize> = all.map(|(number, _)| number).collect();
    let without = units.iter().map(|unit| {
        let parts = unit.parts.iter().filter(|number| all.contains(number));
        parts.copied().collect()
    });
    let without: Vec<BTreeSet<usize>> = without.collect();
    [all, BTreeSet::new()].into_iter().chain(without).collect()
}
