use std::collections::BTreeMap;
use std::fmt;

use super::{Text, Value};

/// A number an advisor tunes: whole or with decimals.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Number {
    /// Whole.
    Int(i64),
    /// With decimals.
    Float(f64),
}

impl Number {
    /// The number with decimals, for comparing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "parameters are far below 2^52")]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Int(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
        }
    }
}

/// A range with both ends inside, e.g. 80–120 programs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The lower end.
    pub from: Number,
    /// The upper end.
    pub to: Number,
    /// Written with a `+`: the guide leaves the upper end open.
    pub open: bool,
    /// Written with "about": the guide's own word.
    pub around: bool,
}

impl Band {
    /// What [`place`](Self::place) can answer.
    pub const PLACES: [&'static str; 3] = ["below", "inside", "above"];

    /// The band that holds just this number.
    #[must_use]
    pub fn exactly(number: i64) -> Self {
        let end = Number::Int(number);
        Self {
            from: end,
            to: end,
            open: false,
            around: false,
        }
    }

    /// Where a score stands: `below`, `inside` or `above`.
    #[must_use]
    pub fn place(&self, score: f64) -> &'static str {
        if score < self.from.as_f64() {
            "below"
        } else if score <= self.to.as_f64() {
            "inside"
        } else {
            "above"
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_range(f, (self.from, self.to), self.open, self.around)
    }
}

/// A range as people write it.
fn write_range(
    f: &mut fmt::Formatter<'_>,
    (from, to): (Number, Number),
    open: bool,
    around: bool,
) -> fmt::Result {
    let about = if around { "about " } else { "" };
    let open = if open { "+" } else { "" };
    if from == to {
        write!(f, "{about}{from}{open}")
    } else {
        write!(f, "{about}{from}–{to}{open}")
    }
}

/// A threshold that the guide gives as a range: below `from` is below, from `to` on is met, and
/// between them is borderline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cutoff {
    /// Below this is below.
    pub from: Number,
    /// From this on is met.
    pub to: Number,
    /// Written with a `+`, as the guide writes it.
    pub open: bool,
    /// Written with "about": the guide's own word.
    pub around: bool,
}

impl Cutoff {
    /// What [`place`](Self::place) can answer.
    pub const PLACES: [&'static str; 3] = ["below", "borderline", "met"];

    /// Where a score stands: `below`, `borderline` or `met`.
    #[must_use]
    pub fn place(&self, score: f64) -> &'static str {
        if score < self.from.as_f64() {
            "below"
        } else if score < self.to.as_f64() {
            "borderline"
        } else {
            "met"
        }
    }
}

impl fmt::Display for Cutoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_range(f, (self.from, self.to), self.open, self.around)
    }
}

/// What a parameter is set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// One number.
    Number(Number),
    /// A range with both ends inside.
    Band(Band),
    /// A threshold given as a range.
    Cutoff(Cutoff),
    /// A set of ids, e.g. the states a guide names.
    Set(Vec<Text>),
}

impl Setting {
    /// The word for its kind, as `guide.yaml` writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::Band(_) => "band",
            Self::Cutoff(_) => "cutoff",
            Self::Set(_) => "set",
        }
    }

    /// The numbers in it.
    #[must_use]
    pub fn numbers(&self) -> Vec<Number> {
        match self {
            Self::Number(number) => vec![*number],
            Self::Band(band) => vec![band.from, band.to],
            Self::Cutoff(cutoff) => vec![cutoff.from, cutoff.to],
            Self::Set(_) => Vec::new(),
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Band(band) => band.fmt(f),
            Self::Cutoff(cutoff) => cutoff.fmt(f),
            Self::Set(items) => Value::Texts(items.as_slice().into()).fmt(f),
        }
    }
}

/// What a number rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// The guide says so, in these passages.
    Guide(Vec<String>),
    /// Ours, because the guide gives none; with the reason. Reports mark it with ‡.
    Reading(String),
}

/// One number, range or set of a guide that an advisor may tune.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// How rules write it after `policy.`.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// What it is set to.
    pub setting: Setting,
    /// The least and the greatest number it may be set to.
    pub range: Option<(Number, Number)>,
    /// What it rests on.
    pub basis: Basis,
    /// The office policy file that set it, when one did.
    pub set_by: Option<String>,
}

impl Parameter {
    /// Whether it is a reading: ours, not the guide's.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        matches!(self.basis, Basis::Reading(_))
    }
}

/// A guide's parameters by name: what an advisor tunes.
pub type Policy = BTreeMap<String, Parameter>;
