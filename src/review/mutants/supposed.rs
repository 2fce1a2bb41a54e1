//! A case with further changes: as a file writes it, and as rules read it.

use std::collections::BTreeSet;

pub(super) use crate::guide::with_change as with;
use crate::model::{Facts, Reading, Role};
use crate::script::Subjects;

/// The same with other readings.
pub(super) fn reading(subjects: &Subjects, facts: &[(Role, usize, Reading)]) -> Subjects {
    let mut subjects = subjects.clone();
    let roles: BTreeSet<Role> = facts.iter().map(|(role, ..)| *role).collect();
    for role in roles {
        let Some(old) = subjects.facts(role) else {
            continue;
        };
        let mut new = Facts::clone(old);
        for (_, field, reading) in facts.iter().filter(|(of, ..)| *of == role) {
            if let Some(field) = new.table().fields.get(*field) {
                new.set(field.path, reading.clone());
            }
        }
        match role {
            Role::Applicant => subjects.applicant = new.into(),
            Role::Program => subjects.program = Some(new.into()),
            Role::Standing => subjects.standing = Some(new.into()),
            Role::List => subjects.list = Some(new.into()),
            Role::Policy => {}
        }
    }
    subjects
}
