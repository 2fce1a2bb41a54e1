use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{APPLICANT, Facts, Kind, PROGRAM, Reading, Role, Table, Text, Value};

use super::{LANES, Mask};

/// Values longer than this, in bytes, are left to be asked one by one.
pub(super) const LONG: usize = 500;
/// A column with no more different texts than this keeps the lanes of each as masks.
const FEW: usize = 300;

/// Programs of one target, or applicants with a target each, as columns.
#[derive(Debug)]
pub struct Columns {
    /// What the lanes are: programs or applicants.
    pub(super) role: Role,
    /// What each lane was made from.
    pub facts: Vec<Arc<Facts>>,
    pub(super) fields: Vec<Column>,
    codes: BTreeMap<Text, u32>,
}

/// One field of all lanes.
#[derive(Debug)]
pub(super) struct Column {
    /// Where it is stated by one value, of a kind and length that columns hold.
    pub(super) stated: Vec<Mask>,
    /// Where anything is stated.
    pub(super) known: Vec<Mask>,
    /// Where it is stated and has to be asked one by one.
    pub(super) odd: Vec<Mask>,
    pub(super) values: Values,
    pub(super) holding: Holding,
}

/// The lanes that hold each text.
#[derive(Debug)]
pub(super) enum Holding {
    /// Where there are few different texts: as masks, block by block.
    Masks(BTreeMap<u32, Vec<Mask>>),
    /// Where there are many: by their numbers, in order.
    Lanes(BTreeMap<u32, Vec<usize>>),
}

#[derive(Debug)]
pub(super) enum Values {
    Bools(Vec<Mask>),
    Ints(Vec<i64>),
    Floats(Vec<f64>),
    Texts(Vec<u32>),
    /// Where each lane's words end in the list of all.
    Lists(Vec<usize>, Vec<u32>),
    /// Entries are read lane by lane, from what the lane was made from.
    Entries,
}

impl Columns {
    /// Puts programs into columns; lane by lane in this order.
    #[must_use]
    pub fn of_programs(facts: Vec<Arc<Facts>>) -> Self {
        Self::new(Role::Program, &PROGRAM, facts)
    }

    /// Puts applicants into columns, each with its target and stage; lane by lane in this order.
    #[must_use]
    pub fn of_applicants(facts: Vec<Arc<Facts>>) -> Self {
        Self::new(Role::Applicant, &APPLICANT, facts)
    }

    fn new(role: Role, table: &Table, facts: Vec<Arc<Facts>>) -> Self {
        let mut this = Self {
            role,
            facts,
            fields: Vec::new(),
            codes: BTreeMap::new(),
        };
        for (field, entry) in table.fields.iter().enumerate() {
            let column = this.column(field, entry.kind);
            this.fields.push(column);
        }
        this
    }

    /// How many lanes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// How many blocks they fill.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.facts.len().div_ceil(LANES)
    }

    /// The lanes of a block.
    #[must_use]
    pub fn all(&self, block: usize) -> Mask {
        Mask::first(self.facts.len().saturating_sub(block * LANES))
    }

    /// The column of a field; none when the lanes do not have it.
    pub(super) fn column_of(&self, role: Role, field: usize) -> Option<&Column> {
        self.fields.get(field).filter(|_| role == self.role)
    }

    /// The number that stands for a text; none when no lane has it.
    pub(super) fn code(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    fn coded(&mut self, text: &Text) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let next = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        self.codes.insert(text.clone(), next);
        next
    }

    fn column(&mut self, field: usize, kind: Kind) -> Column {
        let blocks = self.blocks();
        let none = || vec![Mask::NONE; blocks];
        let (mut stated, mut known, mut odd) = (none(), none(), none());
        let mut values = Values::for_kind(kind, blocks);
        for lane in 0..self.facts.len() {
            let facts = self.facts.get(lane).cloned();
            let reading = facts
                .as_ref()
                .map_or(&Reading::Unstated, |facts| facts.read(field));
            let mark = |masks: &mut Vec<Mask>| {
                if let Some(mask) = masks.get_mut(lane / LANES) {
                    mask.set(lane % LANES);
                }
            };
            if *reading != Reading::Unstated {
                mark(&mut known);
            }
            let value = reading.value();
            if values.push(lane, value, &mut |text| self.coded(text)) {
                mark(&mut stated);
            } else if value.is_some() {
                mark(&mut odd);
            }
        }
        let holding = values.holding(blocks);
        Column {
            stated,
            known,
            odd,
            values,
            holding,
        }
    }
}

