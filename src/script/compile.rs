//! One rule file, compiled and checked.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, FnAccess, ParseErrorType, Position, Stmt};

use crate::place::{Place, Problem, Problems, SourceText};

use super::inspect::{Inspection, Inspector};
use super::{Documentation, Host, comment, sandbox};

/// What a parameter of a rule stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The applicant, with the target of this evaluation.
    Applicant,
    /// The program.
    Program,
    /// The list of programs as it stands.
    List,
    /// The guide's parameters.
    Policy,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Applicant, Self::Program, Self::List, Self::Policy];

    /// The name that a rule's parameter must have.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Program => "program",
            Self::List => "list",
            Self::Policy => "policy",
        }
    }

    /// The role with that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == name)
    }
}

/// The names that a guide defines and its rules may use.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Parameters and the word for their kind.
    pub parameters: BTreeMap<String, &'static str>,
    /// Tier ids.
    pub tiers: BTreeSet<String>,
    /// Topics of bands and advice.
    pub topics: BTreeSet<String>,
    /// Pillars.
    pub pillars: BTreeSet<String>,
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
}

impl RuleFunction {
    /// What it judges: the applicant, a program or the list.
    #[must_use]
    pub fn subject(&self) -> Role {
        let beside = |role: &&Role| matches!(role, Role::Program | Role::List);
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
    pub(crate) ast: AST,
}

impl RuleFile {
    /// A problem with one of its rules as a whole.
    #[must_use]
    pub fn problem_at(&self, rule: &RuleFunction, message: &str) -> Problem {
        self.source
            .problem(rule.place.line, rule.place.column, 0, message)
    }
}

/// A function as the parser left it.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) private: bool,
    comments: Vec<String>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) line: u32,
}

/// Parses a file and takes it apart into functions, in the order of the file.
pub(crate) fn parse(
    engine: &rhai::Engine,
    source: &SourceText,
) -> Result<(AST, Vec<Function>), Problems> {
    if let Some(problem) = comment::unclosed(source) {
        return Err(problem.into());
    }
    sandbox::start_file();
    let mut ast = engine
        .compile(source.text())
        .map_err(|error| parse_problem(source, &error))?;
    ast.set_source(source.path());
    let mut problems = Problems::new();
    for statement in ast.statements() {
        let message = "only functions can stand in a rule file";
        let help = "put this inside a rule: `fn name(applicant) { … }`";
        problems.push(at(source, statement.position(), message).help(help));
    }
    let functions = take_apart(&ast, source);
    for pair in functions.windows(2) {
        if let [a, b] = pair
            && a.name == b.name
        {
            let message = format!("a second function `{}` in this file", b.name);
            let help = format!("the first stands in line {}; rename one of them", a.line);
            problems.push(source.problem(b.line, 1, 0, &message).help(help));
        }
    }
    problems.or((ast, functions))
}

fn take_apart(ast: &AST, source: &SourceText) -> Vec<Function> {
    let mut functions: Vec<Function> = ast
        .iter_functions()
        .map(|function| Function {
            name: function.name.to_owned(),
            parameters: function
                .params
                .iter()
                .map(|&name| name.to_owned())
                .collect(),
            private: function.access == FnAccess::Private,
            comments: function
                .comments
                .iter()
                .map(|&line| line.to_owned())
                .collect(),
            body: body(ast, function.name, function.params.len()),
            line: line_of(source, function.name),
        })
        .collect();
    functions.sort_by(|a, b| {
        (&a.name, a.line, a.parameters.len()).cmp(&(&b.name, b.line, b.parameters.len()))
    });
    functions
}

/// The statements of one function. (Rhai keeps a function's body to itself; walking a tree that
/// holds only this function gives them.)
fn body(ast: &AST, name: &str, arity: usize) -> Vec<Stmt> {
    let mut one = ast.clone_functions_only();
    one.retain_functions(|_, _, other, parameters| other == name && parameters == arity);
    let mut body = Vec::new();
    one.walk(&mut |path: &[rhai::ASTNode]| {
        if let [rhai::ASTNode::Stmt(statement)] = path {
            body.push((*statement).clone());
        }
        true
    });
    body
}

fn line_of(source: &SourceText, name: &str) -> u32 {
    let starts = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("private ").unwrap_or(line).trim_start();
        line.strip_prefix("fn ")
            .and_then(|rest| rest.trim_start().strip_prefix(name))
            .is_some_and(|rest| rest.trim_start().starts_with('('))
    };
    let at = (1_u32..)
        .zip(source.text().lines())
        .find(|(_, line)| starts(line));
    at.map_or(1, |(row, _)| row)
}

pub(crate) fn at(source: &SourceText, position: Position, message: &str) -> Problem {
    let row = position
        .line()
        .and_then(|row| u32::try_from(row).ok())
        .unwrap_or(0);
    let column = position
        .position()
        .and_then(|column| u32::try_from(column).ok())
        .unwrap_or(0);
    source.problem(row, column, 0, message)
}

