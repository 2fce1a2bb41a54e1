//! Who is judged: the reference profiles, or a cohort.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::cli::evaluate_all::records::{Record, Records};
use crate::cli::options::WorldOptions;
use crate::cli::progress::progress;
use crate::cli::world::datasets;
use crate::cli::{Failure, diagnostic};
use crate::dataset::{Files, Profile};
use crate::place::{Problem, Problems, SourceText};
use crate::review::diff::{Person, Sweep, Tally, Worker};

/// How many applicants each core is given at a time.
const BATCH: usize = 64;
/// What a rule may need when its text is interpreted, in bytes.
const STACK: usize = 8 << 20;
/// Up to so many applicants whole reports are compared where rules about lists differ.
const SMALL: usize = 100;
/// The folder of the datasets that holds the reference profiles.
const APPLICANTS: &str = "applicants";

/// The applicants, one after another.
pub(super) struct Cohort {
    from: From,
    length: Option<usize>,
}

enum From {
    Reference(std::vec::IntoIter<SourceText>),
    Records(Box<Records>),
}

/// One applicant on the way in.
pub(super) enum One {
    Reference(SourceText),
    Record(Record),
}

impl Cohort {
    /// The applicants of a folder or file; without one the reference profiles of the datasets in
    /// force, or those that are built in.
    pub(super) fn open(path: Option<&Path>, options: &WorldOptions) -> Result<Self, Problems> {
        if let Some(path) = path {
            let records = Records::open(path)?;
            let length = records.length();
            let from = From::Records(Box::new(records));
            return Ok(Self { from, length });
        }
        let own = datasets(options);
        let files = if own.contains(APPLICANTS) {
            own
        } else {
            Files::shipped("datasets")
        };
        let mut problems = Problems::new();
        let mut profiles = Vec::new();
        for path in files.list(APPLICANTS, "yaml")? {
            match files.read(&path) {
                Ok(profile) => profiles.push(profile),
                Err(problem) => problems.push(problem),
            }
        }
        let length = Some(profiles.len());
        let from = From::Reference(profiles.into_iter());
        problems.or(Self { from, length })
    }

    /// Whether a whole report of each is soon made.
    pub(super) fn is_small(&self) -> bool {
        self.length.is_some_and(|length| length <= SMALL)
    }

    /// Judges all of them, and says who they were.
    pub(super) fn judge(
        mut self,
        sweep: &Sweep<'_>,
        as_of: Date,
        jobs: Option<usize>,
    ) -> Result<((u64, &'static str), Tally), Failure> {
        let is_reference = matches!(self.from, From::Reference(_));
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.unwrap_or(0))
            .stack_size(STACK)
            .build()
            .map_err(|error| Problem::error(format!("no cores to work with: {error}")))?;
        let workers: Vec<Mutex<Worker<'_, '_>>> = (0..pool.current_num_threads())
            .map(|_| Mutex::new(Worker::new(sweep)))
            .collect();
        let bar = progress(self.length, " judged by both");
        let mut first = 0;
        let mut unread = 0;
        loop {
            let batch: Vec<One> = self.by_ref().take(BATCH * workers.len()).collect();
            if batch.is_empty() {
                break;
            }
            let problems: Vec<Problems> = pool.install(|| {
                let judged = batch.par_iter().enumerate().filter_map(|(at, one)| {
                    let person = person(sweep, first + at, one, as_of);
                    person.map(|person| judge(&workers, &person)).err()
                });
                judged.collect()
            });
            unread += problems.len() as u64;
            bar.suspend(|| {
                let err = &mut anstream::stderr();
                problems
                    .iter()
                    .try_for_each(|one| diagnostic::write(one, err))
            })?;
            first += batch.len();
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        let mut tally = Worker::new(sweep).tally;
        for worker in workers {
            let worker = worker.into_inner().unwrap_or_else(PoisonError::into_inner);
            tally.merge(&worker.tally);
        }
        tally.unread = unread;
        let noun = if is_reference {
            "reference profile"
        } else {
            "applicant"
        };
        Ok(((first as u64, noun), tally))
    }
}

impl Iterator for Cohort {
    type Item = One;

    fn next(&mut self) -> Option<One> {
        match &mut self.from {
            From::Reference(profiles) => profiles.next().map(One::Reference),
            From::Records(records) => records.next().map(One::Record),
        }
    }
}

fn person(
    sweep: &Sweep<'_>,
    number: usize,
    one: &One,
    as_of: Date,
) -> Result<Arc<Person>, Problems> {
    match one {
        One::Reference(profile) => sweep.person(number, profile.path(), |references| {
            Profile::read(profile, references, as_of)
        }),
        One::Record(record) => sweep.person(number, &record.called(), |references| {
            record.read(references, as_of)
        }),
    }
}

/// Judges with the worker of this thread.
fn judge(workers: &[Mutex<Worker<'_, '_>>], person: &Arc<Person>) {
    let number = rayon::current_thread_index().unwrap_or(0);
    if let Some(worker) = workers.get(number) {
        let mut worker = worker.lock().unwrap_or_else(PoisonError::into_inner);
        worker.judge(person);
    }
}
