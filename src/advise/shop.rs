//! Buying a list within a budget.
//!
//! First the programs that a tier rule placed, then those that could still be placed; each target's
//! in the order of its list, the targets in turn, and at the lower fee first where specialties
//! stand at different ones. Every dollar more only adds at the end, so more never buys fewer.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::Fees;
use crate::guide::Guide;
use crate::model::ProgramId;

use super::{Application, TargetAdvice};

/// What one target would buy, in order, and how much of it is bought so far.
pub(super) struct Wish {
    specialty: &'static str,
    /// Programs that a tier rule placed come before the others.
    list: Vec<Application>,
    placed: usize,
    bought: BTreeSet<usize>,
}

impl Wish {
    pub(super) fn of(guide: &Guide, target: &TargetAdvice) -> Self {
        let placements = target.list.placements.iter();
        let placed = placements.filter(|one| one.is_open() && one.tier.is_some());
        let possible = target.list.possible(guide);
        let possible = possible.iter().map(|(_, placement)| *placement);
        let mut groups = BTreeSet::new();
        let list = placed.chain(possible);
        let list = list.filter(|placement| groups.insert(&placement.group));
        let list: Vec<Application> = list.map(Application::of).collect();
        Self {
            specialty: target.target.specialty.id,
            placed: list.iter().filter(|one| one.tier.is_some()).count(),
            list,
            bought: BTreeSet::new(),
        }
    }

    /// The first program of that part of the list that is not bought: its turn within the part,
    /// and its number in the list.
    fn next(&self, placed: bool) -> Option<(usize, usize)> {
        let part = if placed {
            0..self.placed
        } else {
            self.placed..self.list.len()
        };
        let mut turns = part.enumerate();
        turns.find(|(_, number)| !self.bought.contains(number))
    }

    /// What is bought, and what is left out; both in order.
    pub(super) fn split(self) -> (Vec<Application>, Vec<Application>) {
        let (mut bought, mut left_out) = (Vec::new(), Vec::new());
        for (number, one) in self.list.into_iter().enumerate() {
            if self.bought.contains(&number) {
                bought.push(one);
            } else {
                left_out.push(one);
            }
        }
        (bought, left_out)
    }
}

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

    fn holds(&self, specialty: &str, group: &ProgramId) -> bool {
        let paid = self.paid.get(specialty);
        paid.is_some_and(|paid| paid.contains(group))
    }

    /// What one more program costs: nothing when it is paid for through another track.
    fn price(&self, specialty: &str, group: &ProgramId) -> u64 {
        if self.holds(specialty, group) {
            return 0;
        }
        let count = self.paid.get(specialty).map_or(0, BTreeSet::len);
        self.fees.cost(count + 1) - self.fees.cost(count)
    }

    /// The first program that could still get a tier and that what is left would pay for.
    pub(super) fn spare(&self, wishes: &[Wish], dollars: u64) -> Option<Application> {
        let (price, target, number) = cheapest(wishes, self, false)?;
        let affordable = self.cost() + price <= dollars;
        let one = wishes.get(target)?.list.get(number)?;
        affordable.then(|| one.clone())
    }

    fn pay(&mut self, specialty: &'static str, group: &ProgramId) {
        self.paid
            .entry(specialty)
            .or_default()
            .insert(group.clone());
    }
}

/// Buys until the next program costs more than is left, and says what that one costs.
pub(super) fn shop(wishes: &mut [Wish], basket: &mut Basket<'_>, dollars: u64) -> Option<u64> {
    let mut missing = None;
    for placed in [true, false] {
        while let Some((price, target, number)) = cheapest(wishes, basket, placed) {
            if basket.cost() + price > dollars {
                missing = Some(price);
                break;
            }
            if let Some(wish) = wishes.get_mut(target)
                && let Some(one) = wish.list.get(number)
            {
                basket.pay(wish.specialty, &one.group);
                wish.bought.insert(number);
            }
        }
        if missing.is_some() {
            break;
        }
    }
    already_paid(wishes, basket);
    missing
}

/// The next program at the lowest price, the targets in turn: price, target, number in its list.
fn cheapest(wishes: &[Wish], basket: &Basket<'_>, placed: bool) -> Option<(u64, usize, usize)> {
    let next = wishes.iter().enumerate().filter_map(|(target, wish)| {
        let (turn, number) = wish.next(placed)?;
        let price = basket.price(wish.specialty, &wish.list.get(number)?.group);
        Some((price, turn, target, number))
    });
    next.min()
        .map(|(price, _, target, number)| (price, target, number))
}

/// A program that is paid for through one track is bought for every other track as well.
fn already_paid(wishes: &mut [Wish], basket: &Basket<'_>) {
    for wish in wishes {
        for (number, one) in wish.list.iter().enumerate() {
            if basket.holds(wish.specialty, &one.group) {
                wish.bought.insert(number);
            }
        }
    }
}

/// What everything would cost.
pub(super) fn whole(fees: &Fees, wishes: &[Wish]) -> u64 {
    let mut basket = Basket::new(fees);
    for wish in wishes {
        for one in &wish.list {
            basket.pay(wish.specialty, &one.group);
        }
    }
    basket.cost()
}
