use serde_json::Value;

use super::compared;
use crate::guides_beside::{compare, world};

#[test]
fn programs_in_dispute_come_first() {
    let compared = compared(&world());
    let programs = compared["targets"][0]["programs"].as_array().unwrap();
    let order: Vec<(&str, &str)> = programs
        .iter()
        .map(|one| {
            (
                one["id"].as_str().unwrap(),
                one["dispute"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        order,
        [
            ("nv-example-desert-internal-medicine", "option"),
            ("ny-example-city-internal-medicine", "height"),
            ("ca-example-valley-internal-medicine", "none"),
        ]
    );
    let desert = &programs[0]["verdicts"];
    assert_eq!(desert[0]["guide"], "river");
    assert_eq!(desert[0]["title"], "Down the river");
    assert_eq!(desert[1]["verdict"], "excluded");
    assert_eq!(desert[1]["excluded"][0]["rule"], "topic/no_j1");
}

#[test]
fn a_tier_that_could_be_reached_is_unsettled() {
    let world = world();
    let program = "programs/nv-example-desert-internal-medicine.yaml";
    world.replace(program, "value: no", "value: yes");
    let compared = compared(&world);
    let programs = compared["targets"][0]["programs"].as_array().unwrap();
    let desert = programs.iter().find(|one| one["state"] == "NV").unwrap();
    assert_eq!(desert["dispute"], "unsettled");
    assert_eq!(desert["verdicts"][1]["verdict"], "possible");
    assert_eq!(
        desert["verdicts"][1]["condition"],
        "IMG share is 50 or more"
    );
}

/// A guide without tiers prefers nothing, so it can only be at odds over what is an option.
#[test]
fn a_guide_without_tiers_disputes_options_only() {
    let world = world();
    let guide = "rules/river/guide.yaml";
    let text = world.read(guide);
    let (before, after) = text.split_once("tiers:\n").unwrap();
    let after = after.split_once("topics:\n").unwrap().1;
    world.write(guide, format!("{before}topics:\n{after}"));
    let rules = world.read("rules/river/exams.rhai");
    let rules = rules.split_once("/// Where it lies.").unwrap().0;
    world.write("rules/river/exams.rhai", rules);
    let compared = compared(&world);
    let programs = compared["targets"][0]["programs"].as_array().unwrap();
    let disputes: Vec<&Value> = programs.iter().map(|one| &one["dispute"]).collect();
    assert_eq!(disputes, ["option", "none", "none"]);
    let text = compare(&world).run().done().stdout;
    assert!(text.contains("River bank  an option, 0 points"), "{text}");
}
