//! Every way in which a rule can go, without facts: what can be proved of it.
//!
//! What a rule asks is cut into cells within which no answer changes: a number at each threshold
//! and between them, the words it names and one more, and nothing that can be read; where it asks
//! what is known, that is nothing stated or sources that disagree. What cannot be cut so (two
//! fields compared with each other, sums, questions about entries) may come out either way, the
//! same wherever it is asked again. So more ways are walked than there are, never fewer: what
//! happens on none of them happens never.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Policy, Role};

use super::atoms::{ORDERS, Opaque, domains, is_vast, opaque};
use super::effects::found;
use super::run::{Run, Stop, Value};
use super::{Answer, Comparison, Expression, Held, Node, Rule, UnknownRead};

/// Something that a rule asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// A field.
    Field(Role, usize),
    /// Whether sources disagree on a field of which no value can be read.
    Disputed(Role, usize),
    /// Something worked out of fields, by what it is made of.
    Made(String),
}

/// What is supposed of each; none is that no value can be read.
pub type Given = BTreeMap<Atom, Option<Held>>;

/// The cells of everything that some rules ask.
#[derive(Debug, Clone, Default)]
pub struct Space {
    cells: BTreeMap<Atom, Vec<Option<Held>>>,
}

/// The end of one way through a rule.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// What was supposed.
    pub given: Given,
    /// The conditions that were asked, in order, and whether they held; of a `switch`, the cases
    /// that were taken.
    pub told: Vec<(Node, bool)>,
    /// What the rule says.
    pub answer: Answer,
}

/// What leads a rule instead of facts.
#[derive(Debug, Default)]
pub(super) struct Path {
    given: Given,
    pub(super) told: Vec<(Node, bool)>,
    opaque: Arc<BTreeMap<Node, Opaque>>,
    /// Whether what messages read counts.
    messages: bool,
    /// What would have to be supposed to go on.
    open: Option<Atom>,
}

impl Space {
    /// The cells of what these rules ask, each with the parameters in force.
    #[must_use]
    pub fn of(rules: &[(&Rule, &Policy)]) -> Self {
        let rules = rules.iter().filter(|(rule, _)| !is_vast(rule)).copied();
        Self {
            cells: domains(&rules.collect::<Vec<_>>()),
        }
    }

    /// What stands for each cell of a field, what is not stated left out.
    pub fn values(&self, role: Role, field: usize) -> impl Iterator<Item = &Held> {
        let cells = self.cells.get(&Atom::Field(role, field));
        cells.into_iter().flatten().flatten()
    }

    fn cells(&self, atom: &Atom) -> Vec<Option<Held>> {
        let either = [true, false].map(|yes| Some(Held::Bool(yes)));
        if let Atom::Disputed(..) = atom {
            return either.into();
        }
        let made = || std::iter::once(None).chain(either).collect();
        self.cells.get(atom).cloned().unwrap_or_else(made)
    }
}

impl Path {
    /// What an expression is supposed to be; nothing when it is worked out as always.
    pub(super) fn instead(&mut self, expression: &Expression, node: Node) -> Option<Value> {
        match expression {
            Expression::Field(role, field) => Some(self.supposed(Atom::Field(*role, *field))),
            Expression::Known(role, field) => Some(self.known(*role, *field)),
            Expression::Message(_) | Expression::InWords(_) | Expression::Plural(_)
                if !self.messages =>
            {
                Some(Ok(Held::Text("".into())))
            }
            _ => match self.opaque.get(&node)? {
                Opaque::Unclear => Some(Err(Stop::Unsure)),
                Opaque::Number(key) | Opaque::Atom(key) => {
                    let atom = Atom::Made(key.clone());
                    Some(self.supposed(atom))
                }
                Opaque::Order(key, how) => {
                    let (atom, how) = (Atom::Made(key.clone()), *how);
                    Some(self.supposed(atom).and_then(|word| ordered(how, &word)))
                }
            },
        }
    }

    /// Whether anything is supposed to be stated of a field. Only records of programs keep sources
    /// that disagree: then something is, and no value can be read.
    fn known(&mut self, role: Role, field: usize) -> Value {
        let atom = Atom::Field(role, field);
        match self.given.get(&atom) {
            Some(None) if role == Role::Program => self.supposed(Atom::Disputed(role, field)),
            Some(given) => Ok(Held::Bool(given.is_some())),
            None => self.needs(atom),
        }
    }

    /// What is supposed of that.
    fn supposed(&mut self, atom: Atom) -> Value {
        match self.given.get(&atom) {
            Some(Some(held)) => Ok(held.clone()),
            Some(None) => Err(Stop::Unknown(UnknownRead {
                role: Role::Policy,
                field: 0,
                key: None,
            })),
            None => self.needs(atom),
        }
    }

