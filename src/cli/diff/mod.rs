//! What a change of policy does to everybody.

mod cohort;
pub(crate) mod gate;
mod git;
mod side;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::dataset::Files;
use crate::model::Stage;
use crate::report::{DiffReport, Paper, diff_v1, write_diff, write_html_diff};
use crate::review::diff::{Budget, Cause, Changes, Edition, Sweep, Tally, Told, Unit, units};

use super::evaluate::stage;
use super::options::WorldOptions;
use super::output::{OutputFile, width};
use super::{Exit, Failure};
use cohort::Cohort;
use side::Sides;

/// Say what an edit changes for whom, and which part of it does that.
///
/// OLD and NEW are each a folder (of rules, or one that holds `rules` or `datasets`), a git revision,
/// or an office policy; NEW is what is in force now. Both judge the same applicants: the reference
/// profiles, or those of --applicants. Every difference is traced to the rule, number or value that
/// makes it by judging once more without each part of the edit. With --budget the exit code says
/// whether the edit changes more than it may.
#[derive(Debug, Clone, Args)]
pub(crate) struct Diff {
    /// The old version: a folder, a git revision such as `HEAD` or `main~3`, or an office policy.
    old: String,
    /// The new version, likewise; without it what is in force now.
    new: Option<String>,
    /// Judge these applicants: a folder of profiles, a `.jsonl` or a `.csv` file; without it the
    /// reference profiles.
    #[arg(long, value_name = "PATH")]
    applicants: Option<PathBuf>,
    /// Judge by this guide only.
    #[arg(long, value_name = "ID")]
    guide: Option<String>,
    /// Judge for this stage of the season; without it for the one in each profile.
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    stage: Option<Stage>,
    /// How much the edit may change: more ends with exit code 1.
    #[arg(long, value_name = "FILE")]
    budget: Option<PathBuf>,
    /// How many cores to use; without it all.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// What the report is written as.
    #[arg(long, value_enum, default_value = "text", help_heading = "Output")]
    format: DiffFormat,
    #[command(flatten)]
    output: OutputFile,
    #[command(flatten)]
    world: WorldOptions,
}

/// The formats of a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// A text for people.
    Text,
    /// Markdown, e.g. for a pull request.
    Markdown,
    /// One page for a browser, with charts; it asks nothing of any server.
    Html,
    /// JSON for other programs; its shape is `schemas/diff-v1.json`.
    Json,
}

impl Diff {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let sides = Sides::read(&self.old, self.new.as_deref(), &self.world)?;
        let budget = self.budget.as_deref().map(read_budget).transpose()?;
        let Sides { old, new } = sides;
        let changes = Changes::between(&old, &new)?;
        let units = units(&old, &new, &changes)?;
        let filters = budget.as_ref().map(Budget::filters).unwrap_or_default();
        let by = (self.guide.as_deref(), self.stage);
        let mut sweep = Sweep::new((&old, &new), &changes, &units, by, filters)?;
        let cohort = Cohort::open(self.applicants.as_deref(), &self.world)?;
        sweep.lists = cohort.is_small();
        let (people, tally) = cohort.judge(&sweep, self.world.day(), self.jobs)?;
        let told = told(&sweep, &tally);
        let edit = (&changes, &units[..]);
        let judged = (people, &tally);
        let mut report = report((&old, &new), edit, &sweep, self.world.day(), judged, &told);
        report.verdicts = budget.as_ref().map(|budget| budget.verdicts(&tally));
        self.output.write(out, |out| self.print(&report, out))?;
        Ok(exit(&report, &tally))
    }

    fn print(&self, report: &DiffReport<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            DiffFormat::Text => write_diff(report, &mut Paper::new(out, width())),
            DiffFormat::Markdown => write_diff(report, &mut Paper::markdown(out)),
            DiffFormat::Html => write_html_diff(report, out),
            DiffFormat::Json => diff_v1::write(report, out),
        }
    }
}

fn exit(report: &DiffReport<'_>, tally: &Tally) -> Exit {
    if report.is_over_budget() {
        Exit::CheckFailed
    } else if tally.faulted.1 > 0 {
        Exit::Faulted
    } else if tally.unread > 0 {
        Exit::NotLoaded
    } else {
        Exit::Done
    }
}

pub(crate) fn read_budget(path: &std::path::Path) -> Result<Budget, Failure> {
    Ok(Budget::read(&Files::file(path)?)?)
}

/// Everything that is said of an edit, without a budget.
pub(crate) fn report<'r>(
    (old, new): (&'r Edition, &'r Edition),
    (changes, units): (&'r Changes, &'r [Unit]),
    sweep: &'r Sweep<'r>,
    as_of: Date,
    (people, tally): ((u64, &'static str), &'r Tally),
    told: &'r BTreeMap<Cause, Told>,
) -> DiffReport<'r> {
    DiffReport {
        old: &old.name,
        new: &new.name,
        as_of,
        people,
        programs: (
            old.catalogue.programs().len(),
            new.catalogue.programs().len(),
        ),
        changes,
        units,
        sweep,
        glossary: &new.references.glossary,
        tally,
        told,
        verdicts: None,
    }
}

/// What the rules say of the clearest example of each cause.
pub(crate) fn told(sweep: &Sweep<'_>, tally: &Tally) -> BTreeMap<Cause, Told> {
    let groups = tally.groups.iter();
    let told = groups.filter_map(|(cause, counts)| Some((*cause, sweep.told(counts.example()?))));
    told.collect()
}
