//! Recording a value in a program's file, or a source in the list of sources, without touching
//! anything else of the file: the bytes of the value are exchanged or a line is added, the file is
//! read again, and whatever else differs makes the change refused.

use serde_json::{Map, Value, json};

use super::yaml::Tree;
use super::yaml::edit::{Edit, Node, with_lines};
use crate::model::AsOf;
use crate::place::{Problem, SourceText};

/// A value as it is recorded.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The value as YAML: `yes`, `220`, `[rural, underserved]`.
    pub value: String,
    /// The id of its source.
    pub source: String,
    /// When it was true.
    pub as_of: AsOf,
    /// What the source said in its own words.
    pub note: Option<String>,
}

/// What became of a value that was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// Nobody stated it before.
    Added,
    /// The same was stated before; now it has this source and date.
    Confirmed,
    /// It took the place of what was stated before.
    Replaced,
    /// It stands beside what was stated before: the sources disagree.
    Disputed,
    /// It was recorded already.
    Unchanged,
}

/// The key under which a record keeps values that disagree.
const CONFLICT: &str = "conflict";

impl Answered {
    /// The claim as YAML on one line.
    fn line(&self) -> String {
        let as_of = match self.as_of {
            AsOf::Before(_) | AsOf::About(_) => format!("\"{}\"", self.as_of),
            AsOf::On(_) | AsOf::Undated => self.as_of.to_string(),
        };
        let note = self.note.as_ref();
        let note = note.map_or_else(String::new, |note| format!(", note: {}", quoted(note)));
        format!(
            "{{ value: {}, source: {}, as_of: {as_of}{note} }}",
            self.value, self.source
        )
    }

    fn json(&self) -> Result<Value, Problem> {
        Ok(Tree::parse(&SourceText::new("", &self.line()))?.to_json())
    }
}

/// A text as a quoted scalar, which JSON and YAML write alike.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The record with that value at those keys; a track goes by its name, e.g. `tracks`,
/// `categorical`, `quota`. Without `replace` a value that differs from what is stated stands beside
/// it as a conflict.
///
/// # Errors
/// When the file cannot be read, has no such track, or cannot be changed there without touching
/// something else.
pub fn record(
    source: &SourceText,
    keys: &[&str],
    claim: &Answered,
    replace: bool,
) -> Result<(SourceText, Recorded), Problem> {
    let edit = Edit::read(source)?;
    let path = path(&edit, keys)?;
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let new = claim.json()?;
    let (text, wanted, recorded) = match edit.get(&path) {
        None | Some(Value::Null) => added(&edit, &path, claim, &new),
        Some(old) => changed(&edit, &path, old, claim, &new, replace),
    };
    if recorded == Recorded::Unchanged {
        return Ok((source.clone(), recorded));
    }
    let text = text.map(|text| SourceText::new(source.path(), &text));
    let text = text.filter(|text| {
        let found = Tree::parse(text).map(|tree| tree.to_json().to_string());
        let wanted = wanted.map(|wanted| wanted.to_string());
        found.is_ok_and(|found| wanted == Some(found))
    });
    let text = text.ok_or_else(|| {
        let key = keys.join(".");
        let message =
            format!("`{key}` cannot be recorded here without touching other parts of the file");
        let help = format!(
            "nothing was written; write it by hand: `{}: {}`",
            path.last().unwrap_or(&""),
            claim.line()
        );
        edit.tree().key_problem(&path, &message).help(help)
    })?;
    Ok((text, recorded))
}

/// The path in the file: a track's name becomes its number in the list.
fn path(edit: &Edit<'_>, keys: &[&str]) -> Result<Vec<String>, Problem> {
    let [first @ "tracks", track, rest @ ..] = keys else {
        return Ok(keys.iter().map(|key| (*key).to_owned()).collect());
    };
    let tracks = edit.get(&[first]).and_then(Value::as_array);
    let mut tracks = tracks.into_iter().flatten();
    let number = tracks.position(|one| one.get("track").and_then(Value::as_str) == Some(track));
    let number = number.ok_or_else(|| {
        let message = format!("this record has no track `{track}`");
        let help = format!(
            "nothing was written; if the program offers it, add it by hand: `- track: {track}`"
        );
        edit.tree().problem(&[first], &message).help(help)
    })?;
    let path = [(*first).to_owned(), number.to_string()];
    Ok(path
        .into_iter()
        .chain(rest.iter().map(|key| (*key).to_owned()))
        .collect())
}

