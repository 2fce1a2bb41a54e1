//! A version of the policy without some parts of an edit.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::dataset::Tree;
use crate::place::{Problem, SourceText};
use crate::script::{Host, functions};

use super::EditionTexts;

/// The text that a part of an edit is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doc {
    /// A file of the rules folder.
    Rules(String),
    /// A file of the datasets.
    Data(String),
    /// The office policies, taken together.
    Policy,
}

/// What takes a part of an edit back.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// The value at these keys as it was. An entry of a list goes by its id: `id=1`.
    Value {
        doc: Doc,
        keys: Vec<String>,
        old: Option<Value>,
        /// Where an entry stood in its list.
        at: usize,
    },
    /// The function of that name as it was.
    Function {
        doc: Doc,
        name: String,
        old: Option<String>,
        /// The function that stood before it.
        after: Option<String>,
    },
    /// The whole file as it was.
    File { doc: Doc, old: Option<SourceText> },
}

/// The texts with these edits made.
pub(super) fn reverted<'e>(
    texts: &EditionTexts,
    host: &Host,
    edits: impl Iterator<Item = &'e Edit>,
) -> Result<EditionTexts, Problem> {
    let mut desk = Desk {
        rules: texts.rules.as_ref().clone(),
        data: texts.datasets.as_ref().clone(),
        policy: None,
    };
    for edit in edits {
        desk.make(texts, host, edit)?;
    }
    Ok(EditionTexts {
        rules: Arc::new(desk.rules),
        datasets: Arc::new(desk.data),
        policies: match desk.policy {
            Some(policy) => vec![policy],
            None => texts.policies.clone(),
        },
    })
}

/// Where texts lie while they are edited.
struct Desk {
    rules: BTreeMap<String, SourceText>,
    data: BTreeMap<String, SourceText>,
    policy: Option<SourceText>,
}

impl Desk {
    fn make(&mut self, texts: &EditionTexts, host: &Host, edit: &Edit) -> Result<(), Problem> {
        match edit {
            Edit::File { doc, old } => self.put(doc, old.clone()),
            Edit::Value { doc, keys, old, at } => {
                let mut value = match (doc, self.get(doc)) {
                    (_, Some(text)) => Tree::parse(&text)?.to_json(),
                    (Doc::Policy, None) => merged(&texts.policies)?,
                    (_, None) => Value::Object(Map::new()),
                };
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                set(&mut value, &keys, old.as_ref(), *at);
                let text = SourceText::new(&self.path(doc), &format!("{value:#}\n"));
                self.put(doc, Some(text));
            }
            Edit::Function {
                doc,
                name,
                old,
                after,
            } => {
                let path = self.path(doc);
                let source = self.get(doc).unwrap_or_else(|| SourceText::new(&path, ""));
                let text = with_function(host, &source, name, old.as_deref(), after.as_deref());
                self.put(doc, Some(SourceText::new(&path, &text)));
            }
        }
        Ok(())
    }

    fn get(&self, doc: &Doc) -> Option<SourceText> {
        match doc {
            Doc::Rules(path) => self.rules.get(path).cloned(),
            Doc::Data(path) => self.data.get(path).cloned(),
            Doc::Policy => self.policy.clone(),
        }
    }

    fn put(&mut self, doc: &Doc, text: Option<SourceText>) {
        let (all, path) = match doc {
            Doc::Rules(path) => (&mut self.rules, path),
            Doc::Data(path) => (&mut self.data, path),
            Doc::Policy => {
                self.policy = text;
                return;
            }
        };
        match text {
            Some(text) => drop(all.insert(path.clone(), text)),
            None => drop(all.remove(path)),
        }
    }

    fn path(&self, doc: &Doc) -> String {
        let known = self.get(doc).map(|text| text.path().to_owned());
        known.unwrap_or_else(|| match doc {
            Doc::Rules(path) | Doc::Data(path) => path.clone(),
            Doc::Policy => "office policies".to_owned(),
        })
    }
}

