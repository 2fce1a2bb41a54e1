use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::dataset::{Catalogue, References};
use crate::evaluate::{Lineup, Programs};
use crate::guide::{Fit, Guide};
use crate::model::{Applicant, Reading, Stage, Target, Value};
use crate::place::{Problem, Problems};
use crate::script::Host;

use super::records::Record;
use super::rows::{self, List};
use super::{EvaluateAll, RowFormat};
use crate::cli::world::World;

/// A specialty and track by their ids.
type Key = (&'static str, &'static str);

/// What all workers read.
pub(super) struct Shared<'w> {
    references: &'w References,
    catalogue: &'w Catalogue,
    as_of: Date,
    guides: Vec<Arc<Guide>>,
    host: Arc<Host>,
    stage: Option<Stage>,
    /// How many programs of each list are written.
    top: usize,
    format: RowFormat,
    /// The programs of each target, put into columns when the first applicant wants it.
    programs: Mutex<BTreeMap<Key, Programs>>,
}

impl<'w> Shared<'w> {
    pub(super) fn new(world: &'w World, command: &EvaluateAll) -> Result<Self, Problem> {
        let mut guides = world.guides.judging();
        if let Some(id) = &command.guide {
            let known: Vec<String> = guides.iter().map(|guide| guide.id.clone()).collect();
            guides.retain(|guide| guide.id == *id);
            if guides.is_empty() {
                let problem = Problem::error(format!("there is no guide `{id}` to judge by"));
                return Err(problem.near_or_all(id, known.iter().map(String::as_str)));
            }
        }
        Ok(Self {
            references: &world.references,
            catalogue: &world.catalogue,
            as_of: world.as_of,
            guides,
            host: world.guides.host.clone(),
            stage: command.stage,
            top: if command.pairs {
                usize::MAX
            } else {
                command.top
            },
            format: command.format,
            programs: Mutex::new(BTreeMap::new()),
        })
    }

    fn programs(&self, target: Target) -> Programs {
        let mut all = self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        let programs = all
            .entry(key(target))
            .or_insert_with(|| Programs::of(self.catalogue, target));
        programs.clone()
    }
}

fn key(target: Target) -> Key {
    (target.specialty.id, target.track.as_str())
}

/// What came of one applicant.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// The rows, as they are written.
    pub(super) rows: Vec<u8>,
    /// Why it could not be read, or how a rule failed.
    pub(super) problems: Option<Problems>,
    pub(super) unread: bool,
    pub(super) lists: u64,
    pub(super) pairs: u64,
    pub(super) faulted: u64,
}

/// Judges one applicant after another.
pub(super) struct Worker<'w> {
    shared: &'w Shared<'w>,
    /// By the guide's number and the target.
    lineups: BTreeMap<(usize, Key), (Lineup, Programs)>,
}

impl<'w> Worker<'w> {
    pub(super) fn new(shared: &'w Shared<'w>) -> Self {
        Self {
            shared,
            lineups: BTreeMap::new(),
        }
    }

    pub(super) fn judge(&mut self, record: &Record) -> Judged {
        let mut judged = Judged::default();
        match record.read(self.shared.references, self.shared.as_of) {
            Ok(applicant) => self.lists(record, &applicant, &mut judged),
            Err(problems) => {
                judged.unread = true;
                judged.problems = Some(problems);
            }
        }
        judged
    }

    fn lists(&mut self, record: &Record, applicant: &Applicant, judged: &mut Judged) {
        let shared = self.shared;
        let stage = shared.stage.unwrap_or_else(|| applicant.stage());
        let name = applicant.name.as_deref().map(str::to_owned);
        let name = name.unwrap_or_else(|| record.called());
        for (index, target) in applicant.targets.iter().enumerate() {
            let mut facts = applicant.facts(index);
            facts.set("stage", Reading::told(Value::text(stage.as_str())));
            let facts = Arc::new(facts);
            for (number, guide) in shared.guides.iter().enumerate() {
                if matches!(guide.fit(&facts), Fit::DoesNotFit(_)) {
                    continue;
                }
                let (lineup, programs) =
                    self.lineups
                        .entry((number, key(*target)))
                        .or_insert_with(|| {
                            let programs = shared.programs(*target);
                            let host = shared.host.clone();
                            (Lineup::new(guide.clone(), host, &programs), programs)
                        });
                let scores = lineup.judge(&facts, stage);
                judged.lists += 1;
                judged.pairs += programs.numbers.len() as u64;
                judged.faulted += scores.faulted.0;
                let problem = scores.faulted.1.clone();
                if let (Some(problem), None) = (problem, &judged.problems) {
                    judged.problems = Some(problem.into());
                }
                let groups = scores.groups();
                let list = List {
                    applicant: &name,
                    guide,
                    target: *target,
                    catalogue: shared.catalogue,
                    programs,
                    best: scores.best_of(&groups, shared.top),
                    groups,
                    scores: &scores,
                };
                rows::write(&list, shared.format, &mut judged.rows);
            }
        }
    }
}
