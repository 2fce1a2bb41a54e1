//! What a rule asks of the applicant, written down so that applicants who are alike in it are
//! judged once.

use crate::model::{Band, Cutoff, Number, Text};
use crate::plan::{EffectKind, Expression, Held, Node, Question, Rule, Step};

use super::lanes::Found;
use super::pass::{Known, Once};
use super::ways::Way;

/// An expression that is the same for all programs, within one that is not.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    node: Node,
    of: Of,
}

/// What of its value the rest of the rule can tell apart.
#[derive(Debug, Clone, PartialEq)]
enum Of {
    /// All of it.
    Value,
    /// Whether it is a text, and how long.
    Length,
    /// How long it is in a message.
    Shown,
    /// These fields of its entries.
    Entries(Vec<String>),
    /// Whether it has a value, which is kept under this number.
    Kept(usize),
}

impl Asked {
    /// Whether all applicants give the same answer.
    pub(super) fn is_fixed(&self, ways: &[Way]) -> bool {
        ways.get(self.node) == Some(&Way::Fixed)
    }

    /// Forgets what an applicant answered.
    pub(super) fn forget(&self, once: &mut [Option<Once>]) {
        if let Some(slot) = once.get_mut(self.node) {
            *slot = None;
        }
    }
}

/// What a rule asks of the applicant, in the order in which it is needed.
pub(super) fn asked(rule: &Rule, ways: &[Way]) -> Vec<Asked> {
    let mut search = Search {
        rule,
        ways,
        asked: Vec::new(),
    };
    search.visit(rule.root(), &Of::Value);
    search.asked
}

struct Search<'a> {
    rule: &'a Rule,
    ways: &'a [Way],
    asked: Vec<Asked>,
}

impl Search<'_> {
    fn visit(&mut self, node: Node, of: &Of) {
        match self.ways.get(node) {
            Some(Way::Once) => self.asked.push(Asked {
                node,
                of: of.clone(),
            }),
            Some(Way::Lanes) => self.parts(node, of),
            Some(Way::Fixed | Way::Stored) | None => {}
        }
    }

    fn parts(&mut self, node: Node, of: &Of) {
        let rule = self.rule;
        match rule.expression(node) {
            Expression::Message(parts) => {
                for part in parts {
                    self.visit(*part, &Of::Shown);
                }
            }
            Expression::Effect(kind, arguments) => {
                for (index, argument) in arguments.iter().enumerate() {
                    let words = match kind {
                        EffectKind::Exclude | EffectKind::Flag => true,
                        EffectKind::Band => index > 1,
                        _ => index > 0,
                    };
                    self.visit(*argument, if words { &Of::Length } else { &Of::Value });
                }
            }
            Expression::Ask(question, list, filter) => {
                let mut names: Vec<String> = filter.iter().map(|(name, _)| name.clone()).collect();
                let of = match question {
                    Question::Has | Question::Count => Of::Entries(names),
                    Question::Total(key) => {
                        if let Expression::Constant(Held::Text(key)) = rule.expression(*key) {
                            names.push(key.to_string());
                            Of::Entries(names)
                        } else {
                            self.visit(*key, &Of::Value);
                            Of::Value
                        }
                    }
                };
                self.visit(*list, &of);
                for (_, value) in filter {
                    self.visit(*value, &Of::Value);
                }
            }
            Expression::If(condition, then, otherwise) => {
                self.visit(*condition, &Of::Value);
                self.visit(*then, of);
                self.visit(*otherwise, of);
            }
            Expression::Block(steps) => {
                for step in steps {
                    match step {
                        Step::Do(node) => self.visit(*node, of),
                        Step::Keep(slot, node) => self.keep(*slot, *node),
                    }
                }
            }
            Expression::Call(body) => self.visit(*body, of),
            other => {
                for part in crate::plan::expression::parts(other) {
                    self.visit(part, &Of::Value);
                }
            }
        }
    }

    fn keep(&mut self, slot: usize, node: Node) {
        match self.ways.get(node) {
            Some(Way::Once | Way::Fixed) => self.asked.push(Asked {
                node,
                of: Of::Kept(slot),
            }),
            // What is kept may be read in any way.
            _ => self.visit(node, &Of::Value),
        }
    }
}

