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
    match (question, key) {
        (Question::Has, _) => has(list, filter).map(Held::Bool).map_err(unknown),
        (_, None) => matching(list, filter)
            .map(|found| Held::Int(i64::try_from(found.len()).unwrap_or(i64::MAX)))
            .map_err(unknown),
        (_, Some(key)) => total(list, key, filter).map(Held::Int).map_err(unknown),
    }
}

fn has(list: &EntryList, filter: &Filter<'_>) -> Result<bool, String> {
    let mut maybe = None;
    for entry in list.entries.iter() {
        match matches(entry, filter) {
            Match::Yes => return Ok(true),
            Match::No => {}
            Match::Maybe(key) => maybe = maybe.or(Some(key)),
        }
    }
    maybe.map_or(Ok(false), Err)
}

fn matching<'a>(list: &'a EntryList, filter: &Filter<'_>) -> Result<Vec<&'a Entry>, String> {
    let mut found = Vec::new();
    for entry in list.entries.iter() {
        match matches(entry, filter) {
            Match::Yes => found.push(entry),
            Match::No => {}
            Match::Maybe(key) => return Err(key),
        }
    }
    Ok(found)
}

fn total(list: &EntryList, key: &str, filter: &Filter<'_>) -> Result<i64, String> {
    let mut sum: i64 = 0;
    for entry in matching(list, filter)? {
        let Some(Value::Int(number)) = entry.get(key) else {
            return Err(key.to_owned());
        };
        sum = sum.saturating_add(*number);
    }
    Ok(sum)
}

fn matches(entry: &Entry, filter: &Filter<'_>) -> Match {
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

fn holds(value: &Value, word: &str) -> bool {
    match value {
        Value::Text(text) => &**text == word,
        Value::Texts(texts) => texts.iter().any(|text| &**text == word),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Entries(_) => false,
    }
}
