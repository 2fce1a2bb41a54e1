use super::{check, json, sound, told};
use crate::runner::preceptor;

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
