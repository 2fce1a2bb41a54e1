//! Applicants judged by two versions, list by list, and every difference traced to its cause.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::dataset::References;
use crate::evaluate::{Lineup, Rejudge};
use crate::model::{Applicant, Stage, Target};
use crate::place::{Problem, Problems};

use super::counts::{Counts, Lists};
use super::line::Line;
use super::list::List;
use super::table::Table;
use super::{Changes, Edition, Filter, Unit};

/// Why something changed: the units of the edit without any one of which it would be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The numbers of the units, as bits.
    pub(super) units: u64,
    /// Whether no single unit makes the difference: each of these could be taken back and it would
    /// stay, or only come back in part.
    pub whole: bool,
}

impl Cause {
    /// The numbers of the units.
    pub fn units(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |unit| self.units >> unit & 1 == 1)
    }
}

/// A part of the applicants: all, or those that a limit is for.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// Applicants that some guide judges.
    pub applicants: u64,
    /// Lists: one for each applicant, guide and target.
    pub lists: u64,
    /// Pairs of a list and a program.
    pub pairs: u64,
    /// What changed.
    pub counts: Counts,
    /// What became of whole lists.
    pub changed: Lists,
}

/// What came of a sweep.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// All applicants, then those that each filter is for.
    pub slices: Vec<Slice>,
    /// What changed, by its cause.
    pub groups: BTreeMap<Cause, Counts>,
    /// Applicants that could not be read.
    pub unread: u64,
    /// Applicants that no guide is for, before and after.
    pub without_guide: u64,
    /// How many times a rule that differs failed, in the old and in the new version, and the first
    /// problem.
    pub faulted: (u64, u64, Option<Problem>),
}

impl Tally {
    fn of(filters: usize) -> Self {
        Self {
            slices: vec![Slice::default(); filters + 1],
            ..Self::default()
        }
    }

    /// Adds what came of other applicants. The order does not matter.
    pub fn merge(&mut self, other: &Self) {
        for (own, other) in self.slices.iter_mut().zip(&other.slices) {
            own.applicants += other.applicants;
            own.lists += other.lists;
            own.pairs += other.pairs;
            own.counts.merge(&other.counts);
            own.changed.merge(&other.changed);
        }
        for (cause, counts) in &other.groups {
            self.groups.entry(*cause).or_default().merge(counts);
        }
        self.unread += other.unread;
        self.without_guide += other.without_guide;
        self.faulted.0 += other.faulted.0;
        self.faulted.1 += other.faulted.1;
        let (known, one) = (&mut self.faulted.2, &other.faulted.2);
        let words = |problem: &Problem| problem.to_string();
        if known.as_ref().map(words) > one.as_ref().map(words) && one.is_some() || known.is_none() {
            known.clone_from(one);
        }
    }
}

/// A specialty and track by their ids.
pub(super) type Key = (&'static str, &'static str);

/// Two versions and those between them, ready to judge applicants.
#[derive(Debug)]
pub struct Sweep<'e> {
    pub(super) editions: Vec<&'e Edition>,
    pub(super) units: usize,
    pub(super) lines: Vec<Line>,
    pub(super) filters: Vec<Filter>,
    pub(super) stage: Option<Stage>,
    /// Whether what rules about lists say is compared where these rules differ: that takes as long
    /// as a whole report of every list.
    pub lists: bool,
    tables: Mutex<BTreeMap<Key, Arc<Table>>>,
}

/// An applicant as each version reads the profile.
#[derive(Debug, Clone)]
pub struct Person {
    /// The number among all applicants.
    pub number: usize,
    /// What the applicant is called.
    pub name: String,
    pub(super) versions: Vec<Arc<Applicant>>,
}

impl<'e> Sweep<'e> {
    /// Prepares judging by these two versions and by the new one without each unit of the edit; by
    /// one guide only, if it is given.
    ///
    /// # Errors
    /// When there is no such guide.
    pub fn new(
        (old, new): (&'e Edition, &'e Edition),
        changes: &Changes,
        units: &'e [Unit],
        (guide, stage): (Option<&str>, Option<Stage>),
        filters: Vec<Filter>,
    ) -> Result<Self, Problem> {
        let without = units.iter().map(|unit| &unit.without);
        let editions: Vec<&Edition> = [old, new].into_iter().chain(without).collect();
        let same = |edition: &&Edition| Arc::ptr_eq(&edition.references, &new.references);
        let facts_differ = !editions.iter().all(same);
        let mut lines = Line::all(&editions, changes, units, facts_differ);
        if let Some(id) = guide {
            let known: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
            lines.retain(|line| line.id == id);
            if lines.is_empty() {
                let problem = Problem::error(format!("there is no guide `{id}` to judge by"));
                return Err(problem.near_or_all(id, known.iter().map(String::as_str)));
            }
        }
        Ok(Self {
            editions,
            units: units.len(),
            lines,
            filters,
            stage,
            lists: true,
            tables: Mutex::new(BTreeMap::new()),
        })
    }

    /// The short name of the guide with that number among those that judge.
    #[must_use]
    pub fn guide(&self, number: usize) -> (&str, &str) {
        let line = self.lines.get(number);
        line.map_or(("", ""), |line| (&line.id, &line.short))
    }

