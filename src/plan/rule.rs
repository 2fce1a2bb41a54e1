use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Policy, Text};
use crate::place::Place;

use super::expression::parts;
use super::{Branch, Expression, Held, Node, Step};

/// How ids are called among people.
pub type Titles = Arc<BTreeMap<String, String>>;

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
    /// What depends on either of the two.
    pub(super) fn with(self, other: Self) -> Self {
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
    pub(super) places: Vec<Option<Place>>,
    pub(super) depends: Vec<Depends>,
    pub(super) root: Node,
    pub(super) kept: usize,
    pub(super) branches: Vec<Branch>,
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

    /// An id, or a list of them, as people call it; none of another value.
    pub(super) fn in_words(&self, id: &Held) -> Option<String> {
        let plain = |id: &Text| {
            let title = self.titles.get(&**id).cloned();
            title.unwrap_or_else(|| id.replace('-', " "))
        };
        match id {
            Held::Text(id) => Some(plain(id)),
            Held::Words(ids) => Some(ids.iter().map(plain).collect::<Vec<_>>().join(", ")),
            _ => None,
        }
    }

    /// How long, in bytes, ids of so many bytes with what stands between them are in words at most.
    pub(super) fn in_words_at_most(&self, bytes: usize) -> usize {
        const BETWEEN: usize = ", ".len();
        let times = self.titles.iter();
        let times = times.map(|(id, title)| (title.len() + BETWEEN).div_ceil(id.len() + BETWEEN));
        bytes.saturating_add(BETWEEN) * times.max().unwrap_or(1).max(1)
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
