//! What a rule asks, cut into cells within which no answer changes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Band, Cutoff, Policy, Role};

use super::explore::Atom;
use super::expression::parts;
use super::marks::Marks;
use super::reader::Reader;
use super::{Comparison, Expression, Held, Node, Rule};

/// An expression that is not worked out when a rule is explored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opaque {
    /// It may come out in any way, the same for everything that is made alike.
    Atom(String),
    /// A number that no condition looks at by itself; it may be unknown.
    Number(String),
    /// How two values stand to each other; whatever compares the two asks the same.
    Order(String, Comparison),
    /// Something that cannot be explored.
    Unclear,
}

/// How one value can stand to another.
pub(super) const ORDERS: [(&str, Ordering); 3] = [
    ("less", Ordering::Less),
    ("equal", Ordering::Equal),
    ("greater", Ordering::Greater),
];

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
            return Some((node, reader.left_open(node)));
        }
        match rule.expression(node) {
            Expression::Place(score, range) if reader.cut_by_range(*score, *range).is_none() => {
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

/// The expressions that no walk asks where they stand: they lie in a message, or in something that
/// is not worked out.
#[must_use]
pub fn passed_over(rule: &Rule, policy: &Policy) -> BTreeSet<Node> {
    let words = (0..rule.expressions().len()).filter(|node| {
        let expression = rule.expression(*node);
        matches!(
            expression,
            Expression::Message(_) | Expression::InWords(_) | Expression::Plural(_)
        )
    });
    let mut left: Vec<Node> = words.chain(opaque(rule, policy).into_keys()).collect();
    let mut found = BTreeSet::new();
    while let Some(node) = left.pop() {
        let inner = parts(rule.expression(node)).into_iter();
        left.extend(inner.filter(|part| found.insert(*part)));
    }
    found
}

/// Cells by what is asked.
type Cells = BTreeMap<Atom, Vec<Option<Held>>>;

/// The cells of everything that the rules ask. What is not here may hold, not hold or be unstated.
pub(super) fn domains(rules: &[(&Rule, &Policy)]) -> Cells {
    let mut marks: BTreeMap<(Role, usize), Marks> = BTreeMap::new();
    let mut cells = Cells::new();
    for (rule, policy) in rules {
        for made in opaque(rule, policy).into_values() {
            let (key, values) = match made {
                Opaque::Number(key) => (key, vec![Held::Int(1)]),
                Opaque::Order(key, _) => (
                    key,
                    ORDERS.map(|(word, _)| Held::Text(word.into())).to_vec(),
                ),
                Opaque::Atom(_) | Opaque::Unclear => continue,
            };
            let some = std::iter::once(None).chain(values.into_iter().map(Some));
            cells.insert(Atom::Made(key), some.collect());
        }
        let reader = Reader::new(rule, policy);
        for (node, expression) in rule.expressions().iter().enumerate() {
            mark(&reader, expression, &mut marks);
            if let Expression::Place(score, range) = expression
                && reader.cut_by_range(*score, *range).is_none()
            {
                let places = places(reader.fixed(*range).as_ref());
                cells.insert(Atom::Made(reader.key(node)), places);
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

/// Marks the fields that an expression cuts into cells.
fn mark(reader: &Reader<'_>, expression: &Expression, marks: &mut BTreeMap<(Role, usize), Marks>) {
    match expression {
        Expression::Field(role, field) | Expression::Known(role, field) => {
            marks.entry((*role, *field)).or_default();
        }
        Expression::Compare(how, a, b) => {
            for (side, other) in [(a, b), (b, a)] {
                if let Some(cut) = reader.cut(*how, *side, *other) {
                    cut.mark(marks);
                    continue;
                }
                let Some(held) = reader.fixed(*other) else {
                    continue;
                };
                for field in reader.fields_in(*side) {
                    marks.entry(field).or_default().add(&held);
                }
            }
        }
        Expression::Place(score, range) => {
            if let Some(cut) = reader.cut_by_range(*score, *range) {
                cut.mark(marks);
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

/// Where something can stand against a range.
fn places(range: Option<&Held>) -> Vec<Option<Held>> {
    let words: BTreeSet<&str> = match range {
        Some(Held::Cutoff(_)) => Cutoff::PLACES.into(),
        Some(Held::Band(_)) => Band::PLACES.into(),
        _ => Cutoff::PLACES.into_iter().chain(Band::PLACES).collect(),
    };
    let words = words.into_iter().map(|word| Some(Held::Text(word.into())));
    std::iter::once(None).chain(words).collect()
}
