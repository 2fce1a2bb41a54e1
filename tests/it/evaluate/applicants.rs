use std::collections::{BTreeMap, BTreeSet};

use preceptor::dataset::{Catalogue, Files, References};
use preceptor::model::{Track, Value as Known};
use serde_json::Value;

use super::{bands, document, has, items, judged, program, programs, report, rules, targets, text};
use crate::snapshot::root;

/// The programs of the catalogue that say whether they sponsor that visa.
fn stated(visa: &str) -> BTreeMap<String, String> {
    let datasets = Files::folder(&root().join("datasets"));
    let references = References::load(&datasets).unwrap();
    let catalogue = Catalogue::load(&datasets, &references).unwrap();
    let stated = catalogue.programs().iter().filter_map(|program| {
        match program
            .facts(Track::Categorical)
            .get(&format!("visas.{visa}"))
            .value()?
        {
            Known::Text(word) => Some((program.id.to_string(), word.to_string())),
            _ => None,
        }
    });
    stated.collect()
}

#[test]
fn central_valley_hospitals_with_many_imgs_are_tier_1_for_a_j_1_in_internal_medicine() {
    let report = report("j1-internal-medicine");
    let target = targets(report)[0];
    for (name, city) in [
        ("Kern Medical", "Bakersfield"),
        ("St Agnes", "Fresno"),
        ("San Joaquin General", "French Camp"),
    ] {
        let program = program(target, name);
        assert_eq!(text(program, "tier"), "1", "{name}");
        assert_eq!(text(program, "city"), city);
        let reason = &program["tier_reason"];
        assert!(text(reason, "text").contains(city), "{reason}");
        assert!(has(reason, "cites") && has(reason, "because"), "{reason}");
        assert!(has(program, "points"), "{name}");
        for points in items(program, "points") {
            let says = &points["says"];
            assert!(
                !text(says, "text").is_empty() && has(says, "cites"),
                "{says}"
            );
        }
    }
}

#[test]
fn every_tier_reason_and_every_point_names_its_passage_and_its_facts() {
    let document = document("j1-internal-medicine");
    for (report, target) in judged(document) {
        for program in programs(target) {
            let reasons = items(program, "points").map(|points| &points["says"]);
            let reasons = reasons.chain(
                program
                    .get("tier_reason")
                    .filter(|reason| !reason.is_null()),
            );
            for reason in reasons.chain(items(program, "excluded")) {
                assert!(has(reason, "cites"), "{}: {reason}", program["id"]);
                assert!(has(reason, "because"), "{}: {reason}", program["id"]);
                for id in items(reason, "cites") {
                    assert!(
                        report["passages"].get(id.as_str().unwrap()).is_some(),
                        "{id}"
                    );
                }
                for fact in items(reason, "because").filter(|fact| fact["source"].is_string()) {
                    let source = text(fact, "source");
                    assert!(document["sources"].get(source).is_some(), "{source}");
                    assert!(fact["as_of"].is_string(), "{fact}");
                }
            }
        }
    }
}

#[test]
fn a_program_that_does_not_state_a_visa_is_neither_excluded_nor_credited_for_it() {
    for (applicant, visa) in [
        ("j1-internal-medicine", "j1"),
        ("h1b-only", "h1b"),
        ("j1-family-medicine", "j1"),
    ] {
        let stated = stated(visa);
        let report = report(applicant);
        let mut silent = 0;
        for program in targets(report).into_iter().flat_map(programs) {
            if stated.contains_key(text(program, "id")) {
                continue;
            }
            silent += 1;
            let certain = rules(&serde_json::json!([
                program["points"],
                program["excluded"],
                program["tier_reason"]
            ]));
            let visa_rules = certain.iter().any(|rule| rule.starts_with("visa/"));
            assert!(!visa_rules, "{applicant}: {} by {certain:?}", program["id"]);
            assert_ne!(text(program, "tier"), "1", "{}", program["id"]);
        }
        assert!(
            silent > 0,
            "{applicant}: every program states its visas, so this shows nothing"
        );
    }
}

#[test]
fn a_program_that_refuses_the_visa_is_excluded_and_one_that_grants_it_is_credited() {
    let stated = stated("h1b");
    let report = report("h1b-only");
    for program in targets(report).into_iter().flat_map(programs) {
        let excluded = rules(&program["excluded"]).contains("visa/no_h1b");
        let word = stated.get(text(program, "id")).map(String::as_str);
        assert_eq!(excluded, word == Some("no"), "{}", program["id"]);
        let credited = rules(&program["points"]).contains("visa/stated_sponsorship");
        assert_eq!(credited, word == Some("yes"), "{}", program["id"]);
    }
}

#[test]
fn valley_family_medicine_could_be_tier_1_for_a_j_1_once_the_visa_is_known() {
    let report = report("j1-family-medicine");
    let target = targets(report)[0];
    let possible = programs(target).into_iter().filter(|program| {
        items(program, "could").any(|could| text(could, "tier") == "1" && has(could, "ways"))
    });
    let cities: BTreeSet<&str> = possible.map(|program| text(program, "city")).collect();
    for city in ["Fresno", "Bakersfield", "Modesto", "Merced", "Visalia"] {
        assert!(cities.contains(city), "{city} is not among {cities:?}");
    }
    let asked: BTreeSet<&str> = items(target, "ask")
        .map(|ask| text(ask, "program"))
        .collect();
    assert!(!asked.is_empty());
}

