use crate::model::Role;
use crate::place::Place;

use super::expression::parts;
use super::rule::Depends;
use super::{Branch, Expression, Node, Rule, Titles};

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
