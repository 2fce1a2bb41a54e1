use std::collections::BTreeSet;
use std::io::Write;

use clap::Args;

use crate::dataset::Tree;
use crate::guide::{CaseFile, Guide};
use crate::place::{Place, Problem, Problems, Severity};
use crate::report::plural;

use super::options::WorldOptions;
use super::world::World;
use super::{Exit, Failure, diagnostic};

/// Read all rules, numbers, cases and data, and say everything that is wrong in them at once.
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
            match CaseFile::load_all(&world.rules, guide) {
                Ok(cases) => problems.extend(without_cases(&world, guide, &cases)),
                Err(found) => problems.extend(found),
            }
            problems.extend(unread(&world, guide));
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

/// How many rules without cases are named; the rest is counted.
const NAMED: usize = 4;

/// A warning when nothing shows what some rules of the guide do.
fn without_cases(world: &World, guide: &Guide, cases: &[CaseFile]) -> Problems {
    let shown: BTreeSet<&str> = cases
        .iter()
        .flat_map(CaseFile::rules)
        .map(|(rule, _)| rule)
        .collect();
    let ids = guide.rules.iter().map(|rule| rule.id.as_str());
    let bare: Vec<&str> = ids.filter(|id| !shown.contains(id)).collect();
    if bare.is_empty() {
        return Problems::new();
    }
    let first: Vec<&str> = bare.iter().take(NAMED).copied().collect();
    let mut names = first.join(", ");
    if bare.len() > NAMED {
        names = format!("{names} and {} more", bare.len() - NAMED);
    }
    let rules = plural(bare.len(), "rule");
    let message = format!("{rules} of {} without cases: {names}", guide.id);
    let folder = format!("{}/cases", guide.id);
    let help = format!(
        "nothing notices when they change; write cases that fire and stay quiet in {folder}/, and \
         run `preceptor test`"
    );
    let place = Place::file(&world.rules.shown(&folder));
    Problem::warning(message).at(place).help(help).into()
}

/// A warning for every parameter that no rule reads, at its key.
fn unread(world: &World, guide: &Guide) -> Problems {
    let manifest = world.rules.read(&format!("{}/guide.yaml", guide.id));
    let tree = manifest.and_then(|source| Tree::parse(&source));
    let warn = |name: &str| {
        let message = format!("no rule of {} reads the parameter `{name}`", guide.id);
        let problem = match &tree {
            Ok(tree) => tree.key_problem(&["parameters", name], &message),
            Err(_) => Problem::error(message),
        };
        Problem {
            severity: Severity::Warning,
            ..problem.help("remove it from guide.yaml, or read it as `policy.…` in a rule")
        }
    };
    guide.unread_parameters().into_iter().map(warn).collect()
}
