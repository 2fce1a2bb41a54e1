//! What rules say, in words: to the applicant, and of one program.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Finding, Outcome};
use crate::guide::Guide;
use crate::model::{APPLICANT, Effect, LIST, STANDING};
use crate::script::Role;

/// Every sentence to the applicant; also which fields would have to be known for more.
pub(super) fn said(guide: &Guide, findings: &[Finding]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for finding in findings {
        match &finding.outcome {
            Outcome::Quiet => {}
            Outcome::Fired(effects) => all.extend(effects.iter().filter_map(sentence)),
            Outcome::Unknown { read, .. } => {
                let table = match read.role {
                    Role::Standing => &STANDING,
                    Role::List => &LIST,
                    _ => &APPLICANT,
                };
                let label = table
                    .fields
                    .get(read.field)
                    .map_or("a field", |field| field.label);
                all.insert(format!("(cannot be said until this is known: {label})"));
            }
            Outcome::Faulted(_) => {
                let rule = guide.rules.get(finding.rule);
                let id = rule.map_or("", |rule| rule.id.as_str());
                all.insert(format!("(the rule {id} failed)"));
            }
        }
    }
    all
}

fn sentence(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Band { text, .. }
        | Effect::Flag { text }
        | Effect::Strength { text, .. }
        | Effect::Advise { text, .. } => Some(text.to_string()),
        Effect::Share { of, percent } => Some(format!("{percent}% of the list should be of {of}.")),
        Effect::ApplyTo { programs } => Some(format!("Apply to {programs} programs.")),
        _ => None,
    }
}

/// What each rule says of a program, by the rule.
pub type Saying = BTreeMap<String, String>;

/// What the rules said of one program, as far as that decides its place.
#[must_use]
pub fn saying(guide: &Guide, findings: &[Finding]) -> Saying {
    let said = findings.iter().filter_map(|finding| {
        let rule = guide.rules.get(finding.rule)?;
        Some((rule.id.clone(), decides(finding)?))
    });
    said.collect()
}

/// What the rule said that decides a program's place; nothing when that is not its business.
fn decides(finding: &Finding) -> Option<String> {
    let effects = match &finding.outcome {
        Outcome::Quiet => return None,
        Outcome::Unknown { .. } => return Some("cannot know".to_owned()),
        Outcome::Faulted(_) => return Some("failed".to_owned()),
        Outcome::Fired(effects) => effects.iter(),
    };
    let effects = effects.filter_map(|effect| match effect {
        Effect::Exclude { .. } => Some("not an option".to_owned()),
        Effect::Points { points, .. } => Some(format!("{points:+}")),
        Effect::Tier { id, .. } => Some(format!("tier {id}")),
        _ => None,
    });
    let effects: Vec<String> = effects.collect();
    (!effects.is_empty()).then(|| effects.join(" and "))
}

/// `programs/img_presence: +12 → nothing`, for each rule that says something else now.
#[must_use]
pub fn differing(then: &Saying, now: &Saying) -> Vec<String> {
    let rules: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let nothing = "nothing".to_owned();
    let changed = rules.into_iter().filter_map(|rule| {
        let of = |said| Saying::get(said, rule).unwrap_or(&nothing);
        let (then, now) = (of(then), of(now));
        (then != now).then(|| format!("{rule}: {then} → {now}"))
    });
    changed.collect()
}
