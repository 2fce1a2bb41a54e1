use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::runner::preceptor;

fn synth(folder: &Path, seed: &str) {
    let run = preceptor([
        "synth",
        "--programs",
        "300",
        "--applicants",
        "20",
        "-o",
        "made",
    ]);
    let output = run.args(["--seed", seed]).in_folder(folder).run();
    assert_eq!(output.code, Some(0), "{}", output.stderr);
}

/// The programs of a folder, by file.
fn programs(folder: &Path) -> BTreeMap<String, Value> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let read = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, serde_json::from_str(&text).unwrap())
    };
    files.map(read).collect()
}

#[test]
fn what_is_made_up_says_so_and_can_be_judged() {
    let folder = tempfile::tempdir().unwrap();
    synth(folder.path(), "7");
    let made = folder.path().join("made");
    let programs = programs(&made.join("programs"));
    assert_eq!(programs.len(), 300);
    for program in programs.values() {
        assert_eq!(program["invented"], true, "{program}");
    }
    let applicants = fs::read_to_string(made.join("applicants.jsonl")).unwrap();
    for applicant in applicants.lines() {
        let applicant: Value = serde_json::from_str(applicant).unwrap();
        assert_eq!(applicant["invented"], true, "{applicant}");
    }
    let run = preceptor([
        "evaluate-all",
        "made/applicants.jsonl",
        "--programs",
        "made/programs",
    ]);
    let output = run.in_folder(folder.path()).run();
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(output.stderr.contains("20 applicants"), "{}", output.stderr);
}

#[test]
fn a_seed_makes_the_same_again_with_the_shares_of_the_shipped_programs() {
    let [one, two] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    synth(one.path(), "7");
    synth(two.path(), "7");
    let read = |folder: &tempfile::TempDir| programs(&folder.path().join("made/programs"));
    let made = read(&one);
    assert_eq!(made, read(&two));
    let shipped: Vec<String> = crate::snapshot::files("datasets/programs", "yaml")
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for key in ["img_percent", "setting", "visas", "ownership"] {
        let stated = shipped
            .iter()
            .filter(|text| text.contains(&format!("\n{key}:")));
        let expected = stated.count() * 100 / shipped.len();
        let stated = made.values().filter(|program| program.get(key).is_some());
        let found = stated.count() * 100 / made.len();
        assert!(
            expected.abs_diff(found) <= 10,
            "{key}: {found} % for {expected} %"
        );
    }
}

/// What is there already is neither mixed with what is made up nor cut off.
#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made");
    fs::create_dir(&made).unwrap();
    fs::write(made.join("applicants.jsonl"), "mine\n").unwrap();
    let run = preceptor([
        "synth",
        "--programs",
        "3",
        "--applicants",
        "3",
        "-o",
        "made",
    ]);
    let output = run.in_folder(folder.path()).run().exits(5);
    assert!(
        output.stderr.contains("this folder is not empty"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("remove"), "{}", output.stderr);
    assert_eq!(
        fs::read_to_string(made.join("applicants.jsonl")).unwrap(),
        "mine\n"
    );
    assert_eq!(fs::read_dir(&made).unwrap().count(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