#[test]
fn a_surgery_program_that_takes_citizens_only_is_excluded_and_its_possible_twin_stays_open() {
    let report = report("j1-general-surgery");
    let target = targets(report)[0];
    let page = program(
        target,
        "ca-riverside-university-health-system-general-surgery",
    );
    assert!(has(page, "excluded"), "{page:#}");
    let because = page["excluded"].to_string();
    assert!(because.contains("page-riverside-surgery"), "{because}");
    let twins: Vec<&str> = items(page, "possibly_same_as")
        .filter_map(Value::as_str)
        .collect();
    assert!(!twins.is_empty());
    for program in targets(report).into_iter().flat_map(programs) {
        if twins.contains(&text(program, "id")) {
            assert!(!has(program, "excluded"), "{program:#}");
            let same = program["possibly_same_as"].to_string();
            assert!(same.contains(text(page, "id")), "{same}");
        }
    }
    program(target, "nrmp-1850440C0");
}

#[test]
fn records_that_may_be_the_same_program_count_once() {
    let report = report("j1-general-surgery");
    let mut shared = 0;
    for target in targets(report) {
        let all = programs(target);
        let mut groups: Vec<BTreeSet<&str>> = Vec::new();
        for program in &all {
            let twins = program
                .get("possibly_same_as")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            let mut group: BTreeSet<&str> = twins.filter_map(Value::as_str).collect();
            group.insert(text(program, "id"));
            let (same, other) = groups.into_iter().partition(|one| !one.is_disjoint(&group));
            groups = other;
            group.extend(Vec::<BTreeSet<&str>>::into_iter(same).flatten());
            groups.push(group);
        }
        shared += all.len() - groups.len();
        let counts = ["placed", "possible", "unplaced", "excluded"];
        let counted: u64 = counts
            .iter()
            .map(|key| target["list"][key].as_u64().unwrap())
            .sum();
        assert_eq!(counted, groups.len() as u64, "of {} records", all.len());
    }
    assert!(
        shared > 0,
        "no two records may be the same program, so this shows nothing"
    );
}

#[test]
fn a_green_card_needs_no_visa_and_no_visa_rule_speaks() {
    let report = report("green-card");
    let visa: Vec<String> = rules(&report["targets"])
        .into_iter()
        .filter(|rule| rule.starts_with("visa/"))
        .collect();
    assert!(visa.is_empty(), "{visa:?}");
}

#[test]
fn an_h_1b_leaves_fewer_programs_than_a_j_1_and_asks_for_step_3() {
    let (h1b, j1) = (report("h1b-only"), report("j1-internal-medicine"));
    let placed = |report: &Value| targets(report)[0]["list"]["placed"].as_u64().unwrap();
    assert!(
        placed(h1b) < placed(j1),
        "{} and {}",
        placed(h1b),
        placed(j1)
    );
    let steps = items(targets(h1b)[0], "plan");
    let about: Vec<&str> = steps.map(|step| text(&step["says"], "rule")).collect();
    assert!(about.contains(&"step3/h1b_without_step3"), "{about:?}");
}

#[test]
fn a_243_is_not_low() {
    let report = report("score-243");
    for target in targets(report) {
        let low: Vec<_> = bands(target)
            .into_iter()
            .filter(|(_, id)| *id == "low")
            .collect();
        assert!(low.is_empty(), "{low:?}");
    }
}

#[test]
fn a_score_under_the_pass_mark_of_its_day_is_a_failed_attempt_without_a_band() {
    let report = report("failed-2026");
    let target = targets(report)[0];
    let step2: Vec<_> = bands(target)
        .into_iter()
        .filter(|(topic, _)| *topic == "step2_ck")
        .collect();
    assert!(step2.is_empty(), "{step2:?}");
    let flags = target["standing"]["flags"].to_string();
    assert!(flags.contains("failed attempt"), "{flags}");
    let asked = target["tell_us"].to_string();
    assert!(
        !asked.contains("step2_ck.score"),
        "a failed exam has a score: {asked}"
    );
}

#[test]
fn two_targets_give_two_lists_and_a_total() {
    let report = report("two-targets");
    let targets = targets(report);
    let specialties: Vec<&str> = targets
        .iter()
        .map(|target| text(target, "specialty"))
        .collect();
    assert_eq!(specialties, ["internal-medicine", "family-medicine"]);
    let sum: u64 = targets
        .iter()
        .map(|target| target["cost"]["placed"].as_u64().unwrap())
        .sum();
    assert_eq!(report["cost"]["placed"].as_u64(), Some(sum));
    let ids = |target: &Value| -> BTreeSet<String> {
        programs(target)
            .iter()
            .map(|program| text(program, "id").to_owned())
            .collect()
    };
    assert!(
        ids(targets[0]).is_disjoint(&ids(targets[1])),
        "a program stands in both lists"
    );
}

#[test]
fn a_profile_that_says_little_is_evaluated_and_asked_for_more() {
    let report = report("minimal");
    let target = targets(report)[0];
    assert!(has(target, "tell_us"));
    assert!(
        report["caution"].is_string(),
        "the guide may not be for this applicant"
    );
    assert_eq!(target["list"]["excluded"], 0);
}

#[test]
fn what_the_profile_does_not_say_leaves_better_tiers_possible() {
    let report = report("minimal");
    let kern = program(targets(report)[0], "Kern Medical");
    let tier = |could: &Value| text(could, "tier") == "1" && has(could, "ways");
    assert!(
        items(kern, "could").any(tier),
        "the visa is not stated: {kern:#}"
    );
}
