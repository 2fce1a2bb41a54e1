use std::io::Write;
use std::thread;

use clap::Args;

use crate::dataset::Files;
use crate::place::Problems;
use crate::report::plural;
use crate::watch::Watcher;

use super::evaluate::{Evaluate, Evaluated};
use super::live::{Live, SECOND_LOOK};
use super::on_disk::OnDisk;
use super::{Exit, Failure, diagnostic};

/// Evaluate again whenever a rule, a number, a program or the profile is saved, and show what moved.
///
/// A save that cannot be used changes nothing: what is wrong is shown with its line, and the last
/// good result stands. A save that makes cases of its guide fail is not taken either, but what it
/// would move is shown. Ctrl-C ends it.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    #[command(flatten)]
    evaluate: Evaluate,
}

impl Watch {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let evaluate = self.evaluate;
        let profile = &evaluate.applicant;
        if !profile.exists() || profile.is_dir() {
            Files::file(profile)?;
        }
        let disk = OnDisk::of(&evaluate);
        // Watched from before the first reading on, so that no save goes unseen.
        let mut watcher = Watcher::new(disk.watched());
        let err = &mut anstream::stderr();
        let first = first(&evaluate, &disk, &mut watcher, err)?;
        let good = watcher.seen().clone();
        evaluate
            .output
            .write(out, |out| evaluate.print(&first, out))?;
        out.flush()?;
        let mut live = Live::new(evaluate, disk, first, good);
        live.announce(err)?;
        for seen in watcher {
            live.take(seen, out, err)?;
            out.flush()?;
        }
        Ok(Exit::Done)
    }
}

/// The first evaluation. As long as there is none, it says why not and waits for the next save.
fn first(
    evaluate: &Evaluate,
    disk: &OnDisk,
    watcher: &mut Watcher,
    err: &mut dyn Write,
) -> Result<Evaluated, Failure> {
    let mut known = Problems::new();
    let mut first = evaluate.evaluate();
    loop {
        let problems = match first {
            Ok(first) if known.is_empty() => return Ok(first),
            Ok(first) => {
                writeln!(err, "\nall good now")?;
                return Ok(first);
            }
            Err(problems) => problems,
        };
        if problems != known {
            writeln!(err)?;
            diagnostic::write(&problems, err)?;
            let (count, names) = (plural(problems.len(), "problem"), disk.names());
            writeln!(
                err,
                "nothing to show yet: {count}; watching {names} for a save that mends it (Ctrl-C ends)"
            )?;
        }
        known = problems;
        let before = watcher.seen().clone();
        while disk.read_of(&before, watcher.seen()).is_empty() {
            watcher.next();
        }
        first = evaluate.evaluate().or_else(|_| {
            thread::sleep(SECOND_LOOK);
            evaluate.evaluate()
        });
    }
}
