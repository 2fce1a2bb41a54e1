//! Reads a rule's syntax tree before it ever runs: which fields, parameters and effects it names,
//! and every name or use that cannot be meant.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{Expr, FnCallExpr, Position, Stmt, Token};

use crate::model::{Field, Kind, Words};
use crate::place::{Problem, Problems, SourceText};

use super::compile::{Function, at};
use super::effects::{EFFECTS, EffectWord};
use super::node::{Branches, Step};
use super::vocabulary::WORDS;
use super::{EffectShape, Host, Names, Role};

/// What one function names, helpers included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inspection {
    pub(crate) reads: BTreeSet<(Role, usize)>,
    pub(crate) parameters: BTreeSet<String>,
    pub(crate) effects: Vec<EffectShape>,
    helpers: BTreeSet<String>,
}

impl Inspection {
    fn merge(&mut self, other: &Self) {
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
    host: &'a Host,
    source: &'a SourceText,
    /// The guide's names; none for the shared helpers, which are checked with each guide's rules.
    names: Option<&'a Names>,
}

impl<'a> Inspector<'a> {
    pub(crate) fn new(host: &'a Host, source: &'a SourceText, names: Option<&'a Names>) -> Self {
        Self { host, source, names }
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
                found: Inspection::default(),
                problems,
            };
            walk.block(&function.body, true);
            found.insert(function.name.clone(), walk.found);
        }
        close(&mut found);
        found
    }

    fn shadowing(&self, function: &Function, problems: &mut Problems) {
        let taken = EFFECTS.iter().map(|effect| effect.name);
        let mut taken = taken.chain(WORDS.iter().map(|word| word.name));
        if taken.any(|name| name == function.name) || BUILT_IN.contains(&function.name.as_str()) {
            let message = format!("`{}` is already a word of the rule vocabulary", function.name);
            let problem = self.source.problem(function.line, 1, 0, &message);
            problems.push(problem.help("give the function another name"));
        }
    }
}

