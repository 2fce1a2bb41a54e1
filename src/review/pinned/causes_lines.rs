//! Changes as lines for people: what moves, what says so, for whom.

use std::collections::BTreeMap;

use super::causes_groups::{Line, Moved};
use super::snapshots::{AND, EXCLUDED, UNKNOWN};
use super::{About, Cause, Change, Key, Outcomes};

/// How many rules are named in one sentence; the rest is counted.
const RULES: usize = 3;

/// What belongs on one line: profile, guide, target, program.
type Place<'c> = (&'c str, &'c str, &'c str, Option<&'c str>);

pub(super) fn lines(changes: &[Change], then: &BTreeMap<String, Outcomes>) -> Vec<Line> {
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
    alike(places, then)
}

/// One line for all places where the same changes alike.
fn alike(
    places: BTreeMap<Place<'_>, Vec<&Change>>,
    then: &BTreeMap<String, Outcomes>,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
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
        // Debug forms name every field, and there can be thousands of lines.
        let number = *known.entry(format!("{line:?}")).or_insert(lines.len());
        if number == lines.len() {
            lines.push(line);
        }
        if let Some(line) = lines.get_mut(number) {
            line.profiles.extend(named(profile));
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

/// What rules say that compared the same, each with whether it does not place a program.
type Alike<'c> = (Option<&'c str>, Vec<(bool, String)>);

/// What is said otherwise: one sentence for all rules that compared the same, those that place a
/// program first.
fn says(changes: &[&Change]) -> Vec<String> {
    let mut says: Vec<String> = Vec::new();
    let mut rules: Vec<Alike<'_>> = Vec::new();
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