    /// How many guides judge.
    #[must_use]
    pub fn guides(&self) -> usize {
        self.lines.len()
    }

    /// The guides whose rules about the list as a whole differ, by their short names.
    pub fn lists_otherwise(&self) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().filter(|line| line.lists_otherwise);
        lines.map(|line| line.short.as_str())
    }

    /// What that tier of that guide is called: its id and title.
    #[must_use]
    pub fn tier(&self, guide: usize, tier: usize) -> (&str, &str) {
        let line = self.lines.get(guide);
        let name = line.and_then(|line| line.tiers.names.get(tier));
        name.map_or(("", ""), |(id, title)| (id, title))
    }

    /// Reads an applicant for every version.
    ///
    /// # Errors
    /// What is wrong with the profile.
    pub fn person(
        &self,
        number: usize,
        called: &str,
        read: impl Fn(&References) -> Result<Applicant, Problems>,
    ) -> Result<Arc<Person>, Problems> {
        let mut known: Vec<(&Arc<References>, Arc<Applicant>)> = Vec::new();
        let mut versions = Vec::new();
        for edition in &self.editions {
            let same = known
                .iter()
                .find(|(references, _)| Arc::ptr_eq(references, &edition.references));
            let applicant = match same {
                Some((_, applicant)) => applicant.clone(),
                None => Arc::new(read(&edition.references)?),
            };
            known.push((&edition.references, applicant.clone()));
            versions.push(applicant);
        }
        let name = versions
            .get(1)
            .and_then(|applicant| applicant.name.as_deref());
        Ok(Arc::new(Person {
            number,
            name: name.unwrap_or(called).to_owned(),
            versions,
        }))
    }

    pub(super) fn table(&self, target: Target) -> Arc<Table> {
        let mut all = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let table = all
            .entry((target.specialty.id, target.track.as_str()))
            .or_insert_with(|| Arc::new(Table::new(&self.editions, target)));
        table.clone()
    }
}

/// Judges one applicant after another.
#[derive(Debug)]
pub struct Worker<'s, 'e> {
    pub(super) sweep: &'s Sweep<'e>,
    /// By the guide's number and the target.
    benches: BTreeMap<(usize, Key), Bench>,
    /// What came of them.
    pub tally: Tally,
}

/// The programs of a target, bound to the versions of a guide.
#[derive(Debug)]
pub(super) struct Bench {
    pub(super) table: Arc<Table>,
    pub(super) steady: Option<Rejudge>,
    /// For each slot those programs that are not the same everywhere; none where there are none.
    pub(super) moving: Vec<Option<Lineup>>,
}

impl<'s, 'e> Worker<'s, 'e> {
    /// A worker that has judged nobody.
    #[must_use]
    pub fn new(sweep: &'s Sweep<'e>) -> Self {
        Self {
            sweep,
            benches: BTreeMap::new(),
            tally: Tally::of(sweep.filters.len()),
        }
    }

    /// Judges an applicant by all versions.
    pub fn judge(&mut self, person: &Arc<Person>) {
        let Some(applicant) = person.versions.get(1) else {
            return;
        };
        let targets = applicant.targets.clone();
        let mut one = Tally::of(self.sweep.filters.len());
        for (index, target) in targets.iter().enumerate() {
            for guide in 0..self.sweep.lines.len() {
                let list = List {
                    person,
                    index,
                    target: *target,
                    guide,
                };
                list.judge(self, &mut one);
            }
        }
        // What was counted for this applicant alone makes one applicant.
        for slice in &mut one.slices {
            slice.applicants = u64::from(slice.lists > 0);
            slice.counts.applicants = u64::from(!slice.counts.is_empty());
        }
        for counts in one.groups.values_mut() {
            counts.applicants = u64::from(!counts.is_empty());
        }
        let judged = one.slices.first().is_some_and(|all| all.lists > 0);
        one.without_guide = u64::from(!judged);
        self.tally.merge(&one);
    }

    pub(super) fn bench(&mut self, guide: usize, target: Target) -> Option<&mut Bench> {
        let sweep = self.sweep;
        let line = sweep.lines.get(guide)?;
        let key = (guide, (target.specialty.id, target.track.as_str()));
        let bench = self
            .benches
            .entry(key)
            .or_insert_with(|| Bench::new(sweep, line, target));
        Some(bench)
    }
}

impl Bench {
    fn new(sweep: &Sweep<'_>, line: &Line, target: Target) -> Self {
        let table = sweep.table(target);
        let versions = line.versions(&sweep.editions);
        let mut shared = line.programs.clone();
        // Only versions that have the guide are bound.
        shared.own = (0..line.distinct.len())
            .filter(|slot| line.guide(*slot).is_some())
            .filter_map(|slot| line.programs.own.get(slot).cloned())
            .collect();
        let steady = Rejudge::new(&versions, &shared, &table.steady.0);
        let moving = (0..line.distinct.len()).map(|slot| {
            let (guide, version) = line.guide(slot)?;
            let (programs, places) = table.moving.get(version)?;
            let host = sweep.editions.get(version)?.guides.host.clone();
            (!places.is_empty()).then(|| Lineup::new(guide.clone(), host, programs))
        });
        let moving = moving.collect();
        Self {
            table,
            steady,
            moving,
        }
    }
}
