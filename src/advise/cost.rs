use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::References;
use crate::guide::Guide;
use crate::model::{Band, ProgramId};

use super::TargetAdvice;

/// What applying costs by the ERAS fee table, in US dollars, for one specialty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// For the programs that a tier rule placed.
    pub placed: u64,
    /// For those and the programs that could still be placed.
    pub with_possible: u64,
    /// For the lower end of the guide's range, when it gives one.
    pub from: Option<u64>,
    /// For the upper end of the guide's range.
    pub to: Option<u64>,
}

impl Cost {
    pub(crate) fn of(
        references: &References,
        placed: usize,
        possible: usize,
        apply_to: Option<Band>,
    ) -> Self {
        let fee = |programs: usize| references.fees.cost(programs);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts"
        )]
        let end = |number: crate::model::Number| fee(number.as_f64().max(0.0) as usize);
        Self {
            placed: fee(placed),
            with_possible: fee(placed + possible),
            from: apply_to.map(|band| end(band.from)),
            to: apply_to.map(|band| end(band.to)),
        }
    }
}

/// What applying costs over all targets, in US dollars. ERAS charges by specialty: a program that
/// offers two tracks of one specialty is one application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalCost {
    /// For the programs that a tier rule placed.
    pub placed: u64,
    /// For those and the programs that could still be placed.
    pub with_possible: u64,
}

impl TotalCost {
    pub(crate) fn of(guide: &Guide, references: &References, targets: &[TargetAdvice]) -> Self {
        let mut placed: BTreeMap<&str, BTreeSet<&ProgramId>> = BTreeMap::new();
        let mut possible = placed.clone();
        for target in targets {
            let specialty = target.target.specialty.id;
            for placement in target.list.placements.iter().filter(|one| one.is_open()) {
                let fits = placement.tier.is_some();
                if fits {
                    placed
                        .entry(specialty)
                        .or_default()
                        .insert(&placement.group);
                }
                if fits || placement.could_be(guide).is_some() {
                    possible
                        .entry(specialty)
                        .or_default()
                        .insert(&placement.group);
                }
            }
        }
        let fees = |by_specialty: &BTreeMap<&str, BTreeSet<&ProgramId>>| {
            by_specialty
                .values()
                .map(|programs| references.fees.cost(programs.len()))
                .sum()
        };
        Self {
            placed: fees(&placed),
            with_possible: fees(&possible),
        }
    }
}
