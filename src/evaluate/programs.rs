use std::sync::Arc;

use crate::dataset::Catalogue;
use crate::model::{Program, Target};
use crate::plan::columns::Columns;

/// The programs of one target as columns, for any guide.
#[derive(Debug, Clone)]
pub struct Programs {
    pub(super) columns: Arc<Columns>,
    /// The number in the catalogue, by lane.
    pub numbers: Arc<Vec<usize>>,
}

impl Programs {
    /// Every program that offers the target.
    #[must_use]
    pub fn of(catalogue: &Catalogue, target: Target) -> Self {
        Self::among(catalogue, target, |_| true)
    }

    /// Those of them that are wanted.
    #[must_use]
    pub fn among(catalogue: &Catalogue, target: Target, wanted: impl Fn(&Program) -> bool) -> Self {
        let offers = |(_, program): &(usize, &Program)| {
            program.specialty == target.specialty && program.offers(target.track) && wanted(program)
        };
        let programs = catalogue.programs().iter().enumerate().filter(offers);
        let (numbers, facts) = programs
            .map(|(number, program)| (number, Arc::new(program.facts(target.track))))
            .unzip();
        Self {
            columns: Arc::new(Columns::of_programs(facts)),
            numbers: Arc::new(numbers),
        }
    }
}
