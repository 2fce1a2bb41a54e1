//! What an edit is made of: parts that can each be taken back.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::dataset::Tree;
use crate::guide::LIB;
use crate::place::{Problem, SourceText};

use super::Edition;
use super::edition::{PROGRAMS, TOPICS, differing, folder, stem};
use super::part::{Changes, Part, Sort};
use super::revert::{Doc, Edit, merged};
use super::rule_changes::rule_files;
use super::value_changes::{manifest, record};

impl Changes {
    /// The parts of the edit that leads from one version to another.
    ///
    /// # Errors
    /// When a text that was read before cannot be read.
    pub fn between(old: &Edition, new: &Edition) -> Result<Self, Problem> {
        let mut changes = Self::default();
        let (then, now) = (&old.texts, &new.texts);
        let paths = differing(&then.rules, &now.rules);
        let folders: BTreeSet<&str> = paths.iter().map(|path| folder(path)).collect();
        for folder in folders {
            match folder {
                TOPICS => changes.note(format!(
                    "{TOPICS}: the topics by which guides are compared; nobody is judged by them"
                )),
                LIB => shared(&mut changes, old, new, &paths),
                guide => guide_folder(&mut changes, old, new, guide, &paths)?,
            }
        }
        for path in differing(&then.datasets, &now.datasets) {
            let texts = (then.datasets.get(&path), now.datasets.get(&path));
            data(&mut changes, &path, texts)?;
        }
        policies(&mut changes, old, new)?;
        Ok(changes)
    }
}

fn shared(changes: &mut Changes, old: &Edition, new: &Edition, paths: &BTreeSet<String>) {
    let files = paths.iter().filter(|path| folder(path) == LIB);
    rule_files(changes, (old, new), LIB, files);
}

fn guide_folder(
    changes: &mut Changes,
    old: &Edition,
    new: &Edition,
    guide: &str,
    paths: &BTreeSet<String>,
) -> Result<(), Problem> {
    let own: Vec<&String> = paths.iter().filter(|path| folder(path) == guide).collect();
    let manifest_path = format!("{guide}/guide.yaml");
    let (then, now) = (&old.texts.rules, &new.texts.rules);
    let texts = (then.get(&manifest_path), now.get(&manifest_path));
    if let (None, Some(_)) | (Some(_), None) = texts {
        let edits = own.iter().map(|path| Edit::File {
            doc: Doc::Rules((*path).clone()),
            old: then.get(*path).cloned(),
        });
        let is = if texts.0.is_none() { "new" } else { "gone" };
        let words = format!("{guide}: the whole guide is {is}");
        let part = Part::new(Sort::Guide, words, guide, edits.collect());
        changes.push(part.of(guide).defining(&[guide]));
        return Ok(());
    }
    let parts = changes.parts.len();
    if let (Some(then), Some(now)) = texts
        && then.text() != now.text()
    {
        let doc = Doc::Rules(manifest_path.clone());
        manifest(
            changes,
            (old, new),
            guide,
            &doc,
            (&json(then)?, &json(now)?),
        );
    }
    let is_rules = |path: &&&String| has_ending(path, "rhai");
    rule_files(
        changes,
        (old, new),
        guide,
        own.iter().filter(is_rules).copied(),
    );
    for path in own.iter().filter(|path| has_ending(path, "yaml")) {
        let name = path.strip_prefix(guide).unwrap_or(path);
        match name.trim_start_matches('/') {
            "guide.yaml" => {}
            "passages.yaml" => changes.note(format!("{path}: the passages in our words")),
            "positions.yaml" => changes.note(format!(
                "{path}: what the guide says on the topics of `compare`; nobody is judged by it"
            )),
            _ => changes.note(format!("{path}: cases; nobody is judged by them")),
        }
    }
    if changes.parts.len() > parts {
        in_between(changes, then.get(&passages(guide)), new, guide)?;
    }
    Ok(())
}

fn passages(guide: &str) -> String {
    format!("{guide}/passages.yaml")
}

