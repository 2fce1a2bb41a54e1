//! Changes with the same cause, as one group.

use std::collections::{BTreeMap, BTreeSet};

use super::snapshots::{AND, EXCLUDED, UNKNOWN};
use super::{About, Cause, Change, Key, Numbers, Outcomes, Stand};

/// How many rules are named in one sentence; the rest is counted.
const RULES: usize = 3;

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
            let named = |cause: &Cause| matches!(cause, Cause::Numbers(of, names) if of == guide && names.contains(name));
            if then.parameters.get(name) != now.parameters.get(name) && !causes.keys().any(named) {
                all.push(Cause::Numbers(guide.clone(), vec![name.clone()]));
            }
        }
        for rule in now.rules.difference(&then.rules) {
            let named = |cause: &Cause| match cause {
                Cause::NewRule(of, one) | Cause::Renamed(of, _, one) => of == guide && one == rule,
                _ => false,
            };
            if !causes.keys().any(named) {
                all.push(Cause::NewRule(guide.clone(), rule.clone()));
            }
        }
        for rule in then.rules.difference(&now.rules) {
            let named = |cause: &Cause| match cause {
                Cause::GoneRule(of, one) | Cause::Renamed(of, one, _) => of == guide && one == rule,
                _ => false,
            };
            if !causes.keys().any(named) {
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

/// What belongs on one line: profile, guide, target, program.
type Place<'c> = (&'c str, &'c str, &'c str, Option<&'c str>);

fn lines(changes: &[Change], then: &BTreeMap<String, Outcomes>) -> Vec<Line> {
    let mut places: BTreeMap<Place<'_>, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let program = match &change.key.about {
            About::Program(id) | About::Finding(id, _) => Some(id.as_str()),
            _ => None,
        };
        let whole = matches!(change.cause, Cause::Scope(_));
        let Key { guide, target, .. } = &change.key;
        let place = (
            change.profile.as_str(),
            guide.as_str(),
            target.as_str(),
            program,
        );
        let place = if whole {
            (place.0, place.1, "", None)
        } else {
            place
        };
        places.entry(place).or_default().push(change);
    }
    let mut lines: Vec<Line> = Vec::new();
    for ((profile, guide, target, program), changes) in places {
        let moved = program.and_then(|id| {
            let stood = then.get(profile)?;
            moved(stood, guide, target, id, &changes)
        });
        let line = Line {
            guide: guide.to_owned(),
            target: target.to_owned(),
            program: program.map(str::to_owned),
            moved,
            says: says(&changes),
            rules: changes
                .iter()
                .filter_map(|change| rule_of(change))
                .map(str::to_owned)
                .collect(),
            profiles: Vec::new(),
        };
        let alike = |one: &&mut Line| {
            Line {
                profiles: Vec::new(),
                ..(**one).clone()
            } == line
        };
        match lines.iter_mut().find(alike) {
            Some(known) => known.profiles.extend(named(profile)),
            None => lines.push(Line {
                profiles: named(profile).into_iter().collect(),
                ..line
            }),
        }
    }
    lines.sort_by_key(|line| {
        let far = line.moved.as_ref().map(|moved| {
            let by = moved.now.score.abs_diff(moved.then.score);
            (moved.changes_tier(), by)
        });
        std::cmp::Reverse((far, line.profiles.len()))
    });
    lines
}

/// The profile's name; none for what is of no profile.
fn named(profile: &str) -> Option<String> {
    (!profile.is_empty()).then(|| profile.to_owned())
}

/// How a program moves by these changes alone.
fn moved(
    stood: &Outcomes,
    guide: &str,
    target: &str,
    id: &str,
    changes: &[&Change],
) -> Option<Moved> {
    let then = stood.stand(guide, target, id);
    let mut after = Outcomes::default();
    let tiers = Key {
        guide: guide.to_owned(),
        target: String::new(),
        about: About::Tiers,
    };
    if let Some(ids) = stood.pinned.get(&tiers) {
        after.pinned.insert(tiers, ids.clone());
    }
    for (rule, said) in stood.findings(guide, target, id) {
        let about = About::Finding(id.to_owned(), rule.to_owned());
        let (guide, target) = (guide.to_owned(), target.to_owned());
        after.pinned.insert(
            Key {
                guide,
                target,
                about,
            },
            said.to_owned(),
        );
    }
    after.take(changes.iter().copied());
    let now = after.stand(guide, target, id);
    (then != now).then_some(Moved { then, now })
}

