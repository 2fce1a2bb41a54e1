use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use crate::model::{ProgramId, Text};

/// By what two records are found to be about one program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They have the same id, and with it the same ACGME id or NRMP code.
    Id,
    /// They share an NRMP code.
    Code,
    /// Somebody said so.
    Told,
    /// They have the same name, place and specialty: likely, but somebody has to say so.
    NameAndPlace,
}

/// A record of the first catalogue and one of the second that are, or may be, one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The id in the first.
    pub first: ProgramId,
    /// The id in the second.
    pub second: ProgramId,
    /// By what they were found.
    pub by: Likeness,
}

/// Two ids that somebody says are one program.
pub type Twin = (ProgramId, ProgramId);

/// The records of the second catalogue that are, or may be, about a program of the first.
///
/// Each record is in one pair at most: by id first, then as told, then by code, then by name.
#[must_use]
pub fn twins(first: &[Draft], second: &[Draft], told: &[Twin]) -> Vec<Pair> {
    let mut found = Found::default();
    let ids: BTreeSet<&ProgramId> = first.iter().map(|draft| &draft.id).collect();
    for draft in second.iter().filter(|draft| ids.contains(&draft.id)) {
        found.pair(&draft.id, &draft.id, Likeness::Id);
    }
    for (one, other) in told {
        found.pair(one, other, Likeness::Told);
    }
    for (key, by) in [
        (codes as fn(&Draft) -> Vec<Text>, Likeness::Code),
        (name_and_place, Likeness::NameAndPlace),
    ] {
        let mut known: BTreeMap<Text, &ProgramId> = BTreeMap::new();
        for draft in first {
            known.extend(key(draft).into_iter().map(|key| (key, &draft.id)));
        }
        for draft in second {
            let one = key(draft)
                .into_iter()
                .find_map(|key| known.get(&key).copied());
            if let Some(one) = one {
                found.pair(one, &draft.id, by);
            }
        }
    }
    found.pairs
}

#[derive(Default)]
struct Found {
    pairs: Vec<Pair>,
    first: BTreeSet<ProgramId>,
    second: BTreeSet<ProgramId>,
}

impl Found {
    fn pair(&mut self, first: &ProgramId, second: &ProgramId, by: Likeness) {
        if self.first.contains(first) || self.second.contains(second) {
            return;
        }
        self.first.insert(first.clone());
        self.second.insert(second.clone());
        let (first, second) = (first.clone(), second.clone());
        self.pairs.push(Pair { first, second, by });
    }
}

/// The NRMP codes, with the one that the id is made from.
fn codes(draft: &Draft) -> Vec<Text> {
    let own = draft.id.as_str().strip_prefix("nrmp-").map(Text::from);
    let tracks = draft.tracks.iter().flat_map(|track| &track.codes);
    tracks.cloned().chain(own).collect()
}

/// Name, place and specialty, without what people write now so and now otherwise.
fn name_and_place(draft: &Draft) -> Vec<Text> {
    let name = folded(&draft.name);
    let name = name.trim_end_matches("program");
    let key = format!(
        "{name}|{}|{}|{}",
        folded(&draft.city),
        draft.state,
        draft.specialty.id
    );
    vec![key.into()]
}

/// The letters and digits, in lower case.
fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .collect()
}
