use std::io::Write;

use clap::Args;

use crate::guide::CaseFile;
use crate::place::Problems;

use super::options::WorldOptions;
use super::world::guidance;
use super::{Exit, Failure, diagnostic};

/// Run the cases of the guides, and show those in which a rule does not do what the case says.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Only the cases of this guide.
    #[arg(long, value_name = "ID")]
    guide: Option<String>,
    #[command(flatten)]
    world: WorldOptions,
}

impl Test {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let guidance = guidance(&self.world)?;
        if let Some(id) = &self.guide {
            guidance.guides.find(id)?;
        }
        let mut problems = Problems::new();
        let mut passed = 0_usize;
        for guide in &guidance.guides.guides {
            if self.guide.as_ref().is_some_and(|id| *id != guide.id) {
                continue;
            }
            let host = &guidance.guides.host;
            let results = CaseFile::run_all(&guidance.rules, guide, host, &guidance.references)?;
            for result in results {
                match result.problem {
                    Some(problem) => problems.push(problem),
                    None => passed += 1,
                }
            }
        }
        if !problems.is_empty() {
            diagnostic::write(&problems, out)?;
        }
        writeln!(out, "{passed} passed, {} failed", problems.len())?;
        Ok(if problems.is_empty() {
            Exit::Done
        } else {
            Exit::CheckFailed
        })
    }
}
