use crate::model::{Role, Text};

use super::{Comparison, EffectKind, Held, Operator};

/// The number of an expression in its rule.
pub type Node = usize;

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
