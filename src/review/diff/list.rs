//! One list (an applicant, a guide, a target) in all versions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::advise::advise;
use crate::evaluate::standing_findings;
use crate::guide::{Fit, Guide};
use crate::model::{Facts, Reading, Stage, Target, Value};

use super::Edition;
use super::counts::{Counts, Example};
use super::found::{Change, Found, each};
use super::judged::{Judged, Whole};
use super::lengths;
use super::line::Line;
use super::said::said;
use super::stand::{Aspect, Kind};
use super::sweep::{Cause, Person, Tally, Worker};
use super::table::Table;

/// The list of one applicant, guide and target.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'p> {
    pub(super) person: &'p Arc<Person>,
    pub(super) index: usize,
    pub(super) target: Target,
    pub(super) guide: usize,
}

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
                slice.changed.merge(&changed);
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
        if caused.is_empty() {
            return;
        }
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
        found.take(&change, &caused, (self.guide, number), &example);
    }
}
