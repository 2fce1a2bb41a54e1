use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::dataset::Catalogue;
use crate::guide::{Guide, Rule};
use crate::model::{Applicant, Effect, Facts, Program, Reading, Stage, Target, Value};
use crate::script::{Answer, Chance, Host, Role, RuleFile, Subjects, UnknownRead, slow_time};

use super::rejudge::same_rules;
use super::standing_facts::standing_facts;
use super::{Finding, Outcome};

/// How long the slow calls of one rule may take in one evaluation, over all programs; then it fails
/// for the programs that are left. A call that takes less than a millisecond is not slow, so a
/// catalogue can have any size: a rule takes microseconds.
const TIME: Duration = Duration::from_secs(1);

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
    /// What the program rules said, for every program that offers the target.
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
    let subjects = Subjects {
        applicant: facts.clone(),
        program: None,
        standing: None,
        list: None,
        policy: guide.policy.clone(),
    };
    let same = known.map(|known| same_rules(known.guide, guide, Role::Program));
    let mut caller = Caller {
        guide,
        host,
        stage,
        same: same.unwrap_or_default(),
        supposed: BTreeMap::new(),
        spent: BTreeMap::new(),
    };
    let mut standing = caller.call_all(Role::Applicant, &subjects);
    let whole = Subjects {
        standing: Some(Arc::new(standing_facts(guide, &standing))),
        ..subjects.clone()
    };
    standing.extend(caller.call_all(Role::Standing, &whole));
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
    let stage = evaluation.stage;
    Caller {
        guide,
        host,
        stage,
        same: BTreeMap::new(),
        supposed: BTreeMap::new(),
        spent: BTreeMap::new(),
    }
    .call_all(Role::List, &subjects)
}

/// Calls rules for one applicant and target.
struct Caller<'a> {
    guide: &'a Guide,
    host: &'a Host,
    stage: Stage,
    /// The rules that are the same as before an edit, with the numbers that they had.
    same: BTreeMap<usize, usize>,
    /// What unknown rules could find, by rule and by what is known of the program fields that the
    /// rule may read: programs that are alike in these need no second search.
    supposed: BTreeMap<(usize, String), Vec<Chance>>,
    /// How long the slow calls of each rule have taken so far.
    spent: BTreeMap<usize, Duration>,
}

