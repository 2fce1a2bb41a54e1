//! The parts of an edit that can be taken back by themselves, each with the version that is left.

use std::collections::{BTreeMap, BTreeSet};

use crate::place::{Problem, Problems};

use super::part::{Changes, Part};
use super::revert::reverted;
use super::{Edition, EditionTexts};

/// How many units an edit is taken apart into at most; a greater one goes by fields and files.
pub const UNITS: usize = 48;

/// One part of an edit, or several that only make sense together, and the new version without it.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The numbers of the parts.
    pub parts: Vec<usize>,
    /// The new version without them.
    pub without: Edition,
    /// What it changes, in words.
    pub words: String,
}

/// The new version without these parts of the edit.
///
/// # Errors
/// When it cannot be read: then other parts go along with these.
pub fn without(
    new: &Edition,
    changes: &Changes,
    parts: &BTreeSet<usize>,
) -> Result<Edition, Problems> {
    let texts = texts_without(new, changes, parts)?;
    Edition::load_beside(new, &new.name, texts)
}

/// The texts of the new version without these parts of the edit.
///
/// # Errors
/// When a text that was read before cannot be read.
pub fn texts_without(
    new: &Edition,
    changes: &Changes,
    parts: &BTreeSet<usize>,
) -> Result<EditionTexts, Problem> {
    let all = changes.parts.iter().enumerate();
    let taken = all.filter(|(number, _)| parts.contains(number));
    let edits = taken.flat_map(|(_, part)| &part.edits);
    let edits = edits.chain(&changes.between);
    reverted(&new.texts, &new.published.host, edits)
}

/// Takes an edit apart.
///
/// # Errors
/// When a text that was read before cannot be read.
pub fn units(old: &Edition, new: &Edition, changes: &Changes) -> Result<Vec<Unit>, Problems> {
    let mut open = coarse(&changes.parts);
    let count = changes.parts.len();
    let mut units: Vec<(BTreeSet<usize>, Edition)> = Vec::new();
    while let Some(group) = open.pop() {
        // Without any of its parts the new version is the old one.
        let left = if group.len() == count {
            Ok(old.clone())
        } else {
            without(new, changes, &group)
        };
        if let Ok(edition) = left {
            units.push((group, edition));
            continue;
        }
        let mut joined = group;
        let all = open
            .drain(..)
            .chain(units.drain(..).map(|(group, _)| group));
        let all: Vec<BTreeSet<usize>> = all.collect();
        let tied = |other: &BTreeSet<usize>| tied(&changes.parts, &joined, other);
        let (mut with, mut apart): (Vec<_>, Vec<_>) = all.into_iter().partition(tied);
        if with.is_empty() {
            let kin = |other: &BTreeSet<usize>| kin(&changes.parts, &joined, other);
            (with, apart) = apart.into_iter().partition(kin);
        }
        if with.is_empty() {
            with = std::mem::take(&mut apart);
        }
        joined.extend(with.into_iter().flatten());
        open = apart;
        open.push(joined);
    }
    units.sort_by(|(a, _), (b, _)| a.cmp(b));
    let units = units.into_iter().map(|(parts, without)| Unit {
        words: words(&changes.parts, &parts),
        parts: parts.into_iter().collect(),
        without,
    });
    Ok(units.collect())
}

fn chosen<'p>(parts: &'p [Part], group: &BTreeSet<usize>) -> Vec<&'p Part> {
    group
        .iter()
        .filter_map(|number| parts.get(*number))
        .collect()
}

fn tied(parts: &[Part], one: &BTreeSet<usize>, two: &BTreeSet<usize>) -> bool {
    let (one, two) = (chosen(parts, one), chosen(parts, two));
    one.iter()
        .any(|one| two.iter().any(|two| one.is_tied_to(two)))
}

fn kin(parts: &[Part], one: &BTreeSet<usize>, two: &BTreeSet<usize>) -> bool {
    let (one, two) = (chosen(parts, one), chosen(parts, two));
    let same = |a: &Part, b: &Part| a.guide == b.guide || a.guide.is_none() || b.guide.is_none();
    one.iter().any(|one| two.iter().any(|two| same(one, two)))
}

/// What parts are put together by.
type Key<'k> = &'k dyn Fn(usize, &Part) -> String;

/// Each part alone; in a great edit those of one field of all programs together, then those of one
/// file, then those of one guide.
fn coarse(parts: &[Part]) -> Vec<BTreeSet<usize>> {
    let by = |key: Key<'_>| -> Vec<BTreeSet<usize>> {
        let mut groups: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (number, part) in parts.iter().enumerate() {
            groups.entry(key(number, part)).or_default().insert(number);
        }
        groups.into_values().collect()
    };
    let alone = |number: usize| format!("{number:08}");
    let data = |part: &Part| part.sort.is_data();
    let guide = |part: &Part| part.guide.clone().unwrap_or_default();
    let steps: [Key<'_>; 4] = [
        &|number, _| alone(number),
        &|number, part| {
            if data(part) {
                format!("data {}", part.kin)
            } else {
                alone(number)
            }
        },
        &|_, part| format!("{} {} {}", data(part), guide(part), part.kin),
        &|_, part| format!("{} {}", data(part), guide(part)),
    ];
    let mut groups = Vec::new();
    for step in steps {
        groups = by(step);
        if groups.len() <= UNITS {
            return groups;
        }
    }
    // More guides than that are told apart no further.
    let rest = groups.split_off(UNITS - 1);
    groups.push(rest.into_iter().flatten().collect());
    groups
}

/// How many parts are named; the rest is counted.
const NAMED: usize = 4;

fn words(parts: &[Part], group: &BTreeSet<usize>) -> String {
    let all = chosen(parts, group);
    let named: Vec<&str> = all
        .iter()
        .take(NAMED)
        .map(|part| part.words.as_str())
        .collect();
    let mut words = named.join("; ");
    if all.len() > NAMED {
        let more = all.len() - NAMED;
        words = format!("{words}; and {more} more that go with them");
    }
    words
}
