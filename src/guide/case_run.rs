//! Running cases: whether the rules make of them what they expect.

use serde_json::Value as Json;

use crate::dataset::{Files, References};
use crate::model::Effect;
use crate::place::{Place, Problem, Problems};
use crate::script::{Answer, Host, Subjects};

use super::cases::{CaseFile, Change, Expected, lists};
use super::{Guide, Rule};

/// What came of one case.
#[derive(Debug, Clone)]
pub struct CaseResult {
    /// The rule's id.
    pub rule: String,
    /// What was expected.
    pub expected: Expected,
    /// Where the case stands.
    pub place: Place,
    /// What is wrong; none when the case holds.
    pub problem: Option<Problem>,
}

impl CaseFile {
    /// Runs every case of a guide.
    ///
    /// # Errors
    /// Everything in which the case files are not of the right shape.
    pub fn run_all(
        files: &Files,
        guide: &Guide,
        host: &Host,
        references: &References,
    ) -> Result<Vec<CaseResult>, Problems> {
        let all = Self::load_all(files, guide)?;
        Ok(all
            .iter()
            .flat_map(|file| file.run(guide, host, references))
            .collect())
    }

    /// Runs every case of the file.
    #[must_use]
    pub fn run(&self, guide: &Guide, host: &Host, references: &References) -> Vec<CaseResult> {
        let mut results = Vec::new();
        for (id, outcomes) in &self.raw.rules {
            let Some(rule) = guide.rule(id) else { continue };
            for (expected, changes, key) in lists(outcomes) {
                for (index, changed) in changes.iter().enumerate() {
                    let path = ["rules", id.as_str(), key, &index.to_string()].map(str::to_owned);
                    let path: Vec<&str> = path.iter().map(String::as_str).collect();
                    let wrong = self
                        .judge(guide, host, references, rule, expected, changed)
                        .err();
                    results.push(CaseResult {
                        rule: id.clone(),
                        expected,
                        place: self.tree.place(&path),
                        problem: wrong.map(|message| self.tree.problem(&path, &message)),
                    });
                }
            }
        }
        results
    }

    fn judge(
        &self,
        guide: &Guide,
        host: &Host,
        references: &References,
        rule: &Rule,
        expected: Expected,
        changed: &Change,
    ) -> Result<(), String> {
        let (subjects, stage) = self.subjects(guide, references, changed)?;
        if !rule.counts_in(stage) {
            return match expected {
                Expected::Quiet => Ok(()),
                _ => Err(format!("`{}` does not count in the stage {stage}", rule.id)),
            };
        }
        let Some(file) = guide.file(rule) else {
            return Err("the rule has no file".to_owned());
        };
        let (answer, _) = host.call(file, &rule.function, &subjects);
        match (expected, &answer) {
            (Expected::Fires, Answer::Found(effects)) if !effects.is_empty() => {
                finds(changed, effects)
            }
            (_, Answer::Found(effects)) if fits(expected, changed, Some(effects)) => Ok(()),
            (_, Answer::Unknown(_)) if fits(expected, changed, None) => Ok(()),
            _ => Err(format!(
                "`{}` {}, not: {expected}",
                rule.id,
                told(&answer, &subjects)
            )),
        }
    }
}

/// Whether a case holds when the rule found that; nothing when it could not know.
pub(crate) fn fits(expected: Expected, changed: &Change, found: Option<&[Effect]>) -> bool {
    match (expected, found) {
        (Expected::Fires, Some(effects)) => !effects.is_empty() && finds(changed, effects).is_ok(),
        (Expected::Quiet, Some(effects)) => effects.is_empty(),
        (Expected::Unknown, None) => true,
        _ => false,
    }
}

fn finds(changed: &Change, effects: &[Effect]) -> Result<(), String> {
    let Some(wanted) = changed.get("finds").and_then(Json::as_str) else {
        return Ok(());
    };
    let said: Vec<String> = effects.iter().map(ToString::to_string).collect();
    if said.iter().any(|text| text.contains(wanted)) {
        Ok(())
    } else {
        Err(format!(
            "it fires, but `{wanted}` does not occur in: {}",
            said.join("; ")
        ))
    }
}

fn told(answer: &Answer, subjects: &Subjects) -> String {
    match answer {
        Answer::Found(effects) if effects.is_empty() => "is quiet".to_owned(),
        Answer::Found(effects) => {
            let said: Vec<String> = effects.iter().map(ToString::to_string).collect();
            format!("fires ({})", said.join("; "))
        }
        Answer::Unknown(read) => {
            let facts = subjects.facts(read.role);
            let field = facts.and_then(|facts| facts.table().fields.get(read.field));
            let path = field.map_or("a field", |field| field.path);
            format!("cannot know ({}.{path} is not stated)", read.role.word())
        }
        Answer::Faulted(problem) => format!("failed ({problem})"),
    }
}
