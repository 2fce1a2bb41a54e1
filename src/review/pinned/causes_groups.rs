//! Changes with the same cause, as one group.

use std::collections::{BTreeMap, BTreeSet};

use super::causes_lines::lines;
use super::{About, Cause, Change, Key, Numbers, Outcomes, Stand};

/// A program's place before and after the changes of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where it stood.
    pub then: Stand,
    /// Where it stands with the changes of the group, and no other.
    pub now: Stand,
}

/// One thing that changes, for as many profiles as it changes alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The guide.
    pub guide: String,
    /// The target; empty for what is of the guide as a whole.
    pub target: String,
    /// The program's id, when it is about one.
    pub program: Option<String>,
    /// How the program moves, when it does.
    pub moved: Option<Moved>,
    /// What is said otherwise, and why; of many rules the weightiest.
    pub says: Vec<String>,
    /// Every rule that says something else.
    pub rules: Vec<String>,
    /// The profiles.
    pub profiles: Vec<String>,
}

/// Changes with the same cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What brings them about.
    pub cause: Cause,
    /// The numbers behind it: what they were set to, and what they are set to.
    pub numbers: Vec<(String, String, String)>,
    /// The changes.
    pub changes: Vec<Change>,
    /// The same for people, the farthest moves first.
    pub lines: Vec<Line>,
}

impl Group {
    /// The name by which it is accepted.
    #[must_use]
    pub fn id(&self) -> String {
        match &self.cause {
            Cause::Numbers(guide, names) => format!("{guide}/{}", names.join("+")),
            Cause::Rule(guide, rule)
            | Cause::NewRule(guide, rule)
            | Cause::GoneRule(guide, rule)
            | Cause::Renamed(guide, _, rule) => format!("{guide}/{rule}"),
            Cause::Tiers(guide) => format!("{guide}/tiers"),
            Cause::Scope(guide) => format!("{guide}/scope"),
            Cause::Follows(guide) => format!("{guide}/follows"),
            Cause::Program(id) => format!("program/{id}"),
            Cause::Unpinned => "new".to_owned(),
            Cause::Orphan(name) => format!("gone/{name}"),
            Cause::Day => "day".to_owned(),
            Cause::Words => "words".to_owned(),
        }
    }

    /// The programs that move.
    #[must_use]
    pub fn movers(&self) -> BTreeSet<&str> {
        let lines = self.lines.iter().filter(|line| line.moved.is_some());
        lines.filter_map(|line| line.program.as_deref()).collect()
    }

    /// How many places move, and how many of them to another tier, in or out: each program counts
    /// once for each profile, guide and target.
    #[must_use]
    pub fn programs(&self) -> (usize, usize) {
        let moved = self.lines.iter().filter_map(|line| {
            let moved = line.moved.as_ref()?;
            Some((moved.changes_tier(), line.profiles.len()))
        });
        moved.fold((0, 0), |(all, tiers), (tier, count)| {
            (all + count, tiers + if tier { count } else { 0 })
        })
    }

    /// The profiles it is about.
    #[must_use]
    pub fn profiles(&self) -> BTreeSet<&str> {
        let profiles = self.changes.iter().map(|change| change.profile.as_str());
        profiles.filter(|profile| !profile.is_empty()).collect()
    }
}

impl Moved {
    /// Whether it changes tier, or becomes or ceases to be an option.
    #[must_use]
    pub fn changes_tier(&self) -> bool {
        let place = |stand: &Stand| (stand.excluded, stand.tier.clone());
        place(&self.then) != place(&self.now)
    }
}

/// The groups of all changes, those that move the most programs first; also numbers and rules that
/// changed and move nothing. `then` are the snapshots by profile, `numbers` what each guide and pack
/// was and is set to.
#[must_use]
pub fn groups(
    changes: Vec<Change>,
    then: &BTreeMap<String, Outcomes>,
    numbers: &BTreeMap<String, (Numbers, Numbers)>,
) -> Vec<Group> {
    let mut by_cause: BTreeMap<Cause, Vec<Change>> = BTreeMap::new();
    for change in renamed(changes) {
        by_cause
            .entry(change.cause.clone())
            .or_default()
            .push(change);
    }
    for cause in without_effect(&by_cause, numbers) {
        by_cause.entry(cause).or_default();
    }
    let mut groups: Vec<Group> = by_cause
        .into_iter()
        .map(|(cause, changes)| Group {
            numbers: moved_numbers(&cause, numbers),
            lines: lines(&changes, then),
            cause,
            changes,
        })
        .collect();
    groups.sort_by_key(|group| {
        let (programs, tiers) = group.programs();
        std::cmp::Reverse((tiers, programs, group.lines.len()))
    });
    groups
}

