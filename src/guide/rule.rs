use std::sync::Arc;

use crate::model::{Parameter, Policy, Stage};
use crate::script::{RuleFile, RuleFunction};

use super::GuideKind;

/// One rule of a guide.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id within the guide: `topic/name`.
    pub id: String,
    /// The number of its file.
    pub(super) file: usize,
    /// What the rule file says of it.
    pub function: RuleFunction,
    /// The parameters it uses that are readings: ours, not the guide's.
    pub readings: Vec<String>,
    /// What kind of pack it comes from.
    pub kind: GuideKind,
    /// The parameters in force for it: those of its own pack.
    pub policy: Arc<Policy>,
}

impl Rule {
    /// The rules of these files, in their order, with these parameters in force.
    pub(super) fn all_of(files: &[RuleFile], kind: GuideKind, policy: &Arc<Policy>) -> Vec<Self> {
        let mut rules: Vec<Self> = Vec::new();
        for (number, file) in files.iter().enumerate() {
            for function in &file.rules {
                let readings = function
                    .parameters
                    .iter()
                    .filter(|name| policy.get(*name).is_some_and(Parameter::is_reading));
                rules.push(Self {
                    id: format!("{}/{}", file.topic, function.name),
                    file: number,
                    readings: readings.cloned().collect(),
                    kind,
                    policy: policy.clone(),
                    function: function.clone(),
                });
            }
        }
        rules
    }

    /// Whether it counts in that stage of the season.
    #[must_use]
    pub fn counts_in(&self, stage: Stage) -> bool {
        let stages = &self.function.documentation.stages;
        stages.is_empty() || stages.iter().any(|name| name == stage.as_str())
    }

    /// Whether it may return that effect.
    #[must_use]
    pub fn may(&self, effect: &str) -> bool {
        self.function
            .effects
            .iter()
            .any(|shape| shape.word == effect)
    }

    /// Whether it may return that effect with something else than a literal text as its first
    /// argument.
    #[must_use]
    pub fn works_out(&self, effect: &str) -> bool {
        let effects = self.function.effects.iter();
        let mut same = effects.filter(|shape| shape.word == effect);
        same.any(|shape| shape.literal.is_none())
    }
}