    fn needs(&mut self, atom: Atom) -> Value {
        self.open.get_or_insert(atom);
        Err(Stop::Unsure)
    }
}

/// Whether a comparison holds where two values are supposed to stand so to each other.
fn ordered(how: Comparison, word: &Held) -> Value {
    let order = ORDERS
        .iter()
        .find(|(name, _)| *word == Held::Text((*name).into()));
    let order = order.map(|(_, order)| *order).ok_or(Stop::Unsure)?;
    Ok(Held::Bool(how.holds(order)))
}

/// Walks every way through a rule that begins with what is given. `messages` says whether what a
/// message reads counts too: without, the rule may fire on more ways than it does. `most` is how
/// many steps may be taken; nothing is proved when they are used up.
///
/// Gives the leaves, or nothing when it is not decided.
#[must_use]
pub fn explore(
    rule: &Rule,
    policy: &Policy,
    space: &Space,
    given: &Given,
    messages: bool,
    most: usize,
) -> Option<Vec<Leaf>> {
    let mut steps = most;
    Walk::new(rule, policy)?.leaves(space, given, messages, &mut steps)
}

/// The end of one way through several rules.
#[derive(Debug, Clone)]
pub struct Joint {
    /// What was supposed.
    pub given: Given,
    /// What each rule says, in their order.
    pub answers: Vec<Answer>,
}

/// Walks several rules one after another, each beginning with what was supposed for those before
/// it, without what messages read. `goes_on` says of the answers so far and what was supposed for
/// them whether the next rule is to be walked from there; ways on which it is not are left out.
///
/// Gives the ways through all of them, or nothing when so many `steps` do not decide it; those that
/// were taken are taken off.
#[must_use]
pub fn together(
    rules: &[(&Rule, &Policy)],
    space: &Space,
    goes_on: impl Fn(&[Answer], &Given) -> bool,
    steps: &mut usize,
) -> Option<Vec<Joint>> {
    let mut ways = vec![Joint {
        given: Given::new(),
        answers: Vec::new(),
    }];
    for (rule, policy) in rules {
        let walk = Walk::new(rule, policy)?;
        let mut further = Vec::new();
        for way in ways {
            for leaf in walk.leaves(space, &way.given, false, steps)? {
                let mut answers = way.answers.clone();
                answers.push(leaf.answer);
                if goes_on(&answers, &leaf.given) {
                    let given = leaf.given;
                    further.push(Joint { given, answers });
                }
            }
        }
        ways = further;
    }
    Some(ways)
}

/// A rule that is to be walked, perhaps from several beginnings.
struct Walk<'a> {
    rule: &'a Rule,
    policy: &'a Policy,
    opaque: Arc<BTreeMap<Node, Opaque>>,
}

impl<'a> Walk<'a> {
    /// Nothing for a rule that is too large.
    fn new(rule: &'a Rule, policy: &'a Policy) -> Option<Self> {
        (!is_vast(rule)).then(|| Self {
            rule,
            policy,
            opaque: Arc::new(opaque(rule, policy)),
        })
    }

    /// The leaves of every way that begins with what is given; nothing when the steps are used up,
    /// or when the typed form is not sure of an answer.
    fn leaves(
        &self,
        space: &Space,
        given: &Given,
        messages: bool,
        steps: &mut usize,
    ) -> Option<Vec<Leaf>> {
        let mut leaves = Vec::new();
        let mut left = vec![given.clone()];
        while let Some(given) = left.pop() {
            *steps = steps.checked_sub(1)?;
            let mut run = Run::new(self.rule, self.policy, |_| None);
            run.path = Some(Box::new(Path {
                given,
                opaque: self.opaque.clone(),
                messages,
                ..Path::default()
            }));
            let value = match run.value(self.rule.root()) {
                Err(Stop::Return(value)) => Ok(value),
                other => other,
            };
            let Path {
                given, told, open, ..
            } = *run.path.take()?;
            if let Some(atom) = open {
                for cell in space.cells(&atom) {
                    let mut given = given.clone();
                    given.insert(atom.clone(), cell);
                    left.push(given);
                }
                continue;
            }
            let answer = match value {
                Ok(value) => Answer::Found(found(value)?),
                Err(Stop::Unknown(read)) => Answer::Unknown(read),
                Err(_) => return None,
            };
            leaves.push(Leaf {
                given,
                told,
                answer,
            });
        }
        Some(leaves)
    }
}
