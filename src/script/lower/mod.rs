//! Turns a rule from Rhai's syntax tree into the typed form of the room `plan`.
//!
//! What is outside that form is interpreted; the reason is said in words that follow "because".

mod call;
mod expression;
mod function;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rhai::{Engine, Position, Stmt};

use crate::model::Role;
use crate::place::Place;
use crate::plan::{Expression, Held, Node, Rule, RuleBuilder, Titles};

use super::parse::Function;
use super::tokens::{Literal, Tokens, spot, start_file};

/// How deep helpers may call helpers. The rule language stops a little later.
const DEPTH: usize = 8;
/// How many expressions a rule may have, its helpers written out. Far less than the steps that the
/// rule language allows.
const EXPRESSIONS: usize = 3_000;
/// How many values a rule may keep.
const KEPT: usize = 100;

/// The functions of one file, ready to be lowered.
pub(crate) struct Source {
    path: Arc<str>,
    functions: Vec<Function>,
    /// What the cases of its `switch`es say, by Rhai's hashes.
    cases: BTreeMap<u64, Held>,
}

/// The files of shared helpers by their names.
pub(crate) type Library = BTreeMap<String, Source>;

impl Source {
    pub(crate) fn new(
        engine: &Engine,
        path: &str,
        functions: Vec<Function>,
        tokens: &Tokens,
    ) -> Self {
        let cases = cases(engine, tokens);
        Self {
            path: path.into(),
            functions,
            cases,
        }
    }

    pub(crate) fn functions(&self) -> &[Function] {
        &self.functions
    }

    fn function(&self, name: &str, arity: usize) -> Option<&Function> {
        let same =
            |function: &&Function| function.name == name && function.parameters.len() == arity;
        self.functions.iter().find(same)
    }
}

/// The literals of a file by the hash that Rhai gives them as cases.
fn cases(engine: &Engine, tokens: &Tokens) -> BTreeMap<u64, Held> {
    let literals = tokens.literals(Position::new(1, 0), Position::new(u16::MAX, u16::MAX));
    let mut seen = BTreeSet::new();
    let literals: Vec<Literal> = literals
        .into_iter()
        .map(|(literal, _)| literal)
        .filter(|literal| !matches!(literal, Literal::Decimal(_)))
        .filter(|literal| seen.insert(literal.written()))
        .collect();
    let arms = literals
        .iter()
        .map(|literal| format!("{} => 0,", literal.written()));
    let script = format!("switch 0 {{ {} }}", arms.collect::<String>());
    start_file();
    let compiled = engine.compile(script);
    start_file();
    let Ok(ast) = compiled else {
        return BTreeMap::new();
    };
    let Some(Stmt::Switch(switch, _)) = ast.statements().first() else {
        return BTreeMap::new();
    };
    let cases = switch.1.cases.iter();
    let cases = cases.filter_map(|(hash, arms)| match arms.blocks.as_slice() {
        [arm] => literals.get(*arm).map(|literal| (*hash, held(literal))),
        _ => None,
    });
    cases.collect()
}

fn held(literal: &Literal) -> Held {
    match literal {
        Literal::Text(text) => Held::Text(text.as_str().into()),
        Literal::Whole(number) => Held::Int(*number),
        Literal::Decimal(number) => Held::Float(*number),
        Literal::YesNo(yes) => Held::Bool(*yes),
    }
}

/// What a name stands for.
#[derive(Debug, Clone)]
enum Binding {
    /// An applicant, program, standing or list, or a group of its fields.
    Subject {
        role: Role,
        branch: usize,
        known: bool,
    },
    /// The parameters.
    Policy,
    /// A value that needs no working out.
    Plain(Node),
    /// A value that was kept.
    Kept(usize),
}

/// Why a rule is interpreted.
type Because = String;

struct Lowering<'a> {
    branches: &'a dyn Fn(Role) -> Option<&'a super::node::Branches>,
    library: &'a Library,
    source: &'a Source,
    builder: RuleBuilder,
    scope: Vec<(String, Binding)>,
    depth: usize,
    kept: usize,
}

/// The typed form of a rule, or why it is interpreted.
pub(crate) fn lower<'a>(
    branches: &'a dyn Fn(Role) -> Option<&'a super::node::Branches>,
    library: &'a Library,
    source: &'a Source,
    function: &'a Function,
    careful: bool,
    titles: Titles,
) -> Result<Arc<Rule>, Because> {
    let mut lowering = Lowering {
        branches,
        library,
        source,
        builder: RuleBuilder::new(careful, titles),
        scope: Vec::new(),
        depth: 0,
        kept: 0,
    };
    for name in &function.parameters {
        let role = Role::named(name).ok_or("its parameters are not those of a rule")?;
        let binding = match role {
            Role::Policy => Binding::Policy,
            role => Binding::Subject {
                role,
                branch: 0,
                known: false,
            },
        };
        lowering.scope.push((name.clone(), binding));
    }
    let root = lowering.block(&function.body)?;
    Ok(Arc::new(lowering.builder.finish(root)))
}

impl Lowering<'_> {
    fn add(&mut self, expression: Expression) -> Result<Node, Because> {
        if self.builder.len() >= EXPRESSIONS {
            return Err("it is too long with its helpers written out".to_owned());
        }
        Ok(self.builder.add(expression))
    }

    /// Notes where an expression stands.
    fn stand(&mut self, node: Node, position: Position) {
        let (line, column) = spot(position);
        if line > 0 {
            let place = Place {
                path: self.source.path.clone(),
                line,
                column,
                length: 0,
            };
            self.builder.stand(node, place);
        }
    }

    fn constant(&mut self, held: Held) -> Result<Node, Because> {
        self.add(Expression::Constant(held))
    }

    /// A place for the value of `node`.
    fn keep(&mut self, node: Node) -> Result<usize, Because> {
        self.kept += 1;
        if self.kept > KEPT {
            return Err("it has too many variables with its helpers written out".to_owned());
        }
        Ok(self.builder.keep(node))
    }
}
