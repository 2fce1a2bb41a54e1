use serde_json::json;

use super::{set, shown, with_office};
use crate::world::World;

#[test]
fn the_last_policy_wins_and_says_where() {
    let world =
        with_office("# first\nsmall:\n  low_score: 240\n  usual_score: { from: 210, to: 220 }\n");
    world.write("branch.yaml", "small:\n  low_score: 250\n");
    let shown = shown(
        &world,
        ["--policy", "office.yaml", "--policy", "branch.yaml"],
    );
    let low = &shown["low_score"];
    assert_eq!(low["value"], 250);
    assert_eq!(low["default"], 230);
    assert_eq!(low["range"], json!([200, 260]));
    assert_eq!(low["set_by"], json!({ "file": "branch.yaml", "line": 2 }));
    assert_eq!(low["passages"], json!(["S-01"]));
    let usual = &shown["usual_score"];
    assert_eq!(
        usual["value"],
        json!({ "from": 210, "to": 220, "open": false })
    );
    assert_eq!(usual["set_by"], json!({ "file": "office.yaml", "line": 4 }));
    assert_eq!(usual["reading"], "an example");
}

#[test]
fn the_numbers_in_force_are_read_by_people() {
    let world = with_office("small:\n  low_score: 240\n");
    let run = world.preceptor(["policy", "show", "small", "--policy", "office.yaml"]);
    let text = run.run().done().stdout;
    for part in [
        "low_score  ",
        "240",
        "from office.yaml:2; the guide: 230 (S-01, \"One\")",
        "may be 200 to 260",
        "215–225 ‡",
        "‡ ours: an example",
    ] {
        assert!(text.contains(part.trim_end()), "{part}: {text}");
    }
}

#[test]
fn points_are_whole() {
    let world = World::new();
    world.replace(
        "rules/small/topic.rhai",
        "fn no_j1(applicant, program) {",
        "fn no_j1(applicant, program, policy) {",
    );
    world.replace(
        "rules/small/topic.rhai",
        "exclude(\"does not sponsor the J-1\")",
        "points(policy.low_score, \"J-1\")",
    );
    let said = set(&world, ["low_score=230.5"]).run().exits(3).stderr;
    assert!(said.contains("points, which are whole"), "{said}");
    world.write("office.yaml", "small:\n  low_score: 230.5\n");
    let run = world.preceptor(["policy", "show", "--policy", "office.yaml"]);
    let said = run.run().exits(3).stderr;
    assert!(said.contains("office.yaml:2:"), "{said}");
}