/// Functions of the script language itself that a rule may call or must not redefine.
const BUILT_IN: [&str; 22] = [
    "abs", "ceiling", "contains", "ends_with", "filter", "floor", "index_of", "is_empty", "keys",
    "len", "map", "max", "min", "push", "round", "sign", "sqrt", "starts_with", "sub_string",
    "to_float", "to_int", "to_string",
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

struct Walk<'a, 'b> {
    inspector: &'a Inspector<'a>,
    function: &'a Function,
    arities: &'a BTreeMap<&'a str, usize>,
    found: Inspection,
    problems: &'b mut Problems,
}

impl Walk<'_, '_> {
    fn problem(&mut self, position: Position, message: &str) {
        self.push(at(self.inspector.source, position, message));
    }

    fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn at(&self, position: Position, message: &str) -> Problem {
        at(self.inspector.source, position, message)
    }

    /// `returned`: the value of the block's last statement is what the rule returns.
    fn block(&mut self, block: &[Stmt], returned: bool) {
        let last = block.len().saturating_sub(1);
        for (index, statement) in block.iter().enumerate() {
            self.statement(statement, returned && index == last);
        }
    }

    fn statement(&mut self, statement: &Stmt, returned: bool) {
        match statement {
            Stmt::If(flow, _) => {
                self.expression(&flow.expr, false);
                self.block(flow.body.statements(), returned);
                self.block(flow.branch.statements(), returned);
            }
            Stmt::Switch(switch, _) => {
                self.expression(&switch.0, false);
                for case in &switch.1.expressions {
                    self.expression(&case.lhs, false);
                    self.expression(&case.rhs, returned);
                }
            }
            Stmt::Block(block) => self.block(block.statements(), returned),
            Stmt::Expr(expression) => self.expression(expression, returned),
            Stmt::FnCall(call, position) => self.call(call, *position, returned),
            Stmt::Var(variable, _, _) => self.expression(&variable.1, false),
            Stmt::Return(Some(value), _, _) => self.expression(value, true),
            Stmt::Assignment(assignment) => {
                self.expression(&assignment.1.lhs, false);
                self.expression(&assignment.1.rhs, false);
            }
            Stmt::Return(None, ..) | Stmt::Noop(_) => {}
            other => self.problem(other.position(), "this cannot stand in a rule"),
        }
    }

    fn expression(&mut self, expression: &Expr, returned: bool) {
        match expression {
            Expr::IntegerConstant(number, position) if !(0..=1).contains(number) => {
                self.bare_number(&number.to_string(), *position);
            }
            Expr::FloatConstant(number, position) => {
                self.bare_number(&number.to_string(), *position);
            }
            Expr::InterpolatedString(parts, _) => {
                parts.iter().for_each(|part| self.expression(part, false));
            }
            Expr::Array(items, _) => items.iter().for_each(|item| self.expression(item, returned)),
            Expr::Map(map, _) => map.0.iter().for_each(|(_, value)| self.expression(value, false)),
            Expr::And(terms, _) | Expr::Or(terms, _) => {
                terms.iter().for_each(|term| self.expression(term, false));
            }
            Expr::Coalesce(_, position) => {
                let help = "ask `….known.field` first";
                let problem = self.at(*position, "`??` cannot tell unstated from stated");
                self.push(problem.help(help));
            }
            Expr::Dot(..) | Expr::Index(..) => self.chain(expression),
            Expr::Stmt(block) => self.block(block.statements(), returned),
            Expr::FnCall(call, position) | Expr::MethodCall(call, position) => {
                self.call(call, *position, returned);
            }
            _ => {}
        }
    }

    fn bare_number(&mut self, number: &str, position: Position) {
        let message = format!("the number {number} stands in a rule");
        let problem = self.at(position, &message);
        self.push(problem.help(
            "give it a name, a meaning and a source under `parameters` in guide.yaml and read it as `policy.name`",
        ));
    }

    fn chain(&mut self, expression: &Expr) {
        if let Some(chain) = Chain::of(expression)
            && let Some(role) = Role::named(&chain.root)
            && self.function.parameters.contains(&chain.root)
        {
            match role {
                Role::Policy => self.parameter(&chain),
                _ => drop(self.field(role, &chain)),
            }
            return;
        }
        let position = expression.start_position();
        let problem = self.at(position, "this reads something that is not a field");
        self.push(problem.help(
            "write fields out in full, e.g. `program.visas.j1`, and call functions as `has(applicant.usce, …)`",
        ));
    }

    fn parameter(&mut self, chain: &Chain) {
        let [(name, position), rest @ ..] = chain.names.as_slice() else { return };
        if let Some((_, position)) = rest.first() {
            self.problem(*position, "a parameter has no parts; ask `place(score, policy.name)`");
        }
        if let Some(names) = self.inspector.names
            && !names.parameters.contains_key(name)
        {
            let message = format!("the guide has no parameter `{name}`");
            let problem = self.at(*position, &message);
            self.push(problem.near(name, names.parameters.keys().map(String::as_str)));
        }
        self.found.parameters.insert(name.clone());
    }

    /// Checks a field's name; returns the field when it is read.
    fn field(&mut self, role: Role, chain: &Chain) -> Option<&'static Field> {
        let branches = self.inspector.host.branches(role)?.clone();
        let known = chain.names.first().is_some_and(|(name, _)| name == "known");
        let names = chain.names.get(usize::from(known)..).unwrap_or_default();
        match resolve(&branches, names) {
            Ok(field) => {
                if !known {
                    self.found.reads.insert((role, field));
                }
                branches.table().fields.get(field).filter(|_| !known)
            }
            Err(Unresolved { index, branch }) => {
                self.unresolved(role, &branches, names, index, branch);
                None
            }
        }
    }

    fn unresolved(
        &mut self,
        role: Role,
        branches: &Branches,
        names: &[(String, Position)],
        index: usize,
        branch: usize,
    ) {
        let Some((name, position)) = names.get(index).or(names.last()) else { return };
        let path: Vec<&str> = names.iter().take(index).map(|(name, _)| name.as_str()).collect();
        let so_far = [&[role.word()], path.as_slice()].concat().join(".");
        if index >= names.len() {
            let parts: Vec<&str> = branches.names(branch).collect();
            let message = format!("`{so_far}` is a group of fields");
            let help = format!("say which: {}", parts.join(", "));
            let problem = self.at(*position, &message);
            self.push(problem.help(help));
        } else {
            let message = format!("`{so_far}` has no field `{name}`");
            let problem = self.at(*position, &message);
            self.push(problem.near(name, branches.names(branch)));
        }
    }

    fn call(&mut self, call: &FnCallExpr, position: Position, returned: bool) {
        if let Some(operator) = &call.op_token {
            self.comparison(call, operator, position);
            call.args.iter().for_each(|argument| self.expression(argument, false));
            return;
        }
        call.args.iter().for_each(|argument| self.expression(argument, false));
        let name = call.name.as_str();
        if call.is_qualified() {
            self.helper(call, position);
        } else if let Some(effect) = EFFECTS.iter().find(|effect| effect.name == name) {
            self.effect(call, effect, position, returned);
        } else if let Some(word) = WORDS.iter().find(|word| word.name == name) {
            self.arity(name, word.arguments, call.args.len(), position);
            if matches!(name, "has" | "count" | "total") {
                self.filter(call);
            }
        } else if let Some(arguments) = self.arities.get(name) {
            self.arity(name, *arguments, call.args.len(), position);
            self.found.helpers.insert(name.to_owned());
        } else if !BUILT_IN.contains(&name) {
            let known = EFFECTS.iter().map(|effect| effect.name);
            let known = known.chain(WORDS.iter().map(|word| word.name));
            let message = format!("there is no function `{name}`");
            let problem = self.at(position, &message);
            self.push(problem.near(name, known.chain(self.arities.keys().copied())));
        }
    }

    fn arity(&mut self, name: &str, wanted: usize, given: usize, position: Position) {
        if wanted != given {
            let message = format!("`{name}` takes {wanted} arguments, not {given}");
            self.problem(position, &message);
        }
    }

    fn helper(&mut self, call: &FnCallExpr, position: Position) {
        let full = format!("{}::{}", call.namespace, call.name);
        let helpers = self.inspector.host.helpers();
        let Some(helper) = helpers.get(&full) else {
            let message = format!("there is no helper `{full}`");
            let problem = self.at(position, &message);
            self.push(problem.near(&full, helpers.keys().map(String::as_str)));
            return;
        };
        self.arity(&full, helper.parameters.len(), call.args.len(), position);
        self.found.merge(&helper.inspection);
        let Some(names) = self.inspector.names else { return };
        let missing: Vec<&String> = helper
            .inspection
            .parameters
            .iter()
            .filter(|name| !names.parameters.contains_key(*name))
            .collect();
        for name in missing {
            let message = format!("`{full}` reads `policy.{name}`, which this guide does not have");
            let problem = self.at(position, &message);
            self.push(problem.help("add the parameter to guide.yaml"));
        }
    }

    fn effect(
        &mut self,
        call: &FnCallExpr,
        effect: &EffectWord,
        position: Position,
        returned: bool,
    ) {
        self.arity(effect.name, effect.arguments, call.args.len(), position);
        if !returned {
            let message = format!("what `{}` finds here is lost", effect.name);
            let problem = self.at(position, &message);
            self.push(problem.help(
                "make it the last thing the rule does, put `return` before it, or return several as `[a, b]`",
            ));
        }
        let parameters = self.function.parameters.as_slice();
        let has = |role: Role| parameters.iter().any(|name| name == role.word());
        let kind = [Role::Program, Role::List].into_iter().find(|role| has(*role));
        let kind = kind.unwrap_or(Role::Applicant);
        if !effect.allowed_in(kind) && !self.function.private {
            let message = format!("`{}` cannot stand in a rule about this", effect.name);
            let problem = self.at(position, &message);
            self.push(problem.help(allowed(kind)));
        }
        self.shape(call, effect, position);
    }

    fn shape(&mut self, call: &FnCallExpr, effect: &EffectWord, position: Position) {
        let literal = call.args.first().and_then(literal);
        let parameter = call.args.first().and_then(|first| {
            let chain = Chain::of(first).filter(|chain| chain.root == "policy")?;
            chain.names.into_iter().next().map(|(name, _)| name)
        });
        if let Some(literal) = &literal {
            self.defined(effect.name, literal, position);
        }
        let shape = EffectShape { word: effect.name.to_owned(), literal, parameter };
        if !self.found.effects.contains(&shape) {
            self.found.effects.push(shape);
        }
    }

    /// Whether the guide defines the tier, topic or pillar, or the program the field.
    fn defined(&mut self, effect: &str, literal: &str, position: Position) {
        let Some(names) = self.inspector.names else { return };
        let (what, known): (&str, Vec<&str>) = match effect {
            "tier" => ("tier", names.tiers.iter().map(String::as_str).collect()),
            "band" | "advise" => ("topic", names.topics.iter().map(String::as_str).collect()),
            "strength" => ("pillar", names.pillars.iter().map(String::as_str).collect()),
            "verify" => {
                let table = self.inspector.host.branches(Role::Program).map(|b| b.table());
                let fields = table.map_or_else(Vec::new, |table| {
                    table.fields.iter().map(|field| field.path).collect()
                });
                ("field", fields)
            }
            _ => return,
        };
        if !known.contains(&literal) {
            let message = format!("there is no {what} `{literal}`");
            let problem = self.at(position, &message);
            self.push(problem.near(literal, known));
        }
    }

    /// The keys and words of a filter against the fields of the entries it is for.
    fn filter(&mut self, call: &FnCallExpr) {
        let Some(first) = call.args.first() else { return };
        let Some(fields) = self.entry_fields(first) else {
            let problem = self.at(first.start_position(), "this is not a list of entries");
            self.push(problem.help("e.g. applicant.usce, applicant.lors, applicant.languages"));
            return;
        };
        let known = || fields.iter().map(|field| field.path);
        if call.name.as_str() == "total"
            && let Some(key) = call.args.get(1).and_then(literal)
            && !known().any(|path| path == key)
        {
            let message = format!("an entry here has no field `{key}`");
            let problem = self.at(first.start_position(), &message);
            self.push(problem.near(&key, known()));
        }
        let Some(Expr::Map(map, _)) = call.args.last() else { return };
        for (key, value) in &map.0 {
            match fields.iter().find(|field| field.path == key.name.as_str()) {
                Some(field) => self.word(field, value),
                None => {
                    let message = format!("an entry here has no field `{}`", key.name);
                    let problem = self.at(key.pos, &message);
                    self.push(problem.near(&key.name, known()));
                }
            }
        }
    }

    fn entry_fields(&self, expression: &Expr) -> Option<&'static [Field]> {
        match self.field_of(expression)?.kind {
            Kind::Entries(fields) => Some(fields),
            _ => None,
        }
    }

    /// The field that an expression reads, without noting it.
    fn field_of(&self, expression: &Expr) -> Option<&'static Field> {
        let chain = Chain::of(expression)?;
        let branches = self.inspector.host.branches(Role::named(&chain.root)?)?;
        let field = resolve(branches, &chain.names).ok()?;
        branches.table().fields.get(field)
    }

    /// A literal word that the field can never hold.
    fn word(&mut self, field: &Field, value: &Expr) {
        match (field.kind, value) {
            (_, Expr::Array(items, _)) => items.iter().for_each(|item| self.word(field, item)),
            (Kind::Text(words) | Kind::Texts(words), Expr::StringConstant(word, position)) => {
                if let Words::Of(known) = words
                    && !known.contains(&word.as_str())
                {
                    let message = format!("`{}` is never \"{word}\"", field.path);
                    let problem = self.at(*position, &message);
                    let near = problem.clone().near(word, known.iter().copied());
                    let problem = if near.help.is_some() {
                        near
                    } else {
                        problem.help(format!("it can be {}", known.join(", ")))
                    };
                    self.push(problem);
                }
            }
            (kind, value) => self.literal_kind(field, kind, value),
        }
    }

    fn literal_kind(&mut self, field: &Field, kind: Kind, value: &Expr) {
        let given = match value {
            Expr::StringConstant(..) => "a text",
            Expr::BoolConstant(..) => "yes or no",
            Expr::IntegerConstant(..) | Expr::FloatConstant(..) => "a number",
            _ => return,
        };
        let wanted = match kind {
            Kind::Bool => "yes or no",
            Kind::Int { .. } | Kind::Float { .. } => "a number",
            Kind::Text(_) => "a text",
            Kind::Texts(_) => "a list; ask `\"…\" in list`",
            Kind::Entries(_) => "a list of entries; ask `has(list, #{…})`",
        };
        if given != wanted {
            let message = format!("`{}` is {wanted}, compared with {given}", field.path);
            self.problem(value.start_position(), &message);
        }
    }

    fn comparison(&mut self, call: &FnCallExpr, operator: &Token, position: Position) {
        let compares = matches!(
            operator,
            Token::LessThan
                | Token::LessThanEqualsTo
                | Token::GreaterThan
                | Token::GreaterThanEqualsTo
                | Token::EqualsTo
                | Token::NotEqualsTo
        );
        let [left, right] = call.args.as_slice() else { return };
        if !compares {
            return;
        }
        for (side, other) in [(left, right), (right, left)] {
            if let Some(field) = self.field_of(side)
                && !is_known(side)
            {
                self.word(field, other);
            }
            self.compared_parameter(side, position);
        }
    }

    fn compared_parameter(&mut self, side: &Expr, position: Position) {
        let Some(names) = self.inspector.names else { return };
        let Some(chain) = Chain::of(side).filter(|chain| chain.root == "policy") else { return };
        let Some((name, _)) = chain.names.first() else { return };
        let (kind, help) = match names.parameters.get(name) {
            Some(&"set") => ("set", format!("ask `… in policy.{name}`")),
            Some(kind @ (&"band" | &"cutoff")) => {
                (*kind, format!("ask `place(score, policy.{name})`"))
            }
            _ => return,
        };
        let message = format!("`policy.{name}` is a {kind} and cannot be compared like a number");
        let problem = self.at(position, &message);
        self.push(problem.help(help));
    }
}

