//! `preceptor check`: a folder of mistakes, one each, and what is said of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::runner::{Output, Run, preceptor};
use crate::snapshot::{assert_snapshot, root};
use crate::world::World;

/// How many lines a terminal shows.
const SCREEN: usize = 24;
/// How many columns it has.
const COLUMNS: usize = 80;
/// What people should never have to read.
const JARGON: [&str; 8] = [
    "panicked", "serde", "saphyr", "rhai::", "EvalAlt", "i64", "Dynamic", "os error",
];

fn fixtures() -> PathBuf {
    root().join("tests/fixtures")
}

/// The sound guide with its datasets in a folder of its own.
pub(crate) fn sound() -> World {
    let world = World::empty();
    lay(&fixtures().join("sound"), &world);
    world
}

/// Copies the files of a folder into the world, over what is there.
fn lay(folder: &Path, world: &World) {
    for entry in fs::read_dir(folder).unwrap() {
        lay_one(folder, &entry.unwrap().path(), world);
    }
}

fn lay_one(home: &Path, path: &Path, world: &World) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            lay_one(home, &entry.unwrap().path(), world);
        }
    } else if path.file_name().is_some_and(|name| name != "expect") {
        let inner = path.strip_prefix(home).unwrap();
        world.write(inner.to_str().unwrap(), fs::read(path).unwrap());
    }
}

fn check(world: &World, path: &str) -> Run {
    world.preceptor(["check", path])
}

/// The problems of a run with JSON output: severity and place of each.
fn told(document: &Value) -> Vec<String> {
    let problems = document["problems"].as_array().unwrap();
    let told = problems.iter().map(|problem| {
        let severity = problem["severity"].as_str().unwrap();
        let path = problem["path"].as_str().unwrap_or("nowhere");
        match problem["line"].as_u64() {
            Some(line) => format!("{severity} {path}:{line}"),
            None => format!("{severity} {path}"),
        }
    });
    told.collect()
}

fn json(run: Run, code: i32) -> Value {
    run.args(["--format", "json"]).run().exits(code).json()
}

// One mistake each.

#[test]
fn the_sound_folder_is_sound() {
    let world = sound();
    let said = check(&world, ".").run().done().stdout;
    assert_eq!(
        said,
        "checked 1 guide, 7 rules, 2 programs, 1 profile, 2 sources\n"
    );
    let tested = world.preceptor(["test", "--rules", "rules", "--datasets", "datasets"]);
    assert!(tested.run().done().stdout.contains("13 passed, 0 failed"));
}

