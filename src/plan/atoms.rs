//! What a rule asks, cut into cells within which no answer changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{APPLICANT, Field, Kind, LIST, PROGRAM, Policy, Role, STANDING, Words};

use super::explore::Atom;
use super::rule::parts;
use super::run::Run;
use super::{Comparison, EntryList, Expression, Held, Node, Question, Rule, Step};

/// An expression that is not worked out when a rule is explored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opaque {
    /// It may come out in any way, the same for everything that is made alike.
    Atom(String),
    /// A number that no condition looks at by itself.
    Number,
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

    /// Whether its value can rest on a number worked out of fields, perhaps in a helper.
    fn rests_on_sum(&self, node: Node) -> bool {
        let node = self.resolved(node);
        let inner = || parts(self.rule.expression(node)).into_iter();
        self.is_sum(node) || inner().any(|part| self.rests_on_sum(part))
    }

    /// Whether the answer is left open when the rule is explored.
    fn is_open(&self, node: Node) -> bool {
        match self.rule.expression(node) {
            Expression::Compare(how, a, b) => {
                let (one, other) = (self.fixed(*a), self.fixed(*b));
                let is_text = |held: &Option<Held>| matches!(held, Some(Held::Text(_)));
                let by_order = !matches!(how, Comparison::Equal | Comparison::Unequal);
                // What lies between two words is not cut into cells.
                let of_words = by_order && (is_text(&one) || is_text(&other));
                let neither = one.is_none() && other.is_none();
                self.rests_on_sum(*a) || self.rests_on_sum(*b) || of_words || neither
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

/// The expressions of a rule that are not worked out when it is explored.
pub(super) fn opaque(rule: &Rule, policy: &Policy) -> BTreeMap<Node, Opaque> {
    let reader = Reader::new(rule, policy);
    let nodes = 0..rule.expressions().len();
    let unclear = nodes
        .clone()
        .filter_map(|node| match rule.expression(node) {
            Expression::Switch(subject, ..) if reader.rests_on_sum(*subject) => {
                Some((*subject, Opaque::Unclear))
            }
            _ => None,
        });
    let opaque = nodes.filter_map(|node| {
        if reader.is_open(node) {
            return Some((node, Opaque::Atom(reader.key(node))));
        }
        match rule.expression(node) {
            Expression::Place(score, _) if reader.field(*score).is_none() => {
                Some((node, Opaque::Atom(reader.key(node))))
            }
            Expression::Kept(_) => None,
            _ if reader.is_sum(node) => Some((node, Opaque::Number)),
            _ => None,
        }
    });
    opaque.chain(unclear).collect()
}

/// What a field, or something made of fields, is compared with.
#[derive(Debug, Default)]
struct Marks {
    numbers: Vec<f64>,
    words: BTreeSet<String>,
    sets: Vec<BTreeSet<String>>,
}

/// The cells of everything that the rules ask. What is not here may hold, not hold or be unstated.
pub(super) fn domains(rules: &[(&Rule, &Policy)]) -> BTreeMap<Atom, Vec<Option<Held>>> {
    let mut marks: BTreeMap<(Role, usize), Marks> = BTreeMap::new();
    let mut cells = BTreeMap::new();
    for (rule, policy) in rules {
        let reader = Reader::new(rule, policy);
        for (node, expression) in rule.expressions().iter().enumerate() {
            match expression {
                Expression::Field(role, field) | Expression::Known(role, field) => {
                    marks.entry((*role, *field)).or_default();
                }
                Expression::Compare(_, a, b) => {
                    for (field, other) in [(a, b), (b, a)] {
                        if let (Some(field), Some(held)) =
                            (reader.field(*field), reader.fixed(*other))
                        {
                            marks.entry(field).or_default().add(&held);
                        }
                    }
                }
                Expression::Place(score, range) => {
                    let range = reader.fixed(*range);
                    match (reader.field(*score), &range) {
                        (Some(field), Some(held)) => marks.entry(field).or_default().add(held),
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
                    if let Some(field) = reader.field(*subject) {
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
        if let Some(kind) = field_of(*role, *field).map(|field| field.kind) {
            cells.insert(Atom::Field(*role, *field), marks.cells(*role, *field, kind));
        }
    }
    cells
}

fn field_of(role: Role, field: usize) -> Option<&'static Field> {
    let table = match role {
        Role::Applicant => &APPLICANT,
        Role::Program => &PROGRAM,
        Role::Standing => &STANDING,
        Role::List => &LIST,
        Role::Policy => return None,
    };
    table.fields.get(field)
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

impl Marks {
    fn add(&mut self, held: &Held) {
        match held {
            Held::Band(band) => self.numbers.extend([band.from.as_f64(), band.to.as_f64()]),
            Held::Cutoff(cutoff) => {
                self.numbers
                    .extend([cutoff.from.as_f64(), cutoff.to.as_f64()]);
            }
            Held::Text(text) => drop(self.words.insert(text.to_string())),
            other => self.numbers.extend(other.as_decimal()),
        }
    }

    fn add_set(&mut self, held: &Held) {
        let words = match held {
            Held::Words(words) => words.iter().map(ToString::to_string).collect(),
            Held::List(items) => items.iter().filter_map(Held::shown).collect(),
            _ => return,
        };
        self.sets.push(words);
    }

    fn cells(&self, role: Role, field: usize, kind: Kind) -> Vec<Option<Held>> {
        let values: Vec<Held> = match kind {
            Kind::Bool => vec![Held::Bool(true), Held::Bool(false)],
            Kind::Int { from, to } => self.whole(from, to),
            Kind::Float { from, to } => self.decimals(from, to),
            Kind::Text(words) => self.texts(words),
            Kind::Texts(_) => vec![Held::Words(Vec::new().into())],
            Kind::Entries(_) => vec![Held::Entries(EntryList {
                entries: Vec::new().into(),
                role,
                field,
            })],
        };
        std::iter::once(None)
            .chain(values.into_iter().map(Some))
            .collect()
    }

    #[expect(clippy::cast_possible_truncation, reason = "thresholds are small")]
    fn whole(&self, from: i64, to: i64) -> Vec<Held> {
        let near = self.numbers.iter().flat_map(|number| {
            let whole = number.floor() as i64;
            [whole.saturating_sub(1), whole, whole.saturating_add(1)]
        });
        let inside = near.filter(|number| (from..=to).contains(number));
        let all: BTreeSet<i64> = inside.chain([from, to]).collect();
        all.into_iter().map(Held::Int).collect()
    }

    /// Each threshold and something on both sides of it.
    fn decimals(&self, from: f64, to: f64) -> Vec<Held> {
        let inside = self
            .numbers
            .iter()
            .copied()
            .filter(|number| (from..=to).contains(number));
        let mut ends: Vec<f64> = inside.chain([from, to]).collect();
        ends.sort_by(f64::total_cmp);
        ends.dedup();
        let between = ends.windows(2).filter_map(|pair| match pair {
            [a, b] => Some(f64::midpoint(*a, *b)),
            _ => None,
        });
        let all = ends.iter().copied().chain(between);
        all.map(Held::Float).collect()
    }

    /// The words that are named, one of those that are always named together, and another one.
    fn texts(&self, words: Words) -> Vec<Held> {
        let possible = |word: &str| match words {
            Words::Open => true,
            Words::Of(all) => all.contains(&word),
        };
        let named: BTreeSet<&String> = self
            .words
            .iter()
            .chain(self.sets.iter().flatten())
            .collect();
        let mut seen = BTreeSet::new();
        let alike = |word: &String| {
            let alone = self.words.contains(word).then(|| word.clone());
            let sets: Vec<bool> = self.sets.iter().map(|set| set.contains(word)).collect();
            (alone, sets)
        };
        let mut all: Vec<Held> = named
            .iter()
            .filter(|word| possible(word))
            .filter(|word| seen.insert(alike(word)))
            .map(|word| Held::Text(word.as_str().into()))
            .collect();
        let other = match words {
            Words::Open => Some("another"),
            Words::Of(known) => known
                .iter()
                .copied()
                .find(|word| !named.iter().any(|name| name.as_str() == *word)),
        };
        all.extend(other.map(|word| Held::Text(word.into())));
        all
    }
}
