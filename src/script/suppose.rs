//! What an unknown rule could find: the same rule called again with the unstated fields supposed.
//!
//! Nothing is guessed. Every value that the field can take is tried (for numbers the two ends, and
//! the point between them where the answer changes; where any word can stand, those that the rule
//! asks for and one that it does not), and what the rule then says is reported with the condition
//! under which it says it.

use std::sync::Arc;
use std::time::Duration;

use crate::model::{Effect, Facts, IDENTITY, Kind, Reading, Value, Words};

use super::sandbox::slow_time;
use super::{Answer, Host, Role, RuleFile, RuleFunction, Subjects, UnknownRead};

/// How many unstated fields are supposed one after another.
const DEPTH: usize = 4;
/// A word that no rule asks for.
const OTHER: &str = "\u{fffd}";
/// How often one rule is called again at most.
const CALLS: usize = 400;

/// What a field would have to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Exactly this.
    Is(Value),
    /// This or more.
    AtLeast(Value),
    /// This or less.
    AtMost(Value),
    /// From the first to the second.
    Between(Value, Value),
    /// Anything, as long as it is stated.
    Stated,
    /// Anything but the words that the rule asks for.
    Otherwise,
}

/// One condition under which an unknown rule would find something.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The field.
    pub read: UnknownRead,
    /// What it would have to be.
    pub condition: Condition,
}

/// What an unknown rule would find, and what it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// All of these would have to hold.
    pub needs: Vec<Need>,
    /// Then it finds this.
    pub effects: Vec<Effect>,
}

struct Search<'a> {
    host: &'a Host,
    file: &'a RuleFile,
    rule: &'a RuleFunction,
    calls: usize,
    /// The slow time at which the search gives up.
    until: Duration,
    chances: Vec<Chance>,
}

impl Host {
    /// What the rule could find if the field that stopped it, and any after it, were stated; as
    /// much of it as is found with that much slow time.
    #[must_use]
    pub fn suppose(
        &self,
        file: &RuleFile,
        rule: &RuleFunction,
        subjects: &Subjects,
        read: &UnknownRead,
        time: Duration,
    ) -> Vec<Chance> {
        let mut search = Search {
            host: self,
            file,
            rule,
            calls: 0,
            until: slow_time() + time,
            chances: Vec::new(),
        };
        search.follow(subjects, read, &mut Vec::new());
        search.chances
    }
}

