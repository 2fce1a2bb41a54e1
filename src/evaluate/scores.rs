use std::cmp::Reverse;
use std::sync::Arc;

use crate::guide::{Guide, Rule};
use crate::model::Effect;
use crate::place::Problem;
use crate::plan::columns::{Columns, Found, LANES, Lanes, Mask, Told};
use crate::script::Answer;

/// What a guide says of every program of a target, for one applicant: exact scores and places,
/// without the words.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    pub(super) lanes: usize,
    /// The sums of the points, by lane, as far as they surely fit.
    pub(super) sums: Vec<i16>,
    /// How much more may be added to those.
    pub(super) room: u64,
    /// What did not fit, by lane; empty while nothing did.
    pub(super) wide: Vec<i64>,
    /// Where each tier's rules fired, by rank and block.
    pub(super) tiers: Vec<Vec<Mask>>,
    /// Which are not an option, by block.
    pub excluded: Vec<Mask>,
    /// Where some rule could not know, by block.
    pub open: Vec<Mask>,
    /// Where some rule that may give a tier could not know, by block.
    pub(super) doubtful: Vec<Mask>,
    /// What each rule about a program came to, in the order of the guide (of scores put together: the
    /// rules of the first, then those of the second): where it fired and could
    /// not know, as bits. None for a rule that the season's stage leaves out, or that has no typed
    /// form; lanes of which that is unsure were asked one by one and are only in the sums.
    pub told: Vec<Option<Arc<Told>>>,
    /// How many rules fired, over all programs.
    pub fired: u64,
    /// How many rules could not know, over all programs.
    pub unknown: u64,
    /// How many times a rule was asked for one pair, because it has no typed form or that was not
    /// sure.
    pub asked: u64,
    /// How many times a rule failed, and the first of these problems.
    pub faulted: (u64, Option<Problem>),
}

/// Programs that stand alike but for their scores.
#[derive(Debug, Clone)]
pub struct Group {
    /// Whether they are not an option.
    pub excluded: bool,
    /// The rank of their best tier among the guide's tiers.
    pub tier: Option<usize>,
    /// Which, by block.
    pub lanes: Vec<Mask>,
}

impl Group {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lanes.iter().map(Mask::count).sum()
    }

    fn lanes(&self) -> impl Iterator<Item = usize> {
        let blocks = self.lanes.iter().enumerate();
        blocks.flat_map(|(block, mask)| mask.lanes().map(move |lane| block * LANES + lane))
    }
}

impl Scores {
    pub(super) fn new(columns: &Columns, guide: &Guide, rules: usize) -> Self {
        let tiers = guide.manifest.tiers.len();
        Self {
            lanes: columns.len(),
            sums: vec![0; columns.blocks() * LANES],
            room: i16::MAX.unsigned_abs().into(),
            tiers: vec![vec![Mask::NONE; columns.blocks()]; tiers],
            excluded: vec![Mask::NONE; columns.blocks()],
            open: vec![Mask::NONE; columns.blocks()],
            doubtful: vec![Mask::NONE; columns.blocks()],
            told: vec![None; rules],
            ..Self::default()
        }
    }

