//! Many applicants against the catalogue.

mod basis;
pub(crate) mod line;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
mod partial;
pub(crate) mod records;
mod row;
mod rows;
mod sheet;
mod worker;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::model::Stage;
use crate::place::Problem;

use super::evaluate::stage;
use super::options::WorldOptions;
use super::progress::progress;
use super::world::{World, inputs};
use super::writing::target;
use super::{Exit, Failure, diagnostic};
use basis::Basis;
use partial::{Output, Tally};
use records::{Record, Records};
use rows::Form;
use worker::{Judged, Shared, Worker};

/// How many applicants each core is given at a time.
const BATCH: usize = 128;
/// What a rule may need when its text is interpreted, in bytes.
const STACK: usize = 8 << 20;

/// Judge many applicants against all programs: their best programs, or every pair.
///
/// Applicants come from a folder of profiles, a file with one profile in JSON a line (`.jsonl`), or
/// a sheet (`.csv`) whose first row names fields, e.g. `type_of_graduate`, `step2_ck.score`;
/// `specialty` and `track` are the target. What cannot be read is reported and does not stop the
/// rest. With --output a run that was stopped goes on where it was when it is started again, unless
/// rules, data or applicants have changed since.
#[derive(Debug, Clone, Args)]
pub(crate) struct EvaluateAll {
    /// The applicants: a folder, a `.jsonl` or a `.csv` file.
    applicants: PathBuf,
    /// Judge by this guide only; without it by every guide that is for the applicant.
    #[arg(long, value_name = "ID")]
    guide: Option<String>,
    /// Judge for this stage of the season; without it for the one in each profile.
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    stage: Option<Stage>,
    /// How many programs of each list to write, best first.
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Write every pair of applicant and program.
    #[arg(long)]
    pairs: bool,
    /// How many cores to use; without it all.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Write where each applicant stands and how the programs do, without the programs.
    #[arg(long, conflicts_with_all = ["pairs", "top"])]
    summary: bool,
    /// What is written: one line in JSON for each list, or one row for each program of it (with
    /// --summary for each list).
    #[arg(long, value_enum, default_value = "jsonl")]
    format: RowFormat,
    /// Write to this file instead of the terminal; it is replaced only when the run is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    world: WorldOptions,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// One line in JSON for each applicant, guide and target; its shape is `schemas/list-v1.json`.
    Jsonl,
    /// One row for each program of these.
    Csv,
    /// The same rows as a Parquet file, for programs that work on columns; needs --output, and a
    /// build with `--features parquet`.
    Parquet,
}

impl EvaluateAll {
    /// Whether this build can write what is asked for, where it is asked for.
    fn is_possible(&self) -> Result<(), Problem> {
        if self.format != RowFormat::Parquet {
            return Ok(());
        }
        if !cfg!(feature = "parquet") {
            let message = "this program was built without Parquet";
            let help =
                "build it with `cargo build --release --features parquet`, or take --format csv";
            return Err(Problem::error(message).help(help));
        }
        if self.output.is_none() {
            let message = "a Parquet file is not written to a terminal";
            let help = "say where it belongs, e.g. --output lists.parquet";
            return Err(Problem::error(message).help(help));
        }
        Ok(())
    }

    /// The file that is written, unless it is the terminal.
    fn target(&self) -> Result<Option<PathBuf>, Failure> {
        let Some(output) = &self.output else {
            return Ok(None);
        };
        let world = inputs(&self.world);
        let inputs = world.iter().chain([&self.applicants]);
        let inputs: Vec<&Path> = inputs.map(PathBuf::as_path).collect();
        target(output, &inputs).map(Some)
    }

    /// What is written, and of what.
    fn form(&self) -> Form {
        match (self.format, self.summary) {
            (RowFormat::Jsonl, is_summary) => Form::Json { is_summary },
            (RowFormat::Parquet, is_summary) => Form::Parquet { is_summary },
            (RowFormat::Csv, false) => Form::Programs,
            (RowFormat::Csv, true) => Form::Summary,
        }
    }

    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let begun = Instant::now();
        self.is_possible()?;
        let whole = self.target()?;
        let world = World::load(&self.world)?;
        let records = Records::open(&self.applicants)?;
        let shared = Shared::new(&world, &self)?;
        let mut output = match whole {
            Some(whole) => Output::file(whole, Basis::of(&self, &world)?)?,
            None => Output::terminal(out),
        };
        let done = output.tally().applicants;
        if done > 0 {
            let message = format!("going on after the first {done} applicants\n");
            anstream::stderr().write_all(message.as_bytes())?;
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.jobs.unwrap_or(0))
            .stack_size(STACK)
            .build()
            .map_err(|error| Problem::error(format!("no cores to work with: {error}")))?;
        let workers: Vec<Mutex<Worker<'_>>> = (0..pool.current_num_threads())
            .map(|_| Mutex::new(Worker::new(&shared)))
            .collect();
        output.begin(&rows::header(self.form())?)?;
        let bar = progress(records.length(), ", {per_sec}");
        bar.inc(done as u64);
        let mut records = records.skip(done);
        loop {
            let batch: Vec<Record> = records.by_ref().take(BATCH * workers.len()).collect();
            if batch.is_empty() {
                break;
            }
            let each = BATCH.min(batch.len().div_ceil(workers.len()));
            let judged: Vec<Judged> = pool.install(|| {
                let judged = batch.par_chunks(each);
                let judged: Vec<Vec<Judged>> = judged.map(|some| judge(&workers, some)).collect();
                judged.into_iter().flatten().collect()
            });
            bar.suspend(|| report(&judged))?;
            bar.inc(batch.len() as u64);
            output.write(&judged)?;
        }
        bar.finish_and_clear();
        let tally = output.finish(self.form())?;
        let summary = summary(&tally, done, begun.elapsed());
        anstream::stderr().write_all(summary.as_bytes())?;
        Ok(if tally.faulted > 0 {
            Exit::Faulted
        } else if tally.unread > 0 {
            Exit::NotLoaded
        } else {
            Exit::Done
        })
    }
}

/// Judges with the worker of this thread. A worker that failed in the middle of an applicant is
/// taken over as it is: it keeps nothing of one applicant for the next.
fn judge(workers: &[Mutex<Worker<'_>>], records: &[Record]) -> Vec<Judged> {
    let number = rayon::current_thread_index().unwrap_or(0);
    match workers.get(number) {
        Some(worker) => worker
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .judge(records),
        None => Vec::new(),
    }
}

fn report(judged: &[Judged]) -> io::Result<()> {
    let err = &mut anstream::stderr();
    for problems in judged.iter().filter_map(|judged| judged.problems.as_ref()) {
        diagnostic::write(problems, err)?;
    }
    Ok(())
}

fn summary(tally: &Tally, before: usize, time: Duration) -> String {
    let Tally {
        applicants,
        unread,
        without_guide,
        lists,
        pairs,
        faulted,
        ..
    } = tally;
    let mut text = format!(
        "{applicants} applicants, {lists} lists, {pairs} pairs in {:.1} s",
        time.as_secs_f64()
    );
    let mut add = |count: u64, what: &str| {
        if count > 0 {
            for part in ["; ", &count.to_string(), " ", what] {
                text.push_str(part);
            }
        }
    };
    add(before as u64, "of the applicants judged in an earlier run");
    add(*unread, "could not be read");
    add(*without_guide, "with no guide for them");
    add(*faulted, "times a rule failed");
    text + "\n"
}
