//! `replay`: evaluates again what a decision log holds.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::decision::Marks;
use super::options::WorldOptions;
use super::output::width;
use super::replay_again::{Again, Replaying};
use super::replay_lines::Lines;
use super::world::World;
use super::{Exit, Failure, diagnostic};
use crate::place::Problems;
use crate::report::{Paper, Tested, plural, write_tested};
use crate::review::pinned::groups;

/// Evaluate again what `evaluate --log` kept, and say what comes out otherwise.
///
/// Each is judged on the day that it was judged on, whatever --as-of says. By the same rules and
/// data every decision must come out as it did, to the byte; by others, e.g. `--rules NEW`, what
/// changes is shown by what brings it about. A line that was torn or changed, or that is missing,
/// is named.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The log.
    #[arg(value_name = "FILE")]
    log: PathBuf,
    /// How many changes of each group to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    #[command(flatten)]
    world: WorldOptions,
}

impl Replay {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let mut lines = Lines::of(&self.log)?;
        let mut replaying = Replaying::new(&self.world);
        let mut problems = Problems::new();
        let mut by_version: BTreeMap<Marks, Again> = BTreeMap::new();
        while let Some(read) = lines.next() {
            let (source, decision) = match read? {
                Ok(read) => read,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            if let Some(problem) = lines.follow(&source, &decision) {
                problems.push(problem);
            }
            let again = by_version
                .entry(decision.0.made_from.rules_and_data.clone())
                .or_default();
            replaying.again(&source, &decision.0, lines.number, again)?;
        }
        let now = match replaying.worlds.values().next() {
            Some(world) => world.clone(),
            None => Arc::new(World::load(&self.world)?),
        };
        let version = Marks::from(now.version_of_rules_and_data());
        let mut exit = Exit::Done;
        for (marks, again) in by_version {
            let same = marks.files == version.files;
            if same && again.differ > 0 {
                exit = Exit::CheckFailed;
            }
            self.show(again, &marks, same, &now, out)?;
        }
        if lines.number == 0 {
            writeln!(out, "the log is empty")?;
        }
        if !problems.is_empty() {
            writeln!(out)?;
            diagnostic::write(&problems, out)?;
            writeln!(
                out,
                "{} of the log cannot be relied on",
                plural(problems.len(), "line")
            )?;
            exit = Exit::CheckFailed;
        }
        Ok(exit)
    }

    fn show(
        &self,
        again: Again,
        marks: &Marks,
        same: bool,
        world: &World,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let Again {
            same: alike,
            differ,
            then,
            changes,
            numbers,
        } = again;
        let all = plural(alike + differ, "decision");
        let short = marks.files.get(..12).unwrap_or(&marks.files);
        if differ == 0 {
            let by = if same {
                "the same rules and data"
            } else {
                "other rules or data"
            };
            writeln!(
                out,
                "{all} by version {short}: as decided, to the byte, by {by}"
            )?;
            return Ok(());
        }
        let by = if same {
            "though the rules and data are the same"
        } else {
            "by other rules or data"
        };
        writeln!(
            out,
            "{all} by version {short}: {differ} not as decided, {by}"
        )?;
        let groups = groups(changes, &then, &numbers);
        let tested = Tested {
            groups: &groups,
            catalogue: &world.catalogue,
            top: self.top,
        };
        write_tested(&tested, &mut Paper::new(out, width()))?;
        Ok(())
    }
}
