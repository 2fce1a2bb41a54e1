use std::sync::Arc;

use crate::guide::{Guide, Rule};
use crate::model::{Facts, Stage};
use crate::script::{Answer, Host, Role, Subjects};

use super::standing_facts::standing_facts;
use super::{Finding, Outcome};

/// What the rules about the applicant say, and after them those about the standing: without looking
/// into what unknown ones could say. `facts` is what rules read with the target and stage.
#[must_use]
pub fn standing_findings(
    guide: &Guide,
    host: &Host,
    facts: &Arc<Facts>,
    stage: Stage,
) -> Vec<Finding> {
    let subjects = Subjects {
        applicant: facts.clone(),
        program: None,
        standing: None,
        list: None,
        policy: guide.policy.clone(),
    };
    let mut findings = called(guide, host, Role::Applicant, &subjects, stage);
    let whole = Subjects {
        standing: Some(Arc::new(standing_facts(guide, &findings))),
        ..subjects
    };
    findings.extend(called(guide, host, Role::Standing, &whole, stage));
    findings
}

fn called(
    guide: &Guide,
    host: &Host,
    subject: Role,
    subjects: &Subjects,
    stage: Stage,
) -> Vec<Finding> {
    let rules = guide.rules_on(subject);
    let rules = rules.filter(|(_, rule)| rule.counts_in(stage));
    let findings = rules.filter_map(|(number, rule)| call(guide, host, number, rule, subjects));
    findings.collect()
}

fn call(
    guide: &Guide,
    host: &Host,
    number: usize,
    rule: &Rule,
    subjects: &Subjects,
) -> Option<Finding> {
    let file = guide.file(rule)?;
    let subjects = &Subjects {
        policy: rule.policy.clone(),
        ..subjects.clone()
    };
    let (answer, reads) = host.call(file, &rule.function, subjects);
    let misnamed = |found: &[_]| found.iter().find_map(|effect| guide.misnamed(effect));
    let outcome = match answer {
        Answer::Found(found) if found.is_empty() => Outcome::Quiet,
        Answer::Found(found) => match misnamed(&found) {
            Some(message) => Outcome::Faulted(file.problem_at(&rule.function, &message)),
            None => Outcome::Fired(found),
        },
        Answer::Faulted(problem) => Outcome::Faulted(problem),
        Answer::Unknown(read) => Outcome::Unknown {
            read,
            chances: Vec::new(),
        },
    };
    Some(Finding {
        rule: number,
        outcome,
        reads,
    })
}
