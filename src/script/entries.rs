//! Questions about a list of entries: `has`, `count`, `total`.
//!
//! A filter names fields and the values they must have. An entry that does not state a field it is
//! asked about may match or not; the answer is unknown only when it depends on such an entry.

use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map};

use crate::model::Value;
use crate::plan::questions::{self, holds};

use super::node::{EntryList, WordList, unknown};

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

/// A filter's fields and what they must be, by name.
fn wanted(filter: &Map) -> Vec<(&str, &Dynamic)> {
    let wanted = filter.iter();
    wanted.map(|(key, value)| (key.as_str(), value)).collect()
}

/// An answer, or the field of an entry on which it depends as an error.
fn known<T>(list: &EntryList, answer: Result<T, String>) -> Result<T, Box<EvalAltResult>> {
    answer.map_err(|key| unknown(list.role, list.field, Some(key)))
}

pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_fn("has", |list: &mut EntryList, filter: Map| {
            let found = questions::has(&list.entries, &wanted(&filter), |wanted, value| {
                accepts(wanted, value)
            });
            known(list, found)
        })
        .register_fn("count", |list: &mut EntryList, filter: Map| {
            let found = questions::matching(&list.entries, &wanted(&filter), |wanted, value| {
                accepts(wanted, value)
            });
            let count = found.map(|found| i64::try_from(found.len()).unwrap_or(i64::MAX));
            known(list, count)
        })
        .register_fn(
            "total",
            |list: &mut EntryList, key: ImmutableString, filter: Map| {
                let total =
                    questions::total(&list.entries, &key, &wanted(&filter), |wanted, value| {
                        accepts(wanted, value)
                    });
                known(list, total)
            },
        );
}
