use crate::model::{Effect, Facts, Policy, Reading, Role};

use super::effects::found;
use super::explore::Path;
use super::questions::{Filter, ask};
use super::trace::Notes;
use super::values::{contains, list, overlap, place, plural, short};
use super::{
    Arm, Branch, EntryList, Expression, Held, Node, Question, Read, Rule, Step, Subjects, Trace,
    UnknownRead,
};

/// What came of a rule for one pair.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It found these; nothing means it is quiet.
    Found(Vec<Effect>),
    /// It read something that nobody stated, or that sources disagree on.
    Unknown(UnknownRead),
    /// The rule's own text has to be asked.
    Unsure,
}

/// Why an expression has no value.
#[derive(Debug, Clone)]
pub(super) enum Stop {
    Unknown(UnknownRead),
    Unsure,
    Return(Held),
}

pub(super) type Value = Result<Held, Stop>;

/// Runs a rule for one pair; also says which fields it read, in order.
#[must_use]
pub fn run(rule: &Rule, subjects: &Subjects) -> (Answer, Vec<Read>) {
    let mut run = Run::new(rule, &subjects.policy, |role| {
        subjects.facts(role).map(|facts| &**facts)
    });
    (run.answer(), run.reads)
}

/// Runs a rule for one pair; also says which ways it went and what it compared.
#[must_use]
pub fn traced(rule: &Rule, subjects: &Subjects) -> (Answer, Trace) {
    let facts = |role| subjects.facts(role).map(|facts| &**facts);
    let mut run = Run::noting(rule, &subjects.policy, facts, Trace::default());
    (run.answer(), run.notes)
}

/// A rule on its way through one pair.
pub(super) struct Run<'a, N = ()> {
    rule: &'a Rule,
    policy: &'a Policy,
    facts: [Option<&'a Facts>; 4],
    pub(super) kept: Vec<Option<Held>>,
    reads: Vec<Read>,
    notes: N,
    /// What leads it instead of facts, while a rule is explored.
    pub(super) path: Option<Box<Path>>,
}

fn slot(role: Role) -> usize {
    match role {
        Role::Applicant => 0,
        Role::Program => 1,
        Role::Standing => 2,
        Role::List => 3,
        Role::Policy => 4,
    }
}

impl<'a> Run<'a> {
    pub(super) fn new(
        rule: &'a Rule,
        policy: &'a Policy,
        facts: impl Fn(Role) -> Option<&'a Facts>,
    ) -> Self {
        Self::noting(rule, policy, facts, ())
    }
}

impl<'a, N: Notes> Run<'a, N> {
    fn noting(
        rule: &'a Rule,
        policy: &'a Policy,
        facts: impl Fn(Role) -> Option<&'a Facts>,
        notes: N,
    ) -> Self {
        let roles = [Role::Applicant, Role::Program, Role::Standing, Role::List];
        Self {
            rule,
            policy,
            facts: roles.map(facts),
            kept: vec![None; rule.kept()],
            reads: Vec::new(),
            notes,
            path: None,
        }
    }

    fn answer(&mut self) -> Answer {
        let value = match self.value(self.rule.root()) {
            Err(Stop::Return(value)) => Ok(value),
            other => other,
        };
        match value {
            Ok(value) => found(value).map_or(Answer::Unsure, Answer::Found),
            Err(Stop::Unknown(read)) => Answer::Unknown(read),
            Err(_) => Answer::Unsure,
        }
    }

