//! One list (an applicant, a guide, a target) in all versions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::advise::advise;
use crate::evaluate::{Scores, standing_findings};
use crate::guide::{Fit, Guide};
use crate::model::{Facts, Reading, Stage, Target, Value};

use super::Edition;
use super::counts::{Counts, Example};
use super::lengths;
use super::line::Line;
use super::said::said;
use super::stand::{Aspect, Kind, Stand, Where, kind};
use super::sweep::{Bench, Cause, Person, Slice, Tally, Worker};
use super::table::Table;

/// The list of one applicant, guide and target.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'p> {
    pub(super) person: &'p Arc<Person>,
    pub(super) index: usize,
    pub(super) target: Target,
    pub(super) guide: usize,
}

/// One list as all versions judge it.
struct Judged<'l> {
    line: &'l Line,
    /// By slot what rules read of the applicant; none where the guide is not for the applicant.
    facts: Vec<Option<Arc<Facts>>>,
    stage: Stage,
    /// The slots of the old and the new version.
    ends: (usize, usize),
    /// For each unit the slot of the new version without it.
    without: Vec<usize>,
}

/// The stands of programs by slot.
type Stands = Vec<Option<Vec<Stand>>>;

impl List<'_> {
    pub(super) fn judge(&self, worker: &mut Worker<'_, '_>, tally: &mut Tally) {
        let sweep = worker.sweep;
        let Some(line) = sweep.lines.get(self.guide) else {
            return;
        };
        let Some(judged) = self.judged(worker, line) else {
            return;
        };
        let (old, new) = judged.ends;
        let (was, is) = (judged.fits(old), judged.fits(new));
        if !was && !is {
            return;
        }
        let read = judged.facts.get(new).and_then(Option::as_ref);
        let read = read
            .or_else(|| judged.facts.get(old).and_then(Option::as_ref))
            .cloned();
        let filters = sweep.filters.iter();
        let filters = filters.map(|filter| read.as_ref().is_some_and(|facts| filter.takes(facts)));
        let takes: Vec<bool> = [true].into_iter().chain(filters).collect();
        let table = sweep.table(self.target);
        let size = table.sizes.get(usize::from(is)).copied().unwrap_or(0) as u64;
        each(&mut tally.slices, &takes, |slice| {
            slice.lists += 1;
            slice.pairs += size;
        });
        if was != is {
            let cause = judged.cause(
                |slot| judged.fits(slot) == is,
                |slot| judged.fits(slot) == was,
            );
            let change = |counts: &mut Counts| {
                counts.lists += 1;
                counts.unjudged += u64::from(was);
                counts.judged += u64::from(is);
            };
            change(tally.groups.entry(cause).or_default());
            each(&mut tally.slices, &takes, |slice| change(&mut slice.counts));
            return;
        }
        if old == new {
            return;
        }
        let mut counts = Found::default();
        self.sentences(worker, &judged, &mut counts);
        self.programs(worker, &judged, &mut counts, tally, &takes);
        counts.into_tally(tally, &takes);
    }

    fn judged<'l>(&self, worker: &Worker<'_, '_>, line: &'l Line) -> Option<Judged<'l>> {
        let sweep = worker.sweep;
        let new = self.person.versions.get(1)?;
        let stage = sweep.stage.unwrap_or_else(|| new.stage());
        let mut facts: Vec<Option<Arc<Facts>>> = Vec::new();
        let mut known: Option<(usize, Arc<Facts>)> = None;
        for slot in 0..line.distinct.len() {
            let read = line.guide(slot).and_then(|(guide, version)| {
                let applicant = self.person.versions.get(version)?;
                let number = Arc::as_ptr(applicant).addr();
                let read = match &known {
                    Some((same, facts)) if *same == number => facts.clone(),
                    _ => {
                        let mut facts = applicant.facts(self.index);
                        facts.set("stage", Reading::told(Value::text(stage.as_str())));
                        Arc::new(facts)
                    }
                };
                known = Some((number, read.clone()));
                (!matches!(guide.fit(&read), Fit::DoesNotFit(_))).then_some(read)
            });
            facts.push(read);
        }
        let without = (0..sweep.units).map(|unit| line.slot(unit + 2));
        Some(Judged {
            facts,
            stage,
            ends: (line.slot(0), line.slot(1)),
            without: without.collect(),
            line,
        })
    }

    /// What the guide says to the applicant.
    fn sentences(&self, worker: &Worker<'_, '_>, judged: &Judged<'_>, found: &mut Found) {
        let line = judged.line;
        let lists = line.lists_otherwise && worker.sweep.lists;
        if !line.says_otherwise && !lists {
            return;
        }
        let (old, new) = judged.ends;
        let mut known: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        let mut of = |slot: usize| {
            let says = known.entry(slot).or_insert_with(|| {
                let facts = judged.facts.get(slot).and_then(Option::as_ref);
                let guide = line.guide(slot);
                let (Some(facts), Some((guide, version))) = (facts, guide) else {
                    return BTreeSet::new();
                };
                let Some(edition) = worker.sweep.editions.get(version) else {
                    return BTreeSet::new();
                };
                let host = &edition.guides.host;
                let mut says = said(guide, &standing_findings(guide, host, facts, judged.stage));
                if lists {
                    says.extend(self.said_of_list(guide, edition, version, judged.stage));
                }
                says
            });
            says.clone()
        };
        let (before, after) = (of(old), of(new));
        if before == after {
            return;
        }
        let slots: Vec<BTreeSet<String>> = (0..line.distinct.len()).map(&mut of).collect();
        let has = |slot: usize, text: &str| slots.get(slot).is_some_and(|said| said.contains(text));
        for (texts, is_new) in [
            (after.difference(&before), true),
            (before.difference(&after), false),
        ] {
            for text in texts {
                let cause = judged.cause(
                    |slot| has(slot, text) == is_new,
                    |slot| has(slot, text) != is_new,
                );
                found.said.push((text.clone(), is_new, cause));
            }
        }
    }

    /// What the rules about the list as a whole say, by a whole report.
    fn said_of_list(
        &self,
        guide: &Guide,
        edition: &Edition,
        version: usize,
        stage: Stage,
    ) -> BTreeSet<String> {
        let Some(applicant) = self.person.versions.get(version) else {
            return BTreeSet::new();
        };
        let (catalogue, references) = (&edition.catalogue, &edition.references);
        let host = &edition.guides.host;
        let advice = advise(guide, host, applicant, stage, catalogue, references);
        let mut targets = advice.targets.iter();
        let target = targets.find(|target| target.evaluation.target_index == self.index);
        target.map_or_else(BTreeSet::new, |target| said(guide, &target.list_findings))
    }

    /// Where the programs stand.
    fn programs(
        &self,
        worker: &mut Worker<'_, '_>,
        judged: &Judged<'_>,
        found: &mut Found,
        tally: &mut Tally,
        takes: &[bool],
    ) {
        let sweep = worker.sweep;
        let Some(bench) = worker.bench(self.guide, self.target) else {
            return;
        };
        let (old, new) = judged.ends;
        let own = [old, new].map(|slot| judged.own(bench, slot));
        let [before, after] = &own;
        tally.faulted.0 += before.faulted.0;
        tally.faulted.1 += after.faulted.0;
        if tally.faulted.2.is_none() {
            tally.faulted.2.clone_from(&after.faulted.1);
        }
        let lanes = before.differing(after);
        let moving = judged.moving(bench);
        let none = Vec::new();
        let of = |slot: usize| moving.get(slot).and_then(Option::as_ref).unwrap_or(&none);
        if lanes.is_empty() && of(old) == of(new) {
            return;
        }
        let table = bench.table.clone();
        let whole = Whole::new(bench, judged, own, moving);
        let mut places: Vec<(usize, Option<usize>)> = lanes
            .iter()
            .filter_map(|lane| Some((*table.steady.1.get(*lane)?, Some(*lane))))
            .collect();
        places.extend(whole.moved.iter().map(|place| (*place, None)));
        places.sort_unstable();
        for (place, lane) in places {
            self.program(judged, &whole, (place, lane), &table, found);
        }
        if found.is_any() {
            let mut list = lengths::Lengths {
                list: self,
                fees: [0, 1].map(|version| sweep.editions.get(version).map(|one| &*one.references)),
                before: whole.all(old, &table),
                after: whole.all(new, &table),
                counts_as: &table.counts_as,
            };
            let changed = list.lists();
            each(&mut tally.slices, takes, |slice| {
                slice.changed.merge(&changed)
            });
        }
    }

    /// One program that may stand elsewhere.
    fn program(
        &self,
        judged: &Judged<'_>,
        whole: &Whole,
        (place, lane): (usize, Option<usize>),
        table: &Table,
        found: &mut Found,
    ) {
        let stand = |slot: usize| whole.stand(slot, place, lane);
        let (old, new) = judged.ends;
        let (before, after) = (stand(old), stand(new));
        let mut caused: Vec<(Aspect, Cause)> = Vec::new();
        for aspect in Aspect::ALL {
            if aspect.shows(&before, &after) {
                let cause = judged.cause(
                    |slot| aspect.same(&stand(slot), &after),
                    |slot| aspect.same(&stand(slot), &before),
                );
                caused.push((aspect, cause));
            }
        }
        let Some((_, first)) = caused.first().copied() else {
            return;
        };
        let number = table.numbers.get(place).copied().unwrap_or(place);
        let change = Change { before, after };
        let example = |kind: Kind, weight: i64| Example {
            key: (
                kind,
                weight,
                self.person.number,
                self.guide,
                self.index,
                place,
            ),
            person: self.person.clone(),
            guide: self.guide,
            target_index: self.index,
            target: self.target,
            program: table.ids.get(place).cloned(),
            before,
            after,
        };
        let moved = caused.iter().any(|(aspect, _)| *aspect == Aspect::At);
        let scored = |cause: Cause| !moved || cause != first;
        for (aspect, cause) in &caused {
            let counts = found.groups.entry(*cause).or_default();
            match aspect {
                Aspect::At => change.at(counts, self.guide, &example),
                Aspect::Score if scored(*cause) => change.score(counts, &example),
                Aspect::Score => {}
                Aspect::Unknown => change.unknown(counts, &example),
            }
        }
        let causes: BTreeSet<Cause> = caused.iter().map(|(_, cause)| *cause).collect();
        for cause in causes {
            let counts = found.groups.entry(cause).or_default();
            counts.pairs += 1;
            counts.programs.add(number);
        }
        // In all, a program that moves and scores otherwise is counted once.
        let all = &mut found.all;
        all.pairs += 1;
        all.programs.add(number);
        let has = |aspect: Aspect| caused.iter().any(|(own, _)| *own == aspect);
        if moved {
            change.at(all, self.guide, &example);
        } else if has(Aspect::Score) {
            change.score(all, &example);
        }
        if has(Aspect::Unknown) {
            change.unknown(all, &example);
        }
    }
}

