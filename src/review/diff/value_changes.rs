//! Numbers, tiers and values of programs that an edit changes.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::{ParameterSetting, Policy};

use super::Edition;
use super::part::{Changes, Part, Sort};
use super::revert::{Doc, Edit, ID, id_of};

/// What a manifest says about the guide that judges nobody.
const ABOUT: [&str; 6] = [
    "title",
    "short",
    "source",
    "for",
    "readings",
    "open_questions",
];
/// The lists of a manifest whose entries have ids.
const LISTS: [&str; 4] = ["tiers", "pillars", "groups", "topics"];

/// Adds what differs between two versions of a guide's manifest.
pub(super) fn manifest(
    changes: &mut Changes,
    editions: (&Edition, &Edition),
    guide: &str,
    doc: &Doc,
    (then, now): (&Value, &Value),
) {
    let (Value::Object(then), Value::Object(now)) = (then, now) else {
        return;
    };
    if then == now {
        changes.note(format!(
            "rules/{guide}/guide.yaml: only comments, order or layout"
        ));
    }
    let mut about = Vec::new();
    for key in keys(then, now) {
        let (was, is) = (then.get(&key), now.get(&key));
        if was == is {
            continue;
        }
        if ABOUT.contains(&key.as_str()) {
            about.push(key);
        } else if key == "parameters" {
            parameters(changes, editions, guide, doc, (was, is));
        } else if LISTS.contains(&key.as_str()) {
            entries(changes, guide, doc, &key, (was, is));
        } else {
            let edit = value(doc, &[&key], was, 0);
            let words = format!("{guide}: {key} changed");
            changes.push(Part::new(Sort::Manifest, words, &key, vec![edit]).of(guide));
        }
    }
    if !about.is_empty() {
        let about = about.join(", ");
        changes.note(format!(
            "rules/{guide}/guide.yaml: {about}; nobody is judged by it"
        ));
    }
}

fn keys(then: &Map<String, Value>, now: &Map<String, Value>) -> Vec<String> {
    let fresh = now.keys().filter(|key| !then.contains_key(*key));
    then.keys().chain(fresh).cloned().collect()
}