/// A rule file in which one function is another, new or gone.
fn with_function(
    host: &Host,
    source: &SourceText,
    name: &str,
    old: Option<&str>,
    after: Option<&str>,
) -> String {
    let mut texts: Vec<(Option<String>, String)> = functions(host, source)
        .into_iter()
        .map(|function| (function.name, function.text))
        .collect();
    let at = |texts: &[(Option<String>, String)], name: &str| {
        texts
            .iter()
            .position(|(own, _)| own.as_deref() == Some(name))
    };
    let here = at(&texts, name);
    match (here, old) {
        (Some(here), Some(old)) => {
            if let Some(slot) = texts.get_mut(here) {
                old.clone_into(&mut slot.1);
            }
        }
        (Some(here), None) => drop(texts.remove(here)),
        (None, Some(old)) => {
            let before = after.and_then(|after| at(&texts, after));
            let place = match (before, after) {
                (Some(before), _) => before + 1,
                (None, None) => texts.len().min(1),
                (None, Some(_)) => texts.len(),
            };
            texts.insert(place, (Some(name.to_owned()), format!("\n{old}")));
        }
        (None, None) => {}
    }
    texts.into_iter().map(|(_, text)| text).collect()
}

/// The office policies as one: of several, the last wins.
pub(super) fn merged(policies: &[SourceText]) -> Result<Value, Problem> {
    let mut all = Map::new();
    for policy in policies {
        let Value::Object(guides) = Tree::parse(policy)?.to_json() else {
            continue;
        };
        for (guide, numbers) in guides {
            let known = all
                .entry(guide)
                .or_insert_with(|| Value::Object(Map::new()));
            if let (Value::Object(known), Value::Object(numbers)) = (known, numbers) {
                known.extend(numbers);
            }
        }
    }
    Ok(Value::Object(all))
}

/// Sets the value at these keys, or removes it; a group of keys that is empty then goes with it.
fn set(value: &mut Value, keys: &[&str], old: Option<&Value>, at: usize) {
    let Some((key, rest)) = keys.split_first() else {
        if let Some(old) = old {
            *value = old.clone();
        }
        return;
    };
    match value {
        Value::Object(map) => {
            if rest.is_empty() {
                match old {
                    Some(old) => drop(map.insert((*key).to_owned(), old.clone())),
                    None => drop(map.shift_remove(*key)),
                }
                return;
            }
            let is_entry = rest.first().is_some_and(|key| key.starts_with(ID));
            let inner = map.entry((*key).to_owned()).or_insert_with(|| {
                if is_entry {
                    Value::Array(Vec::new())
                } else {
                    Value::Object(Map::new())
                }
            });
            set(inner, rest, old, at);
            if inner.as_object().is_some_and(Map::is_empty) {
                map.shift_remove(*key);
            }
        }
        Value::Array(list) => {
            let id = key.strip_prefix(ID).unwrap_or(key);
            let is = |item: &Value| id_of(item).as_deref() == Some(id);
            match (list.iter().position(is), old) {
                (Some(here), Some(old)) => {
                    if let Some(slot) = list.get_mut(here) {
                        *slot = old.clone();
                    }
                }
                (Some(here), None) => drop(list.remove(here)),
                (None, Some(old)) => list.insert(at.min(list.len()), old.clone()),
                (None, None) => {}
            }
        }
        _ => {}
    }
}

/// What stands before the id of an entry of a list.
pub(super) const ID: &str = "id=";

/// The id of an entry of a list.
pub(super) fn id_of(item: &Value) -> Option<String> {
    match item.get("id")? {
        Value::String(id) => Some(id.clone()),
        id => Some(id.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_set_and_groups_that_get_empty_go() {
        let mut value = json!({ "a": { "b": 1 }, "tiers": [{ "id": "1" }, { "id": "3" }] });
        set(&mut value, &["a", "b"], None, 0);
        set(&mut value, &["c", "d"], Some(&json!(2)), 0);
        set(
            &mut value,
            &["tiers", "id=2"],
            Some(&json!({ "id": "2" })),
            1,
        );
        set(&mut value, &["tiers", "id=1"], None, 0);
        let expected = json!({ "tiers": [{ "id": "2" }, { "id": "3" }], "c": { "d": 2 } });
        assert_eq!(value, expected);
    }

    #[test]
    fn a_function_comes_back_where_it_stood() {
        let host = Host::new(&[], BTreeMap::new()).unwrap();
        let text = "//! Top.\n\n/// A.\nfn a(applicant) {\n}\n\n/// C.\nfn c(applicant) {\n}\n";
        let source = SourceText::new("a.rhai", text);
        let b = "/// B.\nfn b(applicant) {\n}\n";
        let with_b = with_function(&host, &source, "b", Some(b), Some("a"));
        let at = |name: &str| with_b.find(name).unwrap();
        assert!(
            at("fn a") < at("fn b") && at("fn b") < at("fn c"),
            "{with_b}"
        );
        let without = with_function(&host, &source, "a", None, None);
        assert_eq!(without, "//! Top.\n\n/// C.\nfn c(applicant) {\n}\n");
    }
}
