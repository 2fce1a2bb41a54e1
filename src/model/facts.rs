use std::fmt;
use std::sync::Arc;

use super::{Provenance, Table, Value};

/// A value, and where it comes from when it was looked up rather than told or derived.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The value.
    pub value: Value,
    /// Its source and date.
    pub provenance: Option<Provenance>,
}

/// What is known of a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Reading {
    /// Somebody stated it.
    Stated(Stated),
    /// Nobody stated it. This is never "no".
    #[default]
    Unstated,
    /// Sources disagree; all of their values are kept.
    Conflicting(Vec<Stated>),
}

impl Reading {
    /// A value without provenance: told by the applicant, or derived.
    #[must_use]
    pub fn told(value: Value) -> Self {
        Self::Stated(Stated {
            value,
            provenance: None,
        })
    }

    /// Every value that is stated: none, one, or those on which sources disagree.
    #[must_use]
    pub fn values(&self) -> &[Stated] {
        match self {
            Self::Stated(stated) => std::slice::from_ref(stated),
            Self::Unstated => &[],
            Self::Conflicting(values) => values,
        }
    }

    /// The one value that is stated, if there is one.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Stated(stated) => Some(&stated.value),
            Self::Unstated | Self::Conflicting(_) => None,
        }
    }
}

impl From<Option<Value>> for Reading {
    fn from(value: Option<Value>) -> Self {
        value.map_or(Self::Unstated, Self::told)
    }
}

/// Everything that rules can read of one subject, by the number of the field in its table.
#[derive(Clone)]
pub struct Facts {
    table: &'static Table,
    readings: Arc<[Reading]>,
    /// What is only supposed, the latest last; it goes before `readings`.
    supposed: Vec<(usize, Reading)>,
}

/// What is stated, by path.
impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.table.fields.iter().enumerate();
        let stated = fields.map(|(at, field)| (field.path, self.read(at)));
        let stated = stated.filter(|(_, reading)| **reading != Reading::Unstated);
        f.debug_map().entries(stated).finish()
    }
}

impl Facts {
    /// Nothing stated yet.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        let readings = vec![Reading::Unstated; table.fields.len()].into();
        Self {
            table,
            readings,
            supposed: Vec::new(),
        }
    }

    /// States the field with that path. A path that the table lacks is a defect of this program.
    pub fn set(&mut self, path: &str, reading: Reading) {
        let position = self.table.position(path);
        debug_assert!(
            position.is_some(),
            "no field {path} in {}",
            self.table.subject
        );
        let readings = Arc::make_mut(&mut self.readings);
        if let Some(slot) = position.and_then(|at| readings.get_mut(at)) {
            *slot = reading;
        }
    }

    /// Facts with these readings, by the number of the field; none where the table has no such field.
    #[must_use]
    pub fn of(
        table: &'static Table,
        known: impl IntoIterator<Item = (usize, Reading)>,
    ) -> Option<Self> {
        let mut readings = vec![Reading::Unstated; table.fields.len()];
        for (field, reading) in known {
            *readings.get_mut(field)? = reading;
        }
        Some(Self {
            table,
            readings: readings.into(),
            supposed: Vec::new(),
        })
    }

    /// The same facts, supposing that the field with that number has this value.
    #[must_use]
    pub fn supposing(&self, field: usize, value: Value) -> Self {
        let mut supposed = self.clone();
        supposed.supposed.push((field, Reading::told(value)));
        supposed
    }

    /// The same facts, supposing that nobody states the field with that number.
    #[must_use]
    pub fn forgetting(&self, field: usize) -> Self {
        let mut supposed = self.clone();
        supposed.supposed.push((field, Reading::Unstated));
        supposed
    }

    /// The fields there are.
    #[must_use]
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// What is known of the field with that number.
    #[must_use]
    pub fn read(&self, field: usize) -> &Reading {
        const NOTHING: &Reading = &Reading::Unstated;
        let supposed = self
            .supposed
            .iter()
            .rev()
            .find(|(number, _)| *number == field);
        let supposed = supposed.map(|(_, reading)| reading);
        supposed
            .or_else(|| self.readings.get(field))
            .unwrap_or(NOTHING)
    }

    /// What is known of the field with that path.
    #[must_use]
    pub fn get(&self, path: &str) -> &Reading {
        const NOTHING: &Reading = &Reading::Unstated;
        self.table
            .position(path)
            .map_or(NOTHING, |at| self.read(at))
    }
}
