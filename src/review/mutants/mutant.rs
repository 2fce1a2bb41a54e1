use std::fmt;
use std::sync::Arc;

use crate::guide::{Guide, Rule};
use crate::model::Policy;
use crate::place::Problem;
use crate::plan;
use crate::script::{Answer, Host, Subjects};

/// What a change is made in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A parameter of a guide.
    Parameter {
        /// The guide's id.
        guide: String,
        /// The parameter's name.
        name: String,
    },
    /// A rule of a guide, or a helper in one of its files, by `topic/name`.
    Rule {
        /// The guide's id.
        guide: String,
        /// The rule's id.
        id: String,
    },
    /// A helper that guides share, as rules call it.
    Helper(String),
}

impl Owner {
    /// The guide's id; none for what guides share.
    #[must_use]
    pub fn guide(&self) -> Option<&str> {
        match self {
            Self::Parameter { guide, .. } | Self::Rule { guide, .. } => Some(guide),
            Self::Helper(_) => None,
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { guide, name } => write!(f, "{guide}: {name}"),
            Self::Rule { guide, id } => write!(f, "{guide}/{id}"),
            Self::Helper(name) => f.write_str(name),
        }
    }
}

/// One change of rules or numbers.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What it is made in.
    pub owner: Owner,
    /// What is changed, with its place and line.
    pub problem: Problem,
    /// The rules that it changes.
    pub(super) affected: Vec<Affected>,
}

/// A rule that is changed.
#[derive(Debug, Clone)]
pub(super) struct Affected {
    /// The guide's number.
    pub(super) guide: usize,
    /// The rule's number in it.
    pub(super) rule: usize,
    pub(super) variation: Variation,
}

/// How a rule is changed.
#[derive(Debug, Clone)]
pub(super) enum Variation {
    /// Its typed form.
    Text(Arc<plan::Rule>),
    /// The numbers it reads.
    Numbers(Arc<Policy>),
    /// It is not there.
    Dropped,
}

/// What a rule says.
pub(super) fn asked(host: &Host, guide: &Guide, rule: &Rule, subjects: &Subjects) -> plan::Answer {
    if let Ok(plan) = &rule.function.plan {
        let (answer, _) = plan::run(plan, subjects);
        if answer != plan::Answer::Unsure {
            return answer;
        }
    }
    let Some(file) = guide.file(rule) else {
        return plan::Answer::Unsure;
    };
    match host.interpret(file, &rule.function, subjects).0 {
        Answer::Found(effects) => plan::Answer::Found(effects),
        Answer::Unknown(read) => plan::Answer::Unknown(read),
        Answer::Faulted(_) => plan::Answer::Unsure,
    }
}

impl Variation {
    /// What the changed rule says. A change under which it fails is never sure.
    pub(super) fn asked(
        &self,
        host: &Host,
        guide: &Guide,
        rule: &Rule,
        subjects: &Subjects,
    ) -> plan::Answer {
        match self {
            Self::Dropped => plan::Answer::Found(Vec::new()),
            Self::Text(plan) => plan::run(plan, subjects).0,
            Self::Numbers(policy) => {
                let subjects = Subjects {
                    policy: policy.clone(),
                    ..subjects.clone()
                };
                asked(host, guide, rule, &subjects)
            }
        }
    }
}