/// Writes down what the rule asks and gets; false when that cannot be written down.
pub(super) fn write(asked: &[Asked], known: &mut Known<'_>, key: &mut Vec<u8>) -> bool {
    asked.iter().all(|Asked { node, of }| {
        if let Of::Kept(slot) = of {
            known.keep(*slot, *node);
        }
        match known.get(*node) {
            Some(Once::Value(held)) => return held_as(held, of, key),
            Some(Once::Unknown) => key.push(0),
            Some(Once::Unsure) | None => key.push(1),
        }
        true
    })
}

// INVARIANT: nothing that is written down begins as something else does, so that no two lists of
// answers read alike.
fn held_as(value: &Held, of: &Of, key: &mut Vec<u8>) -> bool {
    match (of, value) {
        (Of::Value, value) => {
            key.push(2);
            return held(value, key);
        }
        (Of::Length, Held::Text(text)) => {
            key.push(3);
            number(text.len(), key);
        }
        (Of::Shown, value) => match super::findings::shown(value) {
            Some(bytes) => {
                key.push(4);
                number(bytes, key);
            }
            None => key.push(5),
        },
        (Of::Entries(names), Held::Entries(list)) => {
            key.push(6);
            number(list.entries.len(), key);
            let mut values = list
                .entries
                .iter()
                .flat_map(|entry| names.iter().map(|name| entry.get(name)));
            return values.all(|value| {
                key.push(u8::from(value.is_some()));
                value.is_none_or(|value| held(&Held::of_field(list.role, list.field, value), key))
            });
        }
        // Kept, or of another kind than is needed here: then it does not matter what it is.
        (Of::Kept(_) | Of::Length | Of::Entries(_), _) => key.push(7),
    }
    true
}

/// Writes down a value; false for entries, of which there are too many kinds.
fn held(value: &Held, key: &mut Vec<u8>) -> bool {
    match value {
        Held::Nothing => key.push(1),
        Held::Bool(yes) => key.extend([2, u8::from(*yes)]),
        Held::Int(whole) => {
            key.push(3);
            key.extend(whole.to_le_bytes());
        }
        Held::Float(decimal) => {
            key.push(4);
            key.extend(decimal.to_le_bytes());
        }
        Held::Text(words) => {
            key.push(5);
            text(words, key);
        }
        Held::Words(all) => {
            key.push(6);
            number(all.len(), key);
            all.iter().for_each(|word| text(word, key));
        }
        Held::Band(band) => {
            key.push(7);
            range(band, key);
        }
        Held::Cutoff(cutoff) => {
            key.push(8);
            let Cutoff {
                from,
                to,
                open,
                around,
            } = *cutoff;
            range(
                &Band {
                    from,
                    to,
                    open,
                    around,
                },
                key,
            );
        }
        Held::List(items) => {
            key.push(9);
            number(items.len(), key);
            return items.iter().all(|item| held(item, key));
        }
        Held::Effect(effect) => {
            key.push(10);
            number(effect.text_len(), key);
            found(&Found::of(effect), key);
        }
        Held::Entries(_) => return false,
    }
    true
}

fn found(found: &Found, key: &mut Vec<u8>) {
    match found {
        Found::Exclude => key.push(1),
        Found::Points(points) => {
            key.push(2);
            key.extend(points.to_le_bytes());
        }
        Found::Tier(id) => {
            key.push(3);
            text(id, key);
        }
        Found::Other => key.push(4),
        Found::Band(topic, id) => {
            key.push(5);
            text(topic, key);
            text(id, key);
        }
        Found::Strength(id) => {
            key.push(6);
            text(id, key);
        }
        Found::Flag => key.push(7),
        Found::ApplyTo(programs) => {
            key.push(8);
            range(programs, key);
        }
    }
}

fn range(band: &Band, key: &mut Vec<u8>) {
    for end in [band.from, band.to] {
        match end {
            Number::Int(whole) => {
                key.push(0);
                key.extend(whole.to_le_bytes());
            }
            Number::Float(decimal) => {
                key.push(1);
                key.extend(decimal.to_le_bytes());
            }
        }
    }
    key.extend([u8::from(band.open), u8::from(band.around)]);
}

fn text(text: &Text, key: &mut Vec<u8>) {
    number(text.len(), key);
    key.extend(text.as_bytes());
}

fn number(number: usize, key: &mut Vec<u8>) {
    key.extend(number.to_le_bytes());
}
