//! What a rule asks, cut into cells within which no answer changes.

use std::collections::BTreeMap;

use crate::model::{Kind, Policy, Role};

use super::explore::Atom;
use super::marks::Marks;
use super::rule::parts;
use super::run::Run;
use super::{Comparison, Expression, Held, Node, Operator, Question, Rule, Step};

/// The most that may be added to a field for it to be cut into cells all the same.
const FAR: i64 = 1 << 40;

/// An expression that is not worked out when a rule is explored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opaque {
    /// It may come out in any way, the same for everything that is made alike.
    Atom(String),
    /// A number that no condition looks at by itself; it may be unknown.
    Number(String),
    /// Something that cannot be explored.
    Unclear,
}

/// A rule with its parameters and what its kept values are worked out from.
struct Reader<'a> {
    rule: &'a Rule,
    policy: &'a Policy,
    kept: BTreeMap<usize, Node>,
}

impl<'a> Reader<'a> {
    fn new(rule: &'a Rule, policy: &'a Policy) -> Self {
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
    fn resolved(&self, node: Node) -> Node {
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
    fn fixed(&self, node: Node) -> Option<Held> {
        let mut run = Run::new(self.rule, self.policy, |_| None);
        run.value(self.resolved(node)).ok()
    }

    fn field(&self, node: Node) -> Option<(Role, usize)> {
        match self.expression(node) {
            Expression::Field(role, field) => Some((*role, *field)),
            _ => None,
        }
    }

    /// Whether it is a number worked out of fields.
    fn is_sum(&self, node: Node) -> bool {
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
    fn shifted(&self, node: Node) -> Option<((Role, usize), i64)> {
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

    /// Whether it is a field that is shifted, compared with something fixed.
    fn is_shifted_field(&self, side: Node, other: Node) -> bool {
        let number = self.fixed(other);
        let is_number = number.is_some_and(|held| held.as_decimal().is_some());
        is_number && self.shifted(side).is_some()
    }

    /// Whether its value can rest on a number or a text worked out of fields, perhaps in a helper.
    fn rests_on_made(&self, node: Node) -> bool {
        let node = self.resolved(node);
        let expression = self.rule.expression(node);
        let is_text = matches!(
            expression,
            Expression::Message(_) | Expression::InWords(_) | Expression::Plural(_)
        );
        let mut inner = parts(expression).into_iter();
        is_text || self.is_sum(node) || inner.any(|part| self.rests_on_made(part))
    }

    /// The fields that its value can rest on.
    fn fields_in(&self, node: Node) -> Vec<(Role, usize)> {
        let inner = parts(self.expression(node)).into_iter();
        let inner = inner.flat_map(|part| self.fields_in(part));
        self.field(node).into_iter().chain(inner).collect()
    }

    /// Whether the answer is left open when the rule is explored.
    fn is_open(&self, node: Node) -> bool {
        match self.rule.expression(node) {
            Expression::Compare(_, a, b)
                if self.is_shifted_field(*a, *b) || self.is_shifted_field(*b, *a) =>
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

    /// What it is made of, the same for what is made alike in any rule.
    fn key(&self, node: Node) -> String {
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
            other => format!("{:?}", std::mem::discriminant(other)),
        };
        let inner: Vec<String> = parts(expression)
            .into_iter()
            .map(|part| self.key(part))
            .collect();
        format!("{name}({})", inner.join(", "))
    }
}

/// The most expressions that a rule may have, what it keeps written out, for it to be explored.
const VAST: usize = 5_000;

/// Whether a rule, with what it keeps written out each time, is too large to be explored: a list of
/// lists of lists doubles with each line.
pub(super) fn is_vast(rule: &Rule) -> bool {
    fn size(reader: &Reader<'_>, node: Node, known: &mut BTreeMap<Node, usize>) -> usize {
        let node = reader.resolved(node);
        if let Some(size) = known.get(&node) {
            return *size;
        }
        let inner = parts(reader.rule.expression(node)).into_iter();
        let inner = inner.map(|part| size(reader, part, known));
        let all = inner.fold(1_usize, usize::saturating_add);
        known.insert(node, all);
        all
    }
    let policy = Policy::default();
    let (reader, mut known) = (Reader::new(rule, &policy), BTreeMap::new());
    let mut nodes = 0..rule.expressions().len();
    nodes.any(|node| size(&reader, node, &mut known) > VAST)
}

/// The expressions of a rule that are not worked out when it is explored.
pub(super) fn opaque(rule: &Rule, policy: &Policy) -> BTreeMap<Node, Opaque> {
    let reader = Reader::new(rule, policy);
    let nodes = 0..rule.expressions().len();
    let unclear = nodes
        .clone()
        .filter_map(|node| match rule.expression(node) {
            Expression::Switch(subject, ..) if reader.rests_on_made(*subject) => {
                Some((*subject, Opaque::Unclear))
            }
            _ => None,
        });
    let opaque = nodes.filter_map(|node| {
        if reader.is_open(node) {
            return Some((node, Opaque::Atom(reader.key(node))));
        }
        match rule.expression(node) {
            Expression::Place(score, _)
                if reader.field(*score).is_none() && reader.shifted(*score).is_none() =>
            {
                Some((node, Opaque::Atom(reader.key(node))))
            }
            Expression::Kept(_) => None,
            _ if reader.is_sum(node) && reader.shifted(node).is_none() => {
                Some((node, Opaque::Number(reader.key(node))))
            }
            _ => None,
        }
    });
    opaque.chain(unclear).collect()
}

/// The cells of everything that the rules ask. What is not here may hold, not hold or be unstated.
pub(super) fn domains(rules: &[(&Rule, &Policy)]) -> BTreeMap<Atom, Vec<Option<Held>>> {
    let mut marks: BTreeMap<(Role, usize), Marks> = BTreeMap::new();
    let mut cells = BTreeMap::new();
    for (rule, policy) in rules {
        for made in opaque(rule, policy).into_values() {
            if let Opaque::Number(key) = made {
                let some = vec![None, Some(Held::Int(1))];
                cells.insert(Atom::Made(key), some);
            }
        }
        let reader = Reader::new(rule, policy);
        for (node, expression) in rule.expressions().iter().enumerate() {
            match expression {
                Expression::Field(role, field) | Expression::Known(role, field) => {
                    marks.entry((*role, *field)).or_default();
                }
                Expression::Compare(_, a, b) => {
                    for (side, other) in [(a, b), (b, a)] {
                        let Some(held) = reader.fixed(*other) else {
                            continue;
                        };
                        if let Some((field, by)) = reader.shifted(*side) {
                            marks.entry(field).or_default().add_less(&held, by);
                            continue;
                        }
                        for field in reader.fields_in(*side) {
                            marks.entry(field).or_default().add(&held);
                        }
                    }
                }
                Expression::Place(score, range) => {
                    let range = reader.fixed(*range);
                    let plain = reader.field(*score).map(|field| (field, 0));
                    match (reader.shifted(*score).or(plain), &range) {
                        (Some((field, by)), Some(held)) => {
                            marks.entry(field).or_default().add_less(held, by);
                        }
                        (Some(_), None) => {}
                        (None, _) => {
                            let places = places(range.as_ref());
                            cells.insert(Atom::Made(reader.key(node)), places);
                        }
                    }
                }
                Expression::Contains(list, item) => {
                    if let (Some(field), Some(held)) = (reader.field(*item), reader.fixed(*list)) {
                        marks.entry(field).or_default().add_set(&held);
                    }
                }
                Expression::Switch(subject, arms, _) => {
                    for field in reader.fields_in(*subject) {
                        let marks = marks.entry(field).or_default();
                        for arm in arms {
                            marks.add(&arm.value);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    for ((role, field), marks) in &marks {
        if let Some(kind) = role.field(*field).map(|field| field.kind) {
            cells.insert(Atom::Field(*role, *field), marks.cells(*role, *field, kind));
        }
    }
    cells
}

/// Where something can stand against a range.
fn places(range: Option<&Held>) -> Vec<Option<Held>> {
    let words = match range {
        Some(Held::Cutoff(_)) => ["below", "borderline", "met"],
        _ => crate::model::Band::PLACES,
    };
    let words = words.map(|word| Some(Held::Text(word.into())));
    std::iter::once(None).chain(words).collect()
}
