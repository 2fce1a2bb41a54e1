use crate::dataset::FORMULA;
use crate::model::{Reading, Value};
use crate::report::inert::{clip, inert};

/// The longest text that a cell of a common spreadsheet holds, with room for the apostrophe.
const LONGEST: usize = 32_000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) enum Cell {
    /// Nothing: nobody states it.
    Empty,
    /// A text, without signs that steer.
    Words(String),
    /// A number, as its digits.
    Number(String),
}

impl Cell {
    /// Nothing: nobody states it.
    pub(in crate::report) fn empty() -> Self {
        Self::Empty
    }

    /// A text.
    pub(in crate::report) fn words(text: &str) -> Self {
        // NOTE: a text that begins with a tab or a line break begins, to a spreadsheet, with what
        // follows; without them that is seen.
        let text = clip(inert(text).trim(), LONGEST);
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Words(text)
        }
    }

    /// Several texts. A single one that holds a comma ends in a semicolon, so that it is read as one.
    pub(in crate::report) fn list<T: AsRef<str>>(texts: &[T]) -> Self {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        match texts.as_slice() {
            [one] if one.contains(',') => Self::words(&format!("{one};")),
            all => Self::words(&all.join("; ")),
        }
    }

    /// Texts that nobody reads again.
    pub(in crate::report) fn sentences<T: AsRef<str>>(texts: &[T]) -> Self {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        Self::words(&texts.join("; "))
    }

    /// A number, which stays one.
    pub(in crate::report) fn number<N: ToString + Copy>(number: N) -> Self {
        Self::Number(number.to_string())
    }

    /// What is known of a field: a number as a number, and every value where sources disagree.
    pub(in crate::report) fn reading(reading: &Reading) -> Self {
        match reading {
            Reading::Unstated => Self::empty(),
            Reading::Stated(stated) => Self::value(&stated.value),
            Reading::Conflicting(all) => {
                let all: Vec<String> = all.iter().map(|one| one.value.to_string()).collect();
                Self::words(&format!("sources disagree: {}", all.join(" or ")))
            }
        }
    }

    fn value(value: &Value) -> Self {
        match value {
            Value::Int(number) => Self::number(*number),
            Value::Float(number) => Self::number(*number),
            Value::Texts(texts) if !texts.is_empty() => Self::list(texts),
            other => Self::words(&other.to_string()),
        }
    }

    /// What is written where cells are texts: with an apostrophe before what a spreadsheet would take
    /// for a formula, and before an apostrophe that stands there already.
    pub(in crate::report) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Number(digits) => digits.clone(),
            Self::Words(text) if text.trim_start_matches('\'').starts_with(FORMULA) => {
                format!("'{text}")
            }
            Self::Words(text) => text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_numbers_stay_numbers() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1 point", "'+1 point"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'=1"),
            ("\rKern", "Kern"),
            ("'=1", "''=1"),
            ("'Ohana", "'Ohana"),
            (" =1", "'=1"),
            ("Kern = Medical", "Kern = Medical"),
        ] {
            assert_eq!(Cell::words(text).text(), cell);
        }
        assert_eq!(Cell::number(-5).text(), "-5");
    }
}
