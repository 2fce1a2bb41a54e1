use std::fs;
use std::path::{Path, PathBuf};

use crate::runner::preceptor;
use crate::snapshot::root;

const KERN: &str = "datasets/programs/acgme-1400531031.yaml";

/// A folder of records: one shipped record, and what of it is replaced.
fn folder(home: &Path, name: &str, changes: &[(&str, &str)]) -> PathBuf {
    let path = home.join(name);
    fs::create_dir(&path).unwrap();
    let mut text = fs::read_to_string(root().join(KERN)).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let id = text
        .lines()
        .find_map(|line| line.strip_prefix("id: "))
        .unwrap()
        .to_owned();
    fs::write(path.join(format!("{id}.yaml")), text).unwrap();
    path
}

const SHARE: &str = "img_percent: { value: 92.2, source: freida-2025, as_of: 2025-03-28 }";
const OTHER: &str = "img_percent: { value: 80, source: freida-survey-2024, as_of: 2024 }";
const NEWER: &str = "img_percent: { value: 80, source: freida-2025, as_of: 2026-10-01 }";

fn merged(home: &Path, second: &Path, more: &[&str]) -> String {
    let out = home.join("out");
    let run = preceptor(["programs", "merge"])
        .arg(home.join("a"))
        .arg(second)
        .arg("-o")
        .arg(&out);
    more.iter().fold(run, |run, one| run.arg(*one)).run().done();
    let text = fs::read_to_string(out.join("programs/acgme-1400531031.yaml")).unwrap();
    fs::remove_dir_all(out).unwrap();
    text
}

#[test]
fn values_that_disagree_are_both_kept_unless_newer_wins() {
    let home = tempfile::tempdir().unwrap();
    folder(home.path(), "a", &[]);
    let older = folder(home.path(), "b", &[(SHARE, OTHER)]);
    let newer = folder(home.path(), "c", &[(SHARE, NEWER)]);
    let both = "img_percent: { conflict: [{ value: 92.2, source: freida-2025, as_of: 2025-03-28 }, { value: 80, source: freida-survey-2024, as_of: 2024 }] }";
    assert!(merged(home.path(), &older, &[]).contains(both));
    assert!(merged(home.path(), &older, &["--newer-wins"]).contains(both));
    assert!(merged(home.path(), &newer, &[]).contains("conflict"));
    assert!(merged(home.path(), &newer, &["--newer-wins"]).contains(NEWER));
}

#[test]
fn what_the_second_leaves_out_stays_and_what_it_adds_comes() {
    let home = tempfile::tempdir().unwrap();
    folder(home.path(), "a", &[(SHARE, "")]);
    let second = folder(
        home.path(),
        "b",
        &[("positions:", "letters:"), ("value: 12,", "value: 3,")],
    );
    let text = merged(home.path(), &second, &[]);
    assert!(
        text.contains("positions: { value: 12,") && text.contains("letters: { value: 3,"),
        "{text}"
    );
    assert!(text.contains(SHARE), "{text}");
}

#[test]
fn the_same_name_and_place_is_only_proposed() {
    let home = tempfile::tempdir().unwrap();
    folder(home.path(), "a", &[]);
    let second = folder(
        home.path(),
        "b",
        &[("id: acgme-1400531031", "id: ca-kern"), (SHARE, OTHER)],
    );
    let text = merged(home.path(), &second, &[]);
    assert!(
        text.contains("possibly_same_as: [ca-kern]") && !text.contains("conflict"),
        "{text}"
    );
    let told = merged(
        home.path(),
        &second,
        &["--same", "acgme-1400531031=ca-kern"],
    );
    assert!(
        told.contains("conflict") && !told.contains("ca-kern"),
        "{told}"
    );
    let run = preceptor(["programs", "merge"])
        .arg(home.path().join("a"))
        .arg(&second);
    run.in_folder(home.path())
        .run()
        .done()
        .assert_message("merge-proposed");
}

#[test]
fn what_together_cannot_be_is_left_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    folder(
        home.path(),
        "a",
        &[(
            "do_percent: { value: 6.7, source: freida-2025, as_of: 2025-03-28 }\n",
            "",
        )],
    );
    let second = folder(
        home.path(),
        "b",
        &[(SHARE, ""), ("value: 6.7", "value: 60")],
    );
    let text = merged(home.path(), &second, &[]);
    assert!(
        !text.contains("do_percent") && text.contains(SHARE),
        "{text}"
    );
}

#[test]
fn a_list_is_put_into_a_folder_and_the_rest_stays_byte_for_byte() {
    let home = tempfile::tempdir().unwrap();
    let into = folder(home.path(), "a", &[]);
    let other = into.join("nrmp-1014320C0.yaml");
    fs::copy(root().join("datasets/programs/nrmp-1014320C0.yaml"), &other).unwrap();
    let before = fs::read(&other).unwrap();
    let list = home.path().join("mine.csv");
    fs::write(&list, "ID,Program,City,State,Specialty,Track,IMG %,Notes\n\
        acgme-1400531031,Kern,Bakersfield,CA,Internal Medicine,categorical,92.2,Asked on the phone: friendly\n").unwrap();
    let run = preceptor(["programs", "import"])
        .arg(&list)
        .arg("--into")
        .arg(&into);
    run.run().done();
    let text = fs::read_to_string(into.join("acgme-1400531031.yaml")).unwrap();
    let note = "notes:\n  - { text: \"Asked on the phone: friendly\", source: list-mine, as_of: undated, at: \"row 2, column H\" }";
    assert!(text.contains(note) && text.contains(SHARE), "{text}");
    assert!(text.starts_with("# yaml-language-server"), "{text}");
    assert_eq!(fs::read(&other).unwrap(), before);
    let page = preceptor(["programs", "show", "acgme-1400531031", "--programs"])
        .arg(&into)
        .run()
        .done();
    assert!(
        page.stdout.contains("Asked on the phone: friendly"),
        "{}",
        page.stdout
    );
}
