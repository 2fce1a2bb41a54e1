//! Version 0 of the JSON report. It may still change; `version` says so.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::advise::{self, Because, Could, Moves, Placement, Said, Standpoint, TargetAdvice};
use crate::model::{Provenance, Value};
use crate::report::Report;
use crate::script::Role;

/// A report of one evaluation.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Report")]
pub struct Document {
    /// Always 0.
    version: u8,
    /// The day it is judged on.
    as_of: String,
    /// What the profile calls the applicant.
    applicant: Option<String>,
    /// The year of the Match.
    match_year: i64,
    /// The stage of the season.
    stage: String,
    /// The guide.
    guide: Guide,
    /// Why the guide may not fit, when it was asked for by name.
    caution: Option<String>,
    /// One part for each target.
    targets: Vec<Target>,
    /// What applying costs over all targets, in US dollars.
    cost: TotalCost,
    /// The passages that the rules of this report cite, by id.
    passages: BTreeMap<String, Passage>,
    /// The sources of the values in this report, by id.
    sources: BTreeMap<String, Source>,
    /// What moved against the profile as it stands, when `--set` was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    moves: Option<Vec<TargetMoves>>,
    /// What to keep in mind.
    notes: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Guide {
    id: String,
    title: String,
    document: String,
    address: Option<String>,
    /// The parameters in force.
    parameters: BTreeMap<String, Parameter>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Parameter {
    meaning: String,
    /// What it is set to, as people write it.
    value: String,
    /// Whether it is ours because the guide gives no number.
    reading: bool,
    /// The office policy file that set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_by: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Passage {
    section: String,
    summary: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Source {
    title: String,
    as_of: String,
    address: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TotalCost {
    placed: u64,
    with_possible: u64,
    season: i64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Target {
    specialty: String,
    track: String,
    standing: Standing,
    list: List,
    apply_to: Option<ApplyTo>,
    shares: Vec<Share>,
    cost: Cost,
    plan: Vec<Step>,
    /// What the profile does not say that rules asked for.
    tell_us: Vec<TellUs>,
    /// What to ask of which programs, the answers that could change most first.
    ask: Vec<Ask>,
    /// Rules that failed.
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Standing {
    bands: Vec<Band>,
    flags: Vec<Sentence>,
    pillars: Vec<Pillar>,
    pillars_holding: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Band {
    topic: String,
    id: String,
    says: Sentence,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Pillar {
    id: String,
    title: String,
    holds: bool,
    says: Vec<Sentence>,
}

/// Something a rule said, with the facts it read.
#[derive(Debug, Serialize, JsonSchema)]
struct Sentence {
    text: String,
    rule: String,
    cites: Vec<String>,
    /// Parameters it rests on that are ours, not the guide's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<String>,
    because: Vec<Fact>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Fact {
    /// e.g. `program.visas.j1`
    field: String,
    /// The value; null when it is not stated or sources disagree.
    value: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    /// Whether the value is more than about two years old or its age is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicting: Vec<serde_json::Value>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct List {
    placed: usize,
    possible: usize,
    unplaced: usize,
    excluded: usize,
    /// All programs, in order: tier, score, id; excluded ones last.
    programs: Vec<Program>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Program {
    id: String,
    name: String,
    city: String,
    state: String,
    /// Records that may be the same program; they count once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    possibly_same_as: Vec<String>,
    tier: Option<String>,
    tier_reason: Option<Sentence>,
    /// The exact sum of `points`.
    score: i64,
    points: Vec<Points>,
    /// The least and the greatest score once everything is known.
    score_range: [i64; 2],
    /// Why it is not an option.
    excluded: Vec<Sentence>,
    flags: Vec<Sentence>,
    /// What unknown rules could still find.
    could: Vec<Possible>,
    verify: Vec<Verify>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Points {
    points: i64,
    says: Sentence,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Possible {
    rule: String,
    /// `exclude`, `points` or `tier`.
    effect: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<i64>,
    /// Each a set of conditions that would all have to hold.
    ways: Vec<Vec<String>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Verify {
    field: String,
    why: Sentence,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ApplyTo {
    from: f64,
    to: f64,
    /// The guide leaves the upper end open.
    open: bool,
    rule: String,
    cites: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Share {
    of: String,
    from: f64,
    to: f64,
    rule: String,
    cites: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Cost {
    placed: u64,
    with_possible: u64,
    from: Option<u64>,
    to: Option<u64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Step {
    topic: String,
    says: Sentence,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    programs: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TellUs {
    field: String,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of_entry: Option<String>,
    /// The rules that could not know without it.
    rules: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Ask {
    program: String,
    questions: Vec<Question>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Question {
    /// The fields it asks for, e.g. `program.visas.j1`.
    fields: Vec<String>,
    /// What the answer could change, or why to ask.
    question: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Fault {
    rule: String,
    problem: String,
    times: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TargetMoves {
    programs: Vec<Move>,
    gained: Vec<String>,
    lost: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Move {
    program: String,
    before: Stand,
    after: Stand,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Stand {
    excluded: bool,
    tier: Option<String>,
    score: i64,
}

/// The document's JSON Schema.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::dataset::schema_of::<Document>()
}

/// Writes the report, with what moved when there is something to compare with.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(
    report: &Report<'_>,
    moves: Option<&[Moves]>,
    out: &mut W,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report, moves))?;
    writeln!(out)
}

fn document(report: &Report<'_>, moves: Option<&[Moves]>) -> Document {
    let (placed, with_possible) = report.advice.cost();
    Document {
        version: 0,
        as_of: report.as_of.to_string(),
        applicant: report.applicant.name.as_deref().map(str::to_owned),
        match_year: report.applicant.match_year,
        stage: report.advice.stage.as_str().to_owned(),
        guide: guide(report),
        caution: report.caution.map(str::to_owned),
        targets: report.advice.targets.iter().map(|target| self::target(report, target)).collect(),
        cost: TotalCost { placed, with_possible, season: report.references.fees.season },
        passages: passages(report),
        sources: sources(report),
        moves: moves.map(|all| all.iter().map(|moves| target_moves(report, moves)).collect()),
        notes: [
            "It gives no odds.",
            "Unstated is never no: a program without a stated value is neither excluded nor counted for it.",
            "Version 0 may still change.",
        ]
        .map(str::to_owned)
        .into(),
    }
}

fn guide(report: &Report<'_>) -> Guide {
    let manifest = &report.guide.manifest;
    let parameters = report.guide.policy.iter().map(|(name, parameter)| {
        let parameter = Parameter {
            meaning: parameter.meaning.clone(),
            value: parameter.setting.to_string(),
            reading: parameter.is_reading(),
            set_by: parameter.set_by.clone(),
        };
        (name.clone(), parameter)
    });
    Guide {
        id: report.guide.id.clone(),
        title: manifest.title.clone(),
        document: manifest.source.document.clone(),
        address: manifest.source.address.clone(),
        parameters: parameters.collect(),
    }
}

fn passages(report: &Report<'_>) -> BTreeMap<String, Passage> {
    let passages = report.guide.passages.iter().map(|(id, passage)| {
        let passage =
            Passage { section: passage.section.clone(), summary: passage.summary.clone() };
        (id.clone(), passage)
    });
    passages.collect()
}

fn sources(report: &Report<'_>) -> BTreeMap<String, Source> {
    let sources = report.references.sources.iter().map(|(id, source)| {
        let source = Source {
            title: source.title.to_string(),
            as_of: source.as_of.to_string(),
            address: source.address.as_ref().map(ToString::to_string),
        };
        (id.to_string(), source)
    });
    sources.collect()
}

fn rule_id(report: &Report<'_>, rule: usize) -> String {
    report.guide.rules.get(rule).map_or_else(String::new, |rule| rule.id.clone())
}

fn cites(report: &Report<'_>, rule: usize) -> Vec<String> {
    let rule = report.guide.rules.get(rule);
    rule.map_or_else(Vec::new, |rule| rule.function.documentation.cites.clone())
}

fn sentence(report: &Report<'_>, said: &Said) -> Sentence {
    let rule = report.guide.rules.get(said.rule);
    Sentence {
        text: said.text.to_string(),
        rule: rule_id(report, said.rule),
        cites: cites(report, said.rule),
        readings: rule.map_or_else(Vec::new, |rule| rule.readings.clone()),
        because: said.because.iter().map(|because| fact(report, because)).collect(),
    }
}

fn sentences(report: &Report<'_>, said: &[Said]) -> Vec<Sentence> {
    said.iter().map(|said| sentence(report, said)).collect()
}

fn fact(report: &Report<'_>, because: &Because) -> Fact {
    let provenance = because.provenance.as_ref();
    let stale = |p: &Provenance| !p.as_of.is_recent(report.as_of);
    Fact {
        field: format!("{}.{}", because.role.word(), because.path),
        value: because.value.as_ref().map(json),
        source: provenance.map(|p| p.source.to_string()),
        as_of: provenance.map(|p| p.as_of.to_string()),
        stale: because.role == Role::Program && provenance.is_some_and(stale),
        note: provenance.and_then(|p| p.note.as_ref()).map(ToString::to_string),
        conflicting: because.conflicting.iter().map(json).collect(),
    }
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Bool(yes) => (*yes).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => (&**text).into(),
        Value::Texts(texts) => texts.iter().map(|text| text.to_string()).collect(),
        Value::Entries(entries) => serde_json::json!({ "entries": entries.len() }),
    }
}

fn target(report: &Report<'_>, target: &TargetAdvice) -> Target {
    let standing = &target.standing;
    Target {
        specialty: target.target.specialty.id.to_owned(),
        track: target.target.track.as_str().to_owned(),
        standing: Standing {
            bands: standing
                .bands
                .iter()
                .map(|(topic, id, said)| Band {
                    topic: topic.clone(),
                    id: id.clone(),
                    says: sentence(report, said),
                })
                .collect(),
            flags: sentences(report, &standing.flags),
            pillars: standing
                .pillars
                .iter()
                .map(|pillar| Pillar {
                    id: pillar.id.clone(),
                    title: pillar.title.clone(),
                    holds: !pillar.said.is_empty(),
                    says: sentences(report, &pillar.said),
                })
                .collect(),
            pillars_holding: standing.holding(),
        },
        list: list(report, &target.list),
        apply_to: target.apply_to.as_ref().map(|(band, rule)| ApplyTo {
            from: band.from.as_f64(),
            to: band.to.as_f64(),
            open: band.open,
            rule: rule_id(report, *rule),
            cites: cites(report, *rule),
        }),
        shares: target
            .shares
            .iter()
            .map(|(of, band, rule)| Share {
                of: of.clone(),
                from: band.from.as_f64(),
                to: band.to.as_f64(),
                rule: rule_id(report, *rule),
                cites: cites(report, *rule),
            })
            .collect(),
        cost: Cost {
            placed: target.cost.placed,
            with_possible: target.cost.with_possible,
            from: target.cost.from,
            to: target.cost.to,
        },
        plan: target.plan.iter().map(|step| self::step(report, step)).collect(),
        tell_us: target.tell_us.iter().map(|open| tell_us(report, open)).collect(),
        ask: target.to_ask.iter().map(ask).collect(),
        faults: target
            .faults
            .iter()
            .map(|(rule, problem, times)| Fault {
                rule: rule_id(report, *rule),
                problem: problem.to_string(),
                times: *times,
            })
            .collect(),
    }
}

fn step(report: &Report<'_>, step: &advise::Step) -> Step {
    Step {
        topic: step.topic.clone(),
        says: sentence(report, &step.said),
        programs: step.programs.iter().map(ToString::to_string).collect(),
    }
}

fn tell_us(report: &Report<'_>, open: &advise::Open) -> TellUs {
    TellUs {
        field: format!("applicant.{}", open.path),
        label: open.label.to_owned(),
        of_entry: open.key.clone(),
        rules: open.rules.iter().map(|rule| rule_id(report, *rule)).collect(),
    }
}

fn ask(ask: &advise::ToAsk) -> Ask {
    let questions = ask.questions.iter().map(|question| Question {
        fields: question.fields.iter().map(|path| format!("program.{path}")).collect(),
        question: question.text.clone(),
    });
    Ask { program: ask.id.to_string(), questions: questions.collect() }
}

fn list(report: &Report<'_>, list: &advise::List) -> List {
    List {
        placed: list.placed,
        possible: list.possible,
        unplaced: list.unplaced,
        excluded: list.excluded,
        programs: list.placements.iter().filter_map(|p| program(report, p)).collect(),
    }
}

fn program(report: &Report<'_>, placement: &Placement) -> Option<Program> {
    let program = report.program(placement.program)?;
    let (low, high) = placement.score_range();
    let tier = placement.tier.as_ref();
    let points = placement
        .points
        .iter()
        .map(|points| Points { points: points.points, says: sentence(report, &points.said) });
    let verify = placement
        .verify
        .iter()
        .map(|(field, said)| Verify { field: field.clone(), why: sentence(report, said) });
    Some(Program {
        id: placement.id.to_string(),
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        possibly_same_as: program.possibly_same_as.iter().map(ToString::to_string).collect(),
        tier: tier.and_then(|(rank, _)| tier_id(report, *rank)),
        tier_reason: tier.map(|(_, said)| sentence(report, said)),
        score: placement.score,
        points: points.collect(),
        score_range: [low, high],
        excluded: sentences(report, &placement.excluded),
        flags: sentences(report, &placement.flags),
        could: placement.coulds().map(|could| possible(report, could)).collect(),
        verify: verify.collect(),
    })
}

fn possible(report: &Report<'_>, could: &Could) -> Possible {
    use crate::model::Effect;
    let (tier, points) = match &could.effect {
        Effect::Tier { id, .. } => (Some(id.to_string()), None),
        Effect::Points { points, .. } => (None, Some(*points)),
        _ => (None, None),
    };
    Possible {
        rule: rule_id(report, could.rule),
        effect: could.effect.word().to_owned(),
        tier,
        points,
        ways: could.ways.iter().map(|way| way.conditions.clone()).collect(),
    }
}

fn tier_id(report: &Report<'_>, rank: usize) -> Option<String> {
    report.guide.manifest.tiers.get(rank).map(|tier| tier.id.clone())
}

fn target_moves(report: &Report<'_>, moves: &Moves) -> TargetMoves {
    let stand = |stand: Standpoint| Stand {
        excluded: stand.excluded,
        tier: stand.tier.and_then(|rank| tier_id(report, rank)),
        score: stand.score,
    };
    let programs = moves.programs.iter().map(|moved| Move {
        program: moved.id.to_string(),
        before: stand(moved.before),
        after: stand(moved.after),
    });
    TargetMoves {
        programs: programs.collect(),
        gained: moves.gained.clone(),
        lost: moves.lost.clone(),
    }
}