type Change = (Option<String>, Option<Value>, Recorded);

/// A value that nobody stated: beside its neighbours, or in a group of its own.
fn added(edit: &Edit<'_>, path: &[&str], claim: &Answered, new: &Value) -> Change {
    let line = claim.line();
    let text = || {
        if edit.get(path).is_some() {
            return edit.filled(path, &line);
        }
        let (key, group) = path.split_last()?;
        match (edit.get(group), group.split_last()) {
            (Some(Value::Object(known)), _) if known.is_empty() => {
                edit.replaced(&edit.node(group)?, &format!("{{ {key}: {line} }}"))
            }
            (Some(Value::Object(_)), _) => edit.with_key(group, key, &line),
            (None, Some((name, above))) => {
                edit.with_key(above, name, &format!("{{ {key}: {line} }}"))
            }
            _ => None,
        }
    };
    (text(), with(edit.json(), path, new), Recorded::Added)
}

/// The file's content with that value at that path.
fn with(json: &Value, path: &[&str], new: &Value) -> Option<Value> {
    let mut json = json.clone();
    let mut at = &mut json;
    for key in path {
        at = match at {
            Value::Object(map) => map.entry(*key).or_insert_with(|| Value::Object(Map::new())),
            Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    *at = new.clone();
    Some(json)
}

/// A value of which something is stated already.
fn changed(
    edit: &Edit<'_>,
    path: &[&str],
    old: &Value,
    claim: &Answered,
    new: &Value,
    replace: bool,
) -> Change {
    let value = |claim: &Value| claim.get("value").cloned();
    let node = edit.node(path);
    let replaced = |node: Option<Node>| edit.replaced(&node?, &claim.line());
    if old == new {
        return (None, None, Recorded::Unchanged);
    }
    let claims = old.get(CONFLICT).and_then(Value::as_array);
    let is_said = claims.is_some_and(|claims| claims.contains(new));
    match claims {
        Some(_) if replace => (
            replaced(node),
            with(edit.json(), path, new),
            Recorded::Replaced,
        ),
        Some(_) if is_said => (None, None, Recorded::Unchanged),
        Some(claims) => {
            let mut claims = claims.clone();
            claims.push(new.clone());
            let wanted = with(edit.json(), path, &json!({ CONFLICT: claims }));
            let list: Vec<&str> = path.iter().copied().chain([CONFLICT]).collect();
            (
                edit.with_item(&list, &claim.line()),
                wanted,
                Recorded::Disputed,
            )
        }
        None if value(old) == value(new) => (
            replaced(node),
            with(edit.json(), path, new),
            Recorded::Confirmed,
        ),
        None if replace => (
            replaced(node),
            with(edit.json(), path, new),
            Recorded::Replaced,
        ),
        None => {
            let wanted = with(edit.json(), path, &json!({ CONFLICT: [old, new] }));
            let text = node.and_then(|node| {
                if Edit::is_block(&node) {
                    edit.listed(&node, CONFLICT, &claim.line())
                } else {
                    let close = format!(", {}] }}", claim.line());
                    edit.wrapped(&node, &format!("{{ {CONFLICT}: ["), &close)
                }
            });
            (text, wanted, Recorded::Disputed)
        }
    }
}

/// The list of sources with another one at its end.
///
/// # Errors
/// When the file cannot be read, or cannot be added to without touching something else.
pub fn add_source(
    source: &SourceText,
    id: &str,
    title: &str,
    as_of: &AsOf,
) -> Result<SourceText, Problem> {
    let edit = Edit::read(source)?;
    let as_of = as_of.to_string();
    let lines = [
        format!("{id}:"),
        format!("  title: {}", quoted(title)),
        format!("  as_of: {as_of}"),
    ];
    let text = with_lines(source.text(), source.text(), &lines, "");
    let text = SourceText::new(source.path(), &text);
    let mut wanted = edit.json().clone();
    if let Value::Object(all) = &mut wanted {
        let entry = Tree::parse(&SourceText::new("", &lines.join("\n")))?.to_json();
        all.extend(entry.as_object().cloned().unwrap_or_default());
    }
    let found = Tree::parse(&text).map(|tree| tree.to_json().to_string());
    if found.ok() == Some(wanted.to_string()) {
        return Ok(text);
    }
    let message = format!("the source `{id}` cannot be added at the end of this file");
    let help = "nothing was written; add it by hand, with `title` and `as_of`";
    Err(edit.tree().problem(&[], &message).help(help))
}