    /// How many programs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lanes
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lanes == 0
    }

    /// The exact sum of the points of that lane.
    #[must_use]
    pub fn score(&self, lane: usize) -> i64 {
        let sum = self.sums.get(lane).copied().unwrap_or(0);
        i64::from(sum).saturating_add(self.wide.get(lane).copied().unwrap_or(0))
    }

    /// The rank of that lane's best tier among the guide's tiers.
    #[must_use]
    pub fn tier(&self, lane: usize) -> Option<usize> {
        self.tiers.iter().position(|masks| has(masks, lane))
    }

    /// Whether the program of that lane is not an option.
    #[must_use]
    pub fn is_excluded(&self, lane: usize) -> bool {
        has(&self.excluded, lane)
    }

    /// Whether some rule could not know about the program of that lane.
    #[must_use]
    pub fn is_open(&self, lane: usize) -> bool {
        has(&self.open, lane)
    }

    /// All programs by where they stand, the best first: open before excluded, then by tier. A
    /// group may be empty.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for excluded in [false, true] {
            let blocks = self.excluded.iter().enumerate();
            let blocks = blocks.map(|(block, out)| {
                let all = Mask::first(self.lanes.saturating_sub(block * LANES));
                if excluded {
                    all & *out
                } else {
                    all.without(out)
                }
            });
            let mut rest: Vec<Mask> = blocks.collect();
            for (rank, tier) in self.tiers.iter().enumerate() {
                let mut lanes = rest.clone();
                for ((lanes, rest), tier) in lanes.iter_mut().zip(&mut rest).zip(tier) {
                    *lanes = *lanes & *tier;
                    *rest = rest.without(tier);
                }
                groups.push(Group {
                    excluded,
                    tier: Some(rank),
                    lanes,
                });
            }
            groups.push(Group {
                excluded,
                tier: None,
                lanes: rest,
            });
        }
        groups
    }

    /// The best lanes in order, at most `top`: open before excluded, then tier, score and id.
    #[must_use]
    pub fn best(&self, top: usize) -> Vec<usize> {
        self.best_of(&self.groups(), top)
    }

    /// The best lanes of all groups in order, at most `top`.
    #[must_use]
    pub fn best_of(&self, groups: &[Group], top: usize) -> Vec<usize> {
        let mut best = Vec::new();
        for group in groups {
            let left = top - best.len();
            if left == 0 {
                break;
            }
            let lanes = group.lanes();
            let mut lanes: Vec<_> = lanes
                .map(|lane| (Reverse(self.score(lane)), lane))
                .collect();
            if left < lanes.len() {
                lanes.select_nth_unstable(left - 1);
                lanes.truncate(left);
            }
            lanes.sort_unstable();
            best.extend(lanes.into_iter().map(|(_, lane)| lane));
        }
        best
    }

    /// How many of the open programs in no tier a rule that may give one could not know about.
    #[must_use]
    pub fn undecided(&self, groups: &[Group]) -> usize {
        let open = groups
            .iter()
            .filter(|group| !group.excluded && group.tier.is_none());
        let undecided = open.flat_map(|group| group.lanes.iter().zip(&self.doubtful));
        undecided
            .map(|(lanes, doubtful)| (*lanes & *doubtful).count())
            .sum()
    }

    /// Takes what the rule of that number, among those about a program, came to.
    pub(super) fn take(&mut self, guide: &Guide, rule: &Rule, number: usize, told: &Arc<Told>) {
        self.fired += told.fired;
        self.unknown += told.unknown;
        let fits = told.reach <= self.room || self.make_room(told.reach);
        if fits {
            self.room -= told.reach;
        }
        for (block, lanes) in told.blocks.iter().enumerate() {
            self.take_block(guide, block, lanes, fits);
            if told.unknown > 0 {
                self.doubt(rule, block, &lanes.unknown);
            }
        }
        if let Some(slot) = self.told.get_mut(number) {
            *slot = Some(told.clone());
        }
    }

    /// Notes where a rule could not know.
    fn doubt(&mut self, rule: &Rule, block: usize, lanes: &Mask) {
        mark(&mut self.open, block, lanes);
        if rule.may("tier") {
            mark(&mut self.doubtful, block, lanes);
        }
    }

    fn take_block(&mut self, guide: &Guide, block: usize, lanes: &Lanes, fits: bool) {
        let first = block * LANES;
        for fired in &lanes.fired {
            for found in &fired.found {
                match found {
                    Found::Exclude => mark(&mut self.excluded, block, &fired.lanes),
                    Found::Tier(id) => self.place(guide, block, &fired.lanes, id),
                    Found::Points(0) => {}
                    Found::Points(points) => match i16::try_from(*points) {
                        Ok(points) if fits => {
                            let sums = self.sums.get_mut(first..).unwrap_or(&mut []);
                            fired.lanes.add_to(sums, points);
                        }
                        _ => {
                            for lane in fired.lanes.lanes() {
                                self.add_wide(first + lane, *points);
                            }
                        }
                    },
                    _ => {}
                }
            }
        }
    }

    /// Moves what the sums hold to where it surely fits; whether that is enough for `reach`.
    pub(super) fn make_room(&mut self, reach: u64) -> bool {
        let all = u64::from(i16::MAX.unsigned_abs());
        if reach > all {
            return false;
        }
        self.wide.resize(self.sums.len(), 0);
        for (wide, sum) in self.wide.iter_mut().zip(&mut self.sums) {
            *wide = wide.saturating_add(std::mem::take(sum).into());
        }
        self.room = all;
        true
    }

    pub(super) fn add_wide(&mut self, lane: usize, points: i64) {
        self.wide.resize(self.sums.len(), 0);
        if let Some(sum) = self.wide.get_mut(lane) {
            *sum = sum.saturating_add(points);
        }
    }

    fn place(&mut self, guide: &Guide, block: usize, lanes: &Mask, id: &str) {
        let rank = guide.manifest.tier_rank(id);
        if let Some(masks) = rank.and_then(|rank| self.tiers.get_mut(rank)) {
            mark(masks, block, lanes);
        }
    }

    /// Takes what one rule answered for one program.
    pub(super) fn take_one(
        &mut self,
        guide: &Guide,
        rule: &Rule,
        lane: usize,
        answer: Answer,
        at: impl Fn(&str) -> Problem,
    ) {
        self.asked += 1;
        let mut one = Mask::NONE;
        one.set(lane % LANES);
        match answer {
            Answer::Unknown(_) => {
                self.unknown += 1;
                self.doubt(rule, lane / LANES, &one);
            }
            Answer::Faulted(problem) => self.fault(problem),
            Answer::Found(effects) => {
                if let Some(message) = effects.iter().find_map(|effect| guide.misnamed(effect)) {
                    return self.fault(at(&message));
                }
                self.fired += u64::from(!effects.is_empty());
                for effect in &effects {
                    match effect {
                        Effect::Exclude { .. } => mark(&mut self.excluded, lane / LANES, &one),
                        Effect::Points { points, .. } => self.add_wide(lane, *points),
                        Effect::Tier { id, .. } => self.place(guide, lane / LANES, &one, id),
                        _ => {}
                    }
                }
            }
        }
    }

    fn fault(&mut self, problem: Problem) {
        self.faulted.0 += 1;
        self.faulted.1.get_or_insert(problem);
    }
}

fn has(masks: &[Mask], lane: usize) -> bool {
    let mask = masks.get(lane / LANES);
    mask.is_some_and(|mask| mask.has(lane % LANES))
}

fn mark(masks: &mut [Mask], block: usize, lanes: &Mask) {
    if let Some(mask) = masks.get_mut(block) {
        *mask |= *lanes;
    }
}

#[cfg(test)]
mod tests {
    use super::Scores;

    #[test]
    fn points_beyond_the_narrow_sums_are_kept_exactly() {
        let mut scores = Scores {
            lanes: 2,
            sums: vec![i16::MAX, -7],
            ..Scores::default()
        };
        assert!(!scores.make_room(40_000), "no lane of them fits");
        assert!(scores.make_room(30_000));
        (scores.sums, scores.room) = (vec![30_000, 0], scores.room - 30_000);
        scores.add_wide(0, 1 << 40);
        let exact = i64::from(i16::MAX) + 30_000 + (1 << 40);
        assert_eq!([scores.score(0), scores.score(1)], [exact, -7]);
        let both = scores.with(&scores);
        assert_eq!([both.score(0), both.score(1)], [2 * exact, -14]);
    }
}
