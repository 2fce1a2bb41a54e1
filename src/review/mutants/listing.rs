//! Every small change of the rules and numbers of a folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dataset::{Files, Tree};
use crate::guide::{Guide, Guides, Rule};
use crate::model::Parameter;
use crate::place::{Place, Problem, Severity, SourceText};
use crate::plan::{Mutation, mutations};

use super::mutant::{Affected, Variation};
use super::numbers::steps;
use super::{Mutant, Owner};

/// Which changes are wanted: all, or those of a guide, or of one rule and the numbers it reads.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only this guide, without the helpers that guides share.
    pub guide: Option<String>,
    /// Only this rule of it, by `topic/name`.
    pub rule: Option<String>,
}

impl Wanted {
    /// Whether changes in this guide are wanted.
    #[must_use]
    pub fn has(&self, guide: &Guide) -> bool {
        self.guide.as_ref().is_none_or(|id| *id == guide.id)
    }

    fn has_rule(&self, rule: &Rule) -> bool {
        self.rule.as_ref().is_none_or(|id| *id == rule.id)
    }
}

/// Every change, and what could not be changed.
#[derive(Debug)]
pub struct Listed {
    /// The changes, in the order of files and lines.
    pub mutants: Vec<Mutant>,
    /// Rules whose text cannot be changed, because they have no typed form, each with the reason.
    pub interpreted: Vec<(String, String)>,
}

/// The same change at the same place in every rule that it is written out in.
type Edits<'a> = BTreeMap<(Place, String), Vec<(usize, usize, Vec<&'a Mutation>)>>;

/// Lists every wanted change. `files` is the rules folder.
#[must_use]
pub fn list(guides: &Guides, files: &Files, wanted: &Wanted) -> Listed {
    let mut listed = Listed {
        mutants: Vec::new(),
        interpreted: Vec::new(),
    };
    let mut found = Vec::new();
    for (number, guide) in guides.guides.iter().enumerate() {
        if !wanted.has(guide) {
            continue;
        }
        listed.numbers(number, guide, files, wanted);
        let tiers: Vec<&str> = guide
            .manifest
            .tiers
            .iter()
            .map(|tier| tier.id.as_str())
            .collect();
        for (at, rule) in guide.rules.iter().enumerate() {
            let all = match &rule.function.plan {
                Ok(plan) => mutations(plan, &tiers),
                Err(because) => {
                    let id = format!("{}/{}", guide.id, rule.id);
                    listed.interpreted.push((id, because.clone()));
                    Vec::new()
                }
            };
            found.push((number, at, all));
            if wanted.has_rule(rule) {
                listed.dropped(number, at, guide, rule);
            }
        }
    }
    let mut edits: Edits<'_> = BTreeMap::new();
    for (guide, rule, all) in &found {
        for mutation in all {
            let Some(place) = mutation.place.clone() else {
                continue;
            };
            let same = edits.entry((place, mutation.what.clone())).or_default();
            match same.last_mut() {
                Some((g, r, copies)) if (*g, *r) == (*guide, *rule) => copies.push(mutation),
                _ => same.push((*guide, *rule, vec![mutation])),
            }
        }
    }
    listed.edited(guides, edits, wanted);
    listed.mutants.sort_by(|a, b| {
        let key = |mutant: &Mutant| (mutant.problem.place.clone(), mutant.problem.message.clone());
        key(a).cmp(&key(b))
    });
    listed
}