fn allowed(kind: Role) -> String {
    let words = EFFECTS.iter().filter(|effect| effect.allowed_in(kind)).map(|effect| effect.name);
    let words = words.collect::<Vec<_>>().join(", ");
    match kind {
        Role::Program => format!("a rule about a program can find: {words}"),
        Role::List => format!("a rule about the list can find: {words}"),
        _ => format!("a rule about the applicant alone can find: {words}"),
    }
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        _ => None,
    }
}

fn is_known(expression: &Expr) -> bool {
    Chain::of(expression)
        .and_then(|chain| chain.names.into_iter().next())
        .is_some_and(|(name, _)| name == "known")
}

struct Unresolved {
    /// The first name that leads nowhere; the number of names when they end in a group.
    index: usize,
    /// The group it was looked up in.
    branch: usize,
}

fn resolve(branches: &Branches, names: &[(String, Position)]) -> Result<usize, Unresolved> {
    let mut branch = 0;
    for (index, (name, _)) in names.iter().enumerate() {
        match branches.step(branch, name) {
            Some(Step::Branch(next)) => branch = next,
            Some(Step::Field(field)) if index + 1 == names.len() => return Ok(field),
            Some(Step::Field(_)) => return Err(Unresolved { index: index + 1, branch }),
            None => return Err(Unresolved { index, branch }),
        }
    }
    Err(Unresolved { index: names.len(), branch })
}

/// `root.name.name…`
struct Chain {
    root: String,
    names: Vec<(String, Position)>,
}

impl Chain {
    fn of(expression: &Expr) -> Option<Self> {
        let Expr::Dot(dot, ..) = expression else { return None };
        let Expr::Variable(variable, ..) = &dot.lhs else { return None };
        let mut names = Vec::new();
        let mut rest = &dot.rhs;
        loop {
            match rest {
                Expr::Property(property, position) => {
                    names.push((property.2.to_string(), *position));
                    break;
                }
                Expr::Dot(dot, ..) => {
                    let Expr::Property(property, position) = &dot.lhs else { return None };
                    names.push((property.2.to_string(), *position));
                    rest = &dot.rhs;
                }
                _ => return None,
            }
        }
        Some(Self { root: variable.1.to_string(), names })
    }
}