    pub(super) fn value(&mut self, node: Node) -> Value {
        if let Some(path) = &mut self.path
            && let Some(instead) = path.instead(self.rule.expression(node), node)
        {
            return instead;
        }
        match self.rule.expression(node) {
            Expression::Constant(held) => Ok(held.clone()),
            Expression::Field(role, field) => self.field(*role, *field),
            Expression::Known(role, field) => {
                let facts = self.facts_of(*role)?;
                Ok(Held::Bool(*facts.read(*field) != Reading::Unstated))
            }
            Expression::Parameter(name) => self.parameter(name),
            Expression::Kept(slot) => {
                let kept = self.kept.get(*slot).cloned().flatten();
                kept.ok_or(Stop::Unsure)
            }
            Expression::Not(of) => Ok(Held::Bool(!self.truth(*of)?)),
            Expression::Negative(of) => match self.value(*of)? {
                Held::Int(number) => number.checked_neg().map(Held::Int).ok_or(Stop::Unsure),
                Held::Float(number) => Ok(Held::Float(-number)),
                _ => Err(Stop::Unsure),
            },
            Expression::All(terms) => self.until(terms, false),
            Expression::Any(terms) => self.until(terms, true),
            Expression::List(items) => {
                let items: Result<Vec<Held>, Stop> =
                    items.iter().map(|item| self.value(*item)).collect();
                list(items?)
            }
            Expression::Effect(kind, arguments) => {
                let arguments: Result<Vec<Held>, Stop> =
                    arguments.iter().map(|item| self.value(*item)).collect();
                kind.of(&arguments?).map(Held::Effect).ok_or(Stop::Unsure)
            }
            Expression::If(condition, then, otherwise) => {
                let (branch, way) = if self.truth(*condition)? {
                    (then, Branch::HOLDS)
                } else {
                    (otherwise, Branch::HOLDS_NOT)
                };
                self.notes.took(node, way);
                self.value(*branch)
            }
            Expression::Switch(subject, arms, otherwise) => {
                self.switch(node, *subject, arms, *otherwise)
            }
            Expression::Block(steps) => self.block(steps),
            Expression::Return(value) => {
                self.notes.took(node, 0);
                let value = self.value(*value)?;
                Err(Stop::Return(value))
            }
            Expression::Call(body) => match self.value(*body) {
                Err(Stop::Return(value)) => Ok(value),
                other => other,
            },
            other => self.worked_out(node, other),
        }
    }

    /// What is worked out from the values of parts.
    fn worked_out(&mut self, node: Node, expression: &Expression) -> Value {
        match expression {
            Expression::Compare(how, a, b) => {
                let (a, b) = (self.value(*a)?, self.value(*b)?);
                let holds = how.compare(self.rule.careful, &a, &b);
                let holds = holds.map(Held::Bool).ok_or(Stop::Unsure);
                self.noted(node, [&a, &b], holds)
            }
            Expression::Work(operator, a, b) => {
                let (a, b) = (self.value(*a)?, self.value(*b)?);
                operator.work_out(&a, &b).ok_or(Stop::Unsure)
            }
            Expression::Contains(list, item) => {
                let (list, item) = (self.value(*list)?, self.value(*item)?);
                let has = contains(&list, &item);
                self.noted(node, [&list, &item], has)
            }
            Expression::Overlap(a, b) => {
                let (a, b) = (self.value(*a)?, self.value(*b)?);
                let common = overlap(&a, &b);
                self.noted(node, [&a, &b], common)
            }
            Expression::Place(score, range) => {
                let (score, range) = (self.value(*score)?, self.value(*range)?);
                let place = place(&score, &range);
                self.noted(node, [&score, &range], place)
            }
            Expression::Ask(question, list, filter) => self.ask(question, *list, filter),
            Expression::Message(parts) => self.message(parts),
            Expression::InWords(id) => {
                let id = self.value(*id)?;
                self.in_words(&id)
            }
            Expression::Plural([n, one, many]) => {
                let (n, one, many) = (self.value(*n)?, self.value(*one)?, self.value(*many)?);
                plural(&n, &one, &many)
            }
            _ => Err(Stop::Unsure),
        }
    }

    /// The answer to a question about two values, once it is noted.
    fn noted(&mut self, node: Node, of: [&Held; 2], answer: Value) -> Value {
        if let Ok(answer) = &answer {
            self.notes.answered(node, of, answer);
        }
        answer
    }

    fn truth(&mut self, node: Node) -> Result<bool, Stop> {
        let Held::Bool(yes) = self.value(node)? else {
            return Err(Stop::Unsure);
        };
        if let Some(path) = &mut self.path {
            path.told.push((node, yes));
        }
        Ok(yes)
    }