impl Listed {
    fn numbers(&mut self, number: usize, guide: &Guide, files: &Files, wanted: &Wanted) {
        let manifest = files.read(&format!("{}/guide.yaml", guide.id));
        let Ok(tree) = manifest.and_then(|source| Tree::parse(&source)) else {
            return;
        };
        for (name, parameter) in guide.policy.iter() {
            let readers = guide.rules.iter().enumerate();
            let readers = readers.filter(|(_, rule)| rule.function.parameters.contains(name));
            let readers: Vec<(usize, &Rule)> = readers.collect();
            if !readers.iter().any(|(_, rule)| wanted.has_rule(rule)) {
                continue;
            }
            for step in steps(parameter) {
                let mut policy = (*guide.policy).clone();
                let changed = Parameter {
                    setting: step.setting,
                    ..parameter.clone()
                };
                policy.insert(name.clone(), changed);
                let policy = Arc::new(policy);
                let inner = step.path.iter().map(String::as_str);
                let path: Vec<&str> = ["parameters", name].into_iter().chain(inner).collect();
                let affected = readers.iter().map(|(rule, _)| Affected {
                    guide: number,
                    rule: *rule,
                    variation: Variation::Numbers(policy.clone()),
                });
                self.mutants.push(Mutant {
                    owner: Owner::Parameter {
                        guide: guide.id.clone(),
                        name: name.clone(),
                    },
                    problem: tree.problem(&path, &step.what).as_bad_as(Severity::Note),
                    affected: affected.collect(),
                });
            }
        }
    }

    fn dropped(&mut self, number: usize, at: usize, guide: &Guide, rule: &Rule) {
        let Some(file) = guide.file(rule) else {
            return;
        };
        let problem = file.problem_at(&rule.function, "the rule is dropped");
        self.mutants.push(Mutant {
            owner: Owner::Rule {
                guide: guide.id.clone(),
                id: rule.id.clone(),
            },
            problem: problem.as_bad_as(Severity::Note),
            affected: vec![Affected {
                guide: number,
                rule: at,
                variation: Variation::Dropped,
            }],
        });
    }

    fn edited(&mut self, guides: &Guides, edits: Edits<'_>, wanted: &Wanted) {
        for ((place, what), copies) in edits {
            let Some((owner, source)) = owner(guides, &copies, &place) else {
                continue;
            };
            // What guides share is judged by the cases of all of them.
            if owner.guide().is_none() && wanted.guide.is_some() {
                continue;
            }
            let rule =
                |(guide, rule, _): &(usize, usize, _)| guides.guides.get(*guide)?.rules.get(*rule);
            if !copies
                .iter()
                .filter_map(rule)
                .any(|rule| wanted.has_rule(rule))
            {
                continue;
            }
            let affected = copies.iter().filter_map(|copy| {
                let plan = rule(copy)?.function.plan.as_ref().ok()?;
                let changed = copy.2.iter().fold((**plan).clone(), |plan, mutation| {
                    mutation.applied_to(&plan)
                });
                Some(Affected {
                    guide: copy.0,
                    rule: copy.1,
                    variation: Variation::Text(Arc::new(changed)),
                })
            });
            let line = source.line(place.line);
            self.mutants.push(Mutant {
                owner,
                affected: affected.collect(),
                problem: Problem::note(what).at(place.clone()).with_line(line),
            });
        }
    }
}

/// What the place belongs to, and the text that it lies in.
fn owner<'g, T>(
    guides: &'g Guides,
    copies: &[(usize, usize, T)],
    place: &Place,
) -> Option<(Owner, &'g SourceText)> {
    for (guide, rule, _) in copies {
        let guide = guides.guides.get(*guide)?;
        let file = guide.file(guide.rules.get(*rule)?)?;
        if *file.source.path() == *place.path {
            let name = function_at(&file.source, place.line)?;
            let owner = Owner::Rule {
                guide: guide.id.clone(),
                id: format!("{}/{name}", file.topic),
            };
            return Some((owner, &file.source));
        }
    }
    let source = guides.host.source(&place.path)?;
    let file = source.path().rsplit('/').next()?.trim_end_matches(".rhai");
    let name = function_at(source, place.line)?;
    Some((Owner::Helper(format!("lib::{file}::{name}")), source))
}

/// The name of the function that the line belongs to.
fn function_at(source: &SourceText, line: u32) -> Option<String> {
    let header = |row: u32| {
        let line = source.line(row)?.trim_start();
        let rest = line
            .strip_prefix("private ")
            .unwrap_or(line)
            .strip_prefix("fn ")?;
        Some(rest.split('(').next()?.trim().to_owned())
    };
    (1..=line).rev().find_map(header)
}