/// One program that stands elsewhere.
struct Change {
    before: Stand,
    after: Stand,
}

impl Change {
    fn at(&self, counts: &mut Counts, guide: usize, example: &impl Fn(Kind, i64) -> Example) {
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

    fn score(&self, counts: &mut Counts, example: &impl Fn(Kind, i64) -> Example) {
        let by = self.after.score - self.before.score;
        *counts.points.entry(by).or_default() += 1;
        let weight = -by.abs();
        counts.show(Kind::Score, || example(Kind::Score, weight), weight);
    }

    fn unknown(&self, counts: &mut Counts, example: &impl Fn(Kind, i64) -> Example) {
        counts.unknown_more += u64::from(self.after.unknown);
        counts.unknown_less += u64::from(self.before.unknown);
        counts.show(Kind::Unknown, || example(Kind::Unknown, 0), 0);
    }
}

/// What changed in one list.
#[derive(Default)]
struct Found {
    all: Counts,
    groups: BTreeMap<Cause, Counts>,
    said: Vec<(String, bool, Cause)>,
}

impl Found {
    fn is_any(&self) -> bool {
        self.all.pairs > 0
    }

    fn into_tally(mut self, tally: &mut Tally, takes: &[bool]) {
        for (text, is_new, cause) in std::mem::take(&mut self.said) {
            self.all.say(&text, is_new);
            self.groups.entry(cause).or_default().say(&text, is_new);
        }
        if self.all.is_empty() {
            return;
        }
        self.all.lists = 1;
        each(&mut tally.slices, takes, |slice| {
            slice.counts.merge(&self.all)
        });
        for (cause, mut counts) in self.groups {
            counts.lists = 1;
            tally.groups.entry(cause).or_default().merge(&counts);
        }
    }
}

fn each(slices: &mut [Slice], takes: &[bool], mut change: impl FnMut(&mut Slice)) {
    for (slice, takes) in slices.iter_mut().zip(takes) {
        if *takes {
            change(slice);
        }
    }
}

impl Judged<'_> {
    fn fits(&self, slot: usize) -> bool {
        self.facts.get(slot).is_some_and(Option::is_some)
    }