/// Versions between the two have the passages of both, which rules cite, and no positions, which
/// name rules: neither judges anybody.
fn in_between(
    changes: &mut Changes,
    then: Option<&SourceText>,
    new: &Edition,
    guide: &str,
) -> Result<(), Problem> {
    changes.drop_file(format!("{guide}/positions.yaml"));
    let path = passages(guide);
    let (Some(then), Some(now)) = (then, new.texts.rules.get(&path)) else {
        return Ok(());
    };
    if then.text() == now.text() {
        return Ok(());
    }
    let (Value::Object(mut all), Value::Object(own)) = (json(then)?, json(now)?) else {
        return Ok(());
    };
    all.extend(own);
    let text = SourceText::new(now.path(), &format!("{:#}\n", Value::Object(all)));
    changes.between.push(Edit::File {
        doc: Doc::Rules(path),
        old: Some(text),
    });
    Ok(())
}

fn data(
    changes: &mut Changes,
    path: &str,
    texts: (Option<&SourceText>, Option<&SourceText>),
) -> Result<(), Problem> {
    let doc = Doc::Data(path.to_owned());
    let whole = |sort, words: String, kin: &str| {
        let old = texts.0.cloned();
        let doc = doc.clone();
        Part::new(sort, words, kin, vec![Edit::File { doc, old }]).defining(&[&stem(path)])
    };
    if !path.starts_with(PROGRAMS) {
        let same = match texts {
            (Some(then), Some(now)) => json(then)? == json(now)?,
            _ => false,
        };
        if same {
            changes.note(format!("datasets/{path}: only comments, order or layout"));
        } else {
            changes.push(whole(Sort::Reference, format!("datasets/{path}"), path));
        }
        return Ok(());
    }
    let id = stem(path);
    match texts {
        (Some(then), Some(now)) => {
            let parts = changes.parts.len();
            record(changes, &id, &doc, (&json(then)?, &json(now)?));
            if changes.parts.len() == parts {
                changes.note(format!("datasets/{path}: only comments, order or layout"));
            }
        }
        (None, _) => changes.push(whole(
            Sort::Program,
            format!("{id}: a new record"),
            "new records",
        )),
        (_, None) => {
            changes.push(whole(
                Sort::Program,
                format!("{id}: the record is gone"),
                "records gone",
            ));
        }
    }
    Ok(())
}

/// Numbers that office policies set, as far as another one is in force.
fn policies(changes: &mut Changes, old: &Edition, new: &Edition) -> Result<(), Problem> {
    let (then, now) = (merged(&old.texts.policies)?, merged(&new.texts.policies)?);
    if then == now {
        return Ok(());
    }
    let guides = |all: &Value| -> BTreeSet<String> {
        let names = all.as_object().into_iter().flat_map(|map| map.keys());
        names.cloned().collect()
    };
    for guide in guides(&then).union(&guides(&now)) {
        let of = |all: &Value| all.get(guide).cloned().unwrap_or_default();
        let (then, now) = (of(&then), of(&now));
        for name in guides(&then).union(&guides(&now)) {
            if then.get(name) == now.get(name) {
                continue;
            }
            let setting = |edition: &Edition| {
                let guide = edition.guides.find(guide).ok()?;
                let parameter = guide.policy.get(name)?;
                Some(parameter.setting.to_string())
            };
            let (was, is) = (setting(old), setting(new));
            if was == is {
                let words =
                    format!("{guide}: {name}: the office policy sets what is in force anyway");
                changes.note(words);
                continue;
            }
            let none = || "none".to_owned();
            let words = format!(
                "{guide}: {name} {} → {} (office policy)",
                was.unwrap_or_else(none),
                is.unwrap_or_else(none)
            );
            let edit = Edit::Value {
                doc: Doc::Policy,
                keys: vec![guide.clone(), name.clone()],
                old: then.get(name).cloned(),
                at: 0,
            };
            let part = Part::new(Sort::Parameter, words, "office policy", vec![edit]);
            changes.push(part.of(guide).defining(&[name]));
        }
    }
    Ok(())
}

fn has_ending(path: &str, ending: &str) -> bool {
    let found = Path::new(path).extension();
    found.is_some_and(|found| found == ending)
}

pub(super) fn json(text: &SourceText) -> Result<Value, Problem> {
    Ok(Tree::parse(text)?.to_json())
}
