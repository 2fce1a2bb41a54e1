use std::io::Write;
use std::path::PathBuf;
use std::thread;

use clap::Args;

use crate::dataset::Files;
use crate::place::{Problem, Problems};
use crate::report::plural;
use crate::watch::Watcher;

use super::diff::gate::Gate;
use super::evaluate::Evaluate;
use super::live::{All, Live, SECOND_LOOK, build};
use super::on_disk::OnDisk;
use super::screen::Screen;
use super::world::settled;
use super::{Exit, Failure, diagnostic};

/// Evaluate again whenever a rule, a number, a program or a profile is saved, and show what moved.
///
/// A save that cannot be used changes nothing: what is wrong is shown with its line, and the last
/// good result stands. A save that makes cases of its guide disagree is taken, and one line says how
/// many do. Ctrl-C ends it.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    #[command(flatten)]
    evaluate: Evaluate,
    /// More applicants to evaluate at the same time.
    #[arg(value_name = "APPLICANT")]
    more: Vec<PathBuf>,
    /// Keep the old version in force until a save that changes more than this budget allows, for
    /// the reference profiles, is confirmed with `y`; without a terminal it stays out of force.
    #[arg(long = "edit-budget", value_name = "FILE")]
    edit_budget: Option<PathBuf>,
}

impl Watch {
    pub(crate) fn run(mut self, out: &mut dyn Write) -> Result<Exit, Failure> {
        self.evaluate.world = settled(&self.evaluate.world);
        let gate = match &self.edit_budget {
            Some(path) => {
                let (world, how) = (&self.evaluate.world, &self.evaluate.how);
                Some(Gate::open(path, world, how)?)
            }
            None => None,
        };
        let evaluates = self.evaluates()?;
        for one in &evaluates {
            one.output.can_be_written()?;
        }
        for profile in evaluates.iter().map(|one| &one.applicant) {
            if !profile.exists() || profile.is_dir() {
                Files::file(profile)?;
            }
        }
        let disk = OnDisk::of(&evaluates);
        // Watched from before the first reading on, so that no save goes unseen.
        let mut watcher = Watcher::new(disk.watched());
        let err = &mut anstream::stderr();
        let first = first(&evaluates, &disk, &mut watcher, err)?;
        let good = watcher.seen().clone();
        Screen::new(&evaluates).whole(&first, out)?;
        out.flush()?;
        let mut live = Live::new(evaluates, disk, first, good).with_gate(gate);
        live.announce(err)?;
        loop {
            watcher.wait();
            while !live.take(watcher.seen(), out, err)? {
                watcher.round();
            }
            out.flush()?;
        }
    }

    /// The same evaluation for each applicant.
    fn evaluates(self) -> Result<Vec<Evaluate>, Problem> {
        let Self { evaluate, more, .. } = self;
        if evaluate.output.output.is_some() && !more.is_empty() {
            let problem = Problem::error("one file cannot hold the reports of several applicants");
            return Err(problem.help("leave --output out, or watch one applicant"));
        }
        let others = more.into_iter().map(|applicant| {
            let mut other = evaluate.clone();
            other.applicant = applicant;
            other
        });
        let others: Vec<Evaluate> = others.collect();
        Ok([evaluate].into_iter().chain(others).collect())
    }
}

/// The first evaluation. As long as there is none, it says why not and waits for the next save.
fn first(
    evaluates: &[Evaluate],
    disk: &OnDisk,
    watcher: &mut Watcher,
    err: &mut dyn Write,
) -> Result<All, Failure> {
    let mut known = Problems::new();
    let mut first = build(evaluates, None);
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
            watcher.wait();
        }
        first = build(evaluates, None).or_else(|_| {
            thread::sleep(SECOND_LOOK);
            build(evaluates, None)
        });
    }
}
