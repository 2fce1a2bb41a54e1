//! What must hold of every file there is, whoever adds it. A broken contract says what to do.

/// The code: rooms, and what each may touch.
mod code;
/// The files of rules, datasets and snapshots.
mod files;
/// The rules: cases, passages, parameters.
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use preceptor::dataset::{Files, References};
use preceptor::guide::{CaseFile, Expected, Guide, Guides};
use preceptor::model::Specialty;

use crate::snapshot::root;

struct Shipped {
    references: References,
    rules: Files,
    guides: Guides,
}

fn shipped() -> Shipped {
    let references = References::load(&Files::folder(&root().join("datasets"))).unwrap();
    let specialties = Specialty::ALL
        .iter()
        .map(|one| (one.id.to_owned(), one.title.to_lowercase()));
    let regions = references
        .regions
        .iter()
        .map(|one| (one.id.to_string(), one.title.to_string()));
    let titles: BTreeMap<String, String> = specialties.chain(regions).collect();
    let rules = Files::folder(&root().join("rules"));
    let guides = Guides::load(&rules, titles).unwrap();
    Shipped {
        references,
        rules,
        guides,
    }
}

impl Shipped {
    fn cases(&self, guide: &Guide) -> Vec<CaseFile> {
        CaseFile::load_all(&self.rules, guide).unwrap()
    }

    /// The outcomes that cases show, by rule.
    fn shown(&self, guide: &Guide) -> BTreeMap<String, BTreeSet<Expected>> {
        let mut shown: BTreeMap<String, BTreeSet<Expected>> = BTreeMap::new();
        for file in self.cases(guide) {
            for (rule, expected) in file.rules() {
                shown.entry(rule.to_owned()).or_default().insert(expected);
            }
        }
        shown
    }
}

fn none(problems: &[String], what_to_do: &str) {
    assert!(problems.is_empty(), "{}\n{what_to_do}", problems.join("\n"));
}

fn shown_path(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// Whether `text` holds `word`, and not as a part of a longer name.
fn names(text: &str, word: &str) -> bool {
    let inside = |sign: char| sign.is_alphanumeric() || sign == '_';
    let ends = word.ends_with(inside);
    text.match_indices(word).any(|(at, _)| {
        let longer = ends && text[at + word.len()..].starts_with(inside);
        !longer && !text[..at].ends_with(inside)
    })
}
