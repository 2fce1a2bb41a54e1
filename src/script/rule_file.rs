use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rhai::AST;

use crate::dataset::Mark;
use crate::model::Role;
use crate::place::{Place, Problem, SourceText};
use crate::plan;

use super::Documentation;

/// The names that a guide defines and its rules may use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Parameters and the word for their kind.
    pub parameters: BTreeMap<String, &'static str>,
    /// Tier ids.
    pub tiers: BTreeSet<String>,
    /// Topics of bands and advice.
    pub topics: BTreeSet<String>,
    /// Pillars.
    pub pillars: BTreeSet<String>,
    /// Groups of programs.
    pub groups: BTreeSet<String>,
}

/// An effect as it stands in a rule's text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EffectShape {
    /// The effect's word.
    pub word: String,
    /// Its first argument, when that is a literal text.
    pub literal: Option<String>,
    /// The parameter that is its first argument, when it is one.
    pub parameter: Option<String>,
}

/// One rule of a file.
#[derive(Debug, Clone)]
pub struct RuleFunction {
    /// Its name.
    pub name: String,
    /// What its parameters stand for, in order.
    pub roles: Vec<Role>,
    /// Its documentation.
    pub documentation: Documentation,
    /// Where it stands.
    pub place: Place,
    /// The fields it may read, itself or through helpers.
    pub reads: BTreeSet<(Role, usize)>,
    /// The parameters it may read, itself or through helpers.
    pub parameters: BTreeSet<String>,
    /// The effects it may return, itself or through helpers.
    pub effects: Vec<EffectShape>,
    /// Its own text, documentation included.
    pub text: String,
    /// The functions of its file that it can reach, itself among them, by their names.
    pub reaches: BTreeSet<String>,
    /// The mark of what it says, without comments and layout, and of the helpers it can reach.
    pub meaning: Mark,
    /// Whether it compares values whose kinds are known only when it runs.
    pub(crate) unsure: bool,
    /// Its typed form; or why there is none, so that it is interpreted.
    pub plan: Result<Arc<plan::Rule>, String>,
}

impl RuleFunction {
    /// What it judges: the applicant, a program, the standing or the list.
    #[must_use]
    pub fn subject(&self) -> Role {
        let beside = |role: &&Role| matches!(role, Role::Program | Role::Standing | Role::List);
        self.roles
            .iter()
            .find(beside)
            .copied()
            .unwrap_or(Role::Applicant)
    }
}

/// A rule file, ready to be called.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// The topic: the file's name without its ending.
    pub topic: String,
    /// The file's text.
    pub source: SourceText,
    /// The `//!` lines at its top.
    pub documentation: String,
    /// Its rules, in the order of the file.
    pub rules: Vec<RuleFunction>,
    /// The names of all its functions that could be read, by the lines on which they begin.
    pub functions: BTreeMap<u32, String>,
    /// The names of its functions that could not be read.
    pub broken: BTreeSet<String>,
    pub(crate) ast: AST,
}

impl RuleFile {
    /// A problem with one of its rules as a whole.
    #[must_use]
    pub fn problem_at(&self, rule: &RuleFunction, message: &str) -> Problem {
        self.source
            .problem(rule.place.line, rule.place.column, 0, message)
    }

    /// The name of the function that a line stands in.
    #[must_use]
    pub fn function_at(&self, line: u32) -> Option<&str> {
        let (_, name) = self.functions.range(..=line).next_back()?;
        Some(name)
    }
}
