use std::sync::Arc;

use crate::cli::world::World;
use crate::guide::{CaseFile, CaseResult, Guide};
use crate::place::Problems;

/// What came of all cases, by guide, in order.
#[derive(Debug, Default)]
pub(super) struct Cases {
    pub(super) guides: Vec<(String, Vec<CaseResult>)>,
}

impl Cases {
    /// Runs the cases with the guides' own numbers, which is what they are about.
    pub(super) fn run(world: &World, wanted: Option<&str>) -> Result<Self, Problems> {
        let (mut this, mut problems) = (Self::default(), Problems::new());
        let guides = world.published.guides.iter();
        let guides = guides.filter(|guide: &&Arc<Guide>| wanted.is_none_or(|id| guide.id == id));
        for guide in guides {
            let host = &world.published.host;
            match CaseFile::run_all(&world.rules, guide, host, &world.references) {
                Ok(results) => this.guides.push((guide.id.clone(), results)),
                Err(found) => problems.extend(found),
            }
        }
        problems.or(this)
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &CaseResult> {
        self.guides.iter().flat_map(|(_, results)| results)
    }

    /// How many hold.
    pub(super) fn passed(&self) -> usize {
        self.all().filter(|result| result.problem.is_none()).count()
    }

    /// How many do not.
    pub(super) fn failed(&self) -> usize {
        self.all().filter(|result| result.problem.is_some()).count()
    }

    /// What is wrong with those that do not.
    pub(super) fn problems(&self) -> Problems {
        self.all()
            .filter_map(|result| result.problem.clone())
            .collect()
    }
}