/// Numbers and rules that changed and are no cause of anything.
fn without_effect(
    causes: &BTreeMap<Cause, Vec<Change>>,
    numbers: &BTreeMap<String, (Numbers, Numbers)>,
) -> Vec<Cause> {
    let mut all = Vec::new();
    for (guide, (then, now)) in numbers {
        let names: BTreeSet<&String> = then
            .parameters
            .keys()
            .chain(now.parameters.keys())
            .collect();
        for name in names {
            let is_it = |cause: &Cause| matches!(cause, Cause::Numbers(of, names) if of == guide && names.contains(name));
            if then.parameters.get(name) != now.parameters.get(name) && !causes.keys().any(is_it) {
                all.push(Cause::Numbers(guide.clone(), vec![name.clone()]));
            }
        }
        for rule in now.rules.difference(&then.rules) {
            let is_it = |cause: &Cause| match cause {
                Cause::NewRule(of, one) | Cause::Renamed(of, _, one) => of == guide && one == rule,
                _ => false,
            };
            if !causes.keys().any(is_it) {
                all.push(Cause::NewRule(guide.clone(), rule.clone()));
            }
        }
        for rule in then.rules.difference(&now.rules) {
            let is_it = |cause: &Cause| match cause {
                Cause::GoneRule(of, one) | Cause::Renamed(of, one, _) => of == guide && one == rule,
                _ => false,
            };
            if !causes.keys().any(is_it) {
                all.push(Cause::GoneRule(guide.clone(), rule.clone()));
            }
        }
    }
    all
}

fn moved_numbers(
    cause: &Cause,
    numbers: &BTreeMap<String, (Numbers, Numbers)>,
) -> Vec<(String, String, String)> {
    let Cause::Numbers(guide, names) = cause else {
        return Vec::new();
    };
    let set = |numbers: Option<&Numbers>, name: &str| {
        let setting = numbers.and_then(|numbers| numbers.parameters.get(name));
        setting.cloned().unwrap_or_else(|| "nothing".to_owned())
    };
    let both = numbers.get(guide);
    let moved = names.iter().map(|name| {
        let then = set(both.map(|(then, _)| then), name);
        (name.clone(), then, set(both.map(|(_, now)| now), name))
    });
    moved.collect()
}

/// Everything that a rule says, without its name.
type Sayings<'c> = BTreeSet<(&'c str, &'c str, &'c str, Option<&'c str>, &'c str)>;

/// A rule that is gone and a new one that says exactly the same are one rule with another name.
fn renamed(mut changes: Vec<Change>) -> Vec<Change> {
    let sayings = |wanted: &Cause| -> Sayings<'_> {
        let of = changes.iter().filter(|change| change.cause == *wanted);
        of.filter_map(|change| {
            let said = change.then.as_deref().or(change.now.as_deref())?;
            let program = match &change.key.about {
                About::Finding(program, _) => Some(program.as_str()),
                _ => None,
            };
            let Key { guide, target, .. } = &change.key;
            Some((
                change.profile.as_str(),
                guide.as_str(),
                target.as_str(),
                program,
                said,
            ))
        })
        .collect()
    };
    let causes: BTreeSet<&Cause> = changes.iter().map(|change| &change.cause).collect();
    let mut names: Vec<(Cause, Cause, Cause)> = Vec::new();
    for gone in &causes {
        let Cause::GoneRule(guide, from) = gone else {
            continue;
        };
        let said = sayings(gone);
        let new = causes.iter().find(|new| match new {
            Cause::NewRule(of, _) => of == guide && sayings(new) == said,
            _ => false,
        });
        if let Some(new @ Cause::NewRule(_, to)) = new {
            let renamed = Cause::Renamed(guide.clone(), from.clone(), to.clone());
            names.push(((*gone).clone(), (*new).clone(), renamed));
        }
    }
    for change in &mut changes {
        let name = names
            .iter()
            .find(|(gone, new, _)| change.cause == *gone || change.cause == *new);
        if let Some((_, _, renamed)) = name {
            change.cause = renamed.clone();
        }
    }
    changes
}