impl Search<'_> {
    fn follow(&mut self, subjects: &Subjects, read: &UnknownRead, needs: &mut Vec<Need>) {
        let Some(facts) = subjects.facts(read.role) else {
            return;
        };
        let Some(field) = facts.table().fields.get(read.field) else {
            return;
        };
        // Where a program lies is not supposed: a region has to suit the state that is stated.
        let is_place = read.role == Role::Program && IDENTITY.contains(&field.path);
        if needs.len() >= DEPTH || read.key.is_some() || is_place {
            return;
        }
        match facts.read(read.field) {
            Reading::Conflicting(values) => {
                for stated in values.clone() {
                    self.try_value(subjects, read, &stated.value, needs);
                }
            }
            _ => match field.kind {
                Kind::Bool => self.each(subjects, read, &[true, false].map(Value::Bool), needs),
                Kind::Int { from, to } => self.number(subjects, read, (from, to), needs),
                #[expect(clippy::cast_possible_truncation, reason = "ends are whole and small")]
                Kind::Float { from, to } => {
                    self.number(subjects, read, (from as i64, to as i64), needs);
                }
                Kind::Text(Words::Of(words)) => {
                    let values: Vec<Value> = words.iter().map(|word| Value::text(word)).collect();
                    self.each(subjects, read, &values, needs);
                }
                Kind::Texts(Words::Of(words)) => {
                    let values: Vec<Value> =
                        words.iter().map(|word| Value::texts([*word])).collect();
                    self.each(subjects, read, &values, needs);
                }
                Kind::Text(Words::Open) => self.open(subjects, read, Value::text, needs),
                Kind::Texts(Words::Open) => {
                    self.open(subjects, read, |word| Value::texts([word]), needs);
                }
                Kind::Entries(_) => {}
            },
        }
    }

    fn each(
        &mut self,
        subjects: &Subjects,
        read: &UnknownRead,
        values: &[Value],
        needs: &mut Vec<Need>,
    ) {
        for value in values {
            self.try_value(subjects, read, value, needs);
        }
    }

    /// Tries the words that the rule asks for, and one that it does not.
    fn open(
        &mut self,
        subjects: &Subjects,
        read: &UnknownRead,
        value: fn(&str) -> Value,
        needs: &mut Vec<Need>,
    ) {
        let Ok(plan) = &self.rule.plan else {
            return;
        };
        for word in plan.words_asked((read.role, read.field), subjects) {
            self.try_value(subjects, read, &value(&word), needs);
        }
        self.branch(subjects, read, &value(OTHER), Condition::Otherwise, needs);
    }

    fn try_value(
        &mut self,
        subjects: &Subjects,
        read: &UnknownRead,
        value: &Value,
        needs: &mut Vec<Need>,
    ) {
        let condition = Condition::Is(value.clone());
        self.branch(subjects, read, value, condition, needs);
    }

    /// Supposes one value and notes what follows under `condition`.
    fn branch(
        &mut self,
        subjects: &Subjects,
        read: &UnknownRead,
        value: &Value,
        condition: Condition,
        needs: &mut Vec<Need>,
    ) {
        let supposed = suppose(subjects, read, value);
        let answer = self.call(&supposed);
        needs.push(Need {
            read: read.clone(),
            condition,
        });
        match answer {
            Some(Answer::Found(effects)) if !effects.is_empty() => {
                self.chances.push(Chance {
                    needs: needs.clone(),
                    effects,
                });
            }
            Some(Answer::Unknown(next)) => self.follow(&supposed, &next, needs),
            _ => {}
        }
        needs.pop();
    }

    /// Tries the whole range of a number: finds where what the rule says changes, and notes what
    /// it says between those points.
    fn number(
        &mut self,
        subjects: &Subjects,
        read: &UnknownRead,
        (from, to): (i64, i64),
        needs: &mut Vec<Need>,
    ) {
        let ends = [from, to].map(|value| (value, self.verdict(subjects, read, value)));
        let [(_, low), (_, high)] = &ends;
        let mut turns = Vec::new();
        if low != high {
            self.turns(subjects, read, &ends, &mut turns);
        }
        let starts: Vec<i64> = std::iter::once(from).chain(turns).collect();
        let lasts = starts.iter().skip(1).map(|start| start - 1).chain([to]);
        for (first, last) in starts.iter().copied().zip(lasts) {
            let condition = match (first == from, last == to) {
                (true, true) => Condition::Stated,
                (true, false) => Condition::AtMost(Value::Int(last)),
                (false, true) => Condition::AtLeast(Value::Int(first)),
                (false, false) => Condition::Between(Value::Int(first), Value::Int(last)),
            };
            self.branch(subjects, read, &Value::Int(first), condition, needs);
        }
    }

    /// The values at which the verdict changes, in order. (A change and its reversal between two
    /// values that were tried goes unseen.)
    fn turns(
        &mut self,
        subjects: &Subjects,
        read: &UnknownRead,
        ends: &[(i64, Verdict); 2],
        found: &mut Vec<i64>,
    ) {
        let [(from, low), (to, high)] = ends;
        if low == high {
            return;
        }
        if to - from <= 1 {
            found.push(*to);
            return;
        }
        let middle = from + (to - from) / 2;
        let verdict = self.verdict(subjects, read, middle);
        let middle = (middle, verdict);
        self.turns(
            subjects,
            read,
            &[(*from, low.clone()), middle.clone()],
            found,
        );
        self.turns(subjects, read, &[middle, (*to, high.clone())], found);
    }

    fn verdict(&mut self, subjects: &Subjects, read: &UnknownRead, value: i64) -> Verdict {
        match self.call(&suppose(subjects, read, &Value::Int(value))) {
            Some(Answer::Found(effects)) if !effects.is_empty() => {
                Verdict::Fires(effects.iter().map(weight).collect())
            }
            Some(Answer::Unknown(read)) => Verdict::Unknown(read),
            _ => Verdict::Quiet,
        }
    }

    fn call(&mut self, subjects: &Subjects) -> Option<Answer> {
        self.calls += 1;
        let late = slow_time() > self.until;
        (self.calls <= CALLS && !late).then(|| self.host.call(self.file, self.rule, subjects).0)
    }
}

/// What a rule says, without the words it says it in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Fires(Vec<(&'static str, String)>),
    Unknown(UnknownRead),
    Quiet,
}

fn weight(effect: &Effect) -> (&'static str, String) {
    let detail = match effect {
        Effect::Points { points, .. } => points.to_string(),
        Effect::Tier { id, .. } => id.to_string(),
        _ => String::new(),
    };
    (effect.word(), detail)
}

fn suppose(subjects: &Subjects, read: &UnknownRead, value: &Value) -> Subjects {
    let mut supposed = subjects.clone();
    let set = |facts: &Arc<Facts>| Arc::new(facts.supposing(read.field, value.clone()));
    match read.role {
        Role::Applicant => supposed.applicant = set(&supposed.applicant),
        Role::Program => supposed.program = supposed.program.as_ref().map(set),
        Role::Standing => supposed.standing = supposed.standing.as_ref().map(set),
        Role::List => supposed.list = supposed.list.as_ref().map(set),
        Role::Policy => {}
    }
    supposed
}
