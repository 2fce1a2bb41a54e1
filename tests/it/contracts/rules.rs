use std::collections::BTreeSet;

use preceptor::guide::{Coverage, Expected, Guide};
use preceptor::model::{APPLICANT, LIST, PROGRAM, STANDING};
use preceptor::script::Role;

use super::{Shipped, names, none, shipped};
use crate::runner::preceptor;

/// The fields that are stated of every applicant, program and list.
const ALWAYS_STATED: [&str; 25] = [
    "applicant.type_of_graduate",
    "applicant.citizenship",
    "applicant.match_year",
    "applicant.target.specialty",
    "applicant.target.track",
    "program.id",
    "program.name",
    "program.specialty",
    "program.city",
    "program.county",
    "program.state",
    "program.region",
    "program.division",
    "program.areas",
    "list.placed",
    "list.possible",
    "list.unplaced",
    "list.excluded",
    "list.total",
    "list.fee",
    "list.parts",
    "standing.pillars_held",
    "standing.pillars_possible",
    "standing.concerns",
    "applicant.targets",
];

/// Rules that can always know, though they read a field that may be unstated, and why.
const ALWAYS_KNOW: [(&str, &str); 0] = [];

/// How many passages each guide has; a guide that is not named here covers all it lists.
const PASSAGES: [(&str, usize); 5] = [
    ("central-valley", 63),
    ("county-safety-net", 64),
    ("prelim-medicine", 77),
    ("step-score-strategy", 74),
    ("us-citizen-img", 78),
];

fn path_of(role: Role, field: usize) -> String {
    let table = match role {
        Role::Applicant => &APPLICANT,
        Role::Program => &PROGRAM,
        Role::Standing => &STANDING,
        Role::List => &LIST,
        Role::Policy => unreachable!("a policy has parameters, not fields"),
    };
    format!("{}.{}", role.word(), table.fields[field].path)
}

#[test]
fn every_rule_has_a_case_that_fires_and_one_that_stays_quiet() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        let shown = shipped.shown(guide);
        for rule in &guide.rules {
            let has = |expected| {
                shown
                    .get(&rule.id)
                    .is_some_and(|all| all.contains(&expected))
            };
            if !has(Expected::Fires) {
                problems.push(format!(
                    "{}/{} has no case in which it fires",
                    guide.id, rule.id
                ));
            }
            if !has(Expected::Quiet) {
                problems.push(format!(
                    "{}/{} has no case in which it is quiet",
                    guide.id, rule.id
                ));
            }
        }
    }
    none(&problems, "add them to the guide's cases");
}

#[test]
fn every_rule_that_can_be_unknown_has_a_case_that_shows_it() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        let shown = shipped.shown(guide);
        for rule in &guide.rules {
            let full = format!("{}/{}", guide.id, rule.id);
            if ALWAYS_KNOW.iter().any(|(id, _)| *id == full)
                || shown
                    .get(&rule.id)
                    .is_some_and(|all| all.contains(&Expected::Unknown))
            {
                continue;
            }
            let text = everything_it_says(&shipped, guide, rule);
            let open = rule
                .function
                .reads
                .iter()
                .map(|(role, field)| path_of(*role, *field));
            let open: Vec<String> = open
                .filter(|path| !ALWAYS_STATED.contains(&path.as_str()) && !asks_first(&text, path))
                .collect();
            if !open.is_empty() {
                problems.push(format!("{full} reads {}", open.join(", ")));
            }
        }
    }
    none(
        &problems,
        "add a case under `unknown`, or say in ALWAYS_KNOW why there can be none",
    );
}

/// The rule with the helpers that it calls, and those that they call.
fn everything_it_says(shipped: &Shipped, guide: &Guide, rule: &preceptor::guide::Rule) -> String {
    let mut helpers = functions(guide.file(rule).unwrap().source.text());
    for path in shipped.rules.list("lib", "rhai").unwrap() {
        helpers.extend(functions(shipped.rules.read(&path).unwrap().text()));
    }
    let mut text = rule.function.text.clone();
    loop {
        let called = |(name, _): &&(String, String)| names(&text, &format!("{name}("));
        let Some(at) = helpers.iter().position(|helper| called(&helper)) else {
            return text;
        };
        text += &helpers.swap_remove(at).1;
    }
}

/// The functions of a file with their names.
fn functions(text: &str) -> Vec<(String, String)> {
    let all = text.split("fn ").skip(1);
    all.map(|one| {
        (
            one.split('(').next().unwrap_or_default().to_owned(),
            one.to_owned(),
        )
    })
    .collect()
}

