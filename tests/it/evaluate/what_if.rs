use serde_json::Value;

use super::{has, items, program, report, targets, text};
use crate::runner::evaluate;
use crate::world::World;

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
