use std::cmp::Ordering;
use std::sync::Arc;

use crate::model::{Band, Cutoff, Effect, Entry, Number, ParameterSetting, Role, Text, Value};

/// A value while a rule runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// Nothing: what an `if` without `else` gives when its condition does not hold.
    Nothing,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with decimals.
    Float(f64),
    /// A text.
    Text(Text),
    /// A list of ids or names, from a field or a parameter.
    Words(Arc<[Text]>),
    /// A list of entries.
    Entries(EntryList),
    /// A band.
    Band(Band),
    /// A cutoff.
    Cutoff(Cutoff),
    /// A list written out in the rule.
    List(Arc<[Held]>),
    /// What the rule finds.
    Effect(Effect),
}

/// A list of entries, with the field it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryList {
    /// The entries.
    pub entries: Arc<[Entry]>,
    /// Whose field it is.
    pub role: Role,
    /// The field's number.
    pub field: usize,
}

impl Held {
    /// The value of a field.
    #[must_use]
    pub fn of_field(role: Role, field: usize, value: &Value) -> Self {
        match value {
            Value::Bool(yes) => Self::Bool(*yes),
            Value::Int(number) => Self::Int(*number),
            Value::Float(number) => Self::Float(*number),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Texts(words) => Self::Words(words.clone()),
            Value::Entries(entries) => Self::Entries(EntryList {
                entries: entries.clone(),
                role,
                field,
            }),
        }
    }

    /// The value of a parameter.
    #[must_use]
    pub fn of_parameter(setting: &ParameterSetting) -> Self {
        match setting {
            ParameterSetting::Number(Number::Int(number)) => Self::Int(*number),
            ParameterSetting::Number(Number::Float(number)) => Self::Float(*number),
            ParameterSetting::Band(band) => Self::Band(*band),
            ParameterSetting::Cutoff(cutoff) => Self::Cutoff(*cutoff),
            ParameterSetting::Set(items) => Self::Words(items.as_slice().into()),
        }
    }

    /// The number with decimals; none when it is no number.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "as the rule language turns whole numbers into decimals"
    )]
    pub fn as_decimal(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// As a message shows it; none for what messages do not show.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        Some(match self {
            Self::Text(text) => text.to_string(),
            Self::Bool(yes) => yes.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Words(words) => Value::Texts(words.clone()).to_string(),
            Self::Band(band) => band.to_string(),
            Self::Cutoff(cutoff) => cutoff.to_string(),
            Self::Nothing | Self::Entries(_) | Self::List(_) | Self::Effect(_) => return None,
        })
    }
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether it holds for values in that order.
    #[must_use]
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }

    /// The same question with the sides exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Unequal => Self::Unequal,
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }

    /// Compares two values; none when they are not of one kind. `careful` says by which of the two
    /// ways of comparing decimals, which differ next to zero.
    #[must_use]
    pub fn compare(self, careful: bool, a: &Held, b: &Held) -> Option<bool> {
        let order = match (a, b) {
            (Held::Int(a), Held::Int(b)) => a.cmp(b),
            (Held::Text(a), Held::Text(b)) => a.cmp(b),
            (Held::Bool(a), Held::Bool(b)) => a.cmp(b),
            _ => decimals(careful, a.as_decimal()?, b.as_decimal()?)?,
        };
        Some(self.holds(order))
    }
}

/// The order of two decimals, equal when as near as makes no difference; none unless both are
/// finite.
pub(super) fn decimals(careful: bool, a: f64, b: f64) -> Option<Ordering> {
    if !(a.is_finite() && b.is_finite() && (a - b).is_finite()) {
        return None;
    }
    let near = if careful {
        (a - b).abs() <= f64::EPSILON * a.abs().max(b.abs())
    } else {
        let product = a * b;
        let scale = if product == 0.0 {
            1.0
        } else {
            a.abs().max(b.abs())
        };
        (a - b).abs() / scale <= f64::EPSILON
    };
    if near {
        Some(Ordering::Equal)
    } else {
        a.partial_cmp(&b)
    }
}

/// What is worked out from two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `%`
    Modulo,
}

impl Operator {
    /// Works it out; none when the result is not surely what the rule language gives.
    #[must_use]
    pub fn work_out(self, a: &Held, b: &Held) -> Option<Held> {
        if let (Held::Int(a), Held::Int(b)) = (a, b) {
            return self.whole(*a, *b).map(Held::Int);
        }
        self.decimal(a.as_decimal()?, b.as_decimal()?)
            .map(Held::Float)
    }

    fn whole(self, a: i64, b: i64) -> Option<i64> {
        match self {
            Self::Plus => a.checked_add(b),
            Self::Minus => a.checked_sub(b),
            Self::Times => a.checked_mul(b),
            Self::Over => a.checked_div(b),
            Self::Modulo => a.checked_rem(b),
        }
    }

    fn decimal(self, a: f64, b: f64) -> Option<f64> {
        let result = match self {
            Self::Plus => a + b,
            Self::Minus => a - b,
            Self::Times => a * b,
            Self::Over if b != 0.0 => a / b,
            Self::Modulo if b != 0.0 => a % b,
            Self::Over | Self::Modulo => return None,
        };
        result.is_finite().then_some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Held, Operator};

    #[test]
    fn what_may_fail_is_left_to_the_text() {
        let whole = |op: Operator, a, b| op.work_out(&Held::Int(a), &Held::Int(b));
        assert_eq!(whole(Operator::Plus, i64::MAX, 1), None);
        assert_eq!(whole(Operator::Over, 1, 0), None);
        assert_eq!(whole(Operator::Over, 7, 2), Some(Held::Int(3)));
        let mixed = Operator::Over.work_out(&Held::Int(7), &Held::Float(2.0));
        assert_eq!(mixed, Some(Held::Float(3.5)));
    }

    #[test]
    fn only_values_of_one_kind_are_compared() {
        let ask = |a: Held, b: Held| Comparison::Equal.compare(false, &a, &b);
        assert_eq!(ask(Held::Int(1), Held::Float(1.0)), Some(true));
        assert_eq!(ask(Held::Float(0.1 + 0.2), Held::Float(0.3)), Some(true));
        assert_eq!(ask(Held::Int(1), Held::Text("1".into())), None);
        assert_eq!(ask(Held::Nothing, Held::Nothing), None);
    }
}
