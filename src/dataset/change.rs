use jiff::civil;
use serde_json::{Map, Value, json};

use super::check::{self, Check};
use super::raw::RawProgram;
use super::{Profile, References, Step, yaml};
use crate::model::{Applicant, Program};
use crate::place::{Problem, Problems, SourceText};

/// Changes the value at that path of keys, joined by dots, of a profile or record; without a value
/// the key is removed. An item of a list goes by its number from 0.
///
/// `step3=passed` and `step3=failed` are short for an exam taken with that result.
///
/// # Errors
/// When the path leads through something that has no keys, or to an item the list does not have.
pub fn change(record: &mut Value, path: &str, value: Option<Value>) -> Result<(), Problem> {
    let value = value.map(|value| expand(path, value));
    let (parents, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut node = record;
    for part in parents.split('.').filter(|part| !part.is_empty()) {
        node = descend(node, part, path)?;
    }
    match (node, value) {
        (Value::Object(map), Some(value)) => {
            map.insert(key.to_owned(), value);
        }
        (Value::Object(map), None) => {
            map.shift_remove(key);
        }
        (Value::Array(list), value) => return change_item(list, key, path, value),
        _ => return Err(nowhere(path)),
    }
    Ok(())
}

fn change_item(
    list: &mut Vec<Value>,
    key: &str,
    path: &str,
    value: Option<Value>,
) -> Result<(), Problem> {
    let at = key.parse::<usize>().ok().filter(|at| *at < list.len());
    let at = at.ok_or_else(|| nowhere(path))?;
    match value {
        Some(value) => {
            if let Some(item) = list.get_mut(at) {
                *item = value;
            }
        }
        None => drop(list.remove(at)),
    }
    Ok(())
}

/// The value of a key on the way; a key that is not there yet begins a group of keys.
fn descend<'v>(node: &'v mut Value, key: &str, path: &str) -> Result<&'v mut Value, Problem> {
    match node {
        Value::Object(map) => Ok(map
            .entry(key.to_owned())
            .or_insert_with(|| Value::Object(Map::new()))),
        Value::Array(list) => {
            let at = key.parse::<usize>().ok();
            at.and_then(|at| list.get_mut(at))
                .ok_or_else(|| nowhere(path))
        }
        _ => Err(nowhere(path)),
    }
}

fn nowhere(path: &str) -> Problem {
    Problem::error(format!("`{path}` leads nowhere"))
}

fn expand(path: &str, value: Value) -> Value {
    if !Step::WORDS.contains(&path) {
        return value;
    }
    match value.as_str() {
        Some("passed") => json!({ "taken": true, "result": "pass" }),
        Some("failed") => json!({ "taken": true, "result": "fail" }),
        _ => value,
    }
}

/// The applicant that a changed profile describes, as of that day.
///
/// # Errors
/// Everything that is wrong with it; the problems have no place.
pub fn applicant_from_json(
    profile: &Value,
    references: &References,
    as_of: civil::Date,
) -> Result<Applicant, Problems> {
    let text = text_of(profile);
    Profile::read(&text, references, as_of).map_err(|problems| without_places(&problems))
}

/// The program that a changed record describes.
///
/// # Errors
/// Everything that is wrong with it; the problems have no place.
pub fn program_from_json(record: &Value, references: &References) -> Result<Program, Problems> {
    read_program(&text_of(record), references).map_err(|problems| without_places(&problems))
}

fn read_program(text: &SourceText, references: &References) -> Result<Program, Problems> {
    let raw: RawProgram = yaml::parse(text)?;
    let mut check = Check::new(text, &references.sources);
    let program = check::program(&mut check, &raw, references);
    check.finish(program)
}

/// JSON is YAML too, so one reader and one set of messages do for both.
fn text_of(value: &Value) -> SourceText {
    SourceText::new("", &format!("{value:#}"))
}

fn without_places(problems: &Problems) -> Problems {
    let bare = |problem: &Problem| Problem {
        place: None,
        line: None,
        ..problem.clone()
    };
    problems.sorted().into_iter().map(bare).collect()
}