#[test]
fn every_mistake_is_named_once_in_its_line() {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(fixtures().join("broken")).unwrap() {
        names.insert(entry.unwrap().file_name().into_string().unwrap());
    }
    assert!(names.len() >= 50, "only {} mistakes", names.len());
    let mut wrong = Vec::new();
    for name in &names {
        let folder = fixtures().join("broken").join(name);
        let expected = fs::read_to_string(folder.join("expect")).unwrap();
        let world = sound();
        lay(&folder, &world);
        let code = i32::from(expected.starts_with("error"));
        let found = told(&json(check(&world, "."), code));
        if found != [expected.trim()] {
            wrong.push(format!("{name}: {found:?}, not {expected}"));
        }
        let output = check(&world, ".").run().exits(code);
        let text = output.said();
        assert_snapshot("check", name, text.trim_end());
        wrong.extend(unreadable(name, &text));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Why nobody could read that on a terminal.
fn unreadable(name: &str, text: &str) -> Option<String> {
    let longest = text.lines().map(|line| line.chars().count()).max();
    if text.lines().count() > SCREEN || longest > Some(COLUMNS) {
        return Some(format!("{name} does not fit on a screen:\n{text}"));
    }
    if !text.contains("help: ") {
        return Some(format!("{name} does not say what to do:\n{text}"));
    }
    let jargon = JARGON.iter().find(|word| text.contains(**word))?;
    Some(format!("{name} says `{jargon}`:\n{text}"))
}

// Everything at once.

/// Nine ways to mistype a line.
const TYPOS: [&str; 9] = [
    "if applicant.visa = \"J-1\" { flag(\"x\") }",
    "if applicant.visa === \"J-1\" { flag(\"x\") }",
    "flag(\"x)",
    "flag(\u{201c}x\u{201d})",
    "advise(\"visa\" \"x\")",
    "if applicant. == \"J-1\" { flag(\"x\") }",
    "flag(x)",
    "while true { flag(\"x\") }",
    "if rule1(applicant) == 1 and true { flag(\"x\") }",
];

#[test]
fn nine_typos_in_nine_functions_are_nine_problems() {
    let world = sound();
    let rules = (1..).zip(TYPOS).map(|(number, typo)| {
        format!("/// A rule.\n/// cites: S-01\nfn rule{number}(applicant) {{\n    {typo}\n}}\n\n")
    });
    world.write("rules/small/more.rhai", rules.collect::<String>());
    let found = told(&json(check(&world, "."), 1));
    let wanted = (0..9).map(|number| format!("error rules/small/more.rhai:{}", number * 6 + 4));
    assert_eq!(found, wanted.collect::<Vec<_>>());
}

#[test]
fn a_broken_guide_hides_nothing_else() {
    let world = sound();
    world.replace("rules/small/guide.yaml", "short:", "shrot:");
    world.replace(
        "rules/small/scores.rhai",
        "policy.low_score",
        "policy.low_score)",
    );
    world.replace(
        "rules/small/programs.rhai",
        "program.visas.j1 == ",
        "program.visas.j2 == ",
    );
    world.replace("rules/small/passages.yaml", "S-05: {", "S-05: [");
    world.replace("rules/topics.yaml", "[low, not low]", "[low]");
    world.replace(
        "datasets/applicants/example.yaml",
        "score: 222",
        "score: 999",
    );
    world.replace(
        "datasets/programs/ca-example-valley-internal-medicine.yaml",
        "state: CA",
        "state: XX",
    );
    world.write("rules/other/passages.yaml", "{}\n");
    let found = told(&json(check(&world, "."), 1));
    let wanted = [
        "error datasets/applicants/example.yaml:9",
        "error datasets/programs/ca-example-valley-internal-medicine.yaml:7",
        "error rules/other/guide.yaml",
        "error rules/small/guide.yaml:2",
        "error rules/small/passages.yaml:5",
        "error rules/small/programs.rhai:6",
        "error rules/small/scores.rhai:6",
        "error rules/topics.yaml:4",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn what_could_not_be_read_is_not_called_unknown() {
    let world = sound();
    // A helper of the file, a shared helper and a rule with a case and a position.
    world.replace(
        "rules/small/programs.rhai",
        ">= policy.img_friendly_percent",
        ">=",
    );
    world.replace("rules/lib/scores.rhai", "< mark", "<");
    world.replace(
        "rules/small/scores.rhai",
        "fn low(applicant, policy) {",
        "fn low(applicant, policy) {{",
    );
    let found = told(&json(check(&world, "rules"), 1));
    let wanted = [
        "error rules/lib/scores.rhai:6",
        "error rules/small/programs.rhai:22",
        "error rules/small/scores.rhai:9",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn without_sources_the_guides_are_checked_all_the_same() {
    let world = sound();
    world.replace("datasets/sources.yaml", "title:", "titel:");
    world.replace("rules/small/programs.rhai", "exclude(", "exlude(");
    let run = check(&world, ".").run().exits(1);
    let said = run.said();
    assert!(
        said.contains("programs and profiles were not checked"),
        "{said}"
    );
    assert!(
        said.contains("datasets/sources.yaml:1:") && said.contains("`exclude`"),
        "{said}"
    );
}

// What a path stands for.

/// What a check of that path of the sound folder says that it read.
fn read(path: &str) -> String {
    let world = sound();
    let said = check(&world, path).run().done().stdout;
    said.trim().trim_start_matches("checked ").to_owned()
}

#[test]
fn a_path_is_a_guide_a_folder_of_them_datasets_or_one_file() {
    for path in [
        "rules",
        "rules/small",
        "rules/small/",
        "rules/small/guide.yaml",
    ] {
        assert_eq!(read(path), "1 guide, 7 rules", "{path}");
    }
    for path in [
        "rules/small/scores.rhai",
        "rules/small/cases",
        "rules/lib/scores.rhai",
    ] {
        assert_eq!(read(path), "1 guide, 7 rules", "{path}");
    }
    for path in [
        "datasets",
        "datasets/programs",
        "datasets/applicants/example.yaml",
    ] {
        assert_eq!(read(path), "2 programs, 1 profile, 2 sources", "{path}");
    }
}

#[test]
fn a_file_in_the_working_folder_belongs_to_its_guide() {
    let world = sound();
    world.replace(
        "rules/small/scores.rhai",
        "policy.strong_score",
        "policy.strong_scores",
    );
    let run = preceptor(["check", "scores.rhai"]).in_folder(&world.folder().join("rules/small"));
    let found = told(&json(run, 1));
    assert_eq!(found, ["error ../small/scores.rhai:22"]);
}

#[test]
fn a_file_outside_of_guides_and_datasets_is_known_by_its_keys() {
    let world = sound();
    let profile = world.read("datasets/applicants/example.yaml");
    world.write("me.yaml", profile.replace("score: 222", "score: 999"));
    world.write("office.yaml", "small:\n  no_such_number: 3\n");
    let program = "datasets/programs/nv-example-desert-internal-medicine.yaml";
    let program = world.read(program).replace("state: NV", "state: NVA");
    world.write("nv-example-desert-internal-medicine.yaml", program);
    let places = [
        ("me.yaml", "error me.yaml:9"),
        ("office.yaml", "error office.yaml:2"),
        (
            "nv-example-desert-internal-medicine.yaml",
            "error nv-example-desert-internal-medicine.yaml:6",
        ),
    ];
    for (path, place) in places {
        let run = check(&world, path).args(["--datasets", "datasets"]);
        assert_eq!(told(&json(run, 1)), [place]);
    }
}

#[test]
fn problems_of_other_files_are_counted_not_shown() {
    let world = sound();
    world.replace(
        "rules/small/scores.rhai",
        "policy.strong_score",
        "policy.strong_scores",
    );
    let said = check(&world, "rules/small/guide.yaml").run().said();
    assert!(said.starts_with("1 problem in other files"), "{said}");
}

#[test]
fn what_cannot_be_checked_is_refused() {
    let world = sound();
    world.write("notes.txt", "Some notes\n");
    for (path, why) in [
        ("nowhere", "there is no such file or folder"),
        ("notes.txt", "this is nothing that can be checked"),
    ] {
        let said = check(&world, path).run().exits(3).said();
        assert!(said.contains(why) && said.contains(path), "{said}");
    }
}

// Formats.

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