fn value(doc: &Doc, keys: &[&str], old: Option<&Value>, at: usize) -> Edit {
    Edit::Value {
        doc: doc.clone(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        old: old.cloned(),
        at,
    }
}

fn parameters(
    changes: &mut Changes,
    (old, new): (&Edition, &Edition),
    guide: &str,
    doc: &Doc,
    (then, now): (Option<&Value>, Option<&Value>),
) {
    let none = Map::new();
    let map = |value: Option<&'_ Value>| value.and_then(Value::as_object).cloned();
    let (then, now) = (map(then).unwrap_or_default(), map(now).unwrap_or(none));
    let setting = |edition: &Edition, name: &str| {
        let guide = edition.published.find(guide).ok()?;
        let policy: &Policy = &guide.policy;
        policy.get(name).map(|parameter| parameter.setting.clone())
    };
    let mut reworded = Vec::new();
    for name in keys(&then, &now) {
        let (was, is) = (then.get(&name), now.get(&name));
        if was == is {
            continue;
        }
        let (before, after) = (setting(old, &name), setting(new, &name));
        if before == after {
            reworded.push(name);
            continue;
        }
        let words = match (&before, &after) {
            (Some(before), Some(after)) => format!("{guide}: {name} {}", moved(before, after)),
            (None, Some(after)) => format!("{guide}: {name} is new: {after}"),
            (Some(before), None) => format!("{guide}: {name} is gone; it was {before}"),
            (None, None) => format!("{guide}: {name}"),
        };
        let edit = value(doc, &["parameters", &name], was, 0);
        let part = Part::new(Sort::Parameter, words, "parameters", vec![edit]);
        changes.push(part.of(guide).defining(&[&name]));
    }
    if !reworded.is_empty() {
        let names = reworded.join(", ");
        changes.note(format!(
            "rules/{guide}/guide.yaml: meaning, range or basis of {names}"
        ));
    }
}

/// `30 → 40`; of a set what is new in it and what is gone.
fn moved(then: &ParameterSetting, now: &ParameterSetting) -> String {
    let (ParameterSetting::Set(before), ParameterSetting::Set(after)) = (then, now) else {
        return format!("{then} → {now}");
    };
    let fresh = after.iter().filter(|one| !before.contains(one));
    let gone = before.iter().filter(|one| !after.contains(one));
    let signs = fresh.map(|one| format!("+{one}"));
    let signs: Vec<String> = signs.chain(gone.map(|one| format!("−{one}"))).collect();
    if signs.is_empty() {
        return "in another order".to_owned();
    }
    signs.join(" ")
}

/// Entries of a list that are new, gone, renamed, changed, or in another order.
fn entries(
    changes: &mut Changes,
    guide: &str,
    doc: &Doc,
    key: &str,
    (then, now): (Option<&Value>, Option<&Value>),
) {
    let list = |value: Option<&Value>| -> Vec<(String, Value)> {
        let items = value.and_then(Value::as_array).into_iter().flatten();
        items
            .filter_map(|item| Some((id_of(item)?, item.clone())))
            .collect()
    };
    let (then, now) = (list(then), list(now));
    let sort = if key == "tiers" {
        Sort::Tier
    } else {
        Sort::Manifest
    };
    let noun = key.trim_end_matches('s');
    let at = |all: &[(String, Value)], id: &str| all.iter().position(|(own, _)| own == id);
    let here = |id: &str| format!("{ID}{id}");
    let part = |words: String, edits, names: &[&str]| {
        let words = format!("{guide}: {noun} {words}");
        Part::new(sort, words, key, edits).of(guide).defining(names)
    };
    let mut renamed = BTreeSet::new();
    for (number, (id, item)) in then.iter().enumerate() {
        let edit = value(doc, &[key, &here(id)], Some(item), number);
        match now.iter().find(|(own, _)| own == id) {
            Some((_, same)) if same == item => {}
            Some(_) => changes.push(part(format!("{id}: its title or meaning"), vec![edit], &[])),
            None => match now.get(number).filter(|(own, _)| at(&then, own).is_none()) {
                Some((fresh, _)) => {
                    renamed.insert(fresh.clone());
                    let out = value(doc, &[key, &here(fresh)], None, 0);
                    let words = format!("{id} is now called {fresh}");
                    changes.push(part(words, vec![out, edit], &[id, fresh]));
                }
                None => changes.push(part(format!("{id} is gone"), vec![edit], &[id])),
            },
        }
    }
    for (id, _) in now.iter().filter(|(id, _)| at(&then, id).is_none()) {
        if !renamed.contains(id) {
            let edit = value(doc, &[key, &here(id)], None, 0);
            changes.push(part(format!("{id} is new"), vec![edit], &[id]));
        }
    }
    let common = |one: &[(String, Value)], two: &[(String, Value)]| -> Vec<String> {
        let ids = one.iter().map(|(id, _)| id.clone());
        ids.filter(|id| at(two, id).is_some()).collect()
    };
    let (before, after) = (common(&then, &now), common(&now, &then));
    if before != after {
        let mut ordered: Vec<Value> = now.iter().map(|(_, item)| item.clone()).collect();
        ordered.sort_by_key(|item| id_of(item).and_then(|id| at(&then, &id)));
        let edit = value(doc, &[key], Some(&Value::Array(ordered)), 0);
        let words = format!("{guide}: the order of the {key}");
        changes.push(Part::new(sort, words, key, vec![edit]).of(guide));
    }
}

/// Adds the values that differ between two versions of a program's record.
pub(super) fn record(changes: &mut Changes, id: &str, doc: &Doc, (then, now): (&Value, &Value)) {
    let mut leaves = Vec::new();
    walk(&mut Vec::new(), Some(then), Some(now), &mut leaves);
    let name = |record: &Value| {
        let name = record.get("name").and_then(Value::as_str);
        name.unwrap_or(id).to_owned()
    };
    let name = name(now);
    for (keys, was, is) in leaves {
        let path = keys.join(".");
        let (mut then, mut now) = (shown(was, false), shown(is, false));
        if then == now {
            (then, now) = (shown(was, true), shown(is, true));
        }
        let words = format!("{name} ({id}): {path} {then} → {now}");
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let edit = value(doc, &keys, was, 0);
        changes.push(Part::new(Sort::Program, words, &path, vec![edit]).defining(&[id]));
    }
}

type Leaf<'v> = (Vec<String>, Option<&'v Value>, Option<&'v Value>);

fn walk<'v>(
    path: &mut Vec<String>,
    then: Option<&'v Value>,
    now: Option<&'v Value>,
    leaves: &mut Vec<Leaf<'v>>,
) {
    if then == now {
        return;
    }
    let group = |value: Option<&'v Value>| {
        let map = value?.as_object()?;
        let is_stated = map.contains_key("value") || map.contains_key("conflict");
        (!is_stated && !map.contains_key("source")).then_some(map)
    };
    let none = Map::new();
    match (group(then), group(now)) {
        (None, None) => leaves.push((path.clone(), then, now)),
        (Some(_), None) if now.is_some() => leaves.push((path.clone(), then, now)),
        (None, Some(_)) if then.is_some() => leaves.push((path.clone(), then, now)),
        (then, now) => {
            for key in keys(then.unwrap_or(&none), now.unwrap_or(&none)) {
                let of = |map: Option<&'v Map<String, Value>>| map.and_then(|map| map.get(&key));
                path.push(key.clone());
                walk(path, of(then), of(now), leaves);
                path.pop();
            }
        }
    }
}

/// A value of a record; with its source and day where that is what differs.
fn shown(value: Option<&Value>, with_source: bool) -> String {
    match value {
        None => "unstated".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(map)) => match (map.get("value"), map.get("conflict")) {
            (Some(value), _) if with_source => {
                format!("{}{}", shown(Some(value), true), dated(map))
            }
            (Some(value), _) => shown(Some(value), false),
            (None, Some(conflict)) if with_source => format!("in conflict ({conflict})"),
            (None, Some(_)) => "in conflict".to_owned(),
            (None, None) => Value::Object(map.clone()).to_string(),
        },
        Some(Value::Array(items)) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| shown(Some(item), with_source))
                .collect();
            items.join(", ")
        }
        Some(other) => other.to_string(),
    }
}

/// Source and day of a value.
fn dated(map: &Map<String, Value>) -> String {
    let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
    format!(" ({}, {})", text("source"), text("as_of"))
}
