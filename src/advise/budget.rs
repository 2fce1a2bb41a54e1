use crate::dataset::References;
use crate::guide::Guide;
use crate::model::{Band, ProgramId};

use super::basket::Basket;
use super::shop::{Wanted, shop, spare, whole};
use super::{Placement, TargetAdvice};

/// Who stated the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetFrom {
    /// The profile.
    Profile,
    /// The command line, which goes before the profile.
    CommandLine,
}

/// What a budget buys by the ERAS fee table, in US dollars.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// The budget.
    pub dollars: u64,
    /// Who stated it.
    pub from: BudgetFrom,
    /// What the list that it buys costs.
    pub cost: u64,
    /// What the whole list would cost: all programs that fit a tier or still could.
    pub whole: u64,
    /// What the next program would cost; nothing when the whole list is bought.
    pub next: Option<u64>,
    /// A program that could still get a tier and that what is left would pay for, though the next
    /// one that fits costs more.
    pub spare: Option<Application>,
    /// The applications that are paid for, by specialty: how many, and what they cost.
    pub specialties: Vec<(&'static str, usize, u64)>,
    /// One part for each target.
    pub targets: Vec<Purchase>,
}

/// What the budget buys of one target's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Purchase {
    /// What it buys, in order. A program that is paid for through another track is among them.
    pub bought: Vec<Application>,
    /// What is left out, in order.
    pub left_out: Vec<Application>,
    /// How many programs the guide asks for and the rule that says so, when it buys fewer.
    pub short_of: Option<(Band, usize)>,
}

/// An application to one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// The least id of the records that may be this program: they are one application.
    pub group: ProgramId,
    /// Where its tier stands among the guide's; none when it could only still get one.
    pub tier: Option<usize>,
}

impl Budget {
    /// What that many dollars buy of the lists of these targets.
    #[must_use]
    pub fn of(
        guide: &Guide,
        references: &References,
        targets: &[TargetAdvice],
        dollars: u64,
        from: BudgetFrom,
    ) -> Self {
        let all_wanted = targets.iter().map(|target| Wanted::of(guide, target));
        let mut all_wanted: Vec<Wanted> = all_wanted.collect();
        let mut basket = Basket::new(&references.fees);
        let next = shop(&mut all_wanted, &mut basket, dollars);
        let whole = whole(&references.fees, &all_wanted);
        let spare = spare(&all_wanted, &basket, dollars);
        let mut specialties = basket.by_specialty();
        let turn = |id: &str| targets.iter().position(|one| one.target.specialty.id == id);
        specialties.sort_by_key(|(id, ..)| turn(id));
        let purchases = all_wanted.into_iter().zip(targets);
        Self {
            dollars,
            from,
            cost: basket.cost(),
            whole,
            next,
            spare,
            specialties,
            targets: purchases
                .map(|(wanted, target)| Purchase::of(wanted, target.apply_to))
                .collect(),
        }
    }

    /// What is left over.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.dollars.saturating_sub(self.cost)
    }

    /// How many applications it pays for.
    #[must_use]
    pub fn applications(&self) -> usize {
        self.specialties.iter().map(|(_, count, _)| count).sum()
    }

    /// Whether there is anything to buy at all.
    #[must_use]
    pub fn has_list(&self) -> bool {
        self.whole > 0
    }
}

/// How many of these applications stand in that tier.
#[must_use]
pub fn in_tier(applications: &[Application], tier: Option<usize>) -> usize {
    applications.iter().filter(|one| one.tier == tier).count()
}

impl Purchase {
    fn of(wanted: Wanted, apply_to: Option<(Band, usize)>) -> Self {
        let (bought, left_out) = wanted.split();
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let count = bought.len() as f64;
        Self {
            bought,
            left_out,
            short_of: apply_to.filter(|(band, _)| count < band.from.as_f64()),
        }
    }
}

impl Application {
    pub(super) fn of(placement: &Placement) -> Self {
        Self {
            program: placement.program,
            id: placement.id.clone(),
            group: placement.group.clone(),
            tier: placement.tier.as_ref().map(|(rank, _)| *rank),
        }
    }
}