    /// The units without any one of which it is not as it is now; all that touch the guide when no
    /// single one makes the difference.
    fn cause(&self, as_now: impl Fn(usize) -> bool, as_then: impl Fn(usize) -> bool) -> Cause {
        let units = self.without.iter().enumerate();
        let touching = units.filter(|(_, slot)| **slot != self.ends.1);
        let bits = |units: &[(usize, usize)]| {
            let bits = units
                .iter()
                .map(|(unit, _)| 1_u64.wrapping_shl(*unit as u32));
            bits.fold(0, |all, bit| all | bit)
        };
        let touching: Vec<(usize, usize)> = touching.map(|(unit, slot)| (unit, *slot)).collect();
        let needed = touching.iter().filter(|(_, slot)| !as_now(*slot));
        let needed: Vec<(usize, usize)> = needed.copied().collect();
        let whole = match needed.as_slice() {
            [] => true,
            [(_, slot)] => !as_then(*slot),
            _ => false,
        };
        Cause {
            units: bits(if whole { &touching } else { &needed }),
            whole,
        }
    }

    /// What the rules say that not all versions have, by that one.
    fn own(&self, bench: &mut Bench, slot: usize) -> Scores {
        let facts = self.facts.get(slot).and_then(Option::as_ref);
        let among = self.line.among_versions(slot);
        match (facts, bench.steady.as_mut()) {
            (Some(facts), Some(steady)) => steady.own(among, facts, self.stage),
            _ => Scores::default(),
        }
    }

