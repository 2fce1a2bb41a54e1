use std::collections::BTreeMap;
use std::sync::Arc;

use crate::guide::{CaseFile, Guide};
use crate::place::Problems;
use crate::report::plural;

use super::world::World;

/// How the cases of guides stand beside their rules and numbers.
#[derive(Debug, Default)]
pub(crate) struct Proof {
    /// How many cases of each guide disagree.
    disagreeing: BTreeMap<String, usize>,
    /// What keeps cases from being run.
    pub(crate) problems: Problems,
}

impl Proof {
    /// Runs the cases of these guides, with the guides' own numbers; of the others it keeps what it
    /// knows.
    pub(crate) fn renew(&mut self, world: &World, guides: &[Arc<Guide>]) {
        let there = |id: &String| world.published.find(id).is_ok();
        self.disagreeing.retain(|id, _| there(id));
        self.problems = Problems::new();
        for guide in guides {
            self.disagreeing.remove(&guide.id);
            let host = &world.published.host;
            match CaseFile::run_all(&world.rules, guide, host, &world.references) {
                Ok(results) => {
                    let failed = results.iter().filter(|result| result.problem.is_some());
                    match failed.count() {
                        0 => {}
                        count => drop(self.disagreeing.insert(guide.id.clone(), count)),
                    }
                }
                Err(problems) => self.problems.extend(problems),
            }
        }
    }

    /// `2 cases of harbour disagree`; nothing when all agree.
    pub(crate) fn sentence(&self) -> Option<String> {
        let counts = self.disagreeing.iter();
        let counts = counts.map(|(id, count)| format!("{} of {id}", plural(*count, "case")));
        let counts: Vec<String> = counts.collect();
        let one = self.disagreeing.values().sum::<usize>() == 1;
        let verb = if one { "disagrees" } else { "disagree" };
        (!counts.is_empty()).then(|| format!("{} {verb}", counts.join(" and ")))
    }
}
