//! `test`: the cases of the guides, and what every guide says of every reference profile beside
//! what is pinned in snapshots.

mod accept;
mod cases;
mod coverage;
mod folder;
pub(crate) mod json;
mod junit;
mod outcomes;
mod review;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::report::{Paper, Tested, plural, write_tested};

use super::options::WorldOptions;
use super::output::width;
use super::world::World;
use super::{Exit, Failure, diagnostic};
use cases::Cases;
use folder::Folder;
use outcomes::Compared;

/// Run the cases of the guides, and compare what they say of the reference profiles with what was
/// accepted before.
///
/// A case shows what one rule must make of one applicant or program. The snapshots hold what every
/// guide says of every profile in datasets/applicants; what differs is shown by what brings it
/// about. `--accept` takes the new outcomes, with your reason, which is kept in changes.md beside
/// them.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Only the cases and snapshots of this guide.
    #[arg(long, value_name = "ID")]
    guide: Option<String>,
    /// Where the snapshots are, or will be.
    #[arg(long, value_name = "DIR", default_value = "snapshots")]
    snapshots: PathBuf,
    /// Accept every change, or only those of this group: its name, or its number in the last
    /// output.
    #[arg(long, value_name = "GROUP", num_args = 0..=1, requires = "reason", conflicts_with_all = ["review", "coverage", "guide"])]
    #[expect(
        clippy::option_option,
        reason = "with a group, without one, or not at all"
    )]
    accept: Option<Option<String>>,
    /// Why the change is right; it is kept with the change.
    #[arg(long, value_name = "TEXT", requires = "accept")]
    reason: Option<String>,
    /// Go through the groups one by one, and accept or skip each; on a terminal.
    #[arg(long, conflicts_with_all = ["coverage", "guide", "format"])]
    review: bool,
    /// Show which ways through the rules (each arm of an `if` or `switch`, each early `return`) no
    /// case takes.
    #[arg(long, conflicts_with = "format")]
    coverage: bool,
    /// How many changes of each group to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// What the result is written as.
    #[arg(long, value_enum, default_value = "text")]
    format: TestFormat,
    #[command(flatten)]
    world: WorldOptions,
}

/// The formats of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    /// A text for people.
    Text,
    /// JSON for other programs; its shape is `schemas/test-v1.json`.
    Json,
    /// JUnit XML, which most services that build and test show.
    Junit,
}

/// Everything that was run.
struct Ran {
    cases: Cases,
    /// Nothing where there are no snapshots.
    compared: Option<Compared>,
}

impl Ran {
    fn exit(&self) -> Exit {
        let same = self
            .compared
            .as_ref()
            .is_none_or(|compared| compared.groups.is_empty());
        if self.cases.failed() == 0 && same {
            Exit::Done
        } else {
            Exit::CheckFailed
        }
    }
}

impl Test {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        if self.coverage {
            return coverage::run(self.guide.as_deref(), &self.world, out);
        }
        if self.review && !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            let problem = crate::place::Problem::error("there is no terminal to review on");
            let help = "run it in a terminal, or name what to accept: `preceptor test --accept GROUP --reason \"…\"`";
            return Err(problem.help(help).into());
        }
        let folder = Folder::read(&self.snapshots)?;
        let mut options = self.world.clone();
        options.as_of = options.as_of.or(folder.day());
        let world = Arc::new(World::load(&options)?);
        if let Some(id) = &self.guide {
            world.published.find(id)?;
        }
        let wanted = self.accept.is_some() || self.review || folder.is_there();
        let cases = Cases::run(&world, self.guide.as_deref())?;
        let compared = if wanted {
            Some(outcomes::compare(&world, &folder, self.guide.as_deref())?)
        } else {
            None
        };
        let ran = Ran { cases, compared };
        if let Some(compared) = &ran.compared {
            if let (Some(group), Some(reason)) = (&self.accept, &self.reason) {
                let accepted = accept::wanted(&compared.groups, group.as_deref())?;
                accept::accept(&folder, compared, &accepted, reason, &world, out)?;
                return Ok(Exit::Done);
            }
            if self.review {
                let mut terminal = io::stdin().lock();
                return review::run(&folder, compared, &world, self.top, &mut terminal, out);
            }
        }
        match self.format {
            TestFormat::Text => self.text(&ran, &world, out)?,
            TestFormat::Json => json::write(&ran, &world, out)?,
            TestFormat::Junit => junit::write(&ran, &world, out)?,
        }
        Ok(ran.exit())
    }

    fn text(&self, ran: &Ran, world: &World, out: &mut dyn Write) -> Result<(), Failure> {
        let problems = ran.cases.problems();
        if !problems.is_empty() {
            diagnostic::write(&problems, out)?;
        }
        let folder = self.snapshots.display();
        match &ran.compared {
            None => {
                let text = format!("no snapshots in {folder}: {HOW_TO_BEGIN}");
                Paper::new(out, width()).item("", &text, "")?;
            }
            Some(compared) if compared.groups.is_empty() => writeln!(
                out,
                "{} as pinned in {folder}",
                plural(compared.profiles, "profile")
            )?,
            Some(compared) => {
                let tested = Tested {
                    groups: &compared.groups,
                    catalogue: &world.catalogue,
                    top: self.top,
                };
                let paper = &mut Paper::new(out, width());
                paper.heading_as_is(&format!("Not as pinned in {folder}"))?;
                write_tested(&tested, paper)?;
                paper.gap()?;
                paper.item("", HOW_TO_ACCEPT, "")?;
                paper.gap()?;
            }
        }
        writeln!(
            out,
            "{} passed, {} failed",
            ran.cases.passed(),
            ran.cases.failed()
        )?;
        Ok(())
    }
}

/// What to do where there are no snapshots.
const HOW_TO_BEGIN: &str = "`preceptor test --accept --reason \"as received\"` makes them, and from \
then on what a change does to the reference profiles is shown";

/// What to do with changes.
const HOW_TO_ACCEPT: &str = "If that is meant: `preceptor test --accept --reason \"…\"` takes it all, `--accept GROUP` \
one group by its number or name, `preceptor test --review` goes through them. If not, take the edit back.";
