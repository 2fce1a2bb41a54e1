//! Small changes of a rule, one at a time, each of which whoever tests the rule should notice.

use std::collections::BTreeSet;

use crate::place::Place;

use super::expression::parts;
use super::{Comparison, EffectKind, Expression, Held, Node, Operator, Rule, Step};

/// One small change of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutation {
    /// What is changed, in words.
    pub what: String,
    /// Where, when that is known.
    pub place: Option<Place>,
    node: Node,
    instead: Instead,
}

/// What stands in the place of an expression.
#[derive(Debug, Clone, PartialEq)]
enum Instead {
    /// This, made of the same parts.
    This(Expression),
    /// The same points with the other sign.
    OtherSign,
}

impl Mutation {
    /// The changed rule.
    #[must_use]
    pub fn applied_to(&self, rule: &Rule) -> Rule {
        let mut changed = rule.clone();
        let instead = match (&self.instead, rule.expression(self.node)) {
            (Instead::This(expression), _) => expression.clone(),
            (Instead::OtherSign, Expression::Effect(kind, arguments)) => {
                let mut arguments = arguments.clone();
                if let Some(points) = arguments.first_mut() {
                    changed.expressions.push(Expression::Negative(*points));
                    *points = changed.expressions.len() - 1;
                }
                Expression::Effect(*kind, arguments)
            }
            (Instead::OtherSign, other) => other.clone(),
        };
        if let Some(expression) = changed.expressions.get_mut(self.node) {
            *expression = instead;
        }
        changed
    }
}

/// Every small change of a rule: comparisons flipped, conditions dropped, `&&` and `||` exchanged,
/// findings dropped, the sign of points and the tier changed. `tiers` are those of the guide.
#[must_use]
pub fn mutations(rule: &Rule, tiers: &[&str]) -> Vec<Mutation> {
    let mut finder = Finder {
        rule,
        tiers,
        found: Vec::new(),
    };
    for node in reached(rule) {
        finder.look_at(node);
    }
    finder.found
}

/// The expressions that the rule is made of, without what was lowered and not used.
fn reached(rule: &Rule) -> BTreeSet<Node> {
    let mut all = BTreeSet::new();
    let mut left = vec![rule.root()];
    while let Some(node) = left.pop() {
        if all.insert(node) {
            left.extend(parts(rule.expression(node)));
        }
    }
    all
}

/// Where an expression begins: at its leftmost part, as far as it stands in one file. What a
/// helper says stands elsewhere.
fn beginning(rule: &Rule, node: Node) -> Option<Place> {
    let own = rule.place(node).cloned();
    if matches!(rule.expression(node), Expression::Call(_)) {
        return own;
    }
    let inner = parts(rule.expression(node)).into_iter();
    let inner = inner.filter_map(|part| beginning(rule, part));
    let here = |place: &Place| own.as_ref().is_none_or(|own| own.path == place.path);
    inner
        .filter(here)
        .chain(own.clone())
        .min_by_key(|place| (place.line, place.column))
}

struct Finder<'a> {
    rule: &'a Rule,
    tiers: &'a [&'a str],
    found: Vec<Mutation>,
}

