use crate::dataset::{Catalogue, References};
use crate::evaluate::{Evaluation, Finding, Known, Outcome, evaluate_after, evaluate_list};
use crate::guide::{Fit, Guide};
use crate::model::{Applicant, Band, Effect, Stage, Target, Value};
use crate::place::Problem;
use crate::script::Host;

use super::ask::to_ask;
use super::plan::plan;
use super::tell_us::tell_us;
use super::{
    Budget, BudgetFrom, Cost, List, Open, Placement, Share, Signals, Standing, Step, ToAsk,
    TotalCost,
};

/// What one guide says of one target.
#[derive(Debug, Clone)]
pub struct TargetAdvice {
    /// The target.
    pub target: Target,
    /// Where the applicant stands.
    pub standing: Standing,
    /// The programs.
    pub list: List,
    /// How many programs the guide says to apply to, and the rule that says so.
    pub apply_to: Option<(Band, usize)>,
    /// The parts of the list that should be of a tier, group or setting, beside what they are.
    pub shares: Vec<Share>,
    /// What it costs.
    pub cost: Cost,
    /// What to do, in order.
    pub plan: Vec<Step>,
    /// What to tell us.
    pub tell_us: Vec<Open>,
    /// What to ask the programs.
    pub to_ask: Vec<ToAsk>,
    /// Rules that failed: the rule's number, what went wrong, and how often.
    pub faults: Vec<(usize, Problem, usize)>,
    /// What it all rests on.
    pub evaluation: Evaluation,
    /// What the list rules said.
    pub list_findings: Vec<Finding>,
}

/// What one guide says of an applicant.
#[derive(Debug, Clone)]
pub struct Advice {
    /// The stage of the season.
    pub stage: Stage,
    /// One part for each target that the guide is for.
    pub targets: Vec<TargetAdvice>,
    /// The targets that the guide is not for, and why.
    pub outside: Vec<(Target, Vec<String>)>,
    /// What applying costs over all targets.
    pub cost: TotalCost,
    /// What the budget buys, while applying and when one is stated.
    pub budget: Option<Budget>,
    /// Where to spend program signals, while applying: one part for each specialty.
    pub signals: Vec<Signals>,
}

impl Advice {
    /// Whether any rule failed.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        self.targets.iter().any(|target| !target.faults.is_empty())
    }
}

/// Evaluates every target of an applicant by one guide and says what follows.
#[must_use]
pub fn advise(
    guide: &Guide,
    host: &Host,
    applicant: &Applicant,
    stage: Stage,
    catalogue: &Catalogue,
    references: &References,
) -> Advice {
    advise_after(None, guide, host, applicant, stage, catalogue, references)
}

/// The same, calling only the rules about programs that are not the same as before an edit.
/// `before` is the guide as it was with what it said of the same applicant and stage by the same
/// programs and sandbox.
#[must_use]
pub fn advise_after(
    before: Option<(&Guide, &Advice)>,
    guide: &Guide,
    host: &Host,
    applicant: &Applicant,
    stage: Stage,
    catalogue: &Catalogue,
    references: &References,
) -> Advice {
    let known = |target: usize| {
        let (guide, advice) = before?;
        let mut evaluations = advice.targets.iter().map(|target| &target.evaluation);
        let same = |one: &&Evaluation| one.target_index == target && one.stage == stage;
        let evaluation = evaluations.find(same)?;
        Some(Known { guide, evaluation })
    };
    let mut outside = Vec::new();
    let mut inside = Vec::new();
    for (number, target) in applicant.targets.iter().enumerate() {
        match guide.fit(&applicant.facts(number)) {
            Fit::DoesNotFit(reasons) => outside.push((*target, reasons)),
            Fit::Fits | Fit::CannotTell(_) => inside.push(number),
        }
    }
    let targets: Vec<TargetAdvice> = inside
        .into_iter()
        .filter_map(|target| {
            let known = known(target);
            evaluate_after(known, guide, host, applicant, target, stage, catalogue)
        })
        .map(|evaluation| advise_target(guide, host, evaluation, catalogue, references))
        .collect();
    let cost = TotalCost::of(guide, references, &targets);
    let applying = stage == Stage::Applying;
    let dollars = stated_budget(applicant).filter(|_| applying);
    let budget = dollars.map(|dollars| {
        let from = BudgetFrom::Profile;
        Budget::of(guide, references, &targets, dollars, from)
    });
    let signals = if applying {
        Signals::of(references, catalogue, applicant.match_year, &targets)
    } else {
        Vec::new()
    };
    Advice {
        stage,
        targets,
        outside,
        cost,
        budget,
        signals,
    }
}

