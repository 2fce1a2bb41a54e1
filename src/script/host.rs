use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use rhai::{Engine, Module, Scope, Shared};

use crate::dataset::Mark;
use crate::model::{APPLICANT, LIST, PROGRAM, STANDING};
use crate::place::{Place, Problem, Problems, SourceText};
use crate::plan;

use super::compile::compile;
use super::inspect::{Inspection, Inspector};
use super::lower::{Library, Source, lower};
use super::meaning::meanings;
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
    /// Helpers that could not be read, by full name; a whole file ends with `::`.
    broken: BTreeSet<String>,
    is_sound: bool,
    sources: BTreeMap<String, SourceText>,
    library: Library,
}

/// A function of `rules/lib/` by its full name, e.g. `lib::visa::sponsors`.
#[derive(Debug, Clone)]
pub(crate) struct Helper {
    pub(crate) parameters: Vec<String>,
    pub(crate) inspection: Inspection,
    pub(crate) place: Place,
    pub(crate) meaning: Mark,
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
        let (host, problems) = Self::gather(helpers, &[], titles);
        problems.or(host)
    }

    /// The same with as many helpers as can be read, and everything that is wrong in the others.
    /// `unread` are the names of helper files that could not be read at all.
    #[must_use]
    pub fn gather(
        helpers: &[(String, SourceText)],
        unread: &[String],
        titles: BTreeMap<String, String>,
    ) -> (Self, Problems) {
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
            broken: unread.iter().map(|name| format!("lib::{name}::")).collect(),
            is_sound: unread.is_empty(),
            sources: BTreeMap::new(),
            library: Library::new(),
        };
        let mut problems = Problems::new();
        for (name, source) in called_first(helpers) {
            problems.extend(short(&host.add_helpers(name, source)));
        }
        host.is_sound &= !problems.has_errors();
        (host, problems)
    }

    fn add_helpers(&mut self, name: &str, source: &SourceText) -> Problems {
        let source = &unmarked(source);
        let Parsed {
            ast,
            functions,
            tokens,
            broken,
            mut problems,
        } = parse(&self.engine, source);
        let inspector = Inspector::new(self, source, &tokens, None, &broken);
        let inspections = inspector.inspect(&functions, &mut problems);
        let broken = broken.iter().map(|one| format!("lib::{name}::{one}"));
        self.broken.extend(broken);
        // Nothing but functions may run here.
        let functions_only = ast.clone_functions_only();
        let ast = if problems.has_errors() {
            &functions_only
        } else {
            &ast
        };
        match Module::eval_ast_as_new(Scope::new(), ast, &self.engine) {
            Ok(module) => {
                let module: Shared<Module> = module.into();
                for engine in [&mut self.engine, &mut self.careful] {
                    engine.register_static_module(format!("lib::{name}"), module.clone());
                }
            }
            Err(error) => {
                problems.push(Problem::error(error.to_string()).at(source.place(0, 0, 0)));
            }
        }
        let meanings = meanings(&tokens, &self.helpers);
        let lowered = Source::new(&self.engine, source.path(), functions, &tokens);
        let public = lowered.functions().iter();
        for function in public.filter(|function| !function.private) {
            let full = format!("lib::{name}::{}", function.name);
            let inspection = inspections.get(&function.name).cloned().unwrap_or_default();
            let meaning = meanings.get(&function.name).copied().unwrap_or_default();
            self.helpers.insert(
                full,
                Helper {
                    parameters: function.parameters.clone(),
                    inspection,
                    place: source.place(function.line, 1, 0),
                    meaning,
                },
            );
        }
        self.library.insert(name.to_owned(), lowered);
        self.sources
            .insert(source.path().to_owned(), source.clone());
        problems
    }

    /// Compiles a file of rules and checks every name in it; those that the guide defines only when
    /// they are known. Gives what could be read, and everything that is wrong in the file.
    #[must_use]
    pub fn compile(
        &self,
        topic: &str,
        source: &SourceText,
        names: Option<&Names>,
    ) -> (RuleFile, Problems) {
        let (file, problems) = compile(self, topic, &unmarked(source), names);
        (file, short(&problems))
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

    /// Whether nothing is wrong in the shared helpers.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.is_sound
    }

    /// Whether that helper could not be read.
    pub(crate) fn is_broken(&self, helper: &str) -> bool {
        let file = helper.rfind("::").and_then(|end| helper.get(..end + 2));
        self.broken.contains(helper) || file.is_some_and(|file| self.broken.contains(file))
    }

    /// The shared helpers that no rule file calls and no other helper either, each with its place.
    /// `texts` are those of all rule files.
    #[must_use]
    pub fn uncalled(&self, texts: &[&SourceText]) -> Vec<Problem> {
        let called = |full: &str, place: &Place| {
            let name = full.rsplit("::").next().unwrap_or(full);
            let call = format!("{full}(");
            let own = |source: &SourceText| {
                *source.path() == *place.path
                    && source.text().matches(&format!("{name}(")).count() > 1
            };
            let mut all = texts.iter().copied().chain(self.sources.values());
            all.any(|source| source.text().contains(&call) || own(source))
        };
        let all = self
            .helpers
            .iter()
            .filter(|(full, helper)| !called(full, &helper.place));
        all.map(|(full, helper)| {
            let message = format!("no rule calls the helper `{full}`");
            let line = self.sources.get(&*helper.place.path);
            let line = line.and_then(|source| source.line(helper.place.line));
            let place = helper.place.clone();
            Problem::note(message).at(place).with_line(line)
        })
        .collect()
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
