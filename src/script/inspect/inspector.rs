use std::collections::{BTreeMap, BTreeSet};

use rhai::Position;

use crate::place::{Problems, SourceText};
use crate::script::effects::EFFECTS;
use crate::script::parse::{Function, at};
use crate::script::tokens::Tokens;
use crate::script::vocabulary::WORDS;
use crate::script::{EffectShape, Host, Names, Role};

use super::walk::Walk;

/// What one function names, helpers included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inspection {
    pub(crate) reads: BTreeSet<(Role, usize)>,
    pub(crate) parameters: BTreeSet<String>,
    pub(crate) effects: Vec<EffectShape>,
    /// Whether it compares values whose kinds are known only when it runs.
    pub(crate) unsure: bool,
    pub(super) helpers: BTreeSet<String>,
    /// Calls of helpers whose value is not what the rule returns.
    pub(super) inner_calls: Vec<(String, Position)>,
}

impl Inspection {
    pub(super) fn merge(&mut self, other: &Self) {
        self.unsure |= other.unsure;
        self.reads.extend(&other.reads);
        self.parameters.extend(other.parameters.iter().cloned());
        for effect in &other.effects {
            if !self.effects.contains(effect) {
                self.effects.push(effect.clone());
            }
        }
    }
}

/// Inspects the functions of one file.
pub(crate) struct Inspector<'a> {
    pub(super) host: &'a Host,
    pub(super) source: &'a SourceText,
    pub(super) tokens: &'a Tokens,
    /// The guide's names; none for the shared helpers, which are checked with each guide's rules.
    pub(super) names: Option<&'a Names>,
    /// Functions of this file that could not be read: they exist, but nothing is known of them.
    pub(super) broken: &'a BTreeSet<String>,
}

impl<'a> Inspector<'a> {
    pub(crate) fn new(
        host: &'a Host,
        source: &'a SourceText,
        tokens: &'a Tokens,
        names: Option<&'a Names>,
        broken: &'a BTreeSet<String>,
    ) -> Self {
        Self {
            host,
            source,
            tokens,
            names,
            broken,
        }
    }

    /// What each function names, by the function's name.
    pub(crate) fn inspect(
        &self,
        functions: &[Function],
        problems: &mut Problems,
    ) -> BTreeMap<String, Inspection> {
        let arities: BTreeMap<&str, usize> = functions
            .iter()
            .map(|function| (function.name.as_str(), function.parameters.len()))
            .collect();
        let mut found: BTreeMap<String, Inspection> = BTreeMap::new();
        for function in functions {
            self.shadowing(function, problems);
            let mut walk = Walk {
                inspector: self,
                function,
                arities: &arities,
                variables: BTreeMap::new(),
                found: Inspection::default(),
                problems,
            };
            walk.block(&function.body, true);
            found.insert(function.name.clone(), walk.found);
        }
        close(&mut found);
        self.lost_in_helpers(&found, problems);
        found
    }

    fn lost_in_helpers(&self, found: &BTreeMap<String, Inspection>, problems: &mut Problems) {
        for (name, position) in found
            .values()
            .flat_map(|inspection| &inspection.inner_calls)
        {
            if found
                .get(name)
                .is_some_and(|helper| !helper.effects.is_empty())
            {
                let message = format!("what `{name}` finds here is lost");
                let help = "make it the last thing the rule does, or put `return` before it";
                problems.push(at(self.source, *position, &message).help(help));
            }
        }
    }

    fn shadowing(&self, function: &Function, problems: &mut Problems) {
        let taken = EFFECTS.iter().map(|effect| effect.name);
        let mut taken = taken.chain(WORDS.iter().map(|word| word.name));
        if taken.any(|name| name == function.name) || BUILT_IN.contains(&function.name.as_str()) {
            let message = format!(
                "`{}` is already a word of the rule vocabulary",
                function.name
            );
            let problem = self.source.problem(function.line, 1, 0, &message);
            problems.push(problem.help("give the function another name"));
        }
    }
}

/// Functions of the script language itself that a rule may call or must not redefine.
pub(super) const BUILT_IN: [&str; 22] = [
    "abs",
    "ceiling",
    "contains",
    "ends_with",
    "filter",
    "floor",
    "index_of",
    "is_empty",
    "keys",
    "len",
    "map",
    "max",
    "min",
    "push",
    "round",
    "sign",
    "sqrt",
    "starts_with",
    "sub_string",
    "to_float",
    "to_int",
    "to_string",
];

/// Adds to each function what the private helpers it calls name, however deep.
fn close(found: &mut BTreeMap<String, Inspection>) {
    for _ in 0..found.len() {
        let before = found.clone();
        for inspection in found.values_mut() {
            for helper in inspection.helpers.clone() {
                if let Some(other) = before.get(&helper) {
                    inspection.merge(other);
                }
            }
        }
    }
}
