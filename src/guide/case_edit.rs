//! Adding a case to a file of cases without touching anything else of it.

use serde_json::Value as Json;

use crate::dataset::{Tree, yaml};
use crate::place::{Problem, SourceText};

use super::{Change, Expected};

/// The text of the case file with one more case of the rule: `line` is what it changes of the base,
/// in YAML's short form. Comments, order and everything else stay.
///
/// # Errors
/// When the rule has no cases in the file, and when the case cannot be added without touching
/// something else.
pub fn with_case(
    source: &SourceText,
    rule: &str,
    expected: Expected,
    line: &str,
) -> Result<SourceText, Problem> {
    let tree = Tree::parse(source)?;
    let key = expected.key();
    let refused = || {
        let message = format!("a case of `{rule}` cannot be added here by itself");
        let help = format!("nothing was written; add it by hand, under `{key}`: - {line}");
        tree.key_problem(&["rules", rule], &message).help(help)
    };
    let before = tree.to_json();
    let text = inserted(source, &tree, &before, (rule, key), line).ok_or_else(refused)?;
    let changed = SourceText::new(source.path(), &text);
    let after = Tree::parse(&changed).map_err(|_| refused())?.to_json();
    let case: Change = yaml::parse(&SourceText::new("", line)).map_err(|_| refused())?;
    let wanted = with_last(before, rule, key, &case).ok_or_else(refused)?;
    if same(&wanted, &after) {
        Ok(changed)
    } else {
        Err(refused())
    }
}

impl Expected {
    /// The key under which a case file lists what is expected so.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Fires => "fires",
            Self::Quiet => "quiet",
            Self::Unknown => "unknown",
        }
    }
}

/// The text with the line after the last case of that kind; a kind that the rule does not have yet
/// comes after its last one.
fn inserted(
    source: &SourceText,
    tree: &Tree,
    json: &Json,
    (rule, key): (&str, &str),
    line: &str,
) -> Option<String> {
    let outcomes = json.get("rules")?.get(rule)?.as_object()?;
    let (last, new) = match outcomes.get(key).and_then(Json::as_array) {
        Some(_) => (key, false),
        None => (outcomes.keys().next_back()?.as_str(), true),
    };
    let cases = outcomes.get(last)?.as_array()?;
    let at = cases.len().checked_sub(1)?.to_string();
    let heading = tree.key_place(&["rules", rule, last]);
    let item = tree.place(&["rules", rule, last, &at]);
    let row = source.line(item.line)?;
    let dash = row.find('-')?;
    if heading.line >= item.line || !row.get(..dash)?.trim().is_empty() {
        return None;
    }
    let end = end_of_item(source, item.line, dash);
    let indent = " ".repeat(dash);
    let mut lines = Vec::new();
    if new {
        let outer = usize::try_from(heading.column).ok()?.checked_sub(1)?;
        lines.push(format!("{}{key}:", " ".repeat(outer)));
    }
    lines.push(format!("{indent}- {line}"));
    let text = source.text();
    let break_ = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let rows: Vec<&str> = text.split_inclusive('\n').collect();
    let (above, below) = rows.split_at_checked(usize::try_from(end).ok()?)?;
    let above = above.concat();
    let missing = if above.ends_with('\n') { "" } else { break_ };
    let added = lines.join(break_);
    Some(format!("{above}{missing}{added}{break_}{}", below.concat()))
}

/// The last line of the item that begins in that line: what follows is indented further.
fn end_of_item(source: &SourceText, first: u32, dash: usize) -> u32 {
    let mut end = first;
    for row in first + 1.. {
        let Some(line) = source.line(row) else { break };
        let indent = line.len() - line.trim_start().len();
        if !line.trim().is_empty() && indent <= dash {
            break;
        }
        if !line.trim().is_empty() {
            end = row;
        }
    }
    end
}

/// The file's content with the case as the last one of its kind.
fn with_last(mut json: Json, rule: &str, key: &str, case: &Change) -> Option<Json> {
    let outcomes = json.get_mut("rules")?.get_mut(rule)?.as_object_mut()?;
    let cases = outcomes
        .entry(key)
        .or_insert_with(|| Json::Array(Vec::new()));
    cases.as_array_mut()?.push(serde_json::to_value(case).ok()?);
    Some(json)
}

/// Whether both say the same in the same order; a number is one however it is written.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, v), (l, w))| k == l && same(v, w))
        }
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(v, w)| same(v, w))
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "about: x\nrules:\n  a/b: # first\n    fires:\n      - { } # plain\n      \
                        - { v: 1,\n          w: 2 }\n\n  # second\n  a/c:\n    quiet:\n      - { }";

    fn with(rule: &str, expected: Expected) -> String {
        let source = SourceText::new("c.yaml", TEXT);
        with_case(&source, rule, expected, "{ v: 3 }")
            .unwrap()
            .text()
            .to_owned()
    }

    #[test]
    fn a_case_comes_after_the_last_of_its_kind() {
        let wanted = TEXT.replace("w: 2 }\n", "w: 2 }\n      - { v: 3 }\n");
        assert_eq!(with("a/b", Expected::Fires), wanted);
    }

    #[test]
    fn a_kind_that_is_not_there_is_begun() {
        let wanted = format!("{TEXT}\n    unknown:\n      - {{ v: 3 }}\n");
        assert_eq!(with("a/c", Expected::Unknown), wanted);
    }

    #[test]
    fn what_cannot_be_added_alone_is_refused() {
        let source = SourceText::new("c.yaml", "rules: { a/b: { fires: [{ }] } }\n");
        let problem = with_case(&source, "a/b", Expected::Fires, "{ v: 3 }").unwrap_err();
        assert!(problem.help.unwrap().contains("by hand"));
    }
}
