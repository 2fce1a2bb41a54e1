use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::dataset::{Catalogue, References};
use crate::evaluate::{Applicants, Lineup, Outline, Programs, RollCall};
use crate::guide::{Fit, Guide};
use crate::model::{Applicant, Facts, Reading, Stage, Target, Value};
use crate::place::{Problem, Problems};
use crate::plan::columns::LANES;
use crate::script::Host;

use super::EvaluateAll;
use super::records::Record;
use super::rows::{self, Form, List};
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
    form: Form,
    lineups: Mutex<Lineups>,
}

/// What is bound when the first applicant wants it.
#[derive(Default)]
struct Lineups {
    /// The programs of each target as columns.
    programs: BTreeMap<Key, Programs>,
    /// By the guide's number and the target. Each core takes one beside it.
    lineups: BTreeMap<(usize, Key), Lineup>,
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
            form: command.form(),
            lineups: Mutex::default(),
        })
    }

    /// The applicant with each of the targets.
    fn wanted(&self, record: usize, from: &Record, applicant: &Applicant) -> Vec<Wanted> {
        let stage = self.stage.unwrap_or_else(|| applicant.stage());
        let name = applicant.name.as_deref().map(str::to_owned);
        let from: Arc<str> = from.called().into();
        let name: Arc<str> = name.map_or_else(|| from.clone(), Into::into);
        let targets = applicant.targets.iter().enumerate();
        let wanted = targets.map(|(index, target)| {
            let mut facts = applicant.facts(index);
            facts.set("stage", Reading::told(Value::text(stage.as_str())));
            Wanted {
                record,
                name: name.clone(),
                from: from.clone(),
                target: *target,
                facts: Arc::new(facts),
                stage,
            }
        });
        wanted.collect()
    }

    /// A lineup for one core, with its programs.
    fn lineup(&self, number: usize, guide: &Arc<Guide>, target: Target) -> (Lineup, Programs) {
        let all = &mut *self.lineups.lock().unwrap_or_else(PoisonError::into_inner);
        let programs = all.programs.entry(key(target));
        let programs = programs.or_insert_with(|| Programs::of(self.catalogue, target));
        let lineup = all.lineups.entry((number, key(target)));
        let lineup =
            lineup.or_insert_with(|| Lineup::new(guide.clone(), self.host.clone(), programs));
        (lineup.beside(), programs.clone())
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

/// An applicant with one target.
struct Wanted {
    /// The number among the records.
    record: usize,
    name: Arc<str>,
    /// The file, and the line where it has many.
    from: Arc<str>,
    target: Target,
    facts: Arc<Facts>,
    stage: Stage,
}

/// Judges some applicants after others.
pub(super) struct Worker<'w> {
    shared: &'w Shared<'w>,
    /// By the guide's number.
    roll_calls: Vec<RollCall>,
    /// By the guide's number and the target.
    lineups: BTreeMap<(usize, Key), (Lineup, Programs)>,
}

impl<'w> Worker<'w> {
    pub(super) fn new(shared: &'w Shared<'w>) -> Self {
        let guides = shared.guides.iter();
        let roll_calls = guides.map(|guide| RollCall::new(guide.clone(), shared.host.clone()));
        Self {
            shared,
            roll_calls: roll_calls.collect(),
            lineups: BTreeMap::new(),
        }
    }

    pub(super) fn judge(&mut self, records: &[Record]) -> Vec<Judged> {
        let mut judged = Vec::new();
        let mut all = Vec::new();
        for (number, record) in records.iter().enumerate() {
            let (mut one, shared) = (Judged::default(), self.shared);
            match record.read(shared.references, shared.as_of) {
                Ok(applicant) => all.extend(shared.wanted(number, record, &applicant)),
                Err(problems) => {
                    one.unread = true;
                    one.problems = Some(problems);
                }
            }
            judged.push(one);
        }
        let applicants = Applicants::new(all.iter().map(|one| (one.facts.clone(), one.stage)));
        let outlines = self.outlines(&applicants);
        for (lane, wanted) in all.iter().enumerate() {
            let Some(judged) = judged.get_mut(wanted.record) else {
                continue;
            };
            for (number, outlines) in outlines.iter().enumerate() {
                if let Some(outline) = outlines.get(lane).and_then(Option::as_ref) {
                    self.list(number, wanted, outline, judged);
                }
            }
        }
        judged
    }

    /// Where the applicants stand by each guide that is for them.
    fn outlines(&mut self, applicants: &Applicants) -> Vec<Vec<Option<Outline>>> {
        let guides = self.shared.guides.iter().zip(&mut self.roll_calls);
        let outlines = guides.map(|(guide, roll_call)| {
            let fits = |facts: &Facts| !matches!(guide.fit(facts), Fit::DoesNotFit(_));
            let lanes = applicants.among(fits);
            let all = roll_call.judge(applicants, &lanes).into_iter().enumerate();
            let is_judged = |lane: usize| {
                let mask = lanes.get(lane / LANES);
                mask.is_some_and(|mask| mask.has(lane % LANES))
            };
            all.map(|(lane, outline)| is_judged(lane).then_some(outline))
                .collect()
        });
        outlines.collect()
    }

    fn list(&mut self, number: usize, wanted: &Wanted, outline: &Outline, judged: &mut Judged) {
        let shared = self.shared;
        let Some(guide) = shared.guides.get(number) else {
            return;
        };
        let (lineup, programs) = self
            .lineups
            .entry((number, key(wanted.target)))
            .or_insert_with(|| shared.lineup(number, guide, wanted.target));
        let scores = lineup.judge(&wanted.facts, wanted.stage);
        judged.lists += 1;
        judged.pairs += programs.numbers.len() as u64;
        for (times, problem) in [&outline.faulted, &scores.faulted] {
            judged.faulted += times;
            if let (Some(problem), None) = (problem, &judged.problems) {
                judged.problems = Some(problem.clone().into());
            }
        }
        let groups = scores.groups();
        let list = List {
            applicant: &wanted.name,
            from: &wanted.from,
            guide,
            target: wanted.target,
            catalogue: shared.catalogue,
            outline,
            programs,
            best: scores.best_of(&groups, shared.top),
            undecided: scores.undecided(&groups),
            groups,
            scores: &scores,
        };
        rows::write(&list, shared.form, &mut judged.rows);
    }
}
