//! What a run rests on, so that a stopped one goes on only where nothing has changed.

use serde::{Deserialize, Serialize};

use crate::cli::world::World;
use crate::place::Problem;

use super::EvaluateAll;
use super::records;

/// Everything that what is written depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Basis {
    /// The version of this program.
    program: String,
    /// What was asked for.
    command: String,
    /// The day that everything is judged by.
    as_of: String,
    /// The mark of what rules, programs and tables mean.
    rules_and_data: String,
    /// The mark of the applicants' files.
    applicants: String,
}

impl Basis {
    pub(super) fn of(command: &EvaluateAll, world: &World) -> Result<Self, Problem> {
        // However many cores there are, they find the same.
        let asked = EvaluateAll {
            jobs: None,
            ..command.clone()
        };
        Ok(Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            command: format!("{asked:?}"),
            as_of: world.as_of.to_string(),
            rules_and_data: world.version_of_rules_and_data().meaning.to_string(),
            applicants: records::mark(&command.applicants)?.to_string(),
        })
    }

    /// What is different from an earlier one, in words.
    pub(super) fn change_since(&self, earlier: &Self) -> Option<String> {
        let parts = [
            (&self.program, &earlier.program, "the program is another"),
            (&self.command, &earlier.command, "the command is another"),
            (&self.as_of, &earlier.as_of, "the day is another"),
            (
                &self.rules_and_data,
                &earlier.rules_and_data,
                "rules or data have changed since",
            ),
            (
                &self.applicants,
                &earlier.applicants,
                "the applicants have changed since",
            ),
        ];
        let changes = parts.iter().filter(|(now, then, _)| now != then);
        let changes: Vec<&str> = changes.map(|(_, _, change)| *change).collect();
        (!changes.is_empty()).then(|| changes.join(", and "))
    }
}
