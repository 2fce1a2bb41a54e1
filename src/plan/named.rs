use std::collections::BTreeSet;

use crate::model::{Role, Text};

use super::reader::Reader;
use super::run::Run;
use super::{Expression, Held, Node, Rule, Subjects};

impl Rule {
    /// The words that the rule asks that field for: those it names, those of its parameters, and
    /// those that these subjects state. Words that no text can name are not among them.
    #[must_use]
    pub fn words_asked(&self, (role, field): (Role, usize), subjects: &Subjects) -> BTreeSet<Text> {
        let search = Search {
            reader: Reader::new(self, &subjects.policy),
            field: (role, field),
            subjects,
        };
        let mut words = BTreeSet::new();
        for expression in self.expressions() {
            search.within(expression, &mut words);
        }
        words
    }
}

struct Search<'a> {
    reader: Reader<'a>,
    field: (Role, usize),
    subjects: &'a Subjects,
}

impl Search<'_> {
    fn within(&self, expression: &Expression, words: &mut BTreeSet<Text>) {
        match expression {
            Expression::Compare(_, a, b)
            | Expression::Contains(a, b)
            | Expression::Overlap(a, b) => {
                for (side, other) in [(a, b), (b, a)] {
                    if self.is_field(*side) {
                        add(self.value(*other), words);
                    }
                }
            }
            Expression::Switch(subject, arms, _) if self.is_field(*subject) => {
                for arm in arms {
                    add(Some(arm.value.clone()), words);
                }
            }
            Expression::Ask(_, list, filter) => {
                for (name, value) in filter {
                    if self.is_field(*value)
                        && let Some(Held::Entries(list)) = self.value(*list)
                    {
                        let stated = list.entries.iter().filter_map(|entry| entry.get(name));
                        for value in stated {
                            add(Some(Held::of_field(list.role, list.field, value)), words);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn is_field(&self, node: Node) -> bool {
        self.reader.field(node) == Some(self.field)
    }

    /// Its value, as far as it hangs on parameters and on what the subjects state.
    fn value(&self, node: Node) -> Option<Held> {
        let facts = |role| self.subjects.facts(role).map(|facts| &**facts);
        let mut run = Run::new(self.reader.rule, &self.subjects.policy, facts);
        run.value(self.reader.resolved(node)).ok()
    }
}

fn add(held: Option<Held>, words: &mut BTreeSet<Text>) {
    match held {
        Some(Held::Text(word)) => drop(words.insert(word)),
        Some(Held::Words(all)) => words.extend(all.iter().cloned()),
        Some(Held::List(all)) => all.iter().for_each(|one| add(Some(one.clone()), words)),
        _ => {}
    }
}
