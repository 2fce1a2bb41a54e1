use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::Fees;
use crate::model::ProgramId;

/// What is paid for so far: by specialty, the programs.
pub(super) struct Basket<'a> {
    fees: &'a Fees,
    paid: BTreeMap<&'static str, BTreeSet<ProgramId>>,
}

impl<'a> Basket<'a> {
    pub(super) fn new(fees: &'a Fees) -> Self {
        Self {
            fees,
            paid: BTreeMap::new(),
        }
    }

    /// The applications that are paid for, by specialty: how many, and what they cost.
    pub(super) fn by_specialty(&self) -> Vec<(&'static str, usize, u64)> {
        let all = self.paid.iter();
        all.map(|(specialty, programs)| {
            (*specialty, programs.len(), self.fees.cost(programs.len()))
        })
        .collect()
    }

    pub(super) fn cost(&self) -> u64 {
        self.by_specialty().iter().map(|(.., cost)| cost).sum()
    }

    pub(super) fn holds(&self, specialty: &str, group: &ProgramId) -> bool {
        let paid = self.paid.get(specialty);
        paid.is_some_and(|paid| paid.contains(group))
    }

    /// What one more program costs: nothing when it is paid for through another track.
    pub(super) fn price(&self, specialty: &str, group: &ProgramId) -> u64 {
        if self.holds(specialty, group) {
            return 0;
        }
        let count = self.paid.get(specialty).map_or(0, BTreeSet::len);
        self.fees.cost(count + 1) - self.fees.cost(count)
    }

    pub(super) fn pay(&mut self, specialty: &'static str, group: &ProgramId) {
        self.paid
            .entry(specialty)
            .or_default()
            .insert(group.clone());
    }
}
