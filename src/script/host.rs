use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rhai::{Engine, Module, Scope, Shared};

use crate::model::{APPLICANT, LIST, PROGRAM, STANDING};
use crate::place::{Problem, Problems, SourceText};
use crate::plan;

use super::compile::compile;
use super::inspect::{Inspection, Inspector};
use super::lower::{Library, Source, lower};
use super::node::Branches;
use super::parse::{Function, Parsed, parse, unmarked};
use super::vocabulary::Titles;
use super::{
    Names, Role, RuleFile, RuleFunction, careful, effects, entries, node, sandbox, vocabulary,
    wording,
};

/// The sandbox with everything that rules may say, and the helpers that guides share.
pub struct Host {
    engine: Engine,
    /// The same, with comparisons that fail when they compare values of different kinds.
    careful: Engine,
    titles: Titles,
    applicant: Arc<Branches>,
    program: Arc<Branches>,
    standing: Arc<Branches>,
    list: Arc<Branches>,
    helpers: BTreeMap<String, Helper>,
    sources: BTreeMap<String, SourceText>,
    library: Library,
}

/// A function of `rules/lib/` by its full name, e.g. `lib::visa::sponsors`.
#[derive(Debug, Clone)]
pub(crate) struct Helper {
    pub(crate) parameters: Vec<String>,
    pub(crate) inspection: Inspection,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("helpers", &self.helpers.keys())
            .finish_non_exhaustive()
    }
}

impl Host {
    /// Builds the sandbox and compiles the shared helpers: pairs of a file's name without its
    /// ending and its text. `titles` says what ids are called among people.
    ///
    /// # Errors
    /// Everything that is wrong in the helper files.
    pub fn new(
        helpers: &[(String, SourceText)],
        titles: BTreeMap<String, String>,
    ) -> Result<Self, Problems> {
        let titles: Titles = Arc::new(titles);
        let mut careful = engine(&titles);
        careful::register(&mut careful);
        let mut host = Self {
            engine: engine(&titles),
            careful,
            titles,
            applicant: Arc::new(Branches::new(&APPLICANT)),
            program: Arc::new(Branches::new(&PROGRAM)),
            standing: Arc::new(Branches::new(&STANDING)),
            list: Arc::new(Branches::new(&LIST)),
            helpers: BTreeMap::new(),
            sources: BTreeMap::new(),
            library: Library::new(),
        };
        let mut problems = Problems::new();
        for (name, source) in called_first(helpers) {
            if let Err(found) = host.add_helpers(name, source) {
                problems.extend(short(&found));
            }
        }
        problems.or(host)
    }

    fn add_helpers(&mut self, name: &str, source: &SourceText) -> Result<(), Problems> {
        let source = &unmarked(source);
        let Parsed {
            ast,
            functions,
            tokens,
        } = parse(&self.engine, source)?;
        let mut problems = Problems::new();
        let inspector = Inspector::new(self, source, &tokens, None);
        let inspections = inspector.inspect(&functions, &mut problems);
        problems.or(())?;
        let module = Module::eval_ast_as_new(Scope::new(), &ast, &self.engine)
            .map_err(|error| Problem::error(error.to_string()).at(source.place(0, 0, 0)))?;
        let module: Shared<Module> = module.into();
        for engine in [&mut self.engine, &mut self.careful] {
            engine.register_static_module(format!("lib::{name}"), module.clone());
        }
        let lowered = Source::new(&self.engine, functions, &tokens);
        let public = lowered.functions().iter();
        for function in public.filter(|function| !function.private) {
            let full = format!("lib::{name}::{}", function.name);
            let inspection = inspections.get(&function.name).cloned().unwrap_or_default();
            self.helpers.insert(
                full,
                Helper {
                    parameters: function.parameters.clone(),
                    inspection,
                },
            );
        }
        self.library.insert(name.to_owned(), lowered);
        self.sources
            .insert(source.path().to_owned(), source.clone());
        Ok(())
    }

    /// Compiles a file of rules and checks every name in it.
    ///
    /// # Errors
    /// Everything that is wrong in the file; after a syntax error only that.
    pub fn compile(
        &self,
        topic: &str,
        source: &SourceText,
        names: &Names,
    ) -> Result<RuleFile, Problems> {
        compile(self, topic, &unmarked(source), names).map_err(|found| short(&found))
    }

    /// The typed form of a rule, or why it is interpreted.
    pub(crate) fn lower(
        &self,
        source: &Source,
        function: &Function,
        careful: bool,
    ) -> Result<Arc<plan::Rule>, String> {
        let branches = |role| self.branches(role).map(|branches| &**branches);
        let titles = self.titles.clone();
        lower(&branches, &self.library, source, function, careful, titles)
    }

    /// The id in plain words.
    #[must_use]
    pub fn plain(&self, id: &str) -> String {
        vocabulary::plain(&self.titles, id)
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The engine to call a rule with.
    pub(crate) fn engine_for(&self, rule: &RuleFunction) -> &Engine {
        if rule.unsure {
            &self.careful
        } else {
            &self.engine
        }
    }

    pub(crate) fn helpers(&self) -> &BTreeMap<String, Helper> {
        &self.helpers
    }

    pub(crate) fn source(&self, path: &str) -> Option<&SourceText> {
        self.sources.get(path)
    }

    pub(crate) fn branches(&self, role: Role) -> Option<&Arc<Branches>> {
        match role {
            Role::Applicant => Some(&self.applicant),
            Role::Program => Some(&self.program),
            Role::Standing => Some(&self.standing),
            Role::List => Some(&self.list),
            Role::Policy => None,
        }
    }
}

/// The helper files in an order in which each comes after those that it calls. Files that call
/// each other in a circle stay as they are; what cannot be found then is said at its line.
fn called_first(helpers: &[(String, SourceText)]) -> Vec<&(String, SourceText)> {
    let mut left: Vec<&(String, SourceText)> = helpers.iter().collect();
    let mut ordered: Vec<&(String, SourceText)> = Vec::new();
    while !left.is_empty() {
        let waits = |(name, source): &(String, SourceText)| {
            left.iter().any(|(other, _)| {
                other != name && source.text().contains(&format!("lib::{other}::"))
            })
        };
        let (later, ready): (Vec<_>, Vec<_>) = left.iter().copied().partition(|file| waits(file));
        if ready.is_empty() {
            ordered.extend(later);
            break;
        }
        ordered.extend(ready);
        left = later;
    }
    ordered
}

/// The sandbox with everything that rules may say.
fn engine(titles: &Titles) -> Engine {
    let mut engine = sandbox::engine();
    node::register(&mut engine);
    entries::register(&mut engine);
    effects::register(&mut engine);
    vocabulary::register(&mut engine, titles);
    engine
}

fn short(problems: &Problems) -> Problems {
    let problems = problems.sorted().into_iter().cloned();
    problems.map(wording::short).collect()
}