impl Outcomes {
    /// Takes over what these changes make of it; those of no guide change nothing in it.
    pub fn take<'c>(&mut self, changes: impl IntoIterator<Item = &'c Change>) {
        for change in changes {
            match &change.now {
                Some(now) => drop(self.pinned.insert(change.key.clone(), now.clone())),
                None => drop(self.pinned.remove(&change.key)),
            }
        }
    }
}

/// What is said otherwise: one sentence for all rules that compared the same, those that place a
/// program first.
fn says(changes: &[&Change]) -> Vec<String> {
    let mut says: Vec<String> = Vec::new();
    let mut rules: Vec<(Option<&str>, Vec<(bool, String)>)> = Vec::new();
    for change in changes {
        let (then, now) = (change.then.as_deref(), change.now.as_deref());
        if let Some(rule) = rule_of(change) {
            let one = (!places(then, now), format!("{rule} {}", verb(then, now)));
            let reason = change.reason.as_deref();
            match rules.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, all)) => all.push(one),
                None => rules.push((reason, vec![one])),
            }
        } else {
            says.extend(of_no_rule(change, then, now));
        }
    }
    let sentences = rules.into_iter().map(|(reason, mut all)| {
        all.sort();
        let mut named: Vec<String> = all.iter().take(RULES).map(|(_, one)| one.clone()).collect();
        match all.len().saturating_sub(RULES) {
            0 => {}
            1 => named.push("1 more rule".to_owned()),
            more => named.push(format!("{more} more rules")),
        }
        let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
        format!("{}{reason}", named.join(", "))
    });
    says.extend(sentences);
    says
}

/// The rule that says something else; none where that goes without saying.
fn rule_of(change: &Change) -> Option<&str> {
    match (&change.key.about, &change.cause) {
        // Of what is new or gone as a whole.
        (_, Cause::Scope(_)) | (About::Finding(..), Cause::Program(_)) => None,
        (About::You(rule) | About::OfList(rule) | About::Finding(_, rule), _) => Some(rule),
        _ => None,
    }
}

fn of_no_rule(change: &Change, then: Option<&str>, now: Option<&str>) -> Option<String> {
    if change.key.guide.is_empty() {
        return change.reason.clone();
    }
    match &change.key.about {
        About::Program(_) => Some(match now {
            Some(_) => "new in the catalogue".to_owned(),
            None => "gone from the catalogue".to_owned(),
        }),
        About::Fit => Some(match (then, now) {
            (None, Some(now)) => format!("not for this applicant any more: {now}"),
            (Some(then), None) => format!("for this applicant now; before not: {then}"),
            _ => format!("another reason against: {}", shown(now)),
        }),
        _ if matches!(change.cause, Cause::Scope(_)) => None,
        About::List => Some(format!("{} → {}", shown(then), shown(now))),
        About::Tiers => Some(format!("tiers {} → {}", shown(then), shown(now))),
        About::You(_) | About::OfList(_) | About::Finding(..) => None,
    }
}

/// Whether that decides a program's place.
fn places(then: Option<&str>, now: Option<&str>) -> bool {
    let parts = then.into_iter().chain(now).flat_map(|said| said.split(AND));
    let mut parts = parts;
    parts.any(|one| one == EXCLUDED || one.starts_with("tier ") || one.parse::<i64>().is_ok())
}

fn shown(said: Option<&str>) -> &str {
    said.unwrap_or("nothing")
}

fn verb(then: Option<&str>, now: Option<&str>) -> String {
    match (then, now) {
        (_, Some(UNKNOWN)) => "cannot know any more".to_owned(),
        (Some(UNKNOWN), None) => "knows now, and finds nothing".to_owned(),
        (Some(UNKNOWN), Some(now)) => format!("knows now, and fires ({now})"),
        (None, Some(now)) => format!("fires ({now})"),
        (Some(then), None) => format!("no longer fires ({then})"),
        (then, now) => format!("{} → {}", shown(then), shown(now)),
    }
}
