//! One list in all versions: who is judged, why something differs, and where every program stands.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::evaluate::Scores;
use crate::model::{Facts, Stage};

use super::line::Line;
use super::stand::Stand;
use super::sweep::{Bench, Cause};
use super::table::Table;

/// One list as all versions judge it.
pub(super) struct Judged<'l> {
    pub(super) line: &'l Line,
    /// By slot what rules read of the applicant; none where the guide is not for the applicant.
    pub(super) facts: Vec<Option<Arc<Facts>>>,
    pub(super) stage: Stage,
    /// The slots of the old and the new version.
    pub(super) ends: (usize, usize),
    /// For each unit the slot of the new version without it.
    pub(super) without: Vec<usize>,
}

/// The stands of programs by slot.
pub(super) type Stands = Vec<Option<Vec<Stand>>>;

impl Judged<'_> {
    pub(super) fn fits(&self, slot: usize) -> bool {
        self.facts.get(slot).is_some_and(Option::is_some)
    }

    /// The units without any one of which it is not as it is now; all that touch the guide when no
    /// single one makes the difference.
    pub(super) fn cause(
        &self,
        as_now: impl Fn(usize) -> bool,
        as_then: impl Fn(usize) -> bool,
    ) -> Cause {
        let units = self.without.iter().enumerate();
        let touching = units.filter(|(_, slot)| **slot != self.ends.1);
        let bits = |units: &[(usize, usize)]| {
            let bits = units
                .iter()
                .map(|(unit, _)| 1_u64.wrapping_shl(u32::try_from(*unit).unwrap_or(0)));
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
    pub(super) fn own(&self, bench: &mut Bench, slot: usize) -> Scores {
        let facts = self.facts.get(slot).and_then(Option::as_ref);
        let among = self.line.among_versions(slot);
        match (facts, bench.steady.as_mut()) {
            (Some(facts), Some(steady)) => steady.own(among, facts, self.stage),
            _ => Scores::default(),
        }
    }

    /// By slot where the programs stand that are not the same everywhere, by their places.
    pub(super) fn moving(&self, bench: &mut Bench) -> Stands {
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
pub(super) struct Whole {
    /// By slot; none where the guide is not for the applicant.
    pub(super) scores: Vec<Option<Scores>>,
    pub(super) tiers: Vec<Vec<usize>>,
    pub(super) moving: Stands,
    /// The places of the programs that are not the same everywhere.
    pub(super) moved: Vec<usize>,
}

impl Whole {
    pub(super) fn new(
        bench: &mut Bench,
        judged: &Judged<'_>,
        own: [Scores; 2],
        moving: Stands,
    ) -> Self {
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

    pub(super) fn stand(&self, slot: usize, place: usize, lane: Option<usize>) -> Stand {
        let Some(lane) = lane else {
            let stands = self.moving.get(slot).and_then(Option::as_ref);
            let stand = stands.and_then(|stands| stands.get(place));
            return stand.copied().unwrap_or_default();
        };
        let scores = self.scores.get(slot).and_then(Option::as_ref);
        let tiers = self.tiers.get(slot).map(Vec::as_slice);
        let tiers = tiers.unwrap_or_default();
        scores.map_or_else(Stand::default, |scores| Stand::of(scores, lane, tiers))
    }

    /// Where every program stands in one version, by its place.
    pub(super) fn all(&self, slot: usize, table: &Table) -> Vec<Stand> {
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
