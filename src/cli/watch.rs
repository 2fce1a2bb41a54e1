use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwap;
use clap::Args;

use crate::advise::{Moves, compare};
use crate::guide::{CaseFile, Guide};
use crate::place::Problems;
use crate::report::{Paper, Report, plural, v0, write_moves, write_short};
use crate::watch::{Fingerprint, Watcher};

use super::changes::changes;
use super::evaluate::{Evaluate, Evaluated};
use super::on_disk::{Kind, OnDisk};
use super::output::{Format, width};
use super::world::World;
use super::{Exit, Failure, diagnostic};

/// How long to wait before files that could not be used are read once more: they may have been
/// read in the middle of a save.
const SECOND_LOOK: Duration = Duration::from_millis(150);

/// Evaluate, and again whenever a rule, a number, a program or the profile is saved.
///
/// A save that cannot be used, or that makes a case of its guide fail, changes nothing: it is shown
/// with its line, and the last good result stands. Ctrl-C ends it.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    #[command(flatten)]
    evaluate: Evaluate,
}

impl Watch {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let evaluate = self.evaluate;
        let disk = OnDisk::of(&evaluate);
        // Watched from before the first reading on, so that no save goes unseen.
        let watcher = Watcher::new(disk.watched());
        let good = watcher.seen().clone();
        let first = evaluate.evaluate()?;
        evaluate
            .output
            .write(out, |out| evaluate.print(&first, out))?;
        out.flush()?;
        let current = ArcSwap::from_pointee(first);
        let mut live = Live {
            evaluate,
            disk,
            current,
            good,
            refused: None,
        };
        let err = &mut anstream::stderr();
        live.announce(err)?;
        for seen in watcher {
            live.take(seen, out, err)?;
            out.flush()?;
        }
        Ok(Exit::Done)
    }
}

/// What is shown now, and what it was made from.
struct Live {
    evaluate: Evaluate,
    disk: OnDisk,
    /// The last good evaluation. Whoever works with it keeps it, also when the next one is there.
    current: ArcSwap<Evaluated>,
    /// The files of the last good evaluation.
    good: Fingerprint,
    /// Why the files were not good when last read.
    refused: Option<Refused>,
}

/// Why files were not taken over.
#[derive(Debug, PartialEq, Eq)]
struct Refused {
    problems: Problems,
    why: String,
    help: &'static str,
}

impl From<Problems> for Refused {
    fn from(problems: Problems) -> Self {
        let why = plural(problems.len(), "problem");
        Self {
            problems,
            why,
            help: "",
        }
    }
}

/// What to do about cases that fail.
const FAILING: &str = "change the cases along with the rule; numbers can be tried without touching \
    the guide in an office policy (--policy FILE)";

impl Live {
    /// Says what is watched, and what stands in the way of a reload already.
    fn announce(&self, err: &mut dyn Write) -> Result<(), Failure> {
        let names = self.disk.names();
        let rules = if self.disk.has_rules() {
            ""
        } else {
            "; the rules are built in: to edit them, copy Preceptor's `rules` folder and pass it with --rules"
        };
        writeln!(err, "\nwatching {names}{rules} (Ctrl-C ends)")?;
        let current = self.current.load_full();
        if self.disk.has_rules()
            && let Err(refused) = prove(&current.world, &current.guides())
        {
            let why = refused.why;
            let until = "saves in there are held back until that is mended";
            writeln!(
                err,
                "note: {why} already; {until} (`preceptor test` says more)"
            )?;
        }
        Ok(())
    }

    /// Takes over what the files hold now, if all of it is good.
    fn take(
        &mut self,
        seen: Fingerprint,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let mut files = self.good.changes(&seen);
        files.retain(|path| self.disk.kind(path) != Kind::Unread);
        if files.is_empty() && self.refused.is_none() {
            self.good = seen;
            return Ok(());
        }
        let built = self.build(&files).or_else(|_| {
            thread::sleep(SECOND_LOOK);
            self.build(&files)
        });
        match built {
            Ok(built) => {
                self.good = seen;
                self.accept(built, &files, out, err)
            }
            Err(refused) => self.refuse(refused, err),
        }
    }

    /// Reads and evaluates everything off to the side, and proves the guides that changed.
    fn build(&self, files: &BTreeSet<PathBuf>) -> Result<Evaluated, Refused> {
        let built = self.evaluate.evaluate()?;
        prove(&built.world, &self.touched(&built.world, files))?;
        Ok(built)
    }

