//! Bands of one topic that overlap or leave a hole.
//!
//! Two rules overlap where a way through both puts a band twice; a hole is a way through all of a
//! topic's rules on which each answers and none puts a band, between numbers that have one. Where
//! there is no such way, there is no overlap and no hole. Where there is one, somebody is looked for
//! to whom it happens, and the rules' own text is asked along the number: what is reported did
//! happen. Topics that this leaves open (a rule without typed form, one that works out which topic
//! its band is on, too many ways, nobody found) are probed besides: the profiles of the cases, at
//! every number where an answer can change.

use crate::dataset::Tree;
use crate::guide::Rule;
use crate::model::Stage;
use crate::script::Role;

use super::Proofs;
use super::topic::{Found, Topic};
use super::witness::Ground;

pub(super) fn check(ground: Ground<'_>, tree: &Tree, proofs: &mut Proofs) {
    for topic in &ground.guide.manifest.topics {
        let all = rules_on(ground, &topic.id);
        if all.is_empty() {
            continue;
        }
        let mut found = Found::default();
        for rules in by_stage(&all) {
            let topic = Topic::new(ground, tree, &topic.id, &rules);
            topic.check(&mut found);
        }
        let name = format!("{}: {}", ground.guide.id, topic.id);
        let is_free = found.keys.is_empty();
        match found.open.as_slice() {
            [only] => proofs.open_topics.push(format!("{name} ({only})")),
            [first, more @ ..] => {
                let more = more.len();
                proofs
                    .open_topics
                    .push(format!("{name} ({first}, and {more} more)"));
            }
            [] if is_free => proofs.free_topics += 1,
            [] => {}
        }
        proofs.topics += 1;
        proofs.problems.extend(found.problems);
    }
}

/// The rules about the applicant alone that put a band on that topic, those that work out the topic
/// among them.
fn rules_on<'g>(ground: Ground<'g>, topic: &str) -> Vec<&'g Rule> {
    let bands = |rule: &&Rule| {
        let effects = rule.function.effects.iter();
        let mut bands = effects.filter(|shape| shape.word == "band");
        bands.any(|shape| shape.literal.as_deref().is_none_or(|of| of == topic))
    };
    let rules = ground.guide.rules_on(Role::Applicant);
    rules.map(|(_, rule)| rule).filter(bands).collect()
}

/// The rules that count together, in one stage or another.
fn by_stage<'g>(all: &[&'g Rule]) -> Vec<Vec<&'g Rule>> {
    let mut sets: Vec<Vec<&Rule>> = Vec::new();
    for stage in Stage::ALL.iter().copied() {
        let counting = all.iter().copied().filter(|rule| rule.counts_in(stage));
        let set: Vec<&Rule> = counting.collect();
        let ids = |set: &[&Rule]| set.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
        if !set.is_empty() && !sets.iter().any(|known| ids(known) == ids(&set)) {
            sets.push(set);
        }
    }
    sets
}