impl Caller<'_> {
    fn call_all(&mut self, subject: Role, subjects: &Subjects) -> Vec<Finding> {
        let (guide, stage) = (self.guide, self.stage);
        guide
            .rules_on(subject)
            .filter(|(_, rule)| rule.counts_in(stage))
            .filter_map(|(number, rule)| self.call(number, rule, subjects))
            .collect()
    }

    /// Everything the rules say of the program with that number.
    fn program(
        &mut self,
        number: usize,
        facts: Arc<Facts>,
        subjects: &Subjects,
        known: Option<Known<'_>>,
    ) -> ProgramFindings {
        let subjects = Subjects {
            program: Some(facts.clone()),
            ..subjects.clone()
        };
        let before = known.and_then(|known| {
            let programs = &known.evaluation.programs;
            let at = programs.binary_search_by_key(&number, |one| one.program);
            Some(programs.get(at.ok()?)?.findings.as_slice())
        });
        ProgramFindings {
            program: number,
            facts,
            findings: self.call_programs(&subjects, before),
        }
    }

    /// Calls the rules about a program; those that are the same as before found what they found.
    fn call_programs(&mut self, subjects: &Subjects, before: Option<&[Finding]>) -> Vec<Finding> {
        let Some(before) = before else {
            return self.call_all(Role::Program, subjects);
        };
        let (guide, stage) = (self.guide, self.stage);
        let rules = guide.rules_on(Role::Program);
        let rules = rules.filter(|(_, rule)| rule.counts_in(stage));
        let findings = rules.filter_map(|(number, rule)| {
            let known = self.same.get(&number).and_then(|old| {
                let at = before.binary_search_by_key(old, |finding| finding.rule);
                before.get(at.ok()?)
            });
            match known {
                // A failure names the line, which an edit may have moved.
                Some(known) if !matches!(known.outcome, Outcome::Faulted(_)) => Some(Finding {
                    rule: number,
                    ..known.clone()
                }),
                _ => self.call(number, rule, subjects),
            }
        });
        findings.collect()
    }

    /// Calls a rule unless its time is up.
    fn call(&mut self, number: usize, rule: &Rule, subjects: &Subjects) -> Option<Finding> {
        let file = self.guide.file(rule)?;
        if self.left(number).is_zero() {
            let message = "stopped: it takes too long over all programs";
            return Some(Finding {
                rule: number,
                outcome: Outcome::Faulted(file.problem_at(&rule.function, message)),
                reads: Vec::new(),
            });
        }
        let subjects = &Subjects {
            policy: rule.policy.clone(),
            ..subjects.clone()
        };
        let begun = slow_time();
        let (answer, reads) = self.host.call(file, &rule.function, subjects);
        let outcome = self.outcome(number, rule, file, subjects, answer);
        *self.spent.entry(number).or_default() += slow_time().saturating_sub(begun);
        Some(Finding {
            rule: number,
            outcome,
            reads,
        })
    }

    /// How much time the rule has left.
    fn left(&self, number: usize) -> Duration {
        let spent = self.spent.get(&number).copied().unwrap_or_default();
        TIME.saturating_sub(spent)
    }

    fn outcome(
        &mut self,
        number: usize,
        rule: &Rule,
        file: &RuleFile,
        subjects: &Subjects,
        answer: Answer,
    ) -> Outcome {
        match answer {
            Answer::Found(effects) if effects.is_empty() => Outcome::Quiet,
            Answer::Found(effects) => {
                match effects
                    .iter()
                    .find_map(|effect| self.guide.misnamed(effect))
                {
                    Some(message) => Outcome::Faulted(file.problem_at(&rule.function, &message)),
                    None => Outcome::Fired(effects),
                }
            }
            Answer::Faulted(problem) => Outcome::Faulted(problem),
            Answer::Unknown(read) => {
                let chances = self.chances(number, rule, subjects, &read);
                Outcome::Unknown { read, chances }
            }
        }
    }

    /// What the rule could find once what it read is known, where that could move the program.
    fn chances(
        &mut self,
        number: usize,
        rule: &Rule,
        subjects: &Subjects,
        read: &UnknownRead,
    ) -> Vec<Chance> {
        let moves = match read.role {
            Role::Program => ["exclude", "tier", "points"]
                .iter()
                .any(|effect| rule.may(effect)),
            Role::Applicant => rule.may("tier"),
            Role::Standing | Role::List | Role::Policy => false,
        };
        let (Some(program), Some(file), true) = (&subjects.program, self.guide.file(rule), moves)
        else {
            return Vec::new();
        };
        let key = (number, likeness(rule, program));
        let time = self.left(number);
        let search = || {
            self.host
                .suppose(file, &rule.function, subjects, read, time)
        };
        self.supposed.entry(key).or_insert_with(search).clone()
    }
}

/// What is known of the program fields that the rule may read.
fn likeness(rule: &Rule, program: &Facts) -> String {
    let reads = rule
        .function
        .reads
        .iter()
        .filter(|(role, _)| *role == Role::Program);
    let known = reads.map(|(_, field)| match program.read(*field) {
        Reading::Stated(stated) => format!("={}", stated.value),
        Reading::Unstated => "?".to_owned(),
        Reading::Conflicting(values) => format!(
            "{:?}",
            values.iter().map(|one| &one.value).collect::<Vec<_>>()
        ),
    });
    known.collect::<Vec<String>>().join("\n")
}

impl Evaluation {
    /// Effects of the standing rules, each with the number of its rule.
    pub fn standing_effects(&self) -> impl Iterator<Item = (&Finding, &Effect)> {
        self.standing
            .iter()
            .flat_map(|f| f.effects().iter().map(move |effect| (f, effect)))
    }
}
