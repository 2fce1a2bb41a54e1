use crate::model::Text;

use super::{Held, Node};

/// What a run notes on its way. The plain run notes nothing, at no cost.
pub(super) trait Notes {
    /// An `if`, a `switch` or a `return` went that way.
    fn took(&mut self, _node: Node, _way: usize) {}

    /// A question about two values was answered.
    fn answered(&mut self, _node: Node, _of: [&Held; 2], _answer: &Held) {}
}

impl Notes for () {}

/// Which ways a rule went for one pair, and what it compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// The ways it went, in order, each with its expression; see [`Branch`].
    pub ways: Vec<(Node, usize)>,
    /// The comparisons it made, in order.
    pub compared: Vec<Compared>,
}

/// One comparison that a rule made.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The expression: a comparison, a place against a range, or what a list has.
    pub node: Node,
    /// What was compared.
    pub of: [Held; 2],
    /// What came out: yes or no, or the word for a place.
    pub answer: Held,
}

impl Notes for Trace {
    fn took(&mut self, node: Node, way: usize) {
        self.ways.push((node, way));
    }

    fn answered(&mut self, node: Node, of: [&Held; 2], answer: &Held) {
        self.compared.push(Compared {
            node,
            of: of.map(Held::clone),
            answer: answer.clone(),
        });
    }
}

/// What a way through a rule is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The condition of an `if` holds.
    Holds,
    /// It does not, and there is an `else`.
    Otherwise,
    /// It does not, and there is no `else`.
    HoldsNot,
    /// A case of a `switch`.
    Case,
    /// No case fits, and there is no `_`.
    NoCase,
    /// A `return` before the end.
    Returns,
}

/// A way that a run can take, and where it begins in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The expression that decides.
    pub node: Node,
    /// The number of the way among those of the expression, as a [`Trace`] notes it.
    pub number: usize,
    /// What it is in the text.
    pub way: Way,
    /// The file of shared helpers it stands in; none for the rule's own file.
    pub helpers: Option<Text>,
    /// Line and column, from 1.
    pub spot: (u32, u32),
}

impl Branch {
    /// The number of the way when the condition of an `if` holds.
    pub const HOLDS: usize = 0;
    /// The number of the way when it does not.
    pub const HOLDS_NOT: usize = 1;
    /// The number of the way when no case of a `switch` fits; else it is that of the expression
    /// the case leads to.
    pub const NO_CASE: usize = usize::MAX;
}
