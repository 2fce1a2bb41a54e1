use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Policy, Role, Text};
use crate::place::Place;

use super::{Branch, Comparison, EffectKind, Held, Operator};

/// The number of an expression in its rule.
pub type Node = usize;

/// How ids are called among people.
pub type Titles = Arc<BTreeMap<String, String>>;

/// What is asked about a list of entries.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Whether one matches.
    Has,
    /// How many match.
    Count,
    /// The sum of a field over those that match.
    Total(Node),
}

/// One step of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Work this out; the last one's value is the block's.
    Do(Node),
    /// Keep the value under this number.
    Keep(usize, Node),
}

/// One case of a `switch`.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The value it is for.
    pub value: Held,
    /// What to do, the first whose condition holds.
    pub choices: Vec<(Option<Node>, Node)>,
}

/// One expression of a rule. Those it is made of have lower numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A value.
    Constant(Held),
    /// A field; unknown unless it is stated.
    Field(Role, usize),
    /// Whether anything is stated of a field.
    Known(Role, usize),
    /// A parameter.
    Parameter(Text),
    /// What was kept under this number.
    Kept(usize),
    /// `!`
    Not(Node),
    /// `-`
    Negative(Node),
    /// All hold, from left to right, as far as needed.
    All(Vec<Node>),
    /// One holds, from left to right, as far as needed.
    Any(Vec<Node>),
    /// A comparison.
    Compare(Comparison, Node, Node),
    /// Arithmetic.
    Work(Operator, Node, Node),
    /// Whether the list (first) has the item.
    Contains(Node, Node),
    /// Whether two lists have something in common.
    Overlap(Node, Node),
    /// Where a number stands against a band or cutoff.
    Place(Node, Node),
    /// A question about a list of entries: in the order of the text, each with its field.
    Ask(Question, Node, Vec<(String, Node)>),
    /// A text with values in it.
    Message(Vec<Node>),
    /// An id, or a list of them, in plain words.
    InWords(Node),
    /// A number with the word for one or for many.
    Plural([Node; 3]),
    /// A list written out.
    List(Vec<Node>),
    /// Something found.
    Effect(EffectKind, Vec<Node>),
    /// `if`, with what holds otherwise.
    If(Node, Node, Node),
    /// `switch`, with what holds otherwise.
    Switch(Node, Vec<Arm>, Option<Node>),
    /// A block.
    Block(Vec<Step>),
    /// `return`
    Return(Node),
    /// A helper: where a `return` inside ends.
    Call(Node),
}

/// What an expression depends on.
#[expect(clippy::struct_excessive_bools, reason = "each stands for itself")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Depends {
    pub(super) applicant: bool,
    pub(super) program: bool,
    /// On the standing or the list.
    pub(super) other: bool,
    /// A `return` inside it leaves it.
    pub(super) leaves: bool,
}

impl Depends {
    fn with(self, other: Self) -> Self {
        Self {
            applicant: self.applicant | other.applicant,
            program: self.program | other.program,
            other: self.other | other.other,
            leaves: self.leaves | other.leaves,
        }
    }
}

/// A rule in its typed form.
#[derive(Debug, Clone)]
pub struct Rule {
    pub(super) expressions: Vec<Expression>,
    /// Where each stands in the text.
    places: Vec<Option<Place>>,
    depends: Vec<Depends>,
    root: Node,
    kept: usize,
    branches: Vec<Branch>,
    /// Whether it compares decimals the careful way.
    pub(super) careful: bool,
    pub(super) titles: Titles,
}

impl Rule {
    /// The expression with that number.
    #[must_use]
    pub fn expression(&self, node: Node) -> &Expression {
        const NOTHING: &Expression = &Expression::Constant(Held::Nothing);
        self.expressions.get(node).unwrap_or(NOTHING)
    }

    /// The expression whose value is what the rule finds.
    #[must_use]
    pub fn root(&self) -> Node {
        self.root
    }

    /// All of its expressions, parts before wholes.
    #[must_use]
    pub fn expressions(&self) -> &[Expression] {
        &self.expressions
    }

    /// Where the expression with that number stands in the text, where that is known.
    #[must_use]
    pub fn place(&self, node: Node) -> Option<&Place> {
        self.places.get(node)?.as_ref()
    }

    /// The ways it can go, with their places in the text.
    #[must_use]
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// The names of the parameters that an expression is worked out from, what it keeps included.
    #[must_use]
    pub fn parameters_of(&self, node: Node) -> BTreeSet<Text> {
        let (mut names, mut left) = (BTreeSet::new(), vec![node]);
        while let Some(node) = left.pop() {
            match self.expression(node) {
                Expression::Parameter(name) => drop(names.insert(name.clone())),
                Expression::Kept(slot) => left.extend(self.keeps(*slot)),
                other => left.extend(parts(other)),
            }
        }
        names
    }

    /// The expression whose value is kept under that number.
    #[must_use]
    pub fn keeps(&self, slot: usize) -> Option<Node> {
        let blocks = self.expressions.iter().filter_map(|one| match one {
            Expression::Block(steps) => Some(steps),
            _ => None,
        });
        blocks.flatten().find_map(|step| match step {
            Step::Keep(kept, node) if *kept == slot => Some(*node),
            _ => None,
        })
    }