    /// The guides that these files can change.
    fn touched(&self, world: &World, files: &BTreeSet<PathBuf>) -> Vec<Arc<Guide>> {
        let touches = |guide: &&Arc<Guide>| {
            files.iter().any(|path| match self.disk.kind(path) {
                Kind::Guide(id) => guide.id == id,
                Kind::Helpers | Kind::Reference => true,
                Kind::Profile | Kind::Policy | Kind::Program(_) | Kind::Unread => false,
            })
        };
        world
            .published
            .guides
            .iter()
            .filter(touches)
            .cloned()
            .collect()
    }

    fn accept(
        &mut self,
        built: Evaluated,
        files: &BTreeSet<PathBuf>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let after = Arc::new(built);
        let before = self.current.swap(after.clone());
        let again = if self.refused.take().is_some() {
            "all good again; "
        } else {
            ""
        };
        let changes = changes(&before.world, &after.world, files, &self.disk);
        writeln!(err, "\nreloaded: {again}{changes}")?;
        if self.evaluate.output.output.is_some() {
            self.evaluate
                .output
                .write(out, |out| self.evaluate.print(&after, out))?;
        }
        self.print(&before, &after, out)
    }

    /// Shows problems once, however often other files are saved meanwhile.
    fn refuse(&mut self, refused: Refused, err: &mut dyn Write) -> Result<(), Failure> {
        let Refused {
            problems,
            why,
            help,
        } = &refused;
        writeln!(err)?;
        if self.refused.as_ref() != Some(&refused) {
            diagnostic::write(problems, err)?;
        }
        if !help.is_empty() {
            writeln!(err, "{help}")?;
        }
        writeln!(
            err,
            "not reloaded: {why}; the last good result still stands"
        )?;
        self.refused = Some(refused);
        Ok(())
    }

    /// What moved, then the report in short; in JSON one document with both. A file that was
    /// written has the report already.
    fn print(
        &self,
        before: &Evaluated,
        after: &Evaluated,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let Evaluate { output, how, .. } = &self.evaluate;
        let several = after.guides().len() > 1;
        for report in after.latest(how.top) {
            let same = |old: &Report<'_>| old.guide.id == report.guide.id;
            let old = before.latest(how.top).find(same);
            let moves = moves(old.as_ref(), &report);
            match (output.format, &output.output) {
                (Format::Text, file) => {
                    let paper = &mut Paper::new(out, width());
                    if several {
                        paper.heading(&report.guide.manifest.short)?;
                    }
                    write_moves(&report, &moves, paper)?;
                    if file.is_none() {
                        paper.gap()?;
                        write_short(&report, paper)?;
                    }
                }
                (Format::Json, None) => v0::write(&report, Some(&moves), out)?,
                (Format::Json, Some(_)) => {}
            }
        }
        Ok(())
    }
}

/// What moved for each target; nothing for one that is new.
fn moves(before: Option<&Report<'_>>, after: &Report<'_>) -> Vec<Moves> {
    let targets = after.advice.targets.iter();
    targets
        .map(|now| {
            let then = before.and_then(|before| {
                before
                    .advice
                    .targets
                    .iter()
                    .find(|then| then.target == now.target)
            });
            compare(then.unwrap_or(now), now)
        })
        .collect()
}

/// Runs the cases of these guides, with the guides' own numbers.
fn prove(world: &World, guides: &[Arc<Guide>]) -> Result<(), Refused> {
    let mut problems = Problems::new();
    let mut failing = Vec::new();
    for guide in guides {
        let host = &world.published.host;
        let results = CaseFile::run_all(&world.rules, guide, host, &world.references)?;
        let failed: Problems = results
            .into_iter()
            .filter_map(|result| result.problem)
            .collect();
        if !failed.is_empty() {
            failing.push(format!("{} of {}", plural(failed.len(), "case"), guide.id));
            problems.extend(failed);
        }
    }
    if failing.is_empty() {
        return Ok(());
    }
    let verb = if problems.len() == 1 { "fails" } else { "fail" };
    let why = format!("{} {verb}", failing.join(" and "));
    Err(Refused {
        problems,
        why,
        help: FAILING,
    })
}
