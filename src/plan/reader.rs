//! What the expressions of a rule rest on: parameters alone, one field, or what is left open when
//! the rule is explored.

use std::collections::BTreeMap;

use crate::model::{Kind, Policy, Role};

use super::atoms::Opaque;
use super::expression::parts;
use super::marks::Marks;
use super::run::Run;
use super::{Comparison, Expression, Held, Node, Operator, Question, Rule, Step};

/// The most that may be added to a field for it to be cut into cells all the same.
const FAR: i64 = 1 << 40;

/// A field that a comparison cuts into cells.
pub(super) struct Cut {
    field: (Role, usize),
    /// What is added to it before it is compared.
    by: i64,
    /// What it is compared with.
    values: Vec<Held>,
}

impl Cut {
    pub(super) fn mark(&self, marks: &mut BTreeMap<(Role, usize), Marks>) {
        let marks = marks.entry(self.field).or_default();
        for held in &self.values {
            marks.add_less(held, self.by);
        }
    }
}

/// A rule with its parameters and what its kept values are worked out from.
pub(super) struct Reader<'a> {
    pub(super) rule: &'a Rule,
    policy: &'a Policy,
    kept: BTreeMap<usize, Node>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(rule: &'a Rule, policy: &'a Policy) -> Self {
        let blocks = rule.expressions().iter().filter_map(|one| match one {
            Expression::Block(steps) => Some(steps),
            _ => None,
        });
        let kept = blocks.flatten().filter_map(|step| match step {
            Step::Keep(slot, node) => Some((*slot, *node)),
            Step::Do(_) => None,
        });
        Self {
            rule,
            policy,
            kept: kept.collect(),
        }
    }

    /// The expression itself, or what was kept under its name.
    pub(super) fn resolved(&self, node: Node) -> Node {
        match self.rule.expression(node) {
            Expression::Kept(slot) => self
                .kept
                .get(slot)
                .map_or(node, |source| self.resolved(*source)),
            _ => node,
        }
    }

    fn expression(&self, node: Node) -> &'a Expression {
        self.rule.expression(self.resolved(node))
    }

    /// Its value where that depends on the parameters alone.
    pub(super) fn fixed(&self, node: Node) -> Option<Held> {
        let mut run = Run::new(self.rule, self.policy, |_| None);
        run.value(self.resolved(node)).ok()
    }

    pub(super) fn field(&self, node: Node) -> Option<(Role, usize)> {
        match self.expression(node) {
            Expression::Field(role, field) => Some((*role, *field)),
            _ => None,
        }
    }

    /// Whether it is a number worked out of fields.
    pub(super) fn is_sum(&self, node: Node) -> bool {
        let made = matches!(
            self.expression(node),
            Expression::Work(..)
                | Expression::Negative(_)
                | Expression::Ask(Question::Count | Question::Total(_), ..)
        );
        made && self.fixed(node).is_none()
    }

    /// The whole-number field that it is, with a fixed whole number added to it or taken from it,
    /// and how much comes to it: then what it is compared with cuts the field just as exactly.
    pub(super) fn shifted(&self, node: Node) -> Option<((Role, usize), i64)> {
        if let Some((role, field)) = self.field(node) {
            let is_whole = matches!(role.field(field)?.kind, Kind::Int { .. });
            return is_whole.then_some(((role, field), 0));
        }
        let Expression::Work(operator, a, b) = self.expression(node) else {
            return None;
        };
        let whole = |node: Node| match self.fixed(node) {
            Some(Held::Int(number)) => Some(number),
            _ => None,
        };
        let (side, by) = match (operator, whole(*a), whole(*b)) {
            (Operator::Plus, None, Some(by)) => (*a, by),
            (Operator::Plus, Some(by), None) => (*b, by),
            (Operator::Minus, None, Some(by)) => (*a, by.checked_neg()?),
            _ => return None,
        };
        let (field, before) = self.shifted(side)?;
        // Far from where whole numbers could not all be written as decimals.
        let by = before.checked_add(by).filter(|by| by.abs() < FAR)?;
        Some((field, by))
    }

    /// The values it can have, where each depends on the parameters alone and only which of them it
    /// is depends on something else.
    fn settings(&self, node: Node) -> Option<Vec<Held>> {
        if let Some(held) = self.fixed(node) {
            return Some(vec![held]);
        }
        let node = self.resolved(node);
        if self.rule.depends(node).leaves {
            return None;
        }
        match self.rule.expression(node) {
            Expression::If(_, then, otherwise) => {
                let mut all = self.settings(*then)?;
                all.extend(self.settings(*otherwise)?);
                Some(all)
            }
            Expression::Call(body) => self.settings(*body),
            Expression::Block(steps) => match steps.last()? {
                Step::Do(last) => self.settings(*last),
                Step::Keep(..) => None,
            },
            _ => None,
        }
    }

    /// The field that a comparison cuts into cells, what is added to it first, and what it is
    /// compared with.
    pub(super) fn cut(&self, how: Comparison, side: Node, other: Node) -> Option<Cut> {
        let values = self.settings(other)?;
        let by_order = !matches!(how, Comparison::Equal | Comparison::Unequal);
        let (field, by) = if values.iter().all(|held| held.as_decimal().is_some()) {
            let plain = self.field(side).map(|field| (field, 0));
            self.shifted(side).or(plain)?
        } else {
            // What lies between two words is not cut into cells.
            (self.field(side).filter(|_| !by_order)?, 0)
        };
        Some(Cut { field, by, values })
    }

    /// The same for where a number stands against ranges.
    pub(super) fn cut_by_range(&self, score: Node, range: Node) -> Option<Cut> {
        let values = self.settings(range)?;
        let plain = self.field(score).map(|field| (field, 0));
        let (field, by) = self.shifted(score).or(plain)?;
        Some(Cut { field, by, values })
    }

    /// Whether its value can rest on a number or a text worked out of fields, perhaps in a helper.
    pub(super) fn rests_on_made(&self, node: Node) -> bool {
        let node = self.resolved(node);
        let expression = self.rule.expression(node);
        // What cuts a field into cells is worked out from the cell.
        let is_cut = match expression {
            Expression::Place(score, range) => self.cut_by_range(*score, *range).is_some(),
            Expression::Compare(how, a, b) => {
                self.cut(*how, *a, *b).is_some() || self.cut(*how, *b, *a).is_some()
            }
            _ => false,
        };
        if is_cut {
            return false;
        }
        let is_text = matches!(
            expression,
            Expression::Message(_) | Expression::InWords(_) | Expression::Plural(_)
        );
        let mut inner = parts(expression).into_iter();
        is_text || self.is_sum(node) || inner.any(|part| self.rests_on_made(part))
    }

    /// The fields that its value can rest on.
    pub(super) fn fields_in(&self, node: Node) -> Vec<(Role, usize)> {
        let inner = parts(self.expression(node)).into_iter();
        let inner = inner.flat_map(|part| self.fields_in(part));
        self.field(node).into_iter().chain(inner).collect()
    }

    /// Whether the answer is left open when the rule is explored.
    pub(super) fn is_open(&self, node: Node) -> bool {
        match self.rule.expression(node) {
            Expression::Compare(how, a, b)
                if self.cut(*how, *a, *b).is_some() || self.cut(*how, *b, *a).is_some() =>
            {
                false
            }
            Expression::Compare(how, a, b) => {
                let (one, other) = (self.fixed(*a), self.fixed(*b));
                let is_text = |held: &Option<Held>| matches!(held, Some(Held::Text(_)));
                let by_order = !matches!(how, Comparison::Equal | Comparison::Unequal);
                // What lies between two words is not cut into cells.
                let of_words = by_order && (is_text(&one) || is_text(&other));
                let neither = one.is_none() && other.is_none();
                self.rests_on_made(*a) || self.rests_on_made(*b) || of_words || neither
            }
            Expression::Ask(Question::Has, ..) => true,
            Expression::Overlap(a, b) => self.fixed(*a).is_none() || self.fixed(*b).is_none(),
            Expression::Contains(list, item) => {
                self.fixed(*list).is_none()
                    || !(self.fixed(*item).is_some() || self.field(*item).is_some())
            }
            _ => false,
        }
    }

    /// What takes the place of an answer that is left open.
    pub(super) fn left_open(&self, node: Node) -> Opaque {
        let Expression::Compare(how, a, b) = self.rule.expression(node) else {
            return Opaque::Atom(self.key(node));
        };
        let (one, other) = (self.key(*a), self.key(*b));
        if one <= other {
            Opaque::Order(format!("order({one}, {other})"), *how)
        } else {
            Opaque::Order(format!("order({other}, {one})"), how.turned())
        }
    }

    /// What it is made of, the same for what is made alike in any rule.
    pub(super) fn key(&self, node: Node) -> String {
        let node = self.resolved(node);
        let expression = self.rule.expression(node);
        let name = match expression {
            Expression::Field(role, field) => return format!("{}.{field}", role.word()),
            Expression::Known(role, field) => return format!("known {}.{field}", role.word()),
            Expression::Constant(held) => return format!("{held:?}"),
            Expression::Parameter(_) => return format!("{:?}", self.fixed(node)),
            Expression::Compare(how, ..) => format!("{how:?}"),
            Expression::Work(operator, ..) => format!("{operator:?}"),
            Expression::Ask(question, _, filter) => {
                let names = filter.iter().map(|(name, _)| name.as_str());
                let kind = match question {
                    Question::Has => "has",
                    Question::Count => "count",
                    Question::Total(_) => "total",
                };
                format!("{kind} {}", names.collect::<Vec<_>>().join(" "))
            }
            Expression::Switch(_, arms, _) => {
                let values = arms.iter().map(|arm| format!("{:?}", arm.value));
                format!("switch {}", values.collect::<Vec<_>>().join(" "))
            }
            other => format!("{:?}", std::mem::discriminant(other)),
        };
        let inner: Vec<String> = parts(expression)
            .into_iter()
            .map(|part| self.key(part))
            .collect();
        format!("{name}({})", inner.join(", "))
    }
}