/// Whether the text asks if the field is known before it reads it.
fn asks_first(text: &str, path: &str) -> bool {
    let (role, field) = path.split_once('.').unwrap();
    names(text, &format!("{role}.known.{field}"))
}

#[test]
fn every_exception_still_names_a_rule() {
    let shipped = shipped();
    for (id, reason) in ALWAYS_KNOW {
        let (guide, rule) = id.split_once('/').unwrap();
        assert!(
            shipped.guides.find(guide).unwrap().rule(rule).is_some(),
            "there is no {id}"
        );
        assert!(!reason.is_empty());
    }
}

#[test]
fn every_passage_is_covered() {
    let shipped = shipped();
    for guide in &shipped.guides.guides {
        let coverage = Coverage::of(guide, &shipped.cases(guide));
        let open = coverage
            .passages
            .iter()
            .filter(|(_, (_, covered))| !covered);
        let open: Vec<String> = open.map(|(id, _)| format!("{} {id}", guide.id)).collect();
        none(
            &open,
            "add a rule that cites the passage and a case in which it fires",
        );
        if let Some((_, count)) = PASSAGES.iter().find(|(id, _)| *id == guide.id) {
            assert_eq!(
                coverage.passages.len(),
                *count,
                "the passages of {}",
                guide.id
            );
        }
    }
    let guides = &shipped.guides.guides;
    let is_there = |id: &str| guides.iter().any(|guide| guide.id == id);
    assert!(PASSAGES.iter().all(|(id, _)| is_there(id)));
    assert_eq!(PASSAGES.iter().map(|(_, count)| count).sum::<usize>(), 356);
}

#[test]
fn every_topic_of_the_comparison_has_a_guide_that_speaks_of_it() {
    let shipped = shipped();
    let spoken: BTreeSet<&str> = shipped
        .guides
        .guides
        .iter()
        .flat_map(|guide| {
            guide
                .positions
                .iter()
                .map(|position| position.topic.as_str())
        })
        .collect();
    let topics = shipped.guides.topics.iter();
    let silent: Vec<String> = topics
        .filter(|topic| !spoken.contains(topic.id.as_str()))
        .map(|topic| topic.id.clone())
        .collect();
    none(
        &silent,
        "add a position to a guide, or take the topic out of rules/topics.yaml",
    );
}

#[test]
fn every_case_holds() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        for file in shipped.cases(guide) {
            let results = file.run(guide, &shipped.guides.host, &shipped.references);
            problems.extend(
                results
                    .into_iter()
                    .filter_map(|one| one.problem)
                    .map(|p| p.to_string()),
            );
        }
    }
    none(&problems, "change the case, or the rule");
}

#[test]
fn every_parameter_is_read() {
    let shipped = shipped();
    for guide in &shipped.guides.guides {
        let unread = guide.unread_parameters();
        assert!(
            unread.is_empty(),
            "{}: no rule reads {}",
            guide.id,
            unread.join(", ")
        );
    }
}

#[test]
fn every_topic_tier_and_pillar_is_used() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        let shapes = || guide.rules.iter().flat_map(|rule| &rule.function.effects);
        let used = |words: &[&str], id: &str| {
            shapes().any(|shape| {
                words.contains(&shape.word.as_str())
                    && shape.literal.as_deref().is_none_or(|one| one == id)
            })
        };
        let manifest = &guide.manifest;
        let topics = manifest
            .topics
            .iter()
            .map(|topic| (&topic.id, ["band", "advise"].as_slice()));
        let tiers = manifest
            .tiers
            .iter()
            .map(|tier| (&tier.id, ["tier"].as_slice()));
        let pillars = manifest
            .pillars
            .iter()
            .map(|pillar| (&pillar.id, ["strength"].as_slice()));
        for (id, words) in topics.chain(tiers).chain(pillars) {
            if !used(words, id) {
                problems.push(format!("{}: nothing is ever said of `{id}`", guide.id));
            }
        }
    }
    none(&problems, "remove it from guide.yaml, or let a rule use it");
}

#[test]
fn check_and_test_agree_with_the_library() {
    let check = preceptor(["check"]).run().done();
    assert!(check.stdout.starts_with("checked "), "{}", check.stdout);
    // The snapshots have tests of their own.
    let test = preceptor(["test", "--snapshots", "snapshots/none"]);
    let test = test.run().done();
    let last = test.stdout.lines().last().unwrap_or_default();
    assert!(last.ends_with(" passed, 0 failed"), "{}", test.stdout);
    assert!(!last.starts_with("0 passed"), "{}", test.stdout);
}
