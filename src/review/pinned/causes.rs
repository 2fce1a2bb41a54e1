//! What is said otherwise than it was pinned, and what brings that about: each changed number is
//! put back alone, and the rule is asked again.

use std::collections::{BTreeMap, BTreeSet};

use super::causes_blame::Blame;
use super::{Key, Numbers, Outcomes};
use crate::advise::Advice;
use crate::guide::Guide;
use crate::script::Host;

/// What brings a change about. The first text is the guide or pack it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A number, or several that do it only together.
    Numbers(String, Vec<String>),
    /// The text of a rule, or what it reads: no number that it reads has changed.
    Rule(String, String),
    /// A rule that was not there.
    NewRule(String, String),
    /// A rule that is there no more.
    GoneRule(String, String),
    /// A rule that had another name and says the same.
    Renamed(String, String, String),
    /// The guide's tiers.
    Tiers(String),
    /// Whom and what the guide is for, or that it is new or gone.
    Scope(String),
    /// What follows from several of the others.
    Follows(String),
    /// A program that is new in the catalogue or gone from it: its id.
    Program(String),
    /// The day it is judged on.
    Day,
    /// That there is no snapshot yet: of a profile, or of the numbers of a guide.
    Unpinned,
    /// A snapshot of something that is there no more: the file's name.
    Orphan(String),
    /// The words alone.
    Words,
}

/// Something that is said otherwise than it was pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The profile.
    pub profile: String,
    /// What it is about.
    pub key: Key,
    /// What was pinned.
    pub then: Option<String>,
    /// What is said now.
    pub now: Option<String>,
    /// What brings it about.
    pub cause: Cause,
    /// What the rule compared, e.g. `IMGs 30 < 40`; of what is no rule's saying, what it is.
    pub reason: Option<String>,
}

/// What one guide says of a profile now, with all it takes to ask a rule again.
#[derive(Debug, Clone, Copy)]
pub struct Now<'a> {
    /// Calls rules.
    pub host: &'a Host,
    /// The guide.
    pub guide: &'a Guide,
    /// What it says.
    pub advice: &'a Advice,
}

/// Everything of one profile that is said otherwise than it was pinned. `numbers` are those of each
/// guide and pack when it was pinned.
#[must_use]
pub fn changes(
    profile: &str,
    then: &Outcomes,
    now: &Outcomes,
    evaluated: &[Now<'_>],
    numbers: &BTreeMap<String, Numbers>,
) -> Vec<Change> {
    let keys: BTreeSet<&Key> = then.pinned.keys().chain(now.pinned.keys()).collect();
    let differ = keys.into_iter().filter_map(|key| {
        let (then, now) = (then.pinned.get(key), now.pinned.get(key));
        (then != now).then_some((key, then.cloned(), now.cloned()))
    });
    let mut blame = Blame {
        then,
        now,
        evaluated,
        numbers,
        programs: BTreeMap::new(),
    };
    let mut changes: Vec<Change> = differ
        .map(|(key, then, now)| {
            let (cause, reason) = blame.of(key, then.as_deref(), now.as_deref());
            Change {
                profile: profile.to_owned(),
                key: key.clone(),
                then,
                now,
                cause,
                reason,
            }
        })
        .collect();
    follow(&mut changes);
    changes
}

/// What follows from one cause alone belongs to it.
fn follow(changes: &mut [Change]) {
    let mut causes: BTreeMap<(String, String), BTreeSet<Cause>> = BTreeMap::new();
    let follows = |change: &Change| matches!(change.cause, Cause::Follows(_));
    for change in changes.iter().filter(|change| !follows(change)) {
        let list = (change.key.guide.clone(), change.key.target.clone());
        causes.entry(list).or_default().insert(change.cause.clone());
    }
    for change in changes.iter_mut().filter(|change| follows(change)) {
        let list = (change.key.guide.clone(), change.key.target.clone());
        let causes = causes
            .get(&list)
            .map(|causes| causes.iter().collect::<Vec<_>>());
        if let Some([only]) = causes.as_deref() {
            change.cause = (*only).clone();
        }
    }
}
