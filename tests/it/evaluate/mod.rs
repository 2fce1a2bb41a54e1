//! The promises to an applicant, judged by the JSON report of the shipped guide and catalogue.

/// What single applicants are promised: by visa, score and target.
mod applicants;
/// What holds for every applicant of the datasets.
mod every_applicant;
/// How the output arrives.
mod output;
/// What is unknown, disputed or fails.
mod unknown;
/// What if, and other numbers.
mod what_if;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use serde_json::Value;

use crate::runner::evaluate;

/// What every shipped guide says; made once for each applicant.
fn document(applicant: &str) -> &'static Value {
    static DOCUMENTS: Mutex<BTreeMap<String, &'static Value>> = Mutex::new(BTreeMap::new());
    if let Some(document) = DOCUMENTS.lock().unwrap().get(applicant) {
        return document;
    }
    let document: &Value = Box::leak(Box::new(evaluate(applicant).json()));
    let mut documents = DOCUMENTS.lock().unwrap();
    documents.insert(applicant.to_owned(), document);
    document
}

/// What each guide that fits says.
fn reports(applicant: &str) -> impl Iterator<Item = &'static Value> {
    items(document(applicant), "guides")
}

/// Every guide's report with each of its targets.
fn judged(document: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    items(document, "guides")
        .flat_map(|report| items(report, "targets").map(move |target| (report, target)))
}

/// What the guide on the Central Valley says.
fn report(applicant: &str) -> &'static Value {
    let mut reports = reports(applicant);
    reports
        .find(|report| report["guide"]["id"] == "central-valley")
        .unwrap()
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("no list `{key}` in {value:#}"))
        .iter()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn targets(report: &Value) -> Vec<&Value> {
    items(report, "targets").collect()
}

fn programs(target: &Value) -> Vec<&Value> {
    items(&target["list"], "programs").collect()
}

#[track_caller]
fn program<'v>(target: &'v Value, name: &str) -> &'v Value {
    let named =
        |program: &&Value| text(program, "name").contains(name) || text(program, "id") == name;
    programs(target)
        .into_iter()
        .find(named)
        .unwrap_or_else(|| panic!("no {name} in the list"))
}

fn has(list: &Value, key: &str) -> bool {
    list[key].as_array().is_some_and(|list| !list.is_empty())
}

/// The ids of all rules that a part of a report names.
fn rules(part: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(part, &mut found);
    found
}

fn collect(part: &Value, found: &mut BTreeSet<String>) {
    match part {
        Value::Object(map) => {
            found.extend(map.get("rule").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

fn bands(target: &Value) -> Vec<(&str, &str)> {
    let bands = items(&target["standing"], "bands");
    bands
        .map(|band| (text(band, "topic"), text(band, "id")))
        .collect()
}
