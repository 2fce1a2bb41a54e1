use crate::advise::{Moves, Open, PillarStanding, Share, Step, TargetAdvice, ToAsk};
use crate::model::Stage;
use crate::report::text::next::{programs_of, told};
use crate::report::text::programs::{share_text, shared};
use crate::report::text::short::{concerns, cost, dollars, first, how_many, next, stand, stand_in};
use crate::report::text::what_if::standpoint;
use crate::report::{Report, plural};

use super::line::Line;
use super::map::Map;
use super::programs::{Group, listed, rest};
use super::spending::{SignalPlan, signals};

/// What a guide says of one target.
#[derive(Debug)]
pub(super) struct Target {
    /// What its parts are called in addresses within the page.
    pub(super) key: String,
    pub(super) title: String,
    pub(super) is_applying: bool,
    pub(super) stand: String,
    /// The first sentence of it.
    pub(super) stand_first: String,
    pub(super) concerns: String,
    pub(super) how_many: Line,
    pub(super) cost: String,
    pub(super) first: String,
    pub(super) next: String,
    pub(super) in_numbers: InNumbers,
    pub(super) moves: Option<Moved>,
    pub(super) bands: Vec<Line>,
    pub(super) doubled: Vec<String>,
    pub(super) flags: Vec<Line>,
    pub(super) holding: usize,
    pub(super) pillars: Vec<Pillar>,
    pub(super) mix: Vec<Mix>,
    pub(super) map: Option<Map>,
    pub(super) groups: Vec<Group>,
    pub(super) shared: Vec<Line>,
    /// What is in no tier, and what is ruled out.
    pub(super) rest: Vec<Group>,
    pub(super) signals: Option<SignalPlan>,
    pub(super) plan: Vec<Topic>,
    pub(super) ask: Vec<Ask>,
    pub(super) tell_us: Vec<Line>,
    pub(super) faults: Vec<String>,
}

/// The same in figures.
#[derive(Debug)]
pub(super) struct InNumbers {
    /// The range that the guide asks for; a dash without one.
    pub(super) wanted: String,
    pub(super) fit: usize,
    pub(super) may: usize,
    pub(super) dollars: String,
}

#[derive(Debug)]
pub(super) struct Pillar {
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
}

/// A part of the list beside what the guide wants, in percent.
#[derive(Debug)]
pub(super) struct Mix {
    pub(super) line: Line,
    pub(super) from: f64,
    pub(super) wide: f64,
    pub(super) surely: f64,
    pub(super) possibly: f64,
}

/// The steps on one topic.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) title: String,
    pub(super) steps: Vec<Line>,
}

/// What to ask of a program.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) name: String,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) questions: Vec<Line>,
}

/// What moved against the profile as it stands.
#[derive(Debug)]
pub(super) struct Moved {
    pub(super) programs: Vec<(String, String, String)>,
    pub(super) gained: Vec<String>,
    pub(super) lost: Vec<String>,
}

pub(super) fn target(
    report: &Report<'_>,
    number: usize,
    target: &TargetAdvice,
    moves: Option<&Moves>,
) -> Target {
    let groups = listed(report, target);
    let standing = &target.standing;
    let said = |said| Line::said(report, said);
    let wanted = target.apply_to.as_ref();
    let states = groups.iter().flat_map(|group| &group.rows);
    Target {
        key: format!("{}-{}", report.guide.id, number + 1),
        title: target.target.to_string(),
        is_applying: report.advice.stage == Stage::Applying,
        stand: stand(target),
        stand_first: stand_in(target, 1),
        concerns: concerns(target).unwrap_or_default(),
        how_many: Line::new(
            report.guide,
            how_many(target),
            wanted.map(|(_, rule)| *rule),
        ),
        cost: cost(report, target),
        first: first(report, target),
        next: next(target).to_owned(),
        in_numbers: InNumbers {
            wanted: wanted.map_or_else(|| "–".to_owned(), |(band, _)| band.to_string()),
            fit: target.list.placed,
            may: target.list.possible,
            dollars: dollars(target.cost.with_possible),
        },
        moves: moves.map(|moves| moved(report, moves)),
        bands: standing.bands.iter().map(|(_, _, one)| said(one)).collect(),
        doubled: standing.doubled.clone(),
        flags: standing.flags.iter().map(said).collect(),
        holding: standing.holding(),
        pillars: standing
            .pillars
            .iter()
            .map(|one| pillar(report, one))
            .collect(),
        mix: mix(report, target),
        map: Map::of(states.map(|row| row.state.as_str())),
        shared: shared(report, target)
            .iter()
            .map(|remark| Line::remark(report.guide, remark))
            .collect(),
        rest: rest(report, target),
        signals: signals(report, target),
        plan: plan(report, &target.plan),
        ask: target
            .to_ask
            .iter()
            .filter_map(|one| ask(report, one))
            .collect(),
        tell_us: target
            .tell_us
            .iter()
            .map(|open| tell(report, open))
            .collect(),
        faults: faults(report, target),
        groups,
    }
}

