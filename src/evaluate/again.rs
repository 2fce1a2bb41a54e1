use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::guide::{Guide, Rule};
use crate::model::{Facts, Text, Value};
use crate::script::{Host, Role, Subjects};

use super::caller::{Caller, likeness};
use super::{Evaluation, Finding};

/// A rule's number, and what is known of the program fields that it may read.
type Key = (usize, String);

/// The rules about a program asked again, while a value of it is supposed. Programs that are alike
/// in what a rule reads are asked once.
#[derive(Debug)]
pub struct Again<'a> {
    guide: &'a Guide,
    caller: Caller<'a>,
    subjects: Subjects,
    found: BTreeMap<Key, Option<Arc<Finding>>>,
}

impl<'a> Again<'a> {
    /// For the applicant and target of an evaluation by that guide.
    #[must_use]
    pub fn new(guide: &'a Guide, host: &'a Host, evaluation: &Evaluation) -> Self {
        Self {
            guide,
            caller: Caller::new(guide, host, evaluation.stage),
            subjects: Subjects {
                applicant: evaluation.applicant.clone(),
                program: None,
                standing: None,
                list: None,
                policy: guide.policy.clone(),
            },
            found: BTreeMap::new(),
        }
    }

    /// What the rule with that number finds of a program of which this is known.
    pub fn ask(&mut self, number: usize, program: &Arc<Facts>) -> Option<Arc<Finding>> {
        let rule = self.guide.rules.get(number)?;
        let key = (number, likeness(rule, program));
        if let Some(found) = self.found.get(&key) {
            return found.clone();
        }
        let subjects = self.subjects(program);
        let found = self.caller.call(number, rule, &subjects).map(Arc::new);
        self.found.insert(key, found.clone());
        found
    }

    /// The words that the rule with that number asks those fields of a program for.
    #[must_use]
    pub fn words(&self, number: usize, fields: &[usize], program: &Arc<Facts>) -> BTreeSet<Text> {
        let Some(rule) = self.guide.rules.get(number) else {
            return BTreeSet::new();
        };
        let Ok(plan) = &rule.function.plan else {
            return BTreeSet::new();
        };
        let subjects = Subjects {
            policy: rule.policy.clone(),
            ..self.subjects(program)
        };
        let words = fields
            .iter()
            .flat_map(|field| plan.words_asked((Role::Program, *field), &subjects));
        words.collect()
    }

    fn subjects(&self, program: &Arc<Facts>) -> Subjects {
        Subjects {
            program: Some(program.clone()),
            ..self.subjects.clone()
        }
    }

    /// Numbers at which what the rule finds may well change: its parameters and the applicant's
    /// numbers that it reads.
    #[must_use]
    pub fn marks(&self, number: usize) -> Vec<f64> {
        let rule = self.guide.rules.get(number);
        rule.map_or_else(Vec::new, |rule| {
            let told = told(rule, &self.subjects.applicant);
            told.chain(parameters(rule)).collect()
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "what is told in numbers is small"
)]
fn told<'r>(rule: &'r Rule, applicant: &'r Facts) -> impl Iterator<Item = f64> + 'r {
    let reads = rule.function.reads.iter();
    let reads = reads.filter(|(role, _)| *role == Role::Applicant);
    reads.filter_map(|(_, field)| match applicant.read(*field).value() {
        Some(Value::Int(number)) => Some(*number as f64),
        _ => None,
    })
}

fn parameters(rule: &Rule) -> impl Iterator<Item = f64> {
    let names = rule.function.parameters.iter();
    let set = names.filter_map(|name| rule.policy.get(name));
    let numbers = set.flat_map(|parameter| parameter.setting.numbers());
    numbers.map(crate::model::Number::as_f64)
}