fn parse_problem(source: &SourceText, error: &rhai::ParseError) -> Problem {
    let problem = at(source, error.position(), &parse_message(error.err_type()));
    match error.err_type() {
        ParseErrorType::Reserved(word)
        | ParseErrorType::BadInput(rhai::LexError::ImproperSymbol(word, _))
            if sandbox::FORBIDDEN.contains(&word.as_str()) =>
        {
            problem.help("rules have no loops, closures, imports or output; use `if`, `switch`, `let` and the words of the rule vocabulary")
        }
        ParseErrorType::VariableUndefined(_) => {
            problem.help("rules read their parameters: applicant, program, list, policy")
        }
        _ => problem,
    }
}

fn parse_message(kind: &ParseErrorType) -> String {
    match kind {
        ParseErrorType::VariableUndefined(name) => format!("there is no `{name}` here"),
        ParseErrorType::Reserved(word) => format!("`{word}` is switched off in rules"),
        ParseErrorType::UnexpectedEOF => "the file ends in the middle of a rule".to_owned(),
        ParseErrorType::FnDuplicatedDefinition(name, _) => {
            format!("a second function `{name}` in this file")
        }
        other => sentence(&other.to_string()),
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut signs = text.chars();
    match signs.next() {
        Some(first) => first.to_lowercase().chain(signs).collect(),
        None => String::new(),
    }
}

/// Compiles one file of rules and checks every name in it.
pub(crate) fn compile(
    host: &Host,
    topic: &str,
    source: &SourceText,
    names: &Names,
) -> Result<RuleFile, Problems> {
    let (ast, functions) = parse(host.engine(), source)?;
    let mut problems = Problems::new();
    let inspector = Inspector::new(host, source, Some(names));
    let inspections = inspector.inspect(&functions, &mut problems);
    let mut rules = Vec::new();
    for function in functions.iter().filter(|function| !function.private) {
        let inspection = inspections.get(&function.name).cloned().unwrap_or_default();
        if let Some(rule) = rule(source, function, inspection, &mut problems) {
            rules.push(rule);
        }
    }
    rules.sort_by(|a, b| a.place.cmp(&b.place));
    let documentation = ast
        .doc()
        .lines()
        .map(|line| line.trim_start_matches("//!").trim());
    let documentation = documentation.collect::<Vec<_>>().join("\n");
    let file = RuleFile {
        topic: topic.to_owned(),
        source: source.clone(),
        documentation,
        rules,
        ast,
    };
    problems.or(file)
}

fn rule(
    source: &SourceText,
    function: &Function,
    inspection: Inspection,
    problems: &mut Problems,
) -> Option<RuleFunction> {
    let header = |message: &str| source.problem(function.line, 1, 0, message);
    let roles = roles(function).or_else(|| {
        let message =
            format!("rule `{}` cannot take ({})", function.name, function.parameters.join(", "));
        problems.push(header(&message).help(
            "a rule takes (applicant), (applicant, program) or (applicant, list), each with `policy` at the end if it needs it; a helper is a `private fn`",
        ));
        None
    })?;
    let documentation = Documentation::parse(function.comments.iter().map(String::as_str));
    if documentation.summary.is_empty() {
        let message = format!("rule `{}` has no documentation", function.name);
        problems.push(header(&message).help(
            "write above it what it finds: `/// One sentence.` and `/// cites: …` with the passages",
        ));
    } else if documentation.cites.is_empty() {
        let message = format!("rule `{}` cites no passage", function.name);
        problems.push(header(&message).help("end its `///` block with `/// cites: …`"));
    }
    Some(RuleFunction {
        name: function.name.clone(),
        roles,
        documentation,
        place: source.place(function.line, 1, 0),
        reads: inspection.reads,
        parameters: inspection.parameters,
        effects: inspection.effects,
        text: text_of(source, function.line),
    })
}

fn roles(function: &Function) -> Option<Vec<Role>> {
    let roles: Option<Vec<Role>> = function
        .parameters
        .iter()
        .map(|name| Role::named(name))
        .collect();
    let roles = roles?;
    let subjects = roles.strip_suffix(&[Role::Policy]).unwrap_or(&roles);
    let known = matches!(
        subjects,
        [Role::Applicant] | [Role::Applicant, Role::Program | Role::List]
    );
    known.then_some(roles)
}

/// The function's own lines with the comment block above it.
fn text_of(source: &SourceText, line: u32) -> String {
    let lines: Vec<&str> = source.text().lines().collect();
    let header = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let above = lines.iter().take(header).rev();
    let comments = above
        .take_while(|line| line.trim_start().starts_with("///"))
        .count();
    let end = lines
        .iter()
        .skip(header)
        .position(|line| line.starts_with('}'))
        .unwrap_or(0);
    let from = header.saturating_sub(comments);
    lines
        .iter()
        .skip(from)
        .take(header - from + end + 1)
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
}