fn pillar(report: &Report<'_>, pillar: &PillarStanding) -> Pillar {
    let lines = pillar.said.iter().map(|said| Line::said(report, said));
    Pillar {
        title: pillar.title.clone(),
        lines: lines.collect(),
    }
}

fn mix(report: &Report<'_>, target: &TargetAdvice) -> Vec<Mix> {
    let shares = target.shares.iter();
    let shares = shares.filter(|_| target.list.placed > 0);
    shares.map(|share| bar(report, share)).collect()
}

fn bar(report: &Report<'_>, share: &Share) -> Mix {
    let (from, to) = (share.percent.from.as_f64(), share.percent.to.as_f64());
    let from = from.clamp(0.0, 100.0);
    Mix {
        line: Line::new(report.guide, share_text(report, share), Some(share.rule)),
        from,
        wide: (to.clamp(from, 100.0) - from).max(1.0),
        surely: share.part.at_least(),
        possibly: share.part.at_most(),
    }
}

fn plan(report: &Report<'_>, steps: &[Step]) -> Vec<Topic> {
    let topics = steps.chunk_by(|one, other| one.title == other.title);
    let topics = topics.map(|steps| {
        let title = steps
            .first()
            .map_or_else(String::new, |step| step.title.clone());
        let steps = steps.iter().map(|step| {
            let text = format!("{}{}", step.said.text, programs_of(report, step));
            Line::new(report.guide, text, Some(step.said.rule))
        });
        let steps = steps.collect();
        Topic { title, steps }
    });
    topics.collect()
}

fn ask(report: &Report<'_>, ask: &ToAsk) -> Option<Ask> {
    let program = report.program(ask.program)?;
    let questions = ask.questions.iter();
    let questions = questions.map(|one| Line::new(report.guide, one.text.clone(), Some(one.rule)));
    Some(Ask {
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        questions: questions.collect(),
    })
}

fn tell(report: &Report<'_>, open: &Open) -> Line {
    Line::new(
        report.guide,
        told(report, open),
        open.rules.first().copied(),
    )
}

fn faults(report: &Report<'_>, target: &TargetAdvice) -> Vec<String> {
    let faults = target.faults.iter().map(|(rule, problem, times)| {
        let rule = report.guide.rules.get(*rule);
        let id = rule.map_or("?", |rule| rule.id.as_str());
        format!("{id}: {problem} ({times}×)")
    });
    faults.collect()
}

fn moved(report: &Report<'_>, moves: &Moves) -> Moved {
    let programs = moves.programs.iter().filter_map(|one| {
        let program = report.program(one.program)?;
        let name = format!("{}, {}, {}", program.name, program.city, program.state);
        let stand = |stand| standpoint(report, stand);
        Some((name, stand(one.before), stand(one.after)))
    });
    Moved {
        programs: programs.collect(),
        gained: moves.gained.clone(),
        lost: moves.lost.clone(),
    }
}

impl Target {
    /// How many moved, in words.
    pub(super) fn moved_records(&self) -> String {
        let moves = self.moves.as_ref();
        plural(moves.map_or(0, |moves| moves.programs.len()), "record")
    }
}
