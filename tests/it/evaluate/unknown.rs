use serde_json::Value;

use super::{has, items, program, programs, targets, text};
use crate::world::{TOPIC, World};

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

/// Which program could be of the first tier, and how, by a rule with that condition.
fn could_be_first(world: &World, condition: &str, name: &str) -> String {
    let rule = format!(
        "\n/// It fits.\n/// cites: S-01\nfn fits(applicant, program) {{\n    if {condition} {{ tier(\"1\", \"fits\") }}\n}}\n"
    );
    world.write(TOPIC, format!("{}{rule}", world.read(TOPIC)));
    let report = world.evaluate().report();
    let program = program(targets(&report)[0], name);
    let mut could = items(program, "could");
    let could = could.find(|could| text(could, "tier") == "1");
    could.map_or_else(String::new, |could| could["ways"].to_string())
}

#[test]
fn a_list_of_open_words_that_nobody_states_could_hold_what_the_rule_asks_for() {
    let world = World::new();
    let ways = could_be_first(
        &world,
        "overlap(program.mission, [\"rural\", \"underserved\"]) && !(\"research\" in program.mission)",
        "Example Valley",
    );
    assert!(
        ways.contains("mission includes rural or includes underserved")
            || ways.contains("mission includes rural"),
        "{ways}"
    );
    let sheet = world
        .preceptor([
            "verify",
            "applicant.yaml",
            "--rules",
            "rules",
            "--programs",
            "programs",
        ])
        .run()
        .stdout;
    assert!(sheet.contains("underserved"), "{sheet}");
}

#[test]
fn a_word_that_the_applicant_states_is_tried_too() {
    let world = World::new();
    world.write(
        "applicant.yaml",
        format!(
            "{}languages: [{{ language: hmong, level: fluent }}]\n",
            world.read("applicant.yaml")
        ),
    );
    let condition = "has(applicant.languages, #{ language: program.languages })";
    let ways = could_be_first(&world, condition, "Example Valley");
    assert!(ways.contains("hmong"), "{ways}");
}

#[test]
fn lists_that_only_read_alike_are_not_alike() {
    let world = World::new();
    let stated = |value: &str| {
        format!("languages: {{ value: {value}, source: freida-2025, as_of: 2025-03-28 }}\n")
    };
    for (id, languages) in [
        ("ca-example-valley", "[\"hmong, spanish\"]"),
        ("nv-example-desert", "[hmong, spanish]"),
    ] {
        let path = format!("programs/{id}-internal-medicine.yaml");
        world.write(&path, format!("{}{}", world.read(&path), stated(languages)));
    }
    let condition = "program.holistic_review && \"spanish\" in program.languages";
    let ways = could_be_first(&world, condition, "Example Desert");
    assert!(ways.contains("holistic"), "{ways}");
    let report = world.evaluate().report();
    let valley = program(targets(&report)[0], "Example Valley");
    assert!(
        !items(valley, "could").any(|could| text(could, "tier") == "1"),
        "{valley:#}"
    );
}
