use std::collections::BTreeSet;

use crate::dataset::References;

use super::counts::{ListExample, Lists, Most};
use super::list::List;
use super::stand::Stand;

/// How many programs are the top of a list.
const TOP: usize = 20;
/// The lower ends of the ranges by which ranks moved are counted.
const RANGES: [u64; 4] = [101, 21, 6, 1];

/// One list before and after, as far as its length, cost and order go.
pub(super) struct Lengths<'l, 'p> {
    pub(super) list: &'l List<'p>,
    pub(super) fees: [Option<&'l References>; 2],
    pub(super) before: Vec<Stand>,
    pub(super) after: Vec<Stand>,
    pub(super) counts_as: &'l [usize],
}

impl Lengths<'_, '_> {
    /// What became of the list.
    pub(super) fn lists(&mut self) -> Lists {
        let mut lists = Lists::default();
        let placed = [&self.before, &self.after].map(|stands| self.placed(stands));
        let [was, is] = placed;
        let by = signed(is) - signed(was);
        lists.sizes.insert(by, 1);
        lists.placed = (was as u64, is as u64);
        let cost = |number: usize, programs: usize| {
            let references = self.fees.get(number).copied().flatten();
            references.map_or(0, |references| references.fees.cost(programs))
        };
        lists.cost = (cost(0, was), cost(1, is));
        let dearer = signed_u64(lists.cost.1) - signed_u64(lists.cost.0);
        let percent = |by: i64| by * 100 / signed(was.max(1));
        let ends = (was as u64, is as u64);
        lists.note(Most::Grows, self.example(by, ends));
        lists.note(Most::GrowsPercent, self.example(percent(by), ends));
        lists.note(Most::Shrinks, self.example(-by, ends));
        lists.note(Most::ShrinksPercent, self.example(-percent(by), ends));
        lists.note(Most::Dearer, self.example(dearer, lists.cost));
        self.ranks(&mut lists);
        lists
    }

    fn example(&self, by: i64, (before, after): (u64, u64)) -> ListExample {
        let list = self.list;
        ListExample {
            by,
            order: (list.person.number, list.guide, list.index),
            name: list.person.name.clone(),
            guide: list.guide,
            target: list.target,
            before,
            after,
        }
    }

    /// How many programs a tier rule placed; records that may be the same one count once.
    fn placed(&self, stands: &[Stand]) -> usize {
        let placed = stands.iter().zip(self.counts_as);
        let placed = placed.filter(|(stand, _)| stand.is_placed());
        let mut met = vec![false; self.counts_as.len()];
        let mut count = 0;
        for (_, group) in placed {
            if let Some(met @ false) = met.get_mut(*group) {
                *met = true;
                count += 1;
            }
        }
        count
    }

    fn ranks(&self, lists: &mut Lists) {
        let order = |stands: &[Stand]| -> Vec<usize> {
            let mut open: Vec<usize> = (0..stands.len())
                .filter(|place| stands.get(*place).is_some_and(Stand::is_open))
                .collect();
            open.sort_unstable_by_key(|place| (stands.get(*place).map(Stand::order), *place));
            open
        };
        let (before, after) = (order(&self.before), order(&self.after));
        let top =
            |order: &[usize]| -> BTreeSet<usize> { order.iter().take(TOP).copied().collect() };
        lists.top = top(&after).difference(&top(&before)).count() as u64;
        let mut ranks = vec![None; self.before.len()];
        for (rank, place) in before.iter().enumerate() {
            if let Some(slot) = ranks.get_mut(*place) {
                *slot = Some(rank);
            }
        }
        for (rank, place) in after.iter().enumerate() {
            if let Some(Some(was)) = ranks.get(*place) {
                let moved = was.abs_diff(rank) as u64;
                if let Some(range) = RANGES.iter().find(|from| moved >= **from) {
                    *lists.ranks.entry(*range).or_default() += 1;
                }
            }
        }
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn signed_u64(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
