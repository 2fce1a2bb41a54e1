//! Questions about a list of entries: `has`, `count`, `total`.
//!
//! A filter names fields and the values they must have. An entry that does not state a field it is
//! asked about may match or not; the answer is unknown only when it depends on such an entry.

use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map};

use crate::model::{Entry, Value};

use super::node::{EntryList, WordList, unknown};

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Whether one entry matches a filter.
enum Match {
    Yes,
    No,
    /// It depends on the field with this name, which the entry does not state.
    Maybe(String),
}

fn matches(entry: &Entry, filter: &Map) -> Match {
    let mut maybe = None;
    for (key, wanted) in filter {
        match entry.get(key) {
            Some(value) if accepts(wanted, value) => {}
            Some(_) => return Match::No,
            None => maybe = maybe.or(Some(key.to_string())),
        }
    }
    maybe.map_or(Match::Yes, Match::Maybe)
}

/// Whether `value` is what was wanted, or one of it.
fn accepts(wanted: &Dynamic, value: &Value) -> bool {
    if let Some(words) = wanted.read_lock::<WordList>() {
        return words.0.iter().any(|word| holds(value, word));
    }
    if let Some(items) = wanted.read_lock::<Array>() {
        return items.iter().any(|item| accepts(item, value));
    }
    match value {
        Value::Bool(yes) => wanted.as_bool() == Ok(*yes),
        Value::Int(number) => wanted.as_int() == Ok(*number),
        _ => wanted
            .clone()
            .into_immutable_string()
            .is_ok_and(|word| holds(value, &word)),
    }
}

fn holds(value: &Value, word: &str) -> bool {
    match value {
        Value::Text(text) => &**text == word,
        Value::Texts(texts) => texts.iter().any(|text| &**text == word),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Entries(_) => false,
    }
}

fn has(list: &EntryList, filter: &Map) -> Answer<bool> {
    let mut maybe = None;
    for entry in list.entries.iter() {
        match matches(entry, filter) {
            Match::Yes => return Ok(true),
            Match::No => {}
            Match::Maybe(key) => maybe = maybe.or(Some(key)),
        }
    }
    match maybe {
        None => Ok(false),
        Some(key) => Err(unknown(list.role, list.field, Some(key))),
    }
}

fn matching<'a>(list: &'a EntryList, filter: &Map) -> Answer<Vec<&'a Entry>> {
    let mut found = Vec::new();
    for entry in list.entries.iter() {
        match matches(entry, filter) {
            Match::Yes => found.push(entry),
            Match::No => {}
            Match::Maybe(key) => return Err(unknown(list.role, list.field, Some(key))),
        }
    }
    Ok(found)
}

fn count(list: &EntryList, filter: &Map) -> Answer<i64> {
    Ok(i64::try_from(matching(list, filter)?.len()).unwrap_or(i64::MAX))
}

fn total(list: &EntryList, key: &str, filter: &Map) -> Answer<i64> {
    let mut sum: i64 = 0;
    for entry in matching(list, filter)? {
        let Some(Value::Int(number)) = entry.get(key) else {
            return Err(unknown(list.role, list.field, Some(key.to_owned())));
        };
        sum = sum.saturating_add(*number);
    }
    Ok(sum)
}

pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_fn("has", |list: &mut EntryList, filter: Map| {
            has(list, &filter)
        })
        .register_fn("count", |list: &mut EntryList, filter: Map| {
            count(list, &filter)
        })
        .register_fn(
            "total",
            |list: &mut EntryList, key: ImmutableString, filter: Map| total(list, &key, &filter),
        );
}
