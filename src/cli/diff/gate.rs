//! A budget that a save has to stay within before it is put in force.

use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::path::Path;
use std::sync::Arc;

use crate::cli::evaluate::How;
use crate::cli::options::WorldOptions;
use crate::cli::output::PAGE;
use crate::cli::{Failure, diagnostic};
use crate::place::Problems;
use crate::report::{DiffReport, Paper, write_diff};
use crate::review::diff::{Budget, Changes, Edition, Sweep, units};

use super::cohort::Cohort;
use super::side::in_force;
use super::{read_budget, report, told};

/// What the version that is being saved is called.
const SAVED: &str = "the save";

/// Keeps changes over a budget out of force.
#[derive(Debug)]
pub(crate) struct Gate {
    budget: Budget,
    options: WorldOptions,
    how: How,
    /// What is in force.
    current: Arc<Edition>,
}

/// A change that was weighed.
#[derive(Debug)]
pub(crate) struct Weighed {
    edition: Arc<Edition>,
    /// What the change does, when it is over the budget.
    pub(crate) over: Option<String>,
}

impl Gate {
    /// Reads the budget, and what is in force now.
    pub(crate) fn open(path: &Path, options: &WorldOptions, how: &How) -> Result<Self, Failure> {
        let budget = read_budget(path)?;
        let current = Edition::load("in force", in_force(options)?)?;
        Ok(Self {
            budget,
            options: options.clone(),
            how: how.clone(),
            current: Arc::new(current),
        })
    }

    /// Weighs what the files hold against the budget, for the reference profiles.
    pub(crate) fn weigh(&self) -> Result<Weighed, Problems> {
        let old = &*self.current;
        let new = Edition::load_beside(old, SAVED, in_force(&self.options)?)?;
        let changes = Changes::between(old, &new)?;
        let units = units(old, &new, &changes)?;
        let by = (self.how.guide.as_deref(), self.how.stage);
        let sweep = Sweep::new((old, &new), &changes, &units, by, self.budget.filters())?;
        let cohort = Cohort::open(None, &self.options)?;
        let as_of = self.options.day();
        let (people, tally) = match cohort.judge(&sweep, as_of, None) {
            Ok(judged) => judged,
            Err(Failure::Files(problems)) => return Err(problems),
            // What could not be said on the terminal hinders no judging.
            Err(Failure::Output(_) | Failure::NotWritten(_)) => return Err(Problems::new()),
        };
        let told = told(&sweep, &tally);
        let edit = (&changes, &units[..]);
        let mut report = report((old, &new), edit, &sweep, as_of, (people, &tally), &told);
        report.verdicts = Some(self.budget.verdicts(&tally));
        let over = report.is_over_budget().then(|| text(&report));
        drop(report);
        drop(sweep);
        Ok(Weighed {
            over,
            edition: Arc::new(new),
        })
    }

    /// What was weighed is in force now.
    pub(crate) fn take(&mut self, weighed: Weighed) {
        self.current = weighed.edition;
    }
}

fn text(report: &DiffReport<'_>) -> String {
    let mut text = Vec::new();
    // A vector takes everything that is written to it.
    let _ = write_diff(report, &mut Paper::new(&mut text, PAGE));
    String::from_utf8_lossy(&text).into_owned()
}

/// Asks whether a change over budget is to be put in force all the same. Without a terminal nobody
/// is asked, and it is not.
pub(crate) fn confirmed(err: &mut dyn Write) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        writeln!(
            err,
            "held back: over budget, and nobody is at a terminal to confirm it; what was in force stays in force"
        )?;
        return Ok(false);
    }
    write!(err, "over budget: put it in force all the same? [y/N] ")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let yes = matches!(answer.trim(), "y" | "Y" | "yes");
    if !yes {
        writeln!(err, "held back: what was in force stays in force")?;
    }
    Ok(yes)
}

/// Says what is wrong with a change that could not be weighed.
pub(crate) fn not_weighed(problems: &Problems, err: &mut dyn Write) -> io::Result<()> {
    diagnostic::write(problems, err)?;
    writeln!(err, "held back: it could not be weighed against the budget")
}
