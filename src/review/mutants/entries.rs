//! Changes of a list of entries: none, fewer, more, and each entry with other values.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::guide::Change;
use crate::model::{Field, ParameterSetting, Role};
use crate::plan::{Expression, Held, Node, Question, Rule};

use super::knobs::{Ground, Hints, one, values};

/// How many entries of the base are changed one by one.
const ENTRIES: usize = 4;

/// The changes of a list that the rule asks about.
pub(super) fn changes(
    ground: &Ground<'_>,
    role: Role,
    field: &'static Field,
    inner: &'static [Field],
    hints: &Hints,
) -> Vec<Change> {
    if role == Role::List {
        return parts(hints);
    }
    let key = format!("{}.{}", role.word(), field.path);
    let base = ground.file.base(role.word());
    let base = base.and_then(|base| base.get(field.path));
    let base: Vec<Json> = base.and_then(Json::as_array).cloned().unwrap_or_default();
    let mut all = vec![Json::Null, json!([])];
    let asked = asked(ground, role, field, hints);
    for (at, entry) in base.iter().enumerate().take(ENTRIES) {
        all.push(json!([entry]));
        let mut less = base.clone();
        less.remove(at);
        all.push(less.into());
        all.push(base.iter().chain([entry]).cloned().collect());
        let mut put = |changed: Json| {
            let mut whole = base.clone();
            if let Some(slot) = whole.get_mut(at) {
                *slot = changed.clone();
            }
            all.push(whole.into());
            all.push(json!([changed]));
        };
        let keys = entry.as_object().into_iter().flat_map(|map| map.keys());
        for gone in keys {
            let mut changed = entry.clone();
            if let Some(map) = changed.as_object_mut() {
                map.shift_remove(gone);
            }
            put(changed);
        }
        for (name, wanted) in &asked {
            let known = inner.iter().find(|field| field.path == name.as_str());
            let own = known
                .map(|field| values(field.kind, hints))
                .unwrap_or_default();
            for value in wanted.iter().chain(&own) {
                let mut changed = entry.clone();
                if let Some(map) = changed.as_object_mut() {
                    map.insert(name.clone(), value.clone());
                }
                put(changed);
            }
        }
    }
    if base.is_empty() {
        let made: serde_json::Map<String, Json> = asked
            .iter()
            .filter_map(|(name, wanted)| Some((name.clone(), wanted.first()?.clone())))
            .collect();
        all.push(json!([made]));
    }
    all.into_iter().map(|list| one(&key, list)).collect()
}

/// Parts of a list: each word that the rule names, next to each of its numbers.
fn parts(hints: &Hints) -> Vec<Change> {
    let mut all = Vec::new();
    for word in &hints.words {
        for number in &hints.numbers {
            let part = json!({ "at_least": number, "at_most": number });
            all.push(one(&format!("list.parts.{word}"), part));
        }
    }
    all
}

/// The fields of an entry that the rule asks for, each with the values that it wants.
fn asked(
    ground: &Ground<'_>,
    role: Role,
    field: &'static Field,
    hints: &Hints,
) -> Vec<(String, Vec<Json>)> {
    let Ok(plan) = &ground.rule.function.plan else {
        return Vec::new();
    };
    let table = ground.base.facts(role).map(|facts| facts.table());
    let number = table.and_then(|table| table.position(field.path));
    let of_list = |node: Node| match plan.expression(node) {
        Expression::Field(of, at) => (*of, Some(*at)) == (role, number),
        Expression::Kept(_) => true,
        _ => false,
    };
    let mut all: Vec<(String, Vec<Json>)> = Vec::new();
    for expression in plan.expressions() {
        let Expression::Ask(question, list, filter) = expression else {
            continue;
        };
        if !of_list(*list) {
            continue;
        }
        for (name, value) in filter {
            let wanted = wanted(ground, plan, *value);
            match all.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.extend(wanted),
                None => all.push((name.clone(), wanted)),
            }
        }
        if let Question::Total(key) = question
            && let Expression::Constant(Held::Text(key)) = plan.expression(*key)
        {
            let numbers = hints.numbers.iter().filter(|number| **number >= 0);
            let numbers = numbers.map(|number| json!(number)).collect();
            all.push((key.to_string(), numbers));
        }
    }
    for (_, values) in &mut all {
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.to_string()));
    }
    all
}

/// What a filter wants, as a profile writes it.
fn wanted(ground: &Ground<'_>, plan: &Rule, node: Node) -> Vec<Json> {
    match plan.expression(node) {
        Expression::Constant(Held::Text(text)) => vec![json!(&**text)],
        Expression::Constant(Held::Int(number)) => vec![json!(number)],
        Expression::Constant(Held::Bool(yes)) => vec![json!(yes), json!(!yes)],
        Expression::List(items) => {
            let items = items.iter();
            items.flat_map(|item| wanted(ground, plan, *item)).collect()
        }
        Expression::Parameter(name) => match ground.guide.policy.get(&**name) {
            Some(parameter) => match &parameter.setting {
                ParameterSetting::Set(items) => items.iter().map(|item| json!(&**item)).collect(),
                _ => Vec::new(),
            },
            None => Vec::new(),
        },
        Expression::Field(role, field) => {
            let value = ground.base.facts(*role).map(|facts| facts.read(*field));
            let value = value.and_then(|reading| reading.value());
            value
                .map(|value| json!(value.to_string()))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}
