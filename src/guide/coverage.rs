use std::collections::{BTreeMap, BTreeSet};

use crate::guide::Expected;

use super::{CaseFile, Guide};

/// Which passages of a guide are acted on by a rule that a case shows firing.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The rules that act on each passage, and whether a case shows one of them firing.
    pub passages: BTreeMap<String, (Vec<String>, bool)>,
}

impl Coverage {
    /// Judges a guide by its cases. (Whether the cases hold is for running them to say.)
    #[must_use]
    pub fn of(guide: &Guide, cases: &[CaseFile]) -> Self {
        let fires: BTreeSet<&str> = cases
            .iter()
            .flat_map(CaseFile::rules)
            .filter(|(_, expected)| *expected == Expected::Fires)
            .map(|(rule, _)| rule)
            .collect();
        let passages = guide.passages.keys().map(|passage| {
            let rules: Vec<String> = guide
                .rules
                .iter()
                .filter(|rule| rule.function.documentation.cites.contains(passage))
                .map(|rule| rule.id.clone())
                .collect();
            let covered = rules.iter().any(|rule| fires.contains(rule.as_str()));
            (passage.clone(), (rules, covered))
        });
        Self {
            passages: passages.collect(),
        }
    }

    /// How many passages are covered.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.passages
            .values()
            .filter(|(_, covered)| *covered)
            .count()
    }
}