    /// The same rule with the values of its parameters in their place.
    pub(super) fn with_parameters(&self, policy: &Policy) -> Self {
        let mut rule = self.clone();
        for expression in &mut rule.expressions {
            if let Expression::Parameter(name) = expression
                && let Some(parameter) = policy.get(&**name)
            {
                *expression = Expression::Constant(Held::of_parameter(&parameter.setting));
            }
        }
        rule
    }

    /// How many values it keeps.
    pub(super) fn kept(&self) -> usize {
        self.kept
    }

    pub(super) fn depends(&self, node: Node) -> Depends {
        self.depends.get(node).copied().unwrap_or_default()
    }
}

/// Builds the typed form of a rule, parts before wholes.
#[derive(Debug)]
pub struct RuleBuilder {
    rule: Rule,
    /// What each kept value depends on.
    kept: Vec<Depends>,
}

impl RuleBuilder {
    /// A rule without expressions; `careful` says how it compares decimals.
    #[must_use]
    pub fn new(careful: bool, titles: Titles) -> Self {
        Self {
            rule: Rule {
                expressions: Vec::new(),
                places: Vec::new(),
                depends: Vec::new(),
                root: 0,
                kept: 0,
                branches: Vec::new(),
                careful,
                titles,
            },
            kept: Vec::new(),
        }
    }

    /// How many expressions there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rule.expressions.len()
    }

    /// Whether there are none yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rule.expressions.is_empty()
    }

    /// The expression with that number.
    #[must_use]
    pub fn expression(&self, node: Node) -> &Expression {
        self.rule.expression(node)
    }

    /// A place to keep the value of `node`.
    pub fn keep(&mut self, node: Node) -> usize {
        self.kept.push(self.rule.depends(node));
        self.rule.kept += 1;
        self.rule.kept - 1
    }

    /// Adds an expression.
    pub fn add(&mut self, expression: Expression) -> Node {
        let depends = self.depends(&expression);
        self.rule.expressions.push(expression);
        self.rule.places.push(None);
        self.rule.depends.push(depends);
        self.rule.expressions.len() - 1
    }

    /// Says where an expression stands, unless that was said before.
    pub fn stand(&mut self, node: Node, place: Place) {
        if let Some(known) = self.rule.places.get_mut(node) {
            known.get_or_insert(place);
        }
    }

    /// Notes where a way through the rule begins in its text.
    pub fn mark(&mut self, branch: Branch) {
        self.rule.branches.push(branch);
    }

    /// The rule that finds what `root` is.
    #[must_use]
    pub fn finish(mut self, root: Node) -> Rule {
        self.rule.root = root;
        self.rule
    }

    fn depends(&self, expression: &Expression) -> Depends {
        let own = match expression {
            Expression::Field(role, _) | Expression::Known(role, _) => Depends {
                applicant: *role == Role::Applicant,
                program: *role == Role::Program,
                other: matches!(role, Role::Standing | Role::List),
                leaves: false,
            },
            Expression::Kept(slot) => self.kept.get(*slot).copied().unwrap_or_default(),
            Expression::Return(_) => Depends {
                leaves: true,
                ..Depends::default()
            },
            _ => Depends::default(),
        };
        let parts = parts(expression);
        let all = parts.into_iter().map(|part| self.rule.depends(part));
        let all = all.fold(own, Depends::with);
        Depends {
            leaves: all.leaves && !matches!(expression, Expression::Call(_)),
            ..all
        }
    }
}

/// The expressions that one is made of.
pub(super) fn parts(expression: &Expression) -> Vec<Node> {
    match expression {
        Expression::Constant(_)
        | Expression::Field(..)
        | Expression::Known(..)
        | Expression::Parameter(_)
        | Expression::Kept(_) => Vec::new(),
        Expression::Not(a)
        | Expression::Negative(a)
        | Expression::InWords(a)
        | Expression::Return(a)
        | Expression::Call(a) => vec![*a],
        Expression::All(all)
        | Expression::Any(all)
        | Expression::Message(all)
        | Expression::List(all)
        | Expression::Effect(_, all) => all.clone(),
        Expression::Compare(_, a, b)
        | Expression::Work(_, a, b)
        | Expression::Contains(a, b)
        | Expression::Overlap(a, b)
        | Expression::Place(a, b) => vec![*a, *b],
        Expression::If(a, b, c) | Expression::Plural([a, b, c]) => vec![*a, *b, *c],
        Expression::Ask(question, list, filter) => {
            let key = match question {
                Question::Total(key) => Some(*key),
                Question::Has | Question::Count => None,
            };
            let values = filter.iter().map(|(_, value)| *value);
            std::iter::once(*list).chain(key).chain(values).collect()
        }
        Expression::Switch(subject, arms, otherwise) => {
            let choices = arms.iter().flat_map(|arm| &arm.choices);
            let choices = choices.flat_map(|(condition, then)| condition.iter().chain([then]));
            let parts = std::iter::once(subject).chain(choices).chain(otherwise);
            parts.copied().collect()
        }
        Expression::Block(steps) => {
            let nodes = steps.iter().map(|step| match step {
                Step::Do(node) | Step::Keep(_, node) => *node,
            });
            nodes.collect()
        }
    }
}
