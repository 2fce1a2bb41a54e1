use std::sync::Arc;

use crate::dataset::Catalogue;
use crate::guide::{Guide, Rule};
use crate::model::{Applicant, Effect, Facts, Stage, Target};
use crate::script::{Answer, Host, Role, Subjects};

use super::{Finding, Outcome};

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
    /// What the standing rules said.
    pub standing: Vec<Finding>,
    /// What the program rules said, for every program that offers the target.
    pub programs: Vec<ProgramFindings>,
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
    let target = *applicant.targets.get(target_index)?;
    let facts = Arc::new(applicant.facts(target_index));
    let subjects = Subjects {
        applicant: facts.clone(),
        program: None,
        list: None,
        policy: guide.policy.clone(),
    };
    let standing = call_all(guide, host, Role::Applicant, stage, &subjects);
    let programs = catalogue
        .programs()
        .iter()
        .enumerate()
        .filter(|(_, program)| {
            program.specialty == target.specialty && program.offers(target.track)
        })
        .map(|(number, program)| {
            let facts = Arc::new(program.facts(target.track));
            let findings = evaluate_program(guide, host, stage, &subjects, facts.clone());
            ProgramFindings {
                program: number,
                facts,
                findings,
            }
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

/// Calls every program rule for one program.
#[must_use]
pub fn evaluate_program(
    guide: &Guide,
    host: &Host,
    stage: Stage,
    applicant: &Subjects,
    program: Arc<Facts>,
) -> Vec<Finding> {
    let subjects = Subjects {
        program: Some(program),
        ..applicant.clone()
    };
    call_all(guide, host, Role::Program, stage, &subjects)
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
        list: Some(Arc::new(list)),
        policy: guide.policy.clone(),
    };
    call_all(guide, host, Role::List, evaluation.stage, &subjects)
}

fn call_all(
    guide: &Guide,
    host: &Host,
    subject: Role,
    stage: Stage,
    subjects: &Subjects,
) -> Vec<Finding> {
    guide
        .rules_on(subject)
        .filter(|(_, rule)| rule.counts_in(stage))
        .filter_map(|(number, rule)| call(guide, host, number, rule, subjects))
        .collect()
}

fn call(
    guide: &Guide,
    host: &Host,
    number: usize,
    rule: &Rule,
    subjects: &Subjects,
) -> Option<Finding> {
    let file = guide.file(rule)?;
    let (answer, reads) = host.call(file, &rule.function, subjects);
    let outcome = match answer {
        Answer::Found(effects) if effects.is_empty() => Outcome::Quiet,
        Answer::Found(effects) => Outcome::Fired(effects),
        Answer::Faulted(problem) => Outcome::Faulted(problem),
        Answer::Unknown(read) => {
            let moves = match read.role {
                Role::Program => moves_the_program(rule),
                Role::Applicant => subjects.program.is_some() && rule.may("tier"),
                Role::List | Role::Policy => false,
            };
            let chances = if moves {
                host.suppose(file, &rule.function, subjects, &read)
            } else {
                Vec::new()
            };
            Outcome::Unknown { read, chances }
        }
    };
    Some(Finding {
        rule: number,
        outcome,
        reads,
    })
}

/// Whether knowing more could exclude the program, place it, or change its score.
fn moves_the_program(rule: &Rule) -> bool {
    ["exclude", "tier", "points"]
        .into_iter()
        .any(|effect| rule.may(effect))
}

impl Evaluation {
    /// Effects of the standing rules, each with the number of its rule.
    pub fn standing_effects(&self) -> impl Iterator<Item = (&Finding, &Effect)> {
        self.standing
            .iter()
            .flat_map(|f| f.effects().iter().map(move |effect| (f, effect)))
    }
}
