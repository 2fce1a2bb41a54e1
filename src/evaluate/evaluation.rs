use std::sync::Arc;

use crate::dataset::Catalogue;
use crate::guide::Guide;
use crate::model::{Applicant, Effect, Facts, Program, Reading, Stage, Target, Value};
use crate::script::{Host, Role, Subjects};

use super::Finding;
use super::caller::Caller;
use super::rejudge::same_rules;

/// Everything the rules said of one program.
#[derive(Debug, Clone)]
pub struct ProgramFindings {
    /// The program's number in the catalogue.
    pub program: usize,
    /// What the rules read of it.
    pub facts: Arc<Facts>,
    /// One finding for each program rule that counts in the stage.
    pub findings: Vec<Finding>,
}

/// Everything the rules of one guide said of an applicant and a target.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The target's number in the profile.
    pub target_index: usize,
    /// The target.
    pub target: Target,
    /// The stage of the season.
    pub stage: Stage,
    /// What the rules read of the applicant.
    pub applicant: Arc<Facts>,
    /// What the rules about the applicant said, and after them those about the standing.
    pub standing: Vec<Finding>,
    /// What the program rules said, for every program that offers the target, in the order of the
    /// catalogue.
    pub programs: Vec<ProgramFindings>,
}

/// What an earlier evaluation of the same applicant, target, stage and programs found, by the same
/// sandbox.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The guide as it was.
    pub guide: &'k Guide,
    /// What it found.
    pub evaluation: &'k Evaluation,
}

/// Evaluates one target of an applicant against every program that offers it.
#[must_use]
pub fn evaluate(
    guide: &Guide,
    host: &Host,
    applicant: &Applicant,
    target_index: usize,
    stage: Stage,
    catalogue: &Catalogue,
) -> Option<Evaluation> {
    evaluate_after(None, guide, host, applicant, target_index, stage, catalogue)
}

/// The same, calling only the rules about programs that are not the same as before an edit.
#[must_use]
pub fn evaluate_after(
    known: Option<Known<'_>>,
    guide: &Guide,
    host: &Host,
    applicant: &Applicant,
    target_index: usize,
    stage: Stage,
    catalogue: &Catalogue,
) -> Option<Evaluation> {
    let target = *applicant.targets.get(target_index)?;
    let mut facts = applicant.facts(target_index);
    facts.set("stage", Reading::told(Value::text(stage.as_str())));
    let facts = Arc::new(facts);
    let subjects = alone(guide, &facts);
    let mut caller = Caller::new(guide, host, stage);
    if let Some(known) = known {
        caller.same = same_rules(known.guide, guide, Role::Program);
    }
    let standing = caller.standing(&subjects);
    let offers =
        |program: &Program| program.specialty == target.specialty && program.offers(target.track);
    let programs = catalogue
        .programs()
        .iter()
        .enumerate()
        .filter(|(_, program)| offers(program))
        .map(|(number, program)| {
            let facts = Arc::new(program.facts(target.track));
            caller.program(number, facts, &subjects, known)
        })
        .collect();
    Some(Evaluation {
        target_index,
        target,
        stage,
        applicant: facts,
        standing,
        programs,
    })
}

/// What the rules about the applicant say, and after them those about the standing. `facts` is what
/// rules read with the target and stage.
#[must_use]
pub fn standing_findings(
    guide: &Guide,
    host: &Host,
    facts: &Arc<Facts>,
    stage: Stage,
) -> Vec<Finding> {
    Caller::new(guide, host, stage).standing(&alone(guide, facts))
}

/// The applicant alone, for rules to look at.
fn alone(guide: &Guide, facts: &Arc<Facts>) -> Subjects {
    Subjects {
        applicant: facts.clone(),
        program: None,
        standing: None,
        list: None,
        policy: guide.policy.clone(),
    }
}

/// Calls every list rule, once the list stands.
#[must_use]
pub fn evaluate_list(
    guide: &Guide,
    host: &Host,
    evaluation: &Evaluation,
    list: Facts,
) -> Vec<Finding> {
    let subjects = Subjects {
        applicant: evaluation.applicant.clone(),
        program: None,
        standing: None,
        list: Some(Arc::new(list)),
        policy: guide.policy.clone(),
    };
    Caller::new(guide, host, evaluation.stage).call_all(Role::List, &subjects)
}

impl Evaluation {
    /// What the rules said of the program with that number in the catalogue.
    #[must_use]
    pub fn program(&self, number: usize) -> Option<&ProgramFindings> {
        let at = self
            .programs
            .binary_search_by_key(&number, |one| one.program);
        self.programs.get(at.ok()?)
    }

    /// Effects of the standing rules, each with the number of its rule.
    pub fn standing_effects(&self) -> impl Iterator<Item = (&Finding, &Effect)> {
        self.standing
            .iter()
            .flat_map(|f| f.effects().iter().map(move |effect| (f, effect)))
    }
}
