//! Cases: a base, one change a line, and what the named rules must make of it.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::dataset::{
    Files, References, Tree, applicant_from_json, change, program_from_json, yaml,
};
use crate::model::Stage;
use crate::place::{Place, Problem, Problems, SourceText};
use crate::script::Subjects;

use super::Guide;
use super::case_facts::{list_facts, standing_facts};
use super::raw::{RawCases, RawOutcomes};

/// What a case expects of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// It fires.
    Fires,
    /// It is quiet.
    Quiet,
    /// It cannot know.
    Unknown,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fires => "fires",
            Self::Quiet => "is quiet",
            Self::Unknown => "cannot know",
        })
    }
}

/// A file of cases.
#[derive(Debug)]
pub struct CaseFile {
    pub(super) raw: RawCases,
    pub(super) tree: Tree,
    as_of: Date,
}

/// What a case changes of its base: paths and values.
pub(crate) type Change = IndexMap<String, Json>;

impl CaseFile {
    /// All case files of a guide; none when it has no `cases` folder yet.
    ///
    /// # Errors
    /// Everything in which they are not of the right shape.
    pub fn load_all(files: &Files, guide: &Guide) -> Result<Vec<Self>, Problems> {
        let mut problems = Problems::new();
        let mut all = Vec::new();
        let folder = format!("{}/cases", guide.id);
        if !files.contains(&folder) {
            return Ok(all);
        }
        for path in files.list(&folder, "yaml")? {
            match Self::load(files, guide, &path) {
                Ok(file) => all.push(file),
                Err(found) => problems.extend(found),
            }
        }
        problems.or(all)
    }

    fn load(files: &Files, guide: &Guide, path: &str) -> Result<Self, Problems> {
        Self::read(&files.read(path)?, guide)
    }

    /// A file of cases from its text.
    ///
    /// # Errors
    /// Everything in which it is not of the right shape.
    pub fn read(source: &SourceText, guide: &Guide) -> Result<Self, Problems> {
        let raw: RawCases = yaml::parse(source)?;
        let tree = Tree::parse(source)?;
        let mut problems = Problems::new();
        let known = || guide.rules.iter().map(|rule| rule.id.as_str());
        let missing = |id: &&String| guide.rule(id).is_none() && !guide.has_lost(id);
        for id in raw.rules.keys().filter(missing) {
            let message = format!("there is no rule `{id}`");
            problems.push(tree.key_problem(&["rules", id], &message).near(id, known()));
        }
        let invented = [
            ("standing", raw.standing.as_ref().map(standing_facts)),
            ("list", raw.list.as_ref().map(list_facts)),
        ];
        for (key, read) in invented {
            if let Some(Err(message)) = read {
                problems.push(tree.problem(&[key], &message));
            }
        }
        let as_of: Date = raw.as_of.parse().unwrap_or_else(|_| {
            let message = format!("`{}` is not a day", raw.as_of);
            problems.push(
                tree.problem(&["as_of"], &message)
                    .help("write it as 2026-11-01"),
            );
            Date::ZERO
        });
        problems.or(Self { raw, tree, as_of })
    }

