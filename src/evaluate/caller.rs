use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::guide::{Guide, Rule};
use crate::model::{Facts, Reading, Stage};
use crate::script::{Answer, Chance, Host, Role, RuleFile, Subjects, UnknownRead, slow_time};

use super::{Finding, Known, Outcome, Outline, ProgramFindings};

/// How long the slow calls of one rule may take in one evaluation, over all programs; then it fails
/// for the programs that are left. A call that takes less than a millisecond is not slow, so a
/// catalogue can have any size: a rule takes microseconds.
const TIME: Duration = Duration::from_secs(1);

/// Calls rules for one applicant and target.
#[derive(Debug)]
pub(super) struct Caller<'a> {
    guide: &'a Guide,
    host: &'a Host,
    stage: Stage,
    /// The rules that are the same as before an edit, with the numbers that they had.
    pub(super) same: BTreeMap<usize, usize>,
    /// What unknown rules could find, by rule and by what is known of the program fields that the
    /// rule may read: programs that are alike in these need no second search.
    supposed: BTreeMap<(usize, String), Vec<Chance>>,
    /// How long the slow calls of each rule have taken so far.
    spent: BTreeMap<usize, Duration>,
}

impl<'a> Caller<'a> {
    pub(super) fn new(guide: &'a Guide, host: &'a Host, stage: Stage) -> Self {
        Self {
            guide,
            host,
            stage,
            same: BTreeMap::new(),
            supposed: BTreeMap::new(),
            spent: BTreeMap::new(),
        }
    }

    /// Calls every rule on that subject that counts in the stage.
    pub(super) fn call_all(&mut self, subject: Role, subjects: &Subjects) -> Vec<Finding> {
        let (guide, stage) = (self.guide, self.stage);
        guide
            .rules_on(subject)
            .filter(|(_, rule)| rule.counts_in(stage))
            .filter_map(|(number, rule)| self.call(number, rule, subjects))
            .collect()
    }

    /// What the rules about the applicant say, and after them those about the standing.
    pub(super) fn standing(&mut self, subjects: &Subjects) -> Vec<Finding> {
        let mut findings = self.call_all(Role::Applicant, subjects);
        let whole = Subjects {
            standing: Some(Arc::new(Outline::of(self.guide, &findings).facts())),
            ..subjects.clone()
        };
        findings.extend(self.call_all(Role::Standing, &whole));
        findings
    }

    /// Everything the rules say of the program with that number.
    pub(super) fn program(
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
            let findings = known.evaluation.program(number)?;
            Some(findings.findings.as_slice())
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
    pub(super) fn call(
        &mut self,
        number: usize,
        rule: &Rule,
        subjects: &Subjects,
    ) -> Option<Finding> {
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
pub(super) fn likeness(rule: &Rule, program: &Facts) -> String {
    let reads = rule
        .function
        .reads
        .iter()
        .filter(|(role, _)| *role == Role::Program);
    let known = reads.map(|(_, field)| match program.read(*field) {
        Reading::Stated(stated) => format!("={:?}", stated.value),
        Reading::Unstated => "?".to_owned(),
        Reading::Conflicting(values) => format!(
            "{:?}",
            values.iter().map(|one| &one.value).collect::<Vec<_>>()
        ),
    });
    known.collect::<Vec<String>>().join("\n")
}
