use super::{message, policy};
use crate::world::World;

#[test]
fn a_policy_for_an_unknown_guide() {
    let run = policy("smal:\n  low_score: 240\n");
    message("policy-unknown-guide", run, 3, Some("office.yaml:1:")).helps("`small`");
}

#[test]
fn a_policy_for_an_unknown_parameter() {
    let run = policy("small:\n  low_scor: 240\n");
    message("policy-unknown-parameter", run, 3, Some("office.yaml:2:")).helps("`low_score`");
}

#[test]
fn a_policy_out_of_range() {
    let run = policy("small:\n  low_score: 299\n");
    message("policy-out-of-range", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_of_the_wrong_kind() {
    let run = policy("small:\n  usual_score: 220\n");
    message("policy-wrong-kind", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_text_for_a_number() {
    let run = policy("small:\n  low_score: two hundred\n");
    message("policy-text", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_band_upside_down() {
    let run = policy("small:\n  usual_score: { from: 240, to: 220 }\n");
    message("policy-upside-down", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_misspelt_end() {
    let run = policy("small:\n  usual_score: { from: 210, too: 220 }\n");
    message("policy-misspelt-end", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_key_that_a_band_does_not_have() {
    let run = policy("small:\n  usual_score: { from: 210, to: 220, opne: true }\n");
    message("policy-unknown-key", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_that_is_not_there() {
    let world = World::new();
    let run = world
        .evaluate()
        .args(["--policy", "nowhere.yaml"])
        .keep(world);
    message("policy-missing", run, 3, Some("nowhere.yaml"));
}
