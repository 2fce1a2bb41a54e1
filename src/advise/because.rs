use crate::evaluate::Finding;
use crate::model::{Facts, Provenance, Reading, Text, Value};
use crate::script::Role;

/// A fact that a rule read on its way to a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Because {
    /// Whose fact.
    pub role: Role,
    /// How rules write the field.
    pub path: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Its value; none when it is not stated or sources disagree.
    pub value: Option<Value>,
    /// Where the value comes from, when it was looked up.
    pub provenance: Option<Provenance>,
    /// The values that sources disagree on.
    pub conflicting: Vec<Value>,
}

/// Something a rule said, with the facts it read.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The rule's number in its guide.
    pub rule: usize,
    /// What it said.
    pub text: Text,
    /// The facts it read, each once.
    pub because: Vec<Because>,
}

impl Said {
    pub(crate) fn new(
        finding: &Finding,
        text: &Text,
        applicant: &Facts,
        program: Option<&Facts>,
    ) -> Self {
        let because = because(finding, applicant, program);
        Self {
            rule: finding.rule,
            text: text.clone(),
            because,
        }
    }
}

/// The facts that a finding rests on, each once, in the order they were read.
#[must_use]
pub fn because(finding: &Finding, applicant: &Facts, program: Option<&Facts>) -> Vec<Because> {
    let mut all: Vec<Because> = Vec::new();
    for read in &finding.reads {
        let facts = match read.role {
            Role::Applicant => Some(applicant),
            Role::Program => program,
            Role::Standing | Role::List | Role::Policy => None,
        };
        let Some(facts) = facts else { continue };
        let Some(field) = facts.table().fields.get(read.field) else {
            continue;
        };
        if all
            .iter()
            .any(|known| known.role == read.role && known.path == field.path)
        {
            continue;
        }
        let (value, provenance, conflicting) = match facts.read(read.field) {
            Reading::Stated(stated) => (
                Some(stated.value.clone()),
                stated.provenance.clone(),
                Vec::new(),
            ),
            Reading::Unstated => (None, None, Vec::new()),
            Reading::Conflicting(values) => (
                None,
                None,
                values.iter().map(|stated| stated.value.clone()).collect(),
            ),
        };
        let role = read.role;
        all.push(Because {
            role,
            path: field.path,
            label: field.label,
            value,
            provenance,
            conflicting,
        });
    }
    all
}
