//! Questions about a list of entries: `has`, `count`, `total`.
//!
//! An entry that does not state a field it is asked about may match or not; the answer is unknown
//! only when it depends on such an entry.

use crate::model::{Entry, Value};

use super::{EntryList, Held, Question, UnknownRead};

/// The fields that an entry must have and the values they must have, by the fields' names.
pub(super) type Filter<'a> = Vec<(&'a str, Held)>;

/// Whether one entry matches a filter.
enum Match {
    Yes,
    No,
    /// It depends on the field with this name, which the entry does not state.
    Maybe(String),
}

/// The answer, or the read that it depends on.
pub(super) fn ask(
    question: &Question,
    list: &EntryList,
    key: Option<&str>,
    filter: &Filter<'_>,
) -> Result<Held, UnknownRead> {
    let unknown = |key: String| UnknownRead {
        role: list.role,
        field: list.field,
        key: Some(key),
    };
    let entries: &[Entry] = &list.entries;
    let answer = match (question, key) {
        (Question::Has, _) => has(entries, filter, accepts).map(Held::Bool),
        (_, None) => matching(entries, filter, accepts)
            .map(|found| Held::Int(i64::try_from(found.len()).unwrap_or(i64::MAX))),
        (_, Some(key)) => total(entries, key, filter, accepts).map(Held::Int),
    };
    answer.map_err(unknown)
}

/// Whether an entry matches: has a value that `accepts` for each field it is asked about.
///
/// # Errors
/// The field that an entry does not state, when the answer depends on it.
pub fn has<W>(
    entries: &[Entry],
    filter: &[(&str, W)],
    accepts: impl Fn(&W, &Value) -> bool,
) -> Result<bool, String> {
    let mut maybe = None;
    for entry in entries {
        match matches(entry, filter, &accepts) {
            Match::Yes => return Ok(true),
            Match::No => {}
            Match::Maybe(key) => maybe = maybe.or(Some(key)),
        }
    }
    maybe.map_or(Ok(false), Err)
}

/// The entries that match, as [`has`] asks it.
///
/// # Errors
/// The field that an entry does not state, when it depends on it whether that entry matches.
pub fn matching<'a, W>(
    entries: &'a [Entry],
    filter: &[(&str, W)],
    accepts: impl Fn(&W, &Value) -> bool,
) -> Result<Vec<&'a Entry>, String> {
    let mut found = Vec::new();
    for entry in entries {
        match matches(entry, filter, &accepts) {
            Match::Yes => found.push(entry),
            Match::No => {}
            Match::Maybe(key) => return Err(key),
        }
    }
    Ok(found)
}

/// The sum of that field over the entries that match, as [`has`] asks it.
///
/// # Errors
/// The field on which the sum depends and that an entry does not state.
pub fn total<W>(
    entries: &[Entry],
    key: &str,
    filter: &[(&str, W)],
    accepts: impl Fn(&W, &Value) -> bool,
) -> Result<i64, String> {
    let mut sum: i64 = 0;
    for entry in matching(entries, filter, accepts)? {
        let Some(Value::Int(number)) = entry.get(key) else {
            return Err(key.to_owned());
        };
        sum = sum.saturating_add(*number);
    }
    Ok(sum)
}

fn matches<W>(entry: &Entry, filter: &[(&str, W)], accepts: &impl Fn(&W, &Value) -> bool) -> Match {
    let mut maybe = None;
    for (key, wanted) in filter {
        match entry.get(key) {
            Some(value) if accepts(wanted, value) => {}
            Some(_) => return Match::No,
            None => maybe = maybe.or(Some((*key).to_owned())),
        }
    }
    maybe.map_or(Match::Yes, Match::Maybe)
}

/// Whether `value` is what was wanted, or one of it.
pub(super) fn accepts(wanted: &Held, value: &Value) -> bool {
    match (wanted, value) {
        (Held::Words(words), _) => words.iter().any(|word| holds(value, word)),
        (Held::List(items), _) => items.iter().any(|item| accepts(item, value)),
        (Held::Bool(wanted), Value::Bool(yes)) => wanted == yes,
        (Held::Int(wanted), Value::Int(number)) => wanted == number,
        (Held::Text(word), _) => holds(value, word),
        _ => false,
    }
}

/// Whether the value is that word, or a list that has it.
#[must_use]
pub fn holds(value: &Value, word: &str) -> bool {
    match value {
        Value::Text(text) => &**text == word,
        Value::Texts(texts) => texts.iter().any(|text| &**text == word),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Entries(_) => false,
    }
}
