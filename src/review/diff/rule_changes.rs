//! Rules and helpers that an edit adds, removes, changes or renames.

use std::collections::BTreeMap;

use crate::guide::LIB;
use crate::script::{FunctionText, functions};

use super::Edition;
use super::edition::stem;
use super::part::{Changes, Part, Sort};
use super::revert::{Doc, Edit};

/// A function of one version.
#[derive(Debug, Clone)]
struct Own {
    path: String,
    function: FunctionText,
    /// The function that stands before it.
    after: Option<String>,
}

/// Functions by file and name.
type All = BTreeMap<(String, String), Own>;

/// Adds what the functions of these files, which differ, do otherwise.
pub(super) fn rule_files<'p>(
    changes: &mut Changes,
    (old, new): (&Edition, &Edition),
    guide: &str,
    paths: impl Iterator<Item = &'p String>,
) {
    let (mut then, mut now) = (All::new(), All::new());
    let mut plain = Vec::new();
    for path in paths {
        let before = of(old, path);
        let after = of(new, path);
        let says = |all: &[Own]| -> Vec<_> {
            let all = all.iter();
            all.map(|own| (own.function.name.clone(), own.function.says))
                .collect()
        };
        let (one, two) = (says(&before), says(&after));
        if one == two {
            plain.push(format!("rules/{path}: only comments or layout"));
        } else if sorted(&one) == sorted(&two) {
            plain.push(format!("rules/{path}: only the order of its functions"));
        }
        keep(&mut then, before);
        keep(&mut now, after);
    }
    for note in plain {
        changes.note(note);
    }
    let both: Vec<(String, String)> = then
        .keys()
        .filter(|key| now.contains_key(key))
        .cloned()
        .collect();
    for key in both {
        if let (Some(then), Some(now)) = (then.remove(&key), now.remove(&key))
            && (then.function.says, then.function.private)
                != (now.function.says, now.function.private)
        {
            changes.push(changed(guide, &then, &now));
        }
    }
    for (key, own) in std::mem::take(&mut then) {
        let twin = now.iter().find(|(_, other)| {
            (other.function.says, other.function.private)
                == (own.function.says, own.function.private)
        });
        let twin = twin.map(|(key, _)| key.clone());
        match twin.and_then(|key| now.remove(&key)) {
            Some(other) => changes.push(renamed(guide, &own, &other)),
            None => drop(then.insert(key, own)),
        }
    }
    for own in then.values() {
        changes.push(only(guide, own, "is gone", true));
    }
    for own in now.values() {
        changes.push(only(guide, own, "is new", false));
    }
}

fn sorted<T: Ord + Clone>(all: &[T]) -> Vec<T> {
    let mut all = all.to_vec();
    all.sort();
    all
}

fn of(edition: &Edition, path: &str) -> Vec<Own> {
    let Some(text) = edition.texts.rules.get(path) else {
        return Vec::new();
    };
    let mut after = None;
    let functions = functions(&edition.published.host, text).into_iter();
    let own = functions.filter_map(|function| {
        let name = function.name.clone()?;
        let after = after.replace(name);
        Some(Own {
            path: path.to_owned(),
            function,
            after,
        })
    });
    own.collect()
}

fn keep(all: &mut All, functions: Vec<Own>) {
    for own in functions {
        let name = own.function.name.clone().unwrap_or_default();
        all.insert((own.path.clone(), name), own);
    }
}

impl Own {
    fn name(&self) -> &str {
        self.function.name.as_deref().unwrap_or_default()
    }

    /// How people call it: `rule central-valley/programs/img_presence`.
    fn called(&self, guide: &str) -> String {
        let topic = stem(&self.path);
        let name = self.name();
        if guide == LIB {
            return format!("helper lib::{topic}::{name}");
        }
        let inner = self.path.strip_prefix(guide).unwrap_or(&self.path);
        let inner = inner.trim_start_matches('/').trim_end_matches(".rhai");
        let word = self.sort(guide).word();
        format!("{word} {guide}/{inner}/{name}")
    }

    fn sort(&self, guide: &str) -> Sort {
        if guide == LIB || self.function.private {
            Sort::Helper
        } else {
            Sort::Rule
        }
    }

    fn brought_back(&self) -> Edit {
        Edit::Function {
            doc: Doc::Rules(self.path.clone()),
            name: self.name().to_owned(),
            old: Some(self.function.text.clone()),
            after: self.after.clone(),
        }
    }

    fn taken_out(&self) -> Edit {
        Edit::Function {
            doc: Doc::Rules(self.path.clone()),
            name: self.name().to_owned(),
            old: None,
            after: None,
        }
    }

    fn part(&self, guide: &str, words: String, edits: Vec<Edit>) -> Part {
        let part = Part::new(self.sort(guide), words, &self.path, edits);
        let mut part = part.defining(&[self.name()]);
        part.mentions.clone_from(&self.function.words);
        if guide == LIB { part } else { part.of(guide) }
    }
}

fn changed(guide: &str, then: &Own, now: &Own) -> Part {
    let lines = lines(&then.function.text, &now.function.text);
    let words = format!("{} changed{lines}", now.called(guide));
    let mut part = now.part(guide, words, vec![then.brought_back()]);
    part.mentions.extend(then.function.words.iter().cloned());
    part
}

fn renamed(guide: &str, then: &Own, now: &Own) -> Part {
    let words = format!(
        "{} is now called {}",
        then.called(guide),
        now.called(guide)
            .split_once(' ')
            .map_or("", |(_, name)| name)
    );
    let edits = vec![now.taken_out(), then.brought_back()];
    now.part(guide, words, edits)
        .defining(&[then.name(), now.name()])
}

fn only(guide: &str, own: &Own, what: &str, comes_back: bool) -> Part {
    let edit = if comes_back {
        own.brought_back()
    } else {
        own.taken_out()
    };
    own.part(guide, format!("{} {what}", own.called(guide)), vec![edit])
}

/// The one line that differs, then and now; nothing when there are several.
fn lines(then: &str, now: &str) -> String {
    let code = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
        lines.map(str::to_owned).collect()
    };
    let (then, now) = (code(then), code(now));
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        let some = some.iter().filter(|line| !others.contains(line));
        some.cloned().collect()
    };
    match (
        without(&then, &now).as_slice(),
        without(&now, &then).as_slice(),
    ) {
        ([then], [now]) => format!(": `{then}` → `{now}`"),
        ([then], []) => format!(": without `{then}`"),
        ([], [now]) => format!(": with `{now}`"),
        _ => String::new(),
    }
}