    /// What the cases of this file show.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.raw.about
    }

    /// The rules that have cases here, with what is expected of them.
    pub fn rules(&self) -> impl Iterator<Item = (&str, Expected)> {
        self.raw.rules.iter().flat_map(|(id, outcomes)| {
            lists(outcomes)
                .into_iter()
                .filter(|(_, changes, _)| !changes.is_empty())
                .map(move |(expected, ..)| (id.as_str(), expected))
        })
    }

    /// All cases: the rule, what is expected of it, and what is changed of the base.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, Expected, &Change)> {
        self.raw.rules.iter().flat_map(|(id, outcomes)| {
            let lists = lists(outcomes).into_iter();
            lists.flat_map(move |(expected, changes, _)| {
                let each = changes.iter();
                each.map(move |change| (id.as_str(), expected, change))
            })
        })
    }

    /// All cases with the rule, the place, and what is changed of the base.
    pub(crate) fn placed(&self) -> impl Iterator<Item = (&str, Place, &Change)> {
        self.raw.rules.iter().flat_map(move |(id, outcomes)| {
            lists(outcomes)
                .into_iter()
                .flat_map(move |(_, changes, key)| {
                    changes.iter().enumerate().map(move |(index, change)| {
                        let index = index.to_string();
                        let place = self.tree.place(&["rules", id, key, &index]);
                        (id.as_str(), place, change)
                    })
                })
        })
    }

    /// The file as a tree with places.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The base applicant, program or list as it is written, by its key; nothing where the file
    /// has none.
    pub(crate) fn base(&self, key: &str) -> Option<&Json> {
        match key {
            "applicant" => Some(&self.raw.applicant),
            "program" => self.raw.program.as_ref(),
            "list" => self.raw.list.as_ref(),
            "standing" => self.raw.standing.as_ref(),
            _ => None,
        }
    }

    /// What each case calls its rule with: the rule's id and the subjects. Cases of applicants or
    /// programs that there cannot be, and of stages in which the rule does not count, call nothing.
    #[must_use]
    pub fn calls(&self, guide: &Guide, references: &References) -> Vec<(&str, Subjects)> {
        let mut calls = Vec::new();
        for (id, outcomes) in &self.raw.rules {
            let Some(rule) = guide.rule(id) else { continue };
            for changed in lists(outcomes)
                .into_iter()
                .flat_map(|(_, changes, _)| changes)
            {
                match self.subjects(guide, references, changed) {
                    Ok((subjects, stage)) if rule.counts_in(stage) => {
                        calls.push((id.as_str(), subjects));
                    }
                    _ => {}
                }
            }
        }
        calls
    }

    /// What the rules read after those changes, and the stage of the season.
    ///
    /// # Errors
    /// Why there can be no such applicant, program or list.
    pub(crate) fn subjects(
        &self,
        guide: &Guide,
        references: &References,
        changed: &Change,
    ) -> Result<(Subjects, Stage), String> {
        let mut applicant = self.raw.applicant.clone();
        let mut program = self.raw.program.clone();
        let mut list = self.raw.list.clone();
        let mut standing = self.raw.standing.clone().unwrap_or_else(|| json!({}));
        for (path, value) in changed.iter().filter(|(path, _)| *path != "finds") {
            let set = (!value.is_null()).then(|| value.clone());
            match (path.split_once('.'), &mut program, &mut list) {
                (Some(("applicant", path)), ..) => change(&mut applicant, path, set),
                (Some(("standing", path)), ..) => change(&mut standing, path, set),
                (Some(("program", path)), Some(program), _) => change(program, path, set),
                (Some(("list", path)), _, Some(list)) => change(list, path, set),
                _ => Err(Problem::error(format!(
                    "`{path}` changes nothing of the base"
                ))),
            }
            .map_err(|problem| problem.to_string())?;
        }
        let applicant = applicant_from_json(&applicant, references, self.as_of)
            .map_err(|problems| problems.to_string())?;
        let program = program
            .map(|program| program_from_json(&program, references))
            .transpose()
            .map_err(|problems| problems.to_string())?;
        let track = applicant.targets.first().map(|target| target.track);
        let program = program
            .zip(track)
            .map(|(program, track)| Arc::new(program.facts(track)));
        let subjects = Subjects {
            applicant: Arc::new(applicant.facts(0)),
            program,
            standing: Some(Arc::new(standing_facts(&standing)?)),
            list: list.as_ref().map(list_facts).transpose()?.map(Arc::new),
            policy: guide.policy.clone(),
        };
        Ok((subjects, applicant.stage()))
    }
}

/// The cases of one rule, by what they expect, with the key that they stand under.
pub(super) fn lists(outcomes: &RawOutcomes) -> [(Expected, &[Change], &'static str); 3] {
    [
        (Expected::Fires, &outcomes.fires, "fires"),
        (Expected::Quiet, &outcomes.quiet, "quiet"),
        (Expected::Unknown, &outcomes.unknown, "unknown"),
    ]
}