impl Finder<'_> {
    fn add(&mut self, place: Option<Place>, what: impl Into<String>, node: Node, instead: Instead) {
        self.found.push(Mutation {
            what: what.into(),
            place,
            node,
            instead,
        });
    }

    /// With another expression at its own place.
    fn exchange(&mut self, what: impl Into<String>, node: Node, with: Expression) {
        let place = self.rule.place(node).cloned();
        self.add(place, what, node, Instead::This(with));
    }

    /// Without one of its parts, which is what the message points at.
    fn without(&mut self, what: &str, part: Node, node: Node, with: Expression) {
        let place = beginning(self.rule, part);
        self.add(place, what, node, Instead::This(with));
    }

    fn look_at(&mut self, node: Node) {
        match self.rule.expression(node) {
            Expression::Compare(how, a, b) => {
                let (sign, other, turned) = flipped(*how);
                let what = format!("`{sign}` becomes `{other}`");
                self.exchange(what, node, Expression::Compare(turned, *a, *b));
                self.steps(*a);
                self.steps(*b);
            }
            Expression::Work(operator, a, b) => {
                self.work(node, *operator, *a, *b);
                self.steps(*a);
                self.steps(*b);
            }
            Expression::All(terms) => {
                let swapped = Expression::Any(terms.clone());
                self.exchange("`&&` becomes `||`", node, swapped);
                self.terms(node, terms, "this condition is dropped", Expression::All);
            }
            Expression::Any(terms) => {
                let swapped = Expression::All(terms.clone());
                self.exchange("`||` becomes `&&`", node, swapped);
                self.terms(node, terms, "this alternative is dropped", Expression::Any);
            }
            Expression::Not(of) => {
                let kept = Expression::Block(vec![Step::Do(*of)]);
                self.exchange("`!` is dropped", node, kept);
            }
            Expression::If(condition, then, otherwise) => {
                self.choice(node, *condition, *then, *otherwise);
            }
            Expression::Switch(..) => self.switch(node),
            Expression::Ask(..) => self.ask(node),
            Expression::List(items) => self.list(node, items),
            Expression::Effect(EffectKind::Points, _) => {
                let place = self.rule.place(node).cloned();
                let what = "the points change their sign";
                self.add(place, what, node, Instead::OtherSign);
            }
            Expression::Effect(EffectKind::Tier, arguments) => self.tier(arguments),
            _ => {}
        }
    }

    /// A number that is written out, by one step.
    fn steps(&mut self, node: Node) {
        if let Expression::Constant(Held::Int(number)) = self.rule.expression(node) {
            for other in [number - 1, *number + 1] {
                let what = format!("`{number}` becomes `{other}`");
                self.exchange(what, node, Expression::Constant(Held::Int(other)));
            }
        }
    }

    fn work(&mut self, node: Node, operator: Operator, a: Node, b: Node) {
        let (what, other) = match operator {
            Operator::Plus => ("`+` becomes `-`", Operator::Minus),
            Operator::Minus => ("`-` becomes `+`", Operator::Plus),
            _ => return,
        };
        self.exchange(what, node, Expression::Work(other, a, b));
    }

    fn terms(
        &mut self,
        node: Node,
        terms: &[Node],
        what: &str,
        of: impl Fn(Vec<Node>) -> Expression,
    ) {
        for (at, term) in terms.iter().enumerate() {
            let left = without_item(terms, at);
            self.without(what, *term, node, of(left));
        }
    }

    fn choice(&mut self, node: Node, condition: Node, then: Node, otherwise: Node) {
        let only = |branch| Expression::Block(vec![Step::Do(branch)]);
        let what = "the condition always holds";
        self.without(what, condition, node, only(then));
        let nothing = Expression::Constant(Held::Nothing);
        let whole = node == self.rule.root() && *self.rule.expression(otherwise) == nothing;
        // INVARIANT: that would be the rule dropped, which is counted once.
        if !whole {
            let what = "the condition never holds";
            self.without(what, condition, node, only(otherwise));
        }
    }

    fn switch(&mut self, node: Node) {
        let Expression::Switch(subject, arms, otherwise) = self.rule.expression(node) else {
            return;
        };
        for (at, arm) in arms.iter().enumerate() {
            let left = without_item(arms, at);
            let value = arm.value.shown().unwrap_or_default();
            let what = format!("the case `{value}` is dropped");
            let then = arm.choices.first().map_or(*subject, |(_, then)| *then);
            self.without(
                &what,
                then,
                node,
                Expression::Switch(*subject, left, *otherwise),
            );
        }
        if let Some(otherwise) = otherwise {
            let with = Expression::Switch(*subject, arms.clone(), None);
            self.without("the case `_` is dropped", *otherwise, node, with);
        }
    }

    fn ask(&mut self, node: Node) {
        let Expression::Ask(question, list, filter) = self.rule.expression(node) else {
            return;
        };
        for (at, (name, value)) in filter.iter().enumerate() {
            let left = without_item(filter, at);
            let what = format!("`{name}` is no longer asked for");
            let with = Expression::Ask(question.clone(), *list, left);
            self.without(&what, *value, node, with);
        }
    }

    fn list(&mut self, node: Node, items: &[Node]) {
        for (at, item) in items.iter().enumerate() {
            let left = Expression::List(without_item(items, at));
            let what = match self.rule.expression(*item) {
                Expression::Constant(held) => {
                    format!(
                        "`{}` is dropped from the list",
                        held.shown().unwrap_or_default()
                    )
                }
                _ => "this finding is dropped".to_owned(),
            };
            self.without(&what, *item, node, left);
        }
    }

    /// Another tier than the one that is written out.
    fn tier(&mut self, arguments: &[Node]) {
        let Some(node) = arguments.first() else {
            return;
        };
        let Expression::Constant(Held::Text(id)) = self.rule.expression(*node) else {
            return;
        };
        let at = self.tiers.iter().position(|tier| *tier == &**id);
        let next = at.and_then(|at| {
            self.tiers
                .get(at + 1)
                .or(self.tiers.get(at.checked_sub(1)?))
        });
        if let Some(next) = next {
            let what = format!("tier `{id}` becomes `{next}`");
            self.exchange(
                what,
                *node,
                Expression::Constant(Held::Text((*next).into())),
            );
        }
    }
}

fn without_item<T: Clone>(items: &[T], at: usize) -> Vec<T> {
    let others = items.iter().enumerate().filter(|(number, _)| *number != at);
    others.map(|(_, item)| item.clone()).collect()
}

/// How a comparison is written, and its neighbour.
fn flipped(how: Comparison) -> (&'static str, &'static str, Comparison) {
    match how {
        Comparison::Equal => ("==", "!=", Comparison::Unequal),
        Comparison::Unequal => ("!=", "==", Comparison::Equal),
        Comparison::Less => ("<", "<=", Comparison::AtMost),
        Comparison::AtMost => ("<=", "<", Comparison::Less),
        Comparison::Greater => (">", ">=", Comparison::AtLeast),
        Comparison::AtLeast => (">=", ">", Comparison::Greater),
    }
}
