use std::collections::BTreeSet;

use crate::guide::{Guide, GuideKind};
use crate::model::{Effect, Facts, Reading, STANDING, Value};

use super::{Finding, Outcome};

/// Where the applicant stands by what the guide's own rules about the applicant alone found.
pub(crate) fn standing_facts(guide: &Guide, findings: &[Finding]) -> Facts {
    let mut held: BTreeSet<&str> = BTreeSet::new();
    let mut possible: BTreeSet<&str> = BTreeSet::new();
    let mut concerns = 0;
    let own = |finding: &&Finding| {
        let rule = guide.rules.get(finding.rule);
        rule.is_some_and(|rule| rule.kind == GuideKind::Guide)
    };
    for finding in findings.iter().filter(own) {
        for effect in finding.effects() {
            match effect {
                Effect::Strength { pillar, .. } => drop(held.insert(pillar)),
                Effect::Flag { .. } => concerns += 1,
                _ => {}
            }
        }
        if let (Outcome::Unknown { .. }, Some(rule)) =
            (&finding.outcome, guide.rules.get(finding.rule))
        {
            let strengths = rule.function.effects.iter();
            let strengths = strengths.filter(|shape| shape.word == "strength");
            possible.extend(strengths.filter_map(|shape| shape.literal.as_deref()));
        }
    }
    possible.extend(&held);
    let mut facts = Facts::new(&STANDING);
    let counts = [
        ("pillars_held", held.len()),
        ("pillars_possible", possible.len()),
        ("concerns", concerns),
    ];
    for (path, count) in counts {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        facts.set(path, Reading::told(Value::Int(count)));
    }
    facts
}
