//! A case with further changes: as a file writes it, and as rules read it.

use std::collections::BTreeSet;

use crate::guide::Change;
use crate::model::{Facts, Reading, Role};
use crate::script::Subjects;

/// One change after another.
pub(super) fn with(change: &Change, further: &Change) -> Change {
    let covered = |key: &String| {
        let inside = |outer: &String| key == outer || key.starts_with(&format!("{outer}."));
        further.keys().any(inside)
    };
    let mut all: Change = change
        .iter()
        .filter(|(key, _)| !covered(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    all.extend(
        further
            .iter()
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    all
}

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
