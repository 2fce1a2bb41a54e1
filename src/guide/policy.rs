use std::sync::Arc;

use crate::dataset::{Tree, yaml};
use crate::model::Policy;
use crate::place::{Problem, Problems, SourceText};

use super::raw::RawOverrides;
use super::{Guide, parameters};

/// An office's own numbers, laid over a guide without touching it.
#[derive(Debug)]
pub struct Override {
    raw: RawOverrides,
    tree: Tree,
    path: String,
}

impl Override {
    /// Reads an office policy: guide, then parameter, then what it is set to.
    ///
    /// # Errors
    /// The first thing in which the file is not of that shape.
    pub fn read(source: &SourceText) -> Result<Self, Problem> {
        let raw = yaml::parse(source)?;
        let tree = Tree::parse(source)?;
        Ok(Self {
            raw,
            tree,
            path: source.path().to_owned(),
        })
    }

    pub(crate) fn apply(&self, guides: &[Arc<Guide>]) -> Result<Vec<Arc<Guide>>, Problems> {
        let mut problems = Problems::new();
        let mut all: Vec<Arc<Guide>> = guides.to_vec();
        for (id, numbers) in &self.raw {
            let Some(slot) = all.iter_mut().find(|guide| guide.id == *id) else {
                let message = format!("there is no guide `{id}`");
                let known = guides.iter().map(|guide| guide.id.as_str());
                problems.push(self.tree.key_problem(&[id], &message).near(id, known));
                continue;
            };
            let mut policy = Policy::clone(&slot.policy);
            for (name, value) in numbers {
                let Some(parameter) = policy.get(name) else {
                    let message = format!("the guide has no parameter `{name}`");
                    let known = policy.keys().map(String::as_str);
                    problems.push(
                        self.tree
                            .key_problem(&[id, name], &message)
                            .near(name, known),
                    );
                    continue;
                };
                match parameters::overridden(parameter, value, &self.path) {
                    Ok(changed) => drop(policy.insert(name.clone(), changed)),
                    Err(problem) => {
                        let at = self.tree.problem(&[id, name], &problem.message);
                        problems.push(Problem {
                            help: problem.help,
                            ..at
                        });
                    }
                }
            }
            *slot = Arc::new(slot.with_policy(policy));
        }
        problems.or(all)
    }
}
