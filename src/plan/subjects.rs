use std::sync::Arc;

use crate::model::{Facts, Policy, Role};

/// A field that a rule read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    /// Whose field.
    pub role: Role,
    /// The field's number.
    pub field: usize,
}

/// The read that made a rule unknown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownRead {
    /// Whose field.
    pub role: Role,
    /// The field's number.
    pub field: usize,
    /// For a list of entries: the entry's field that is not stated.
    pub key: Option<String>,
}

/// What a rule is called with.
#[derive(Debug, Clone)]
pub struct Subjects {
    /// The applicant with a target.
    pub applicant: Arc<Facts>,
    /// The program, for program rules.
    pub program: Option<Arc<Facts>>,
    /// Where the applicant stands, for the rules about that.
    pub standing: Option<Arc<Facts>>,
    /// The list, for list rules.
    pub list: Option<Arc<Facts>>,
    /// The parameters in force.
    pub policy: Arc<Policy>,
}

impl Subjects {
    /// The facts of one role.
    #[must_use]
    pub fn facts(&self, role: Role) -> Option<&Arc<Facts>> {
        match role {
            Role::Applicant => Some(&self.applicant),
            Role::Program => self.program.as_ref(),
            Role::Standing => self.standing.as_ref(),
            Role::List => self.list.as_ref(),
            Role::Policy => None,
        }
    }
}
