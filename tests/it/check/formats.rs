use serde_json::Value;

use super::{check, json, sound, told};
use crate::runner::Output;

/// What the schema of SARIF 2.1.0 and code scanning ask of a log.
fn assert_sarif(output: &Output) -> Value {
    let log = output.json();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "preceptor");
    let rules = driver["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let level = result["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.contains(['\\', ' ']), "{uri}");
        assert!(place["region"]["startLine"].as_u64() >= Some(1), "{result}");
        let columns = [
            &place["region"]["startColumn"],
            &place["region"]["endColumn"],
        ];
        assert!(columns[0].as_u64() <= columns[1].as_u64(), "{result}");
    }
    log
}

#[test]
fn sarif_names_every_problem_at_its_place() {
    let world = sound();
    world.replace(
        "rules/small/scores.rhai",
        "policy.strong_score",
        "policy.strong_scores",
    );
    world.replace("rules/small/guide.yaml", "number: 30", "number: 130");
    world.write("datasets/applicants/my profile.yaml", "yog: [\n");
    world.write(
        "datasets/programs/latin.yaml",
        b"name: a\ncity: S\xe3o Paulo\n",
    );
    let sarif = check(&world, ".").args(["--format", "sarif"]);
    let log = assert_sarif(&sarif.run().exits(1));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let place = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let line = &place["region"]["startLine"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        format!("{} {uri}:{line}", result["ruleId"].as_str().unwrap())
    };
    let places: Vec<String> = results.iter().map(place).collect();
    let found = json(check(&world, "."), 1);
    assert_eq!(places.len(), told(&found).len());
    for wanted in [
        "rules rules/small/scores.rhai:22",
        "guide rules/small/guide.yaml:33",
        "profile datasets/applicants/my%20profile.yaml:",
        "program datasets/programs/latin.yaml:2",
    ] {
        assert!(
            places.iter().any(|place| place.starts_with(wanted)),
            "{wanted}: {places:?}"
        );
    }
}

#[test]
fn without_problems_both_formats_are_empty_lists() {
    let world = sound();
    let log = assert_sarif(&check(&world, ".").args(["--format", "sarif"]).run().done());
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
    let document = json(check(&world, "."), 0);
    assert_eq!(document["format"], "preceptor/check");
    assert_eq!(document["problems"], Value::Array(Vec::new()));
    assert_eq!(document["checked"]["rules"], 7);
}

#[test]
fn json_gives_the_line_and_its_columns() {
    let world = sound();
    world.replace("rules/small/programs.rhai", "exclude(", "exlude(");
    let document = json(check(&world, "."), 1);
    let problem = &document["problems"][0];
    assert_eq!(problem["message"], "there is no function `exlude`");
    assert_eq!(problem["help"], "did you mean `exclude`?");
    assert_eq!(
        (problem["line"].as_u64(), problem["column"].as_u64()),
        (Some(7), Some(9))
    );
    assert_eq!(problem["end_column"], 15);
    assert!(
        problem["text"]
            .as_str()
            .unwrap()
            .contains("exlude(\"does not")
    );
}