    /// By slot where the programs stand that are not the same everywhere, by their places.
    fn moving(&self, bench: &mut Bench) -> Stands {
        let table = bench.table.clone();
        let slots = bench.moving.iter_mut().enumerate();
        let stands = slots.map(|(slot, lineup)| {
            let facts = self.facts.get(slot).and_then(Option::as_ref)?;
            let (_, version) = self.line.guide(slot)?;
            let mut stands = vec![Stand::default(); table.ids.len()];
            if table.moving.iter().all(|(_, places)| places.is_empty()) {
                return None;
            }
            let Some(lineup) = lineup else {
                return Some(stands);
            };
            let scores = lineup.judge(facts, self.stage);
            let tiers = self.line.tiers.of.get(version)?;
            for (lane, place) in table.moving.get(version)?.1.iter().enumerate() {
                if let Some(slot) = stands.get_mut(*place) {
                    *slot = Stand::of(&scores, lane, tiers);
                }
            }
            Some(stands)
        });
        stands.collect()
    }
}

/// All of a list in all versions.
struct Whole {
    /// By slot; none where the guide is not for the applicant.
    scores: Vec<Option<Scores>>,
    tiers: Vec<Vec<usize>>,
    moving: Stands,
    /// The places of the programs that are not the same everywhere.
    moved: Vec<usize>,
}

impl Whole {
    fn new(bench: &mut Bench, judged: &Judged<'_>, own: [Scores; 2], moving: Stands) -> Self {
        let line = judged.line;
        let (old, new) = judged.ends;
        let facts = judged.facts.iter().flatten().next().cloned();
        let shared = match (facts, bench.steady.as_mut()) {
            (Some(facts), Some(steady)) => steady.shared(&facts, judged.stage),
            _ => Scores::default(),
        };
        let mut own = own.map(Some);
        let scores = (0..line.distinct.len()).map(|slot| {
            judged.facts.get(slot)?.as_ref()?;
            let [before, after] = &mut own;
            let known = if slot == old {
                before.take()
            } else if slot == new {
                after.take()
            } else {
                None
            };
            let own = known.unwrap_or_else(|| judged.own(bench, slot));
            Some(shared.with(&own))
        });
        let scores = scores.collect();
        let tiers = line.distinct.iter().map(|version| {
            let tiers = line.tiers.of.get(*version);
            tiers.cloned().unwrap_or_default()
        });
        let table = &bench.table;
        let moved: BTreeSet<usize> = table
            .moving
            .iter()
            .flat_map(|(_, places)| places.iter().copied())
            .collect();
        Self {
            scores,
            tiers: tiers.collect(),
            moving,
            moved: moved.into_iter().collect(),
        }
    }

    fn stand(&self, slot: usize, place: usize, lane: Option<usize>) -> Stand {
        match lane {
            Some(lane) => {
                let scores = self.scores.get(slot).and_then(Option::as_ref);
                let tiers = self.tiers.get(slot).map(Vec::as_slice).unwrap_or_default();
                scores.map_or_else(Stand::default, |scores| Stand::of(scores, lane, tiers))
            }
            None => {
                let stands = self.moving.get(slot).and_then(Option::as_ref);
                let stand = stands.and_then(|stands| stands.get(place));
                stand.copied().unwrap_or_default()
            }
        }
    }

    /// Where every program stands in one version, by its place.
    fn all(&self, slot: usize, table: &Table) -> Vec<Stand> {
        let mut stands = vec![Stand::default(); table.ids.len()];
        for (lane, place) in table.steady.1.iter().enumerate() {
            if let Some(stand) = stands.get_mut(*place) {
                *stand = self.stand(slot, *place, Some(lane));
            }
        }
        for place in &self.moved {
            if let Some(stand) = stands.get_mut(*place) {
                *stand = self.stand(slot, *place, None);
            }
        }
        stands
    }
}
