use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::Catalogue;
use crate::evaluate::Programs;
use crate::model::{Facts, Program, ProgramId, Target};

use super::Edition;

/// The programs of one target in all versions: those that are the same everywhere, and the others.
#[derive(Debug)]
pub(super) struct Table {
    /// All of them, in the order of their ids.
    pub(super) ids: Vec<ProgramId>,
    /// The number of each in the new catalogue, or after those where it is not in it.
    pub(super) numbers: Vec<usize>,
    /// For each the number of the program that it counts as: records that may be the same one
    /// count once.
    pub(super) counts_as: Vec<usize>,
    /// Those that are the same in all versions, and the place of each lane among all.
    pub(super) steady: (Programs, Vec<usize>),
    /// For each version the others that it has, and the place of each lane among all.
    pub(super) moving: Vec<(Programs, Vec<usize>)>,
    /// How many programs of the target each version has.
    pub(super) sizes: Vec<usize>,
}

impl Table {
    pub(super) fn new(editions: &[&Edition], target: Target) -> Self {
        let offers = |program: &&Program| {
            program.specialty == target.specialty && program.offers(target.track)
        };
        let catalogues = catalogues(editions);
        let mut versions: BTreeMap<&ProgramId, Vec<Facts>> = BTreeMap::new();
        for catalogue in &catalogues {
            for program in catalogue.programs().iter().filter(offers) {
                let facts = program.facts(target.track);
                versions.entry(&program.id).or_default().push(facts);
            }
        }
        let steady: BTreeSet<&ProgramId> = versions
            .iter()
            .filter(|(_, facts)| facts.len() == catalogues.len() && all_same(facts))
            .map(|(id, _)| *id)
            .collect();
        let ids: Vec<ProgramId> = versions.keys().map(|id| (*id).clone()).collect();
        let place: BTreeMap<&ProgramId, usize> = versions
            .keys()
            .enumerate()
            .map(|(at, id)| (*id, at))
            .collect();
        let at = |programs: &Programs, catalogue: &Catalogue| -> Vec<usize> {
            let programs = programs.numbers.iter();
            let programs = programs.filter_map(|number| catalogue.programs().get(*number));
            programs
                .filter_map(|program| place.get(&program.id).copied())
                .collect()
        };
        let own = |catalogue: &Catalogue, is_steady: bool| {
            let wanted = |program: &Program| steady.contains(&program.id) == is_steady;
            let programs = Programs::among(catalogue, target, wanted);
            let places = at(&programs, catalogue);
            (programs, places)
        };
        let new = editions.get(1).or(editions.first());
        let none = Arc::new(Catalogue::default());
        let catalogue = new.map_or(&none, |new| &new.catalogue);
        let moving: Vec<(Programs, Vec<usize>)> = editions
            .iter()
            .map(|edition| own(&edition.catalogue, false))
            .collect();
        Self {
            numbers: numbers(&ids, catalogue),
            counts_as: counts_as(&ids, editions),
            steady: own(catalogue, true),
            sizes: moving
                .iter()
                .map(|(_, at)| at.len() + steady.len())
                .collect(),
            moving,
            ids,
        }
    }
}

/// The catalogues that are not the same one.
fn catalogues<'e>(editions: &[&'e Edition]) -> Vec<&'e Arc<Catalogue>> {
    let mut catalogues: Vec<&Arc<Catalogue>> = Vec::new();
    for edition in editions {
        let known = |other: &&Arc<Catalogue>| Arc::ptr_eq(other, &edition.catalogue);
        if !catalogues.iter().any(known) {
            catalogues.push(&edition.catalogue);
        }
    }
    catalogues
}

/// Whether rules read the same of all of them.
fn all_same(facts: &[Facts]) -> bool {
    let Some((first, rest)) = facts.split_first() else {
        return true;
    };
    let fields = 0..first.table().fields.len();
    rest.iter().all(|other| {
        fields
            .clone()
            .all(|field| first.read(field) == other.read(field))
    })
}

fn numbers(ids: &[ProgramId], catalogue: &Catalogue) -> Vec<usize> {
    let programs = catalogue.programs();
    let mut after = programs.len();
    let numbers = ids.iter().map(|id| {
        let known = programs.binary_search_by(|program| program.id.cmp(id));
        known.unwrap_or_else(|_| {
            after += 1;
            after - 1
        })
    });
    numbers.collect()
}

fn counts_as(ids: &[ProgramId], editions: &[&Edition]) -> Vec<usize> {
    let group = |id: &ProgramId| {
        let known = editions.iter().skip(1).chain(editions.iter().take(1));
        let mut known = known.filter(|edition| edition.catalogue.get(id).is_some());
        let edition = known.next();
        edition.map_or_else(
            || id.clone(),
            |edition| edition.catalogue.group_of(id).clone(),
        )
    };
    let mut numbers: BTreeMap<ProgramId, usize> = BTreeMap::new();
    let groups = ids.iter().map(|id| {
        let next = numbers.len();
        *numbers.entry(group(id)).or_insert(next)
    });
    groups.collect()
}
