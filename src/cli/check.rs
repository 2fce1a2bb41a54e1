use std::io::Write;

use clap::Args;

use crate::guide::CaseFile;
use crate::place::{Problem, Problems};
use crate::report::plural;

use super::options::WorldOptions;
use super::world::World;
use super::{Exit, Failure, diagnostic};

/// Read every rule, parameter, case, program and table, and say everything that is wrong at once.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    world: WorldOptions,
}

impl Check {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let world = match World::load(&self.world) {
            Ok(world) => world,
            Err(problems) => {
                diagnostic::write(&problems, out)?;
                return Ok(Exit::CheckFailed);
            }
        };
        let mut problems = Problems::new();
        for guide in &world.guides.guides {
            if let Err(found) = CaseFile::load_all(&world.rules, guide) {
                problems.extend(found);
            }
            for name in guide.unread_parameters() {
                let message = format!("no rule of {} reads the parameter `{name}`", guide.id);
                let help = "remove it from guide.yaml, or read it as `policy.…` in a rule";
                problems.push(Problem::warning(message).help(help));
            }
        }
        if !problems.is_empty() {
            diagnostic::write(&problems, out)?;
        }
        let rules: usize = world
            .guides
            .guides
            .iter()
            .map(|guide| guide.rules.len())
            .sum();
        let counts = [
            plural(world.guides.guides.len(), "guide"),
            plural(rules, "rule"),
            plural(world.catalogue.programs().len(), "program"),
            plural(world.references.sources.len(), "source"),
        ];
        writeln!(out, "checked {}", counts.join(", "))?;
        Ok(if problems.has_errors() {
            Exit::CheckFailed
        } else {
            Exit::Done
        })
    }
}