    /// Asks the terms in order until one answers `end`.
    fn until(&mut self, terms: &[Node], end: bool) -> Value {
        for term in terms {
            if self.truth(*term)? == end {
                return Ok(Held::Bool(end));
            }
        }
        Ok(Held::Bool(!end))
    }

    fn facts_of(&self, role: Role) -> Result<&'a Facts, Stop> {
        let facts = self.facts.get(slot(role)).copied().flatten();
        facts.ok_or(Stop::Unsure)
    }

    fn field(&mut self, role: Role, field: usize) -> Value {
        let facts = self.facts_of(role)?;
        self.reads.push(Read { role, field });
        match facts.read(field) {
            Reading::Stated(stated) => short(Held::of_field(role, field, &stated.value)),
            Reading::Unstated | Reading::Conflicting(_) => Err(Stop::Unknown(UnknownRead {
                role,
                field,
                key: None,
            })),
        }
    }

    fn parameter(&self, name: &str) -> Value {
        let parameter = self.policy.get(name).ok_or(Stop::Unsure)?;
        Ok(Held::of_parameter(&parameter.setting))
    }

    fn ask(&mut self, question: &Question, list: Node, filter: &[(String, Node)]) -> Value {
        let list = self.value(list)?;
        let key = match question {
            Question::Total(key) => match self.value(*key)? {
                Held::Text(key) => Some(key),
                _ => return Err(Stop::Unsure),
            },
            Question::Has | Question::Count => None,
        };
        let mut wanted: Filter<'_> = Vec::new();
        for (name, value) in filter {
            wanted.push((name, self.value(*value)?));
        }
        // The rule language keeps such a filter sorted, and names the first field in that order.
        wanted.sort_by_key(|(name, _)| *name);
        let Held::Entries(list) = list else {
            return Err(Stop::Unsure);
        };
        entries(question, &list, key.as_deref(), &wanted)
    }

    fn message(&mut self, parts: &[Node]) -> Value {
        let mut text = String::new();
        for part in parts {
            let shown = self.value(*part)?.shown().ok_or(Stop::Unsure)?;
            text.push_str(&shown);
        }
        short(Held::Text(text.into()))
    }

    fn in_words(&self, id: &Held) -> Value {
        let words = self.rule.in_words(id).ok_or(Stop::Unsure)?;
        short(Held::Text(words.into()))
    }

    fn switch(
        &mut self,
        node: Node,
        subject: Node,
        arms: &[Arm],
        otherwise: Option<Node>,
    ) -> Value {
        let subject = self.value(subject)?;
        if !matches!(subject, Held::Text(_) | Held::Bool(_) | Held::Int(_)) {
            return Err(Stop::Unsure);
        }
        for arm in arms.iter().filter(|arm| arm.value == subject) {
            for (condition, then) in &arm.choices {
                let holds = condition.map_or(Ok(true), |condition| self.truth(condition))?;
                if holds {
                    self.notes.took(node, *then);
                    if let Some(path) = &mut self.path {
                        path.told.push((*then, true));
                    }
                    return self.value(*then);
                }
            }
        }
        self.notes.took(node, otherwise.unwrap_or(Branch::NO_CASE));
        otherwise.map_or(Ok(Held::Nothing), |node| self.value(node))
    }

    fn block(&mut self, steps: &[Step]) -> Value {
        let mut last = Held::Nothing;
        for step in steps {
            last = match step {
                Step::Do(node) => self.value(*node)?,
                Step::Keep(slot, node) => {
                    let value = self.value(*node)?;
                    if let Some(kept) = self.kept.get_mut(*slot) {
                        *kept = Some(value);
                    }
                    Held::Nothing
                }
            };
        }
        Ok(last)
    }
}

fn entries(question: &Question, list: &EntryList, key: Option<&str>, wanted: &Filter<'_>) -> Value {
    ask(question, list, key, wanted).map_err(Stop::Unknown)
}
