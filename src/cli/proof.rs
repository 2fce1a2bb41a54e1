use std::sync::Arc;

use crate::guide::{CaseFile, Guide};
use crate::place::Problems;
use crate::report::plural;

use super::world::World;

/// Cases that fail by rules and numbers that load.
#[derive(Debug)]
pub(crate) struct Failing {
    pub(crate) problems: Problems,
    /// Of which guides, with the verb: `2 cases of harbour fail`.
    pub(crate) sentence: String,
}

/// Runs the cases of these guides, with the guides' own numbers; gives those that fail, if any do.
pub(crate) fn prove(world: &World, guides: &[Arc<Guide>]) -> Result<Option<Failing>, Problems> {
    let mut problems = Problems::new();
    let mut counts = Vec::new();
    for guide in guides {
        let host = &world.published.host;
        let results = CaseFile::run_all(&world.rules, guide, host, &world.references)?;
        let failed: Problems = results
            .into_iter()
            .filter_map(|result| result.problem)
            .collect();
        if !failed.is_empty() {
            counts.push(format!("{} of {}", plural(failed.len(), "case"), guide.id));
            problems.extend(failed);
        }
    }
    if counts.is_empty() {
        return Ok(None);
    }
    let verb = if problems.len() == 1 { "fails" } else { "fail" };
    let sentence = format!("{} {verb}", counts.join(" and "));
    Ok(Some(Failing { problems, sentence }))
}