impl Values {
    fn for_kind(kind: Kind, blocks: usize) -> Self {
        match kind {
            Kind::Bool => Self::Bools(vec![Mask::NONE; blocks]),
            Kind::Int { .. } => Self::Ints(Vec::new()),
            Kind::Float { .. } => Self::Floats(Vec::new()),
            Kind::Text(_) => Self::Texts(Vec::new()),
            Kind::Texts(_) => Self::Lists(Vec::new(), Vec::new()),
            Kind::Entries(_) => Self::Entries,
        }
    }

    /// Adds the next lane; whether it holds the value.
    fn push(
        &mut self,
        lane: usize,
        value: Option<&Value>,
        code: &mut impl FnMut(&Text) -> u32,
    ) -> bool {
        match (self, value) {
            (Self::Bools(masks), Some(Value::Bool(yes))) => {
                if let (true, Some(mask)) = (*yes, masks.get_mut(lane / LANES)) {
                    mask.set(lane % LANES);
                }
                true
            }
            (Self::Ints(all), value) => {
                let number = match value {
                    Some(Value::Int(number)) => Some(*number),
                    _ => None,
                };
                all.push(number.unwrap_or(0));
                number.is_some()
            }
            (Self::Floats(all), value) => {
                let number = match value {
                    Some(Value::Float(number)) if number.is_finite() => Some(*number),
                    _ => None,
                };
                all.push(number.unwrap_or(0.0));
                number.is_some()
            }
            (Self::Texts(all), value) => {
                let text = match value {
                    Some(Value::Text(text)) if text.len() <= LONG => Some(code(text)),
                    _ => None,
                };
                all.push(text.unwrap_or(u32::MAX));
                text.is_some()
            }
            (Self::Lists(ends, all), value) => {
                let words = match value {
                    Some(Value::Texts(words)) => Some(words),
                    _ => None,
                };
                let short = words
                    .filter(|words| words.iter().map(|word| word.len() + 2).sum::<usize>() <= LONG);
                for word in short.into_iter().flat_map(|words| words.iter()) {
                    all.push(code(word));
                }
                ends.push(all.len());
                short.is_some()
            }
            (Self::Entries, value) => matches!(value, Some(Value::Entries(_))),
            (Self::Bools(_), _) => false,
        }
    }

    /// The codes of one lane of texts or lists.
    pub(super) fn words(&self, lane: usize) -> &[u32] {
        match self {
            Self::Texts(all) => all.get(lane..=lane).unwrap_or(&[]),
            Self::Lists(ends, all) => {
                let start = lane.checked_sub(1).and_then(|before| ends.get(before));
                let start = start.copied().unwrap_or(0);
                let end = ends.get(lane).copied().unwrap_or(start);
                all.get(start..end).unwrap_or(&[])
            }
            _ => &[],
        }
    }

    fn holding(&self, blocks: usize) -> Holding {
        let lanes = match self {
            Self::Texts(all) => all.len(),
            Self::Lists(ends, _) => ends.len(),
            _ => 0,
        };
        let mut holding: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for lane in 0..lanes {
            for code in self.words(lane) {
                holding.entry(*code).or_default().push(lane);
            }
        }
        if holding.len() > FEW {
            return Holding::Lanes(holding);
        }
        let masks = holding.into_iter().map(|(code, lanes)| {
            let mut masks = vec![Mask::NONE; blocks];
            for lane in lanes {
                if let Some(mask) = masks.get_mut(lane / LANES) {
                    mask.set(lane % LANES);
                }
            }
            (code, masks)
        });
        Holding::Masks(masks.collect())
    }
}
