//! One line that says what a reload changed: rules, numbers, programs, the profile.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::model::Policy;
use crate::report::plural;

use super::on_disk::{Kind, OnDisk};
use super::world::World;

/// How many things of one sort are named; the rest is counted.
const NAMED: usize = 4;

/// What is new, gone or different of one sort of thing, and how many are as they were.
#[derive(Debug, Default)]
struct Difference {
    changed: Vec<String>,
    added: Vec<String>,
    removed: Vec<String>,
    kept: usize,
}

/// What changed from one world to the next, where these files changed.
pub(crate) fn changes(
    before: &World,
    after: &World,
    files: &BTreeSet<PathBuf>,
    disk: &OnDisk,
) -> String {
    let encoded: Vec<String> = rules(before, after)
        .sentence("rule")
        .into_iter()
        .chain(numbers(before, after))
        .collect();
    let is_encoded = !encoded.is_empty();
    let mut parts = encoded;
    parts.extend(programs(before, after, files, disk).sentence("program"));
    for path in files {
        match disk.kind(path) {
            Kind::Profile => parts.push(format!("profile {} changed", disk.shown(path))),
            // What these say is told by the rules and numbers above, when it shows there.
            Kind::Guide(_) | Kind::Shared | Kind::Policy if is_encoded => {}
            Kind::Program(_) | Kind::Unread => {}
            Kind::Guide(_) | Kind::Shared | Kind::Policy | Kind::Reference => {
                parts.push(format!("{} changed", disk.shown(path)));
            }
        }
    }
    if parts.is_empty() {
        return "everything is as it was".to_owned();
    }
    parts.join("; ")
}

impl Difference {
    /// What differs between the names before and after; `same` says which of those that are in
    /// both are as they were.
    fn between<'n>(
        before: &BTreeSet<&'n str>,
        after: &BTreeSet<&'n str>,
        same: impl Fn(&str) -> bool,
    ) -> Self {
        let names = |names: BTreeSet<&&str>| names.into_iter().map(ToString::to_string).collect();
        let (kept, changed): (BTreeSet<&&str>, BTreeSet<&&str>) =
            before.intersection(after).partition(|name| same(name));
        Self {
            changed: names(changed),
            added: names(after.difference(before).collect()),
            removed: names(before.difference(after).collect()),
            kept: kept.len(),
        }
    }

    /// `1 rule changed, 113 kept: scores/low_step2_ck`.
    fn sentence(&self, noun: &str) -> Option<String> {
        let sorts = [
            ("changed", &self.changed),
            ("added", &self.added),
            ("removed", &self.removed),
        ];
        let counts: Vec<String> = sorts
            .iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(word, names)| format!("{} {word}", plural(names.len(), noun)))
            .collect();
        let names: Vec<&String> = sorts.iter().flat_map(|(_, names)| names.iter()).collect();
        if names.is_empty() {
            return None;
        }
        let counts = counts.join(", ");
        Some(format!(
            "{counts}, {} kept: {}",
            self.kept,
            named(&names, ", ")
        ))
    }
}

fn named(names: &[&String], between: &str) -> String {
    let mut shown: Vec<String> = names.iter().take(NAMED).map(ToString::to_string).collect();
    if names.len() > NAMED {
        shown.push(format!("{} more", names.len() - NAMED));
    }
    shown.join(between)
}

/// Rules of all guides, by what their text says.
fn rules(before: &World, after: &World) -> Difference {
    let (before, after) = (texts(before), texts(after));
    let same = |id: &str| before.get(id) == after.get(id);
    Difference::between(&ids(&before), &ids(&after), same)
}

fn ids<'n>(texts: &'n BTreeMap<String, &str>) -> BTreeSet<&'n str> {
    texts.keys().map(String::as_str).collect()
}

fn texts(world: &World) -> BTreeMap<String, &str> {
    let guides = world.guides.guides.iter();
    let rules = guides.flat_map(|guide| guide.rules.iter().map(move |rule| (guide, rule)));
    rules
        .map(|(guide, rule)| {
            (
                format!("{}/{}", guide.id, rule.id),
                rule.function.text.as_str(),
            )
        })
        .collect()
}

/// `policy img_friendly_percent 30 → 40`, for every number in force that is another one now.
fn numbers(before: &World, after: &World) -> Option<String> {
    let (before, after) = (settings(before), settings(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let none = "none".to_owned();
    let moved: Vec<String> = names
        .into_iter()
        .map(|name| {
            (
                name,
                before.get(name).unwrap_or(&none),
                after.get(name).unwrap_or(&none),
            )
        })
        .filter(|(_, then, now)| then != now)
        .map(|(name, then, now)| format!("{name} {then} → {now}"))
        .collect();
    let moved: Vec<&String> = moved.iter().collect();
    (!moved.is_empty()).then(|| format!("policy {}", named(&moved, ", ")))
}

/// What every number is set to; with the guide before its name where there are several guides.
fn settings(world: &World) -> BTreeMap<String, String> {
    let guides = &world.guides.guides;
    let settings = |prefix: String, policy: &Policy| -> Vec<(String, String)> {
        let entry = |(name, parameter): (&String, &crate::model::Parameter)| {
            (format!("{prefix}{name}"), parameter.setting.to_string())
        };
        policy.iter().map(entry).collect()
    };
    guides
        .iter()
        .flat_map(|guide| {
            let prefix = if guides.len() > 1 {
                format!("{}/", guide.id)
            } else {
                String::new()
            };
            settings(prefix, &guide.policy)
        })
        .collect()
}

/// Programs by id; those whose files changed count as changed.
fn programs<'w>(
    before: &'w World,
    after: &'w World,
    files: &BTreeSet<PathBuf>,
    disk: &OnDisk,
) -> Difference {
    let saved: BTreeSet<&str> = files
        .iter()
        .filter_map(|path| match disk.kind(path) {
            Kind::Program(id) => Some(id),
            _ => None,
        })
        .collect();
    let listed = |world: &'w World| -> BTreeSet<&'w str> {
        world
            .catalogue
            .programs()
            .iter()
            .map(|program| program.id.as_str())
            .collect()
    };
    Difference::between(&listed(before), &listed(after), |id| !saved.contains(id))
}
