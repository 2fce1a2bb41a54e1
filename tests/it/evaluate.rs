//! The promises to an applicant, judged by the JSON report of the shipped guide and catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Mutex;

use preceptor::dataset::{Catalogue, Files, References};
use preceptor::model::{Track, Value as Known};
use serde_json::Value;

use crate::runner::{evaluate, wait};
use crate::snapshot::root;
use crate::world::{TOPIC, World};

/// What every shipped guide says; made once for each applicant.
fn document(applicant: &str) -> &'static Value {
    static DOCUMENTS: Mutex<BTreeMap<String, &'static Value>> = Mutex::new(BTreeMap::new());
    if let Some(document) = DOCUMENTS.lock().unwrap().get(applicant) {
        return document;
    }
    let document: &Value = Box::leak(Box::new(evaluate(applicant).json()));
    let mut documents = DOCUMENTS.lock().unwrap();
    documents.insert(applicant.to_owned(), document);
    document
}

/// What each guide that fits says.
fn reports(applicant: &str) -> impl Iterator<Item = &'static Value> {
    items(document(applicant), "guides")
}

/// Every guide's report with each of its targets.
fn judged(document: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    items(document, "guides")
        .flat_map(|report| items(report, "targets").map(move |target| (report, target)))
}

/// What the guide on the Central Valley says.
fn report(applicant: &str) -> &'static Value {
    let mut reports = reports(applicant);
    reports
        .find(|report| report["guide"]["id"] == "central-valley")
        .unwrap()
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("no list `{key}` in {value:#}"))
        .iter()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn targets(report: &Value) -> Vec<&Value> {
    items(report, "targets").collect()
}

fn programs(target: &Value) -> Vec<&Value> {
    items(&target["list"], "programs").collect()
}

#[track_caller]
fn program<'v>(target: &'v Value, name: &str) -> &'v Value {
    let named =
        |program: &&Value| text(program, "name").contains(name) || text(program, "id") == name;
    programs(target)
        .into_iter()
        .find(named)
        .unwrap_or_else(|| panic!("no {name} in the list"))
}

fn has(list: &Value, key: &str) -> bool {
    list[key].as_array().is_some_and(|list| !list.is_empty())
}

/// The ids of all rules that a part of a report names.
fn rules(part: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(part, &mut found);
    found
}

