//! How a rule sees an applicant, a program, a list and the policy: as host types, never as maps.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString, Position};

use crate::model::{
    Band, Cutoff, Entry, Facts, Number, ParameterSetting as Setting, Policy, Reading, Table, Text,
    Value,
};

use super::{Read, Role, UnknownRead};

type Answer = Result<Dynamic, Box<EvalAltResult>>;

thread_local! {
    static READS: RefCell<Vec<Read>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the reads so far; returns them.
pub(crate) fn take_reads() -> Vec<Read> {
    READS.with(RefCell::take)
}

/// The names that may follow `applicant.`, `program.`, `standing.` or `list.`, step by step.
#[derive(Debug)]
pub(crate) struct Branches {
    table: &'static Table,
    branches: Vec<BTreeMap<&'static str, Step>>,
}

/// What stands behind one name.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// More names.
    Branch(usize),
    /// A field.
    Field(usize),
}

impl Branches {
    pub(crate) fn new(table: &'static Table) -> Self {
        let mut this = Self {
            table,
            branches: vec![BTreeMap::new()],
        };
        for (field, entry) in table.fields.iter().enumerate() {
            this.add(entry.path, field);
        }
        this
    }

    fn add(&mut self, path: &'static str, field: usize) {
        let mut at = 0;
        let mut rest = path;
        while let Some((name, more)) = rest.split_once('.') {
            let next = self.branches.len();
            let Some(branch) = self.branches.get_mut(at) else {
                return;
            };
            at = match branch.entry(name).or_insert(Step::Branch(next)) {
                Step::Branch(existing) => *existing,
                Step::Field(_) => return,
            };
            if at == next {
                self.branches.push(BTreeMap::new());
            }
            rest = more;
        }
        if let Some(branch) = self.branches.get_mut(at) {
            branch.insert(rest, Step::Field(field));
        }
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    pub(crate) fn step(&self, branch: usize, name: &str) -> Option<Step> {
        self.branches.get(branch)?.get(name).copied()
    }

    pub(crate) fn names(&self, branch: usize) -> impl Iterator<Item = &'static str> {
        self.branches
            .get(branch)
            .into_iter()
            .flat_map(|names| names.keys().copied())
    }
}

/// An applicant, program, standing or list on its way into a rule.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    role: Role,
    facts: Arc<Facts>,
    branches: Arc<Branches>,
    branch: usize,
    /// Under `known`, where a field answers whether it is stated.
    known: bool,
}

impl Node {
    pub(crate) fn new(role: Role, facts: Arc<Facts>, branches: Arc<Branches>) -> Self {
        Self {
            role,
            facts,
            branches,
            branch: 0,
            known: false,
        }
    }

    fn get(&self, name: &str) -> Answer {
        if name == "known" && self.branch == 0 && !self.known {
            return Ok(Dynamic::from(Self {
                known: true,
                ..self.clone()
            }));
        }
        match self.branches.step(self.branch, name) {
            Some(Step::Branch(branch)) => Ok(Dynamic::from(Self {
                branch,
                ..self.clone()
            })),
            Some(Step::Field(field)) if self.known => {
                Ok((*self.facts.read(field) != Reading::Unstated).into())
            }
            Some(Step::Field(field)) => self.read(field),
            None => Err(format!("{} has no field `{name}`", self.role.word()).into()),
        }
    }

    /// How much of the list is in that tier, group or setting: `key` says at least or at most.
    fn part(&self, of: &str, key: &str) -> Answer {
        let parts = self.get("parts")?;
        let parts = parts.read_lock::<EntryList>();
        let entries = parts.iter().flat_map(|list| list.entries.iter());
        let wanted = Value::text(of);
        let part = entries
            .filter(|entry| entry.get("of") == Some(&wanted))
            .find_map(|entry| entry.get(key));
        match part {
            Some(Value::Float(percent)) => Ok((*percent).into()),
            _ => Err(format!("there is no tier, group or setting `{of}`").into()),
        }
    }

    fn read(&self, field: usize) -> Answer {
        READS.with_borrow_mut(|reads| {
            reads.push(Read {
                role: self.role,
                field,
            });
        });
        match self.facts.read(field) {
            Reading::Stated(stated) => Ok(self.dynamic(field, &stated.value)),
            Reading::Unstated | Reading::Conflicting(_) => Err(unknown(self.role, field, None)),
        }
    }

    fn dynamic(&self, field: usize, value: &Value) -> Dynamic {
        match value {
            Value::Bool(yes) => (*yes).into(),
            Value::Int(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Text(text) => ImmutableString::from(&**text).into(),
            Value::Texts(words) => Dynamic::from(WordList(words.clone())),
            Value::Entries(entries) => Dynamic::from(EntryList {
                entries: entries.clone(),
                role: self.role,
                field,
            }),
        }
    }
}

/// The error that makes a rule `unknown`.
#[expect(
    clippy::unnecessary_box_returns,
    reason = "Rhai passes its errors around in boxes"
)]
pub(crate) fn unknown(role: Role, field: usize, key: Option<String>) -> Box<EvalAltResult> {
    let read = UnknownRead { role, field, key };
    EvalAltResult::ErrorRuntime(Dynamic::from(read), Position::NONE).into()
}

/// A list or set of ids or names.
#[derive(Debug, Clone)]
pub(crate) struct WordList(pub(crate) Arc<[Text]>);

/// A list of entries, with the field it was read from.
#[derive(Debug, Clone)]
pub(crate) struct EntryList {
    pub(crate) entries: Arc<[Entry]>,
    pub(crate) role: Role,
    pub(crate) field: usize,
}

/// The guide's parameters on their way into a rule.
#[derive(Debug, Clone)]
pub(crate) struct PolicyNode(pub(crate) Arc<Policy>);

impl PolicyNode {
    fn get(&self, name: &str) -> Answer {
        let parameter = self
            .0
            .get(name)
            .ok_or_else(|| format!("no parameter `{name}`"))?;
        Ok(match &parameter.setting {
            Setting::Number(Number::Int(number)) => (*number).into(),
            Setting::Number(Number::Float(number)) => (*number).into(),
            Setting::Band(band) => Dynamic::from(*band),
            Setting::Cutoff(cutoff) => Dynamic::from(*cutoff),
            Setting::Set(items) => Dynamic::from(WordList(items.as_slice().into())),
        })
    }
}

/// Registers the host types, their fields and how they are written in a message.
pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Node>("record")
        .register_type_with_name::<PolicyNode>("policy")
        .register_type_with_name::<WordList>("list of words")
        .register_type_with_name::<EntryList>("list of entries")
        .register_type_with_name::<Band>("band")
        .register_type_with_name::<Cutoff>("cutoff")
        .register_indexer_get(|node: &mut Node, name: ImmutableString| node.get(&name))
        .register_fn("part_at_least", |list: &mut Node, of: ImmutableString| {
            list.part(&of, "at_least")
        })
        .register_fn("part_at_most", |list: &mut Node, of: ImmutableString| {
            list.part(&of, "at_most")
        })
        .register_indexer_get(|node: &mut PolicyNode, name: ImmutableString| node.get(&name))
        .register_fn("to_string", |band: &mut Band| band.to_string())
        .register_fn("to_string", |cutoff: &mut Cutoff| cutoff.to_string())
        .register_fn("to_string", |words: &mut WordList| {
            Value::Texts(words.0.clone()).to_string()
        })
        .register_fn("to_string", |number: f64| number.to_string());
}
