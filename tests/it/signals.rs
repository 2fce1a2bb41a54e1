//! Where program signals go: which programs, how many, and with which reasons.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::runner::evaluate;
use crate::snapshot::files;
use crate::world::{RULES, TOPIC, World};

/// Everything outside of Nevada fits the first tier.
const NEARBY: &str = "
/// It is not in Nevada.
/// cites: S-01
fn nearby(applicant, program) {
    if program.state != \"NV\" { tier(\"1\", `in ${program.city}`) }
}

/// It states that it takes residents on the J-1.
/// cites: S-02
fn states_j1(applicant, program) {
    if program.visas.j1 == \"yes\" { points(1, \"takes residents on the J-1\") }
}
";

/// The small world with programs that fit a tier; its own two programs are gone.
fn world(programs: &[(&str, &str)]) -> World {
    let world = World::with_rules(format!("{RULES}{NEARBY}"));
    assert!(world.read(TOPIC).contains("nearby"));
    world.remove("programs/ca-example-valley-internal-medicine.yaml");
    world.remove("programs/nv-example-desert-internal-medicine.yaml");
    for (id, more) in programs {
        let name = if more.contains("name:") {
            ""
        } else {
            "name: Program\n"
        };
        let city = if more.contains("city:") {
            ""
        } else {
            "city: Fresno\n"
        };
        let text = format!(
            "id: {id}\ninvented: true\n{name}specialty: internal-medicine\n{city}state: CA\nlisted: {{ source: freida-2025, as_of: 2025-03-28 }}\ntracks: [{{ track: categorical }}]\n{more}\n"
        );
        world.write(&format!("programs/{id}.yaml"), text);
    }
    world
}