fn collect(part: &Value, found: &mut BTreeSet<String>) {
    match part {
        Value::Object(map) => {
            found.extend(map.get("rule").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

fn bands(target: &Value) -> Vec<(&str, &str)> {
    let bands = items(&target["standing"], "bands");
    bands
        .map(|band| (text(band, "topic"), text(band, "id")))
        .collect()
}

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

// Internal medicine with a J-1.

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

// Other applicants.

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

// Every applicant.

fn applicants() -> Vec<String> {
    let files = crate::snapshot::files("datasets/applicants", "yaml");
    files
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn the_score_is_the_exact_sum_of_the_points_that_are_shown() {
    for applicant in applicants() {
        let targets = reports(&applicant).flat_map(targets);
        for program in targets.flat_map(programs) {
            let sum: i64 = items(program, "points")
                .map(|points| points["points"].as_i64().unwrap())
                .sum();
            assert_eq!(
                program["score"].as_i64(),
                Some(sum),
                "{applicant}: {}",
                program["id"]
            );
            let range = &program["score_range"];
            let within = range[0].as_i64() <= Some(sum) && Some(sum) <= range[1].as_i64();
            assert!(
                within,
                "{applicant}: {} has {sum}, outside of {range}",
                program["id"]
            );
        }
    }
}

#[test]
fn programs_come_by_tier_then_score_then_id_and_excluded_ones_last() {
    for applicant in applicants() {
        for (report, target) in judged(document(&applicant)) {
            let tiers: Vec<&str> = items(&report["guide"], "tiers")
                .map(|one| text(one, "id"))
                .collect();
            let keys: Vec<_> = programs(target)
                .iter()
                .map(|program| {
                    let tier = text(program, "tier");
                    let tier = tiers
                        .iter()
                        .position(|id| *id == tier)
                        .unwrap_or(tiers.len());
                    let score = -program["score"].as_i64().unwrap();
                    (has(program, "excluded"), tier, score, text(program, "id"))
                })
                .collect();
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            assert_eq!(keys, sorted, "{applicant}");
        }
    }
}

#[test]
fn no_rule_fails_and_no_topic_has_two_bands() {
    for applicant in applicants() {
        for (_, target) in judged(document(&applicant)) {
            assert!(!has(target, "faults"), "{applicant}: {}", target["faults"]);
            let topics: Vec<&str> = bands(target).into_iter().map(|(topic, _)| topic).collect();
            let once: BTreeSet<&&str> = topics.iter().collect();
            assert_eq!(once.len(), topics.len(), "{applicant}: {topics:?}");
        }
    }
}

/// A guide, and an applicant whom it is for.
const UNDER_EACH_GUIDE: [(&str, &str); 5] = [
    ("central-valley", "rp-13"),
    ("county-safety-net", "rp-12"),
    ("prelim-medicine", "rp-09"),
    ("step-score-strategy", "rp-02"),
    ("us-citizen-img", "rp-04"),
];

#[test]
fn the_same_input_gives_the_same_bytes_under_each_guide() {
    for (guide, applicant) in UNDER_EACH_GUIDE {
        for format in ["text", "json"] {
            let run = || {
                let run = evaluate(applicant).args(["--guide", guide, "--format", format]);
                run.run().done().stdout
            };
            assert_eq!(run(), run(), "{guide}, {format}");
        }
    }
}

// What if, and other numbers.

#[test]
fn setting_a_field_reports_what_moves() {
    let report = evaluate("j1-internal-medicine")
        .args(["--set", "visa=H-1B"])
        .report();
    let moves = &report["moves"][0];
    let is_kern = |one: &&Value| text(one, "program") == "acgme-1400531031";
    let kern = items(moves, "programs")
        .find(is_kern)
        .expect("Kern Medical moves");
    assert_eq!(
        (&kern["before"]["excluded"], &kern["after"]["excluded"]),
        (&false.into(), &true.into())
    );
    assert_eq!(text(&kern["before"], "tier"), "1");
    assert!(has(moves, "gained") && has(moves, "lost"));
    let text = evaluate("j1-internal-medicine")
        .args(["--set", "visa=H-1B"])
        .run()
        .done()
        .stdout;
    assert!(
        text.contains("Kern Medical") && text.contains("not an option"),
        "{text}"
    );
}

#[test]
fn setting_a_field_to_what_it_is_moves_nothing() {
    let report = evaluate("j1-internal-medicine")
        .args(["--set", "step2_ck.score=222"])
        .report();
    let moves = &report["moves"][0];
    assert!(
        !has(moves, "programs") && !has(moves, "gained") && !has(moves, "lost"),
        "{moves}"
    );
}

#[test]
fn several_fields_can_be_set_at_once() {
    let run = evaluate("j1-internal-medicine").args(["--set", "step3=passed", "--set", "usce=[]"]);
    let report = run.report();
    assert!(
        has(&report["moves"][0], "programs"),
        "the rotation no longer counts"
    );
}

#[test]
fn an_office_policy_moves_programs_and_says_so() {
    let world = World::new();
    world.write(
        "office.yaml",
        "central-valley:\n  img_presence_percent: 90\n  visa_points: 20\n",
    );
    let office = world.folder().join("office.yaml");
    let own = evaluate("j1-internal-medicine")
        .args(["--policy"])
        .arg(office)
        .report();
    let guide = report("j1-internal-medicine");
    let score =
        |report: &Value, name: &str| program(targets(report)[0], name)["score"].as_i64().unwrap();
    assert_ne!(score(&own, "Kern Medical"), score(guide, "Kern Medical"));
    let parameter = &own["guide"]["parameters"]["visa_points"];
    assert_eq!(parameter["value"], "20");
    assert!(
        text(parameter, "set_by").ends_with("office.yaml"),
        "{parameter}"
    );
    assert!(
        guide["guide"]["parameters"]["visa_points"]
            .get("set_by")
            .is_none()
    );
}

#[test]
fn of_two_office_policies_the_last_wins() {
    let world = World::new();
    world.write("a.yaml", "small:\n  low_score: 240\n");
    world.write("b.yaml", "small:\n  low_score: 210\n");
    let report = world
        .evaluate()
        .args(["--policy", "a.yaml", "--policy", "b.yaml"])
        .report();
    assert_eq!(report["guide"]["parameters"]["low_score"]["value"], "210");
    assert!(
        !has(&targets(&report)[0]["standing"], "flags"),
        "222 is not below 210"
    );
}

#[test]
fn the_stage_chooses_the_rules() {
    let unmatched = evaluate("j1-internal-medicine")
        .args(["--stage", "unmatched"])
        .json();
    assert_eq!(text(&unmatched, "stage"), "unmatched");
    assert_ne!(
        unmatched["guides"][0]["targets"][0]["plan"],
        report("j1-internal-medicine")["targets"][0]["plan"]
    );
}

// Unknown, conflicting, failing.

#[test]
fn a_rule_that_fails_is_named_and_the_others_still_speak() {
    let world = World::new();
    let breaks = "\n/// Breaks.\n/// cites: S-01\nfn breaks(applicant) {\n    if applicant.yog / 0 == 1 { flag(\"x\") }\n}\n";
    world.write(TOPIC, format!("{}{breaks}", world.read(TOPIC)));
    let output = world.evaluate().args(["--format", "json"]).run().exits(4);
    let report = output.report();
    let target = targets(&report)[0];
    let faults: Vec<&Value> = items(target, "faults").collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(text(faults[0], "rule"), "topic/breaks");
    assert!(
        text(faults[0], "problem").starts_with(&format!("{TOPIC}:20:")),
        "{}",
        faults[0]
    );
    assert!(
        target["standing"]["flags"]
            .to_string()
            .contains("a low score")
    );
    assert!(has(program(target, "Example Desert"), "excluded"));
    let text = world.evaluate().run().exits(4).stdout;
    assert!(
        text.contains("topic/breaks") && text.contains("a low score"),
        "{text}"
    );
}

#[test]
fn a_failing_rule_about_programs_is_named_once_with_how_often() {
    let world = World::new();
    let breaks = "\n/// Breaks.\n/// cites: S-01\nfn breaks(applicant, program) {\n    if applicant.yog / 0 == 1 { flag(\"x\") }\n}\n";
    world.write(TOPIC, format!("{}{breaks}", world.read(TOPIC)));
    let report = world
        .evaluate()
        .args(["--format", "json"])
        .run()
        .exits(4)
        .report();
    let faults: Vec<&Value> = items(targets(&report)[0], "faults").collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0]["times"], 2);
}

/// A world in which a rule fails for those who need an H-1B.
fn failing_for_h_1b() -> World {
    let world = World::new();
    let body = "if applicant.visa == \"H-1B\" && applicant.yog / 0 == 1 { flag(\"x\") }";
    let breaks =
        format!("\n/// Breaks.\n/// cites: S-01\nfn breaks(applicant) {{\n    {body}\n}}\n");
    world.write(TOPIC, format!("{}{breaks}", world.read(TOPIC)));
    world.evaluate().run().done();
    world
}

#[test]
fn a_rule_that_fails_only_with_what_is_set_counts_too() {
    let output = failing_for_h_1b()
        .evaluate()
        .args(["--set", "visa=H-1B"])
        .run()
        .exits(4);
    assert!(output.stdout.contains("topic/breaks"), "{}", output.stdout);
}

#[test]
fn explain_says_that_a_rule_failed() {
    let world = failing_for_h_1b();
    world.replace("applicant.yaml", "visa: J-1", "visa: H-1B");
    let explain = world.preceptor([
        "explain",
        "applicant.yaml",
        "Example Valley",
        "--rules",
        "rules",
    ]);
    let output = explain.args(["--programs", "programs"]).run().exits(4);
    assert!(output.stdout.contains("topic/breaks"), "{}", output.stdout);
}

#[test]
fn sources_that_disagree_make_a_rule_unknown_not_decided() {
    let world = World::new();
    let claim =
        |value: &str| format!("{{ value: {value}, source: freida-2025, as_of: 2025-03-28 }}");
    world.replace(
        "programs/nv-example-desert-internal-medicine.yaml",
        &format!("j1: {}", claim("no")),
        &format!("j1: {{ conflict: [{}, {}] }}", claim("no"), claim("yes")),
    );
    let report = world.evaluate().report();
    let target = targets(&report)[0];
    let desert = program(target, "Example Desert");
    assert!(!has(desert, "excluded"), "{desert:#}");
    let could: Vec<&Value> = items(desert, "could").collect();
    assert_eq!(could.len(), 1, "{could:?}");
    assert_eq!(text(could[0], "effect"), "exclude");
    let asked = items(target, "ask").find(|ask| text(ask, "program").contains("desert"));
    assert!(
        asked.is_some_and(|ask| ask.to_string().contains("visas.j1")),
        "{}",
        target["ask"]
    );
}

#[test]
fn what_is_not_stated_keeps_a_program_and_is_asked() {
    let world = World::new();
    let desert = "programs/nv-example-desert-internal-medicine.yaml";
    world.replace(
        desert,
        "visas:\n  j1: { value: no, source: freida-2025, as_of: 2025-03-28 }\n",
        "",
    );
    let report = world.evaluate().report();
    let program = program(targets(&report)[0], "Example Desert");
    assert!(!has(program, "excluded"), "{program:#}");
    assert!(has(program, "could"), "{program:#}");
}

#[test]
fn a_field_that_is_only_read_in_a_message_counts_as_read() {
    let world = World::new();
    world.replace(
        TOPIC,
        "exclude(\"does not sponsor the J-1\")",
        "exclude(`no J-1, ${program.letters} letters`)",
    );
    let report = world.evaluate().report();
    let desert = program(targets(&report)[0], "Example Desert");
    assert!(
        !has(desert, "excluded"),
        "the letters are not stated: {desert:#}"
    );
    assert!(
        desert["could"].to_string().contains("letters"),
        "{desert:#}"
    );
}

#[test]
fn a_catalogue_that_has_no_program_of_the_target_is_no_error() {
    let world = World::new();
    world.replace("applicant.yaml", "internal-medicine", "dermatology");
    let report = world.evaluate().report();
    assert!(programs(targets(&report)[0]).is_empty());
    assert_eq!(report["cost"]["placed"], 0);
}

// How the output arrives.

#[test]
fn a_reader_who_has_had_enough_is_no_failure() {
    let mut child = evaluate("j1-internal-medicine")
        .args(["--format", "json"])
        .spawn();
    drop(child.stdout.take());
    let status = wait(&mut child, "evaluate");
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_report_written_to_a_file_is_the_report_without_colour() {
    let world = World::new();
    let printed = world.evaluate().run().done().stdout;
    let written = world
        .evaluate()
        .args(["-o", "report.txt"])
        .env("CLICOLOR_FORCE", "1")
        .run()
        .done();
    assert_eq!(written.stdout, "");
    assert_eq!(world.read("report.txt"), printed);
    let report = world
        .evaluate()
        .args(["--format", "json", "-o", "report.txt"])
        .run()
        .done();
    assert_eq!(report.stdout, "");
    assert!(world.read("report.txt").starts_with('{'));
}

#[test]
fn a_report_that_cannot_be_made_leaves_the_old_one_alone() {
    let world = World::new();
    world.write("report.txt", "the old one\n");
    world.write(TOPIC, "fn broken(");
    world.evaluate().args(["-o", "report.txt"]).run().exits(3);
    assert_eq!(world.read("report.txt"), "the old one\n");
}

#[test]
fn writing_a_report_leaves_nothing_else_behind() {
    let world = World::new();
    let names = || -> BTreeSet<String> {
        let entries = std::fs::read_dir(world.folder()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect()
    };
    let mut expected = names();
    expected.insert("report.txt".to_owned());
    world.evaluate().args(["-o", "report.txt"]).run().done();
    assert_eq!(names(), expected);
    let folder = world.evaluate().args(["-o", "rules"]).run();
    assert_eq!(folder.code, Some(5), "{}", folder.stderr);
    assert_eq!(names(), expected);
}

#[test]
fn colour_is_for_terminals_and_for_who_asks_for_it() {
    let coloured = |text: &str| text.contains('\x1b');
    let world = World::new();
    assert!(!coloured(&world.evaluate().run().done().stdout));
    assert!(coloured(
        &world
            .evaluate()
            .env("CLICOLOR_FORCE", "1")
            .run()
            .done()
            .stdout
    ));
    let never = world
        .evaluate()
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .run()
        .done();
    assert!(!coloured(&never.stdout));
    let json = world
        .evaluate()
        .args(["--format", "json"])
        .env("CLICOLOR_FORCE", "1")
        .run()
        .done();
    assert!(!coloured(&json.stdout));
    world.write(TOPIC, "fn broken(");
    assert!(!coloured(&world.evaluate().run().exits(3).stderr));
    assert!(coloured(
        &world
            .evaluate()
            .env("CLICOLOR_FORCE", "1")
            .run()
            .exits(3)
            .stderr
    ));
}

#[test]
fn a_report_does_not_run_over_the_page() {
    let report = evaluate("j1-internal-medicine").run().done().stdout;
    let longest = report
        .lines()
        .filter(|line| !line.contains("://"))
        .max_by_key(|line| line.chars().count())
        .unwrap();
    assert!(longest.chars().count() <= 88, "{longest}");
}

#[test]
fn without_a_guide_every_guide_that_fits_reports() {
    let world = World::new();
    // Without its guide, the folder is no working copy, and the built-in guides judge.
    world.remove("rules/small/guide.yaml");
    let output = world.preceptor(["evaluate", "applicant.yaml"]).run().done();
    assert!(
        output.stdout.contains("Low Step Score Strategies"),
        "{}",
        output.stdout
    );
}

#[test]
fn what_is_built_in_works_in_an_empty_folder() {
    let world = World::new();
    let empty = tempfile::tempdir().unwrap();
    let profile = world.folder().join("applicant.yaml");
    let run = world
        .preceptor(["evaluate"])
        .arg(profile)
        .in_folder(empty.path());
    run.run().done();
    world
        .preceptor(["guides"])
        .in_folder(empty.path())
        .run()
        .done();
    world
        .preceptor(["check"])
        .in_folder(empty.path())
        .run()
        .done();
}