/// What the profile says the applications may cost.
fn stated_budget(applicant: &Applicant) -> Option<u64> {
    match applicant.told.get("budget").value() {
        Some(Value::Int(dollars)) => u64::try_from(*dollars).ok(),
        _ => None,
    }
}

fn advise_target(
    guide: &Guide,
    host: &Host,
    evaluation: Evaluation,
    catalogue: &Catalogue,
    references: &References,
) -> TargetAdvice {
    let placements = evaluation.programs.iter();
    let placements = placements
        .filter_map(|program| Placement::of(guide, catalogue, program, &evaluation.applicant));
    let list = List::of(guide, placements.collect());
    let fee = references.fees.cost(list.placed);
    let list_findings = evaluate_list(guide, host, &evaluation, list.facts(fee));
    let apply_to = apply_to(&evaluation, &list_findings);
    let cost = Cost::of(
        references,
        list.placed,
        list.possible,
        apply_to.map(|(band, _)| band),
    );
    TargetAdvice {
        target: evaluation.target,
        standing: Standing::of(guide, &evaluation, &list_findings),
        apply_to,
        shares: shares(&list, &list_findings),
        cost,
        plan: plan(guide, &evaluation, &list, &list_findings),
        tell_us: tell_us(guide, &evaluation, &list_findings),
        to_ask: to_ask(guide, &list),
        faults: faults(&evaluation, &list_findings),
        list,
        list_findings,
        evaluation,
    }
}

fn apply_to(evaluation: &Evaluation, list_findings: &[Finding]) -> Option<(Band, usize)> {
    let findings = evaluation.standing.iter().chain(list_findings);
    findings
        .flat_map(|finding| {
            finding
                .effects()
                .iter()
                .map(move |effect| (finding, effect))
        })
        .find_map(|(finding, effect)| match effect {
            Effect::ApplyTo { programs } => Some((*programs, finding.rule)),
            _ => None,
        })
}

fn shares(list: &List, list_findings: &[Finding]) -> Vec<Share> {
    let effects = list_findings.iter().flat_map(|finding| {
        finding
            .effects()
            .iter()
            .map(move |effect| (finding.rule, effect))
    });
    effects
        .filter_map(|(rule, effect)| match effect {
            Effect::Share { of, percent } => Some(Share {
                percent: *percent,
                rule,
                part: list.parts.iter().find(|part| *part.of == **of)?.clone(),
            }),
            _ => None,
        })
        .collect()
}

fn faults(evaluation: &Evaluation, list_findings: &[Finding]) -> Vec<(usize, Problem, usize)> {
    let programs = evaluation
        .programs
        .iter()
        .flat_map(|program| &program.findings);
    let mut faults: Vec<(usize, Problem, usize)> = Vec::new();
    for finding in evaluation
        .standing
        .iter()
        .chain(programs)
        .chain(list_findings)
    {
        let Outcome::Faulted(problem) = &finding.outcome else {
            continue;
        };
        match faults
            .iter_mut()
            .find(|(rule, known, _)| *rule == finding.rule && known == problem)
        {
            Some((.., times)) => *times += 1,
            None => faults.push((finding.rule, problem.clone(), 1)),
        }
    }
    faults
}