fn j1(word: &str) -> String {
    format!("visas: {{ j1: {{ value: {word}, source: freida-2025, as_of: 2025-03-28 }} }}")
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value[key].as_array().unwrap().iter()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn signals(report: &Value) -> &Value {
    &report["signals"][0]
}

/// The programs that get a signal.
fn programs(report: &Value) -> Vec<&str> {
    let suggestions = items(signals(report), "suggestions");
    suggestions.map(|one| text(one, "program")).collect()
}

#[test]
fn signals_go_to_open_programs_of_a_tier_in_the_order_of_the_list() {
    let mut seen = 0;
    for path in files("datasets/applicants", "yaml") {
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let document = evaluate(&id).json();
        for (report, signals) in items(&document, "guides")
            .flat_map(|report| items(report, "signals").map(move |signals| (report, signals)))
        {
            let target = items(report, "targets")
                .filter(|target| target["specialty"] == signals["specialty"])
                .collect::<Vec<_>>();
            let listed = |one: &Value| {
                let all = target
                    .iter()
                    .flat_map(|target| items(&target["list"], "programs"));
                all.filter(|program| program["id"] == one["program"])
                    .collect::<Vec<_>>()
            };
            let mut last = None;
            for one in items(signals, "suggestions") {
                seen += 1;
                let records = listed(one);
                let open = |program: &&&Value| program["excluded"].as_array().unwrap().is_empty();
                let program = records.iter().find(open).unwrap();
                assert_eq!(one["tier"], program["tier"], "{id}: {one:#}");
                assert_eq!(one["score"], program["score"], "{id}: {one:#}");
                let rank = |tier: &Value| text(tier, "id") == text(one, "tier");
                let order = (
                    items(&report["guide"], "tiers").position(rank),
                    -one["score"].as_i64().unwrap(),
                );
                assert!(last.is_none_or(|last| last <= order), "{id}: {one:#}");
                last = Some(order);
                let reasons = items(one, "fits").map(|points| &points["says"]);
                for reason in reasons.chain([&one["tier_reason"]]) {
                    assert!(items(reason, "cites").next().is_some(), "{id}: {reason}");
                }
            }
        }
    }
    assert!(seen > 50, "{seen} signals show little");
}

#[test]
fn gold_goes_first_and_no_program_gets_two() {
    let report = evaluate("j1-internal-medicine")
        .args(["--guide", "central-valley"])
        .report();
    let kinds = items(signals(&report), "suggestions").map(|one| text(one, "kind"));
    let kinds: Vec<&str> = kinds.collect();
    assert_eq!(kinds, [["gold"; 3].as_slice(), &["silver"; 12]].concat());
    let all = programs(&report);
    let once: BTreeSet<&&str> = all.iter().collect();
    assert_eq!(once.len(), all.len());
    assert_eq!(signals(&report)["allotment"]["source"], "aaim-signals-2026");
    assert_eq!(signals(&report)["unspent"], 0);
}

#[test]
fn an_institution_gets_one_signal_for_all_of_its_programs() {
    let world = world(&[
        ("a-1", "institution: Valley\nname: One"),
        ("b-2", "institution: Valley\nname: Two"),
        ("c-3", "name: Three\npossibly_same_as: [d-4]"),
        ("d-4", "institution: Valley\nname: Four\ncity: Selma"),
        ("e-5", "name: Five"),
        ("f-6", "name: Five\ncity: Selma"),
        ("g-7", "name: Five"),
        // The last says that two which looked apart are one.
        ("h-8", "institution: Hill\nname: Eight"),
        ("i-9", "institution: Dale\nname: Nine"),
        ("j-10", "institution: Dale\nname: Eight"),
    ]);
    let report = world.evaluate().report();
    assert_eq!(programs(&report), ["a-1", "e-5", "f-6", "h-8"]);
    let reaches = items(signals(&report), "suggestions").map(|one| &one["reaches"]);
    let reaches: Vec<String> = reaches.map(ToString::to_string).collect();
    assert_eq!(
        reaches,
        [
            r#"["b-2","c-3","d-4"]"#,
            r#"["g-7"]"#,
            "[]",
            r#"["i-9","j-10"]"#
        ]
    );
    assert_eq!(signals(&report)["unspent"], 11);
}

#[test]
fn a_program_that_is_ruled_out_gets_none_and_its_possible_twin_is_asked_first() {
    let world = world(&[
        ("a-1", &format!("name: One\n{}", j1("no"))),
        ("b-2", &format!("name: Two\n{}", j1("yes"))),
        (
            "c-3",
            &format!("name: Three\npossibly_same_as: [a-1]\n{}", j1("yes")),
        ),
        ("d-4", "name: Four"),
    ]);
    let report = world.evaluate().report();
    assert_eq!(programs(&report), ["b-2", "c-3", "d-4"]);
    let asked = |number: usize| signals(&report)["suggestions"][number]["ask_first"].clone();
    assert_eq!(asked(0), serde_json::json!([]));
    let twin = "it may be the same program as a-1, which is no option: does not sponsor the J-1";
    assert_eq!(asked(1)[0]["text"], twin);
    assert_eq!(
        asked(2)[0]["text"],
        "it is no option if J-1 sponsorship is no"
    );
    assert_eq!(asked(2)[0]["rule"], "topic/no_j1");
    let text = world.evaluate().run().done().stdout;
    assert!(
        text.contains("? ask first: it is no option if J-1 sponsorship is no"),
        "{text}"
    );
}

#[test]
fn a_specialty_whose_number_no_source_gives_says_so() {
    let run = || evaluate("j1-family-medicine").args(["--guide", "central-valley"]);
    let report = run().report();
    assert!(signals(&report)["allotment"].is_null());
    assert!(programs(&report).is_empty());
    let said = run().run().done().stdout.replace("\n ", "");
    let none = "No source here gives the number of program signals for Family Medicine";
    assert!(said.contains(none), "{said}");
}

#[test]
fn a_number_of_another_season_is_called_that() {
    let said = |match_year: &str| {
        let world = World::new();
        world.replace("applicant.yaml", "match_year: 2027", match_year);
        world.evaluate().run().done().stdout.replace("\n ", "")
    };
    let (now, then, before) = (
        said("match_year: 2027"),
        said("match_year: 2026"),
        said("match_year: 2024"),
    );
    assert!(
        now.contains("that of the 2026 Match") && now.contains("check ERAS"),
        "{now}"
    );
    assert!(
        then.contains("that of the 2026 Match") && !then.contains("check ERAS"),
        "{then}"
    );
    assert!(
        before.contains("No source here gives the number"),
        "{before}"
    );
}

#[test]
fn where_nothing_fits_for_certain_no_signal_is_suggested() {
    let report = World::new()
        .evaluate()
        .run()
        .done()
        .stdout
        .replace("\n ", "");
    assert!(
        report.contains("keep your 15 signals until what is unknown is settled"),
        "{report}"
    );
}

#[test]
fn targets_of_one_specialty_share_their_signals() {
    let report = evaluate("j1-general-surgery")
        .args(["--guide", "central-valley"])
        .report();
    assert_eq!(items(&report, "signals").count(), 1);
    let kinds = &signals(&report)["allotment"]["kinds"];
    assert_eq!(
        *kinds,
        serde_json::json!([{ "kind": "untiered", "number": 15 }])
    );
    let text = evaluate("j1-general-surgery").run().done().stdout;
    let guides = text.matches("\nABOUT THIS REPORT").count();
    assert_eq!(text.matches("\nSIGNALS: ").count(), guides, "{text}");
    assert!(text.contains("one secondary source"), "{text}");
}
