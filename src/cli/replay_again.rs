//! One line of a decision log, evaluated again.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::Failure;
use super::decision::{Decision, to_json};
use super::evaluate::Evaluate;
use super::evaluated::Evaluated;
use super::options::WorldOptions;
use super::world::World;
use crate::dataset::{Mark, Profile};
use crate::guide::Fit;
use crate::place::{Problems, SourceText};
use crate::report::Report;
use crate::review::pinned::{Change, Judged, Now, Numbers, Outcomes, changes};

/// Lines that were decided by the same rules and data, and how they come out now.
#[derive(Debug, Default)]
pub(super) struct Again {
    pub(super) same: usize,
    pub(super) differ: usize,
    pub(super) then: BTreeMap<String, Outcomes>,
    pub(super) changes: Vec<Change>,
    pub(super) numbers: BTreeMap<String, (Numbers, Numbers)>,
}

/// What evaluates the lines, and keeps what several of them share.
pub(super) struct Replaying<'a> {
    pub(super) options: &'a WorldOptions,
    pub(super) worlds: BTreeMap<Date, Arc<World>>,
    last: Option<(String, Option<Evaluated>)>,
}

impl<'a> Replaying<'a> {
    pub(super) fn new(options: &'a WorldOptions) -> Self {
        Self {
            options,
            worlds: BTreeMap::new(),
            last: None,
        }
    }

    /// Evaluates a line again and notes how it comes out.
    pub(super) fn again(
        &mut self,
        source: &SourceText,
        decision: &Decision,
        number: u32,
        again: &mut Again,
    ) -> Result<(), Failure> {
        let world = self.world(decision.as_of)?;
        let evaluated = self.evaluated(&world, source, decision, number)?;
        let mut reports = evaluated.iter().flat_map(|one| one.latest(0));
        let report = reports.find(|report| report.guide.id == decision.guide);
        let then = decision.outcomes();
        let now = report.as_ref().map(|report| said(report, decision));
        let now = now.unwrap_or_default();
        // By their texts: the order counts too.
        let json = to_json(&now, &decision.guide, &decision.target);
        if Mark::of(json.to_string().as_bytes())
            == Mark::of(decision.outcome.to_string().as_bytes())
        {
            again.same += 1;
        } else {
            again.differ += 1;
        }
        let judges: Vec<Now<'_>> = report
            .iter()
            .map(|report| Now {
                host: &world.guides.host,
                guide: report.guide,
                advice: report.advice,
            })
            .collect();
        let numbers = decision.numbers.iter();
        let numbers = numbers.map(|(guide, set)| (guide.clone(), only(set.clone())));
        let numbers: BTreeMap<String, Numbers> = numbers.collect();
        let name = format!("line {number}");
        let changes = changes(&name, &then, &now, &judges, &numbers);
        again.changes.extend(changes);
        for (guide, now) in report.iter().flat_map(numbers_of) {
            if let Some(then) = numbers.get(&guide) {
                again.numbers.insert(guide, (then.clone(), now));
            }
        }
        again.then.insert(name, then);
        Ok(())
    }

    /// The profile of a line, evaluated; nothing when no guide is for it any more.
    fn evaluated(
        &mut self,
        world: &Arc<World>,
        source: &SourceText,
        decision: &Decision,
        number: u32,
    ) -> Result<Option<&Evaluated>, Failure> {
        let command = Evaluate::again(&decision.options).map_err(|message| {
            let problem = source.problem(number, 1, 0, &message);
            Failure::Files(problem.into())
        })?;
        let (day, profile) = (decision.as_of, &decision.profile);
        let key = format!("{day} {:?} {profile}", decision.options);
        if self.last.as_ref().is_none_or(|(last, _)| *last != key) {
            let path = format!("{}:{number}", source.path());
            let text = SourceText::new(&path, &format!("{profile:#}"));
            let applicant = Profile::read(&text, &world.references, world.as_of)?;
            let wanted = decision.options.guide.as_ref();
            let judging = world.guides.judging();
            let fits = judging
                .iter()
                .filter(|guide| wanted.is_none_or(|id| guide.id == *id))
                .any(|guide| !matches!(guide.fit_any(&applicant), Fit::DoesNotFit(_)));
            let evaluated = fits
                .then(|| command.evaluate_read(world.clone(), text, applicant, None))
                .transpose()?;
            self.last = Some((key, evaluated));
        }
        Ok(self
            .last
            .as_ref()
            .and_then(|(_, evaluated)| evaluated.as_ref()))
    }

    fn world(&mut self, as_of: Date) -> Result<Arc<World>, Problems> {
        if let Some(world) = self.worlds.get(&as_of) {
            return Ok(world.clone());
        }
        let options = WorldOptions {
            as_of: Some(as_of),
            ..self.options.clone()
        };
        let world = Arc::new(World::load(&options)?);
        self.worlds.insert(as_of, world.clone());
        Ok(world)
    }
}

/// What the guide says of the target of that decision now.
fn said(report: &Report<'_>, decision: &Decision) -> Outcomes {
    let judged = Judged {
        guide: report.guide,
        advice: Ok(report.advice),
    };
    let mut said = Outcomes::of(report.as_of, [judged]);
    let of_target = |target: &str| target.is_empty() || target == decision.target;
    said.pinned.retain(|key, _| of_target(&key.target));
    said
}

/// The numbers of the guide and of the packs that go along.
fn numbers_of(report: &Report<'_>) -> Vec<(String, Numbers)> {
    let packs = report.guide.companions.iter().map(|pack| &**pack);
    let guides = packs.chain([report.guide]);
    let numbers = guides.map(|guide| (guide.id.clone(), only(Numbers::of(guide).parameters)));
    numbers.collect()
}

/// Numbers without the rules, which a log does not keep.
fn only(parameters: BTreeMap<String, String>) -> Numbers {
    Numbers {
        parameters,
        ..Numbers::default()
    }
}
