use crate::model::{Reading, Value};
use crate::report::inert::{clip, inert};

/// What a spreadsheet takes for the beginning of a formula, in its wide forms as well.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// The longest text that a cell of a common spreadsheet holds, with room for the apostrophe.
const LONGEST: usize = 32_000;

/// What stands in a cell: the signs that will be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Cell(String);

impl Cell {
    /// Nothing: nobody states it.
    pub(in crate::report) fn empty() -> Self {
        Self(String::new())
    }

    /// A text, with an apostrophe before it where a spreadsheet would take it for a formula.
    pub(in crate::report) fn words(text: &str) -> Self {
        let steered = text.starts_with(['\t', '\r', '\n']);
        let text = clip(inert(text).trim(), LONGEST);
        if steered || text.starts_with(FORMULA) {
            return Self(format!("'{text}"));
        }
        Self(text)
    }

    /// Several texts.
    pub(in crate::report) fn list<T: AsRef<str>>(texts: &[T]) -> Self {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        Self::words(&texts.join("; "))
    }

    /// A number, which stays one.
    pub(in crate::report) fn number<N: ToString + Copy>(number: N) -> Self {
        Self(number.to_string())
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
            other => Self::words(&other.to_string()),
        }
    }

    /// What is written.
    pub(in crate::report) fn text(&self) -> &str {
        &self.0
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
            ("\rKern", "'Kern"),
            (" =1", "'=1"),
            ("Kern = Medical", "Kern = Medical"),
        ] {
            assert_eq!(Cell::words(text).text(), cell);
        }
        assert_eq!(Cell::number(-5).text(), "-5");
    }
}
