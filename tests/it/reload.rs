//! The two marks of a version: what changes them, and what does not.

use serde_json::Value;

use crate::runner::preceptor;
use crate::world::{TOPIC, World};

const GUIDE: &str = "rules/small/guide.yaml";
const PROGRAM: &str = "programs/ca-example-valley-internal-medicine.yaml";

/// The marks of a report: of the files, and of what they mean.
fn marks(world: &World) -> [String; 2] {
    marks_of(&world.evaluate().json())
}

fn marks_of(report: &Value) -> [String; 2] {
    ["files", "meaning"].map(|mark| {
        let mark = report["made_from"][mark].as_str().unwrap().to_owned();
        assert_eq!(mark.len(), 64, "{mark}");
        mark
    })
}

/// Whether the files' mark and that of their meaning are the same after an edit.
fn same_after(edit: impl FnOnce(&World)) -> [bool; 2] {
    let world = World::new();
    let before = marks(&world);
    edit(&world);
    let after = marks(&world);
    [0, 1].map(|mark| before[mark] == after[mark])
}

/// The bytes are others, the meaning is the same.
const OTHER_FILES: [bool; 2] = [false, true];
/// Both are others.
const OTHER_MEANING: [bool; 2] = [false, false];

#[test]
fn comments_do_not_change_what_files_mean() {
    let rule = |world: &World| {
        world.replace(
            TOPIC,
            "/// The score is low.",
            "/// The score is rather low.",
        );
        world.replace(
            TOPIC,
            "    if applicant.visa",
            "    // why\n    if applicant.visa",
        );
    };
    assert_eq!(same_after(rule), OTHER_FILES);
    let number = |world: &World| {
        world.replace(GUIDE, "number: 230", "number: 230 # ours");
    };
    assert_eq!(same_after(number), OTHER_FILES);
    let fact = |world: &World| {
        world.replace(PROGRAM, "id:", "# a note\nid:");
    };
    assert_eq!(same_after(fact), OTHER_FILES);
    let profile = |world: &World| {
        world.replace("applicant.yaml", "yog: 2023", "yog: 2023 #");
    };
    assert_eq!(same_after(profile), OTHER_FILES);
}

#[test]
fn order_and_layout_do_not_change_what_files_mean() {
    let rules = |world: &World| {
        let text = world.read(TOPIC);
        let (first, second) = text.split_at(text.find("/// The program").unwrap());
        world.write(TOPIC, format!("{second}\n{}", first.replace("    ", "  ")));
    };
    assert_eq!(same_after(rules), OTHER_FILES);
    let keys = |world: &World| {
        world.replace(
            GUIDE,
            "title: A small guide\nshort: Small\n",
            "short: Small\ntitle: A small guide\n",
        );
        world.replace(
            PROGRAM,
            "city: Fresno\ncounty: Fresno\n",
            "county: \"Fresno\"\ncity: Fresno\n",
        );
        world.replace(
            "applicant.yaml",
            "visa: J-1\nyog: 2023\n",
            "yog: 2023\nvisa: 'J-1'\n",
        );
    };
    assert_eq!(same_after(keys), OTHER_FILES);
}

#[test]
fn numbers_rules_facts_and_answers_change_what_files_mean() {
    let edits = [
        (GUIDE, "number: 230", "number: 231"),
        (TOPIC, "\"inside\"", "\"above\""),
        (TOPIC, "/// cites: S-01", "/// cites: S-02"),
        (
            TOPIC,
            "/// The program does",
            "/// stage: applying\n/// The program does",
        ),
        (PROGRAM, "value: 80", "value: 81"),
        (
            PROGRAM,
            "as_of: 2025-03-28 }\nvisas",
            "as_of: 2025-03-27 }\nvisas",
        ),
        ("applicant.yaml", "score: 222", "score: 223"),
        (
            "rules/small/passages.yaml",
            "A low score is low",
            "A low score is a concern",
        ),
    ];
    for (path, from, to) in edits {
        let edit = |world: &World| {
            world.replace(path, from, to);
        };
        assert_eq!(same_after(edit), OTHER_MEANING, "{path}: {to}");
    }
}

#[test]
fn a_helper_counts_where_a_rule_can_reach_it() {
    const LIB: &str = "rules/lib/visa.rhai";
    let helper = "/// Whether it says no.\nfn no(word) {\n    word == \"no\"\n}\n";
    let with_helpers = |calls: bool| {
        let world = World::new();
        world.write(LIB, helper);
        world.write(
            LIB,
            format!("{helper}\nfn unused(word) {{\n    word == \"yes\"\n}}\n"),
        );
        if calls {
            world.replace(
                TOPIC,
                "program.visas.j1 == \"no\"",
                "lib::visa::no(program.visas.j1)",
            );
        }
        world
    };
    let world = with_helpers(true);
    let before = marks(&world);
    world.replace(LIB, "word == \"yes\"", "word == \"maybe\"");
    let unused = marks(&world);
    assert_ne!(before[0], unused[0]);
    assert_eq!(before[1], unused[1], "nobody reaches it");
    world.replace(LIB, "word == \"no\"", "word != \"yes\"");
    assert_ne!(unused[1], marks(&world)[1], "a rule reaches it");
}

#[test]
fn a_number_set_by_the_office_means_what_it_means_in_the_guide() {
    let world = World::new();
    let office = "small: { low_score: 240 }\n";
    world.write("office.yaml", office);
    let with_office = || world.evaluate().args(["--policy", "office.yaml"]).json();
    let [_, by_office] = marks_of(&with_office());
    assert_ne!(by_office, marks(&world)[1]);
    world.write("office.yaml", format!("# spring\n{office}"));
    assert_eq!(by_office, marks_of(&with_office())[1]);
    world.replace(GUIDE, "number: 230", "number: 240");
    assert_eq!(by_office, marks(&world)[1]);
}

#[test]
fn the_same_folder_elsewhere_has_the_same_marks() {
    assert_eq!(marks(&World::new()), marks(&World::new()));
    // What no result is made from does not count.
    let cases = |world: &World| {
        world.replace(
            "rules/small/cases/topic.yaml",
            "about: Both rules",
            "about: Two",
        );
    };
    assert_eq!(same_after(cases), [true, true]);
}

#[test]
fn the_marks_stand_in_every_format_for_people() {
    let world = World::new();
    let [files, meaning] = marks(&world);
    for format in ["text", "markdown", "html"] {
        let report = world.evaluate().args(["--format", format]).run().done();
        let words: Vec<&str> = report.stdout.split_whitespace().collect();
        let said = words.join(" ");
        let line = format!(
            "Made from files {}, meaning {}:",
            &files[..12],
            &meaning[..12]
        );
        assert!(said.contains(&line), "{format}: {said}");
    }
    // The built-in rules and data have marks as well.
    let built_in = preceptor(["evaluate", "datasets/applicants/j1-internal-medicine.yaml"]);
    assert_ne!(marks_of(&built_in.json()), [files, meaning]);
}
