//! Buying a list within a budget.
//!
//! First the programs that a tier rule placed, then those that could still be placed; each target's
//! in the order of its list, the targets in turn, and at the lower fee first where specialties
//! stand at different ones. Every dollar more only adds at the end, so more never buys fewer.

use std::collections::BTreeSet;

use super::basket::Basket;
use super::{Application, TargetAdvice};
use crate::dataset::Fees;
use crate::guide::Guide;

/// What one target would buy, in order, and how much of it is bought so far.
pub(super) struct Wanted {
    specialty: &'static str,
    /// Programs that a tier rule placed come before the others.
    list: Vec<Application>,
    placed: usize,
    bought: BTreeSet<usize>,
}

impl Wanted {
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
    /// and its number in the list. Each part is bought from its beginning on.
    fn next(&self, placed: bool) -> Option<(usize, usize)> {
        let part = if placed {
            0..self.placed
        } else {
            self.placed..self.list.len()
        };
        let turn = self.bought.range(part.clone()).count();
        let number = part.start + turn;
        part.contains(&number).then_some((turn, number))
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

/// Buys until the next program costs more than is left, and says what that one costs.
pub(super) fn shop(
    all_wanted: &mut [Wanted],
    basket: &mut Basket<'_>,
    dollars: u64,
) -> Option<u64> {
    let mut missing = None;
    for placed in [true, false] {
        while let Some((price, target, number)) = cheapest(all_wanted, basket, placed) {
            if basket.cost() + price > dollars {
                missing = Some(price);
                break;
            }
            if let Some(wanted) = all_wanted.get_mut(target)
                && let Some(one) = wanted.list.get(number)
            {
                basket.pay(wanted.specialty, &one.group);
                wanted.bought.insert(number);
            }
        }
        if missing.is_some() {
            break;
        }
    }
    already_paid(all_wanted, basket);
    missing
}

/// The next program at the lowest price, the targets in turn: price, target, number in its list.
fn cheapest(
    all_wanted: &[Wanted],
    basket: &Basket<'_>,
    placed: bool,
) -> Option<(u64, usize, usize)> {
    let next = all_wanted
        .iter()
        .enumerate()
        .filter_map(|(target, wanted)| {
            let (turn, number) = wanted.next(placed)?;
            let price = basket.price(wanted.specialty, &wanted.list.get(number)?.group);
            Some((price, turn, target, number))
        });
    next.min()
        .map(|(price, _, target, number)| (price, target, number))
}

/// The first program that could still get a tier and that what is left would pay for.
pub(super) fn spare(
    all_wanted: &[Wanted],
    basket: &Basket<'_>,
    dollars: u64,
) -> Option<Application> {
    let (price, target, number) = cheapest(all_wanted, basket, false)?;
    let one = all_wanted.get(target)?.list.get(number)?;
    (basket.cost() + price <= dollars).then(|| one.clone())
}

/// A program that is paid for through one track is bought for every other track as well.
fn already_paid(all_wanted: &mut [Wanted], basket: &Basket<'_>) {
    for wanted in all_wanted {
        for (number, one) in wanted.list.iter().enumerate() {
            if basket.holds(wanted.specialty, &one.group) {
                wanted.bought.insert(number);
            }
        }
    }
}

/// What everything would cost.
pub(super) fn whole(fees: &Fees, all_wanted: &[Wanted]) -> u64 {
    let mut basket = Basket::new(fees);
    for wanted in all_wanted {
        for one in &wanted.list {
            basket.pay(wanted.specialty, &one.group);
        }
    }
    basket.cost()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::dataset::{Files, References};
    use crate::model::ProgramId;

    use super::*;

    /// Specialty, name of the list, programs that fit a tier, programs that may.
    type Shape = [(&'static str, &'static str, usize, usize)];

    fn fees() -> Fees {
        References::load(&Files::shipped("datasets")).unwrap().fees
    }

    /// A target with that many programs that fit a tier, and that many that may.
    fn wanted(specialty: &'static str, name: &str, placed: usize, possible: usize) -> Wanted {
        let application = |number: usize| {
            let id = ProgramId::parse(&format!("{name}-{number}")).unwrap();
            Application {
                program: number,
                group: id.clone(),
                id,
                tier: (number < placed).then_some(0),
            }
        };
        Wanted {
            specialty,
            list: (0..placed + possible).map(application).collect(),
            placed,
            bought: BTreeSet::new(),
        }
    }

    /// One target; two specialties; two tracks beside another specialty; a shared list; none that fit.
    fn shapes() -> Vec<Box<Shape>> {
        [
            vec![("im", "a", 70, 11)],
            vec![("im", "a", 70, 11), ("fm", "b", 4, 35)],
            vec![("im", "a", 40, 5), ("im", "b", 35, 0), ("fm", "c", 38, 3)],
            vec![("im", "a", 33, 5), ("im", "a", 10, 0), ("fm", "c", 0, 8)],
            vec![("im", "a", 0, 0), ("fm", "c", 0, 40)],
        ]
        .map(Vec::into_boxed_slice)
        .into()
    }

    fn all_wanted(shape: &Shape) -> Vec<Wanted> {
        let all = shape.iter();
        all.map(|(specialty, name, placed, possible)| wanted(specialty, name, *placed, *possible))
            .collect()
    }

    #[test]
    fn more_dollars_buy_the_same_programs_and_more() {
        let fees = fees();
        for shape in shapes() {
            let mut before: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); shape.len()];
            for dollars in (0..3_000).step_by(4) {
                let (mut all_wanted, mut basket) = (all_wanted(&shape), Basket::new(&fees));
                let next = shop(&mut all_wanted, &mut basket, dollars);
                for (wanted, before) in all_wanted.iter().zip(&mut before) {
                    assert!(wanted.bought.is_superset(before), "{shape:?} {dollars}");
                    before.clone_from(&wanted.bought);
                }
                assert!(basket.cost() <= dollars, "{shape:?} {dollars}");
                let full = all_wanted
                    .iter()
                    .all(|wanted| wanted.bought.len() == wanted.list.len());
                assert_eq!(next.is_none(), full, "{shape:?} {dollars}");
                assert!(next.is_none_or(|next| basket.cost() + next > dollars));
            }
        }
    }

