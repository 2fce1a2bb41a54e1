use serde_json::Value;

use crate::check::sound;
use crate::runner::preceptor;
use crate::snapshot::assert_snapshot;
use crate::world::World;

fn mutated(world: &World) -> Value {
    let run = world.preceptor(["mutate", "--format", "json"]);
    run.run().done().json()
}

/// The score with that name.
fn score<'d>(document: &'d Value, of: &str) -> &'d Value {
    let scores = document["scores"].as_array().unwrap();
    let found = scores.iter().find(|score| score["of"] == of);
    found.unwrap_or_else(|| panic!("no score of {of}: {scores:?}"))
}

/// What nobody notices, as `where: change`.
fn unnoticed(document: &Value) -> Vec<String> {
    let all = document["unnoticed"].as_array().unwrap().iter();
    let told = all.map(|one| {
        let text = |key: &str| one[key].as_str().unwrap();
        format!("{}: {}", text("in"), text("change"))
    });
    told.collect()
}

#[test]
fn what_nobody_notices_is_shown_with_a_case_that_would() {
    let world = sound();
    let output = world.preceptor(["mutate"]).run().done();
    assert_snapshot("mutate", "sound", &output.stdout);
}

#[test]
fn a_case_that_is_gone_is_missed() {
    let world = sound();
    let change = "small: img_friendly_percent: 30 becomes 29 in `img_friendly_percent`";
    assert!(!unnoticed(&mutated(&world)).contains(&change.to_owned()));
    let cases = "rules/small/cases/programs.yaml";
    world.replace(
        cases,
        "    quiet:\n      - { program.img_percent.value: 29 }\n",
        "",
    );
    let document = mutated(&world);
    let all = document["unnoticed"].as_array().unwrap();
    let missed = all
        .iter()
        .find(|one| one["change"] == "30 becomes 29 in `img_friendly_percent`");
    let missed = missed.unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!(missed["line"], 33, "{missed}");
    let case = &missed["would_notice"];
    assert_eq!(case["rule"], "programs/img_presence");
    assert_eq!(case["expected"], "quiet");
    let line = case["case"].as_str().unwrap();
    assert!(
        line.contains("img_percent") && line.contains("29"),
        "{line}"
    );
}

#[test]
fn the_cases_are_added_and_everything_else_stays() {
    let world = sound();
    let paths = [
        "rules/small/cases/programs.yaml",
        "rules/small/cases/scores.yaml",
    ];
    let before = paths.map(|path| world.read(path));
    let first = mutated(&world);
    assert!(!unnoticed(&first).is_empty(), "{first}");
    let output = world.preceptor(["mutate", "--write"]).run().done();
    assert!(output.stdout.contains("\nadded "), "{}", output.stdout);
    for (path, before) in paths.iter().zip(&before) {
        let after = world.read(path);
        let mut lines = after.lines();
        for line in before.lines() {
            assert!(
                lines.any(|other| other == line),
                "{path} lost: {line}\n{after}"
            );
        }
    }
    let told = world.preceptor(["test"]).run().done().stdout;
    assert!(told.contains(" 0 failed"), "{told}");
    let second = mutated(&world);
    let with_case = second["unnoticed"].as_array().unwrap();
    let left = with_case
        .iter()
        .filter(|one| !one["would_notice"].is_null());
    assert_eq!(left.count(), 0, "{second}");
    let percent = |document: &Value| score(document, "all")["percent"].as_f64().unwrap();
    assert!(percent(&second) > percent(&first), "{second}");
    let again = world.preceptor(["mutate", "--write"]).run().done().stdout;
    assert!(again.contains("no case to add"), "{again}");
}

#[test]
fn one_rule_is_changed_alone() {
    let world = sound();
    let run = world.preceptor(["mutate", "--rule", "no_j1", "--format", "json"]);
    let document = run.run().done().json();
    let all = score(&document, "all")["changes"].as_u64().unwrap();
    // The rule dropped, two comparisons, two conditions dropped, one `&&` and one `if`.
    assert_eq!(all, 7, "{document}");
    let run = world.preceptor(["mutate", "--rule", "no_j2"]);
    let said = run.run().exits(3).stderr;
    assert!(said.contains("did you mean `no_j1`?"), "{said}");
}

#[test]
fn too_low_a_score_fails() {
    let world = sound();
    world.preceptor(["mutate", "--at-least", "10"]).run().done();
    world
        .preceptor(["mutate", "--at-least", "100"])
        .run()
        .exits(1);
}

#[test]
fn built_in_rules_take_no_case() {
    let world = World::empty();
    let run = world.preceptor(["mutate", "--write"]).run().exits(3);
    assert!(run.stderr.contains("preceptor init"), "{}", run.stderr);
}

#[test]
fn a_pack_is_changed_whole() {
    let run = preceptor(["mutate", "--guide", "wishes", "--format", "json"]);
    let document = run.run().done().json();
    let score = score(&document, "wishes");
    assert!(score["percent"].as_f64().unwrap() >= 95.0, "{document:#}");
}