    #[test]
    fn the_cost_is_the_fee_of_each_specialty_for_its_programs() {
        let fees = fees();
        for shape in shapes() {
            for dollars in [0, 11, 329, 330, 700, 1_500, 5_000] {
                let (mut all_wanted, mut basket) = (all_wanted(&shape), Basket::new(&fees));
                shop(&mut all_wanted, &mut basket, dollars);
                let mut bought: BTreeMap<&str, BTreeSet<&ProgramId>> = BTreeMap::new();
                for wanted in &all_wanted {
                    let all = wanted.list.iter().enumerate();
                    let all = all.filter(|(number, _)| wanted.bought.contains(number));
                    let groups = all.map(|(_, one)| &one.group);
                    bought.entry(wanted.specialty).or_default().extend(groups);
                }
                let fee: u64 = bought.values().map(|all| fees.cost(all.len())).sum();
                assert_eq!(basket.cost(), fee, "{shape:?} {dollars}");
            }
        }
    }

    /// No other choice of as many of the programs that fit is longer, whatever its order.
    #[test]
    fn no_list_of_programs_that_fit_is_longer() {
        let fees = fees();
        for dollars in (0..2_400).step_by(7) {
            let mut all_wanted =
                all_wanted(&[("im", "a", 45, 0), ("im", "b", 30, 0), ("fm", "c", 38, 0)]);
            shop(&mut all_wanted, &mut Basket::new(&fees), dollars);
            let bought: usize = all_wanted.iter().map(|wanted| wanted.bought.len()).sum();
            let longest = (0..=75).filter_map(|im| {
                let rest = dollars.checked_sub(fees.cost(im))?;
                Some(im + (0..=38).take_while(|fm| fees.cost(*fm) <= rest).last()?)
            });
            assert_eq!(Some(bought), longest.max(), "{dollars}");
        }
    }

    #[test]
    fn targets_take_turns_and_what_fits_comes_first() {
        let fees = fees();
        let bought = |dollars: u64| -> Vec<usize> {
            let mut all_wanted = all_wanted(&[("im", "a", 3, 9), ("fm", "b", 2, 9)]);
            shop(&mut all_wanted, &mut Basket::new(&fees), dollars);
            all_wanted
                .iter()
                .map(|wanted| wanted.bought.len())
                .collect()
        };
        let turns = [(10, [0, 0]), (11, [1, 0]), (22, [1, 1]), (44, [2, 2])];
        let phases = [(55, [3, 2]), (66, [4, 2]), (77, [4, 3])];
        for (dollars, expected) in turns.into_iter().chain(phases) {
            assert_eq!(bought(dollars), expected, "{dollars}");
        }
    }

    #[test]
    fn a_program_that_is_paid_for_costs_nothing_more() {
        let fees = fees();
        let mut all_wanted = all_wanted(&[("im", "a", 2, 0), ("im", "a", 2, 0)]);
        let mut basket = Basket::new(&fees);
        assert_eq!(shop(&mut all_wanted, &mut basket, 22), None);
        assert_eq!((basket.cost(), whole(&fees, &all_wanted)), (22, 22));
        assert!(all_wanted.iter().all(|wanted| wanted.bought.len() == 2));
    }

    #[test]
    fn what_is_left_over_may_pay_for_one_that_may_fit() {
        let fees = fees();
        let mut all_wanted = all_wanted(&[("im", "a", 40, 0), ("fm", "b", 0, 3)]);
        let mut basket = Basket::new(&fees);
        assert_eq!(shop(&mut all_wanted, &mut basket, 342), Some(30));
        let left = spare(&all_wanted, &basket, 342).unwrap();
        assert_eq!(left.id.as_str(), "b-0");
        assert_eq!(spare(&all_wanted, &basket, 340), None);
    }
}
