use std::time::Duration;
use std::{fs, thread};

use super::{GUIDE, NUMBERS, OPENNESS, PASSAGES, RULES, Watch};

#[test]
fn files_that_are_broken_at_the_start_are_waited_for() {
    let home = Watch::home();
    let rules = home.path().join(OPENNESS);
    fs::write(&rules, RULES.replace("img_percent >=", "img_prcent >=")).unwrap();
    let mut watch = Watch::start_in(home, &[]);
    let screen = watch.err.all();
    assert!(screen.contains("openness.rhai:6:"), "{screen}");
    assert!(
        screen.contains("nothing to show yet: 1 problem"),
        "{screen}"
    );
    watch.edit(OPENNESS, "img_prcent >=", "img_percentage >=");
    watch.says("`img_percentage`");
    watch.says("nothing to show yet: 1 problem");
    watch.edit(OPENNESS, "img_percentage >=", "img_percent >=");
    watch.says("all good now\n");
    watch.prints("IN SHORT");
    watch.says("(Ctrl-C ends)\n");
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
}

#[test]
fn a_file_saved_by_renaming_is_seen_every_time() {
    let mut watch = Watch::start(&[]);
    for number in ["31", "32", "33"] {
        let text = GUIDE.replace("number: 30", &format!("number: {number}"));
        fs::write(watch.path("draft"), text).unwrap();
        fs::rename(watch.path("draft"), watch.path(NUMBERS)).unwrap();
        watch.says(&format!("→ {number}: "));
    }
}

#[test]
fn a_folder_replaced_by_renaming_is_watched_further() {
    let mut watch = Watch::start(&[]);
    let other = watch.path("other");
    fs::create_dir_all(other.join("harbour")).unwrap();
    fs::write(
        other.join("harbour/guide.yaml"),
        GUIDE.replace("number: 30", "number: 40"),
    )
    .unwrap();
    fs::write(other.join("harbour/passages.yaml"), PASSAGES).unwrap();
    fs::write(other.join("harbour/openness.rhai"), RULES).unwrap();
    fs::rename(watch.path("rules"), watch.path("old")).unwrap();
    fs::rename(&other, watch.path("rules")).unwrap();
    watch.says("policy open_percent 30 → 40: ");
    watch.edit(NUMBERS, "number: 40", "number: 50");
    watch.says("reloaded: policy open_percent 40 → 50: ");
}

#[test]
fn a_guide_folder_that_comes_and_goes_is_seen() {
    let mut watch = Watch::start(&[]);
    fs::create_dir(watch.path("rules/lagoon")).unwrap();
    for (name, text) in [
        ("openness.rhai", RULES),
        ("passages.yaml", PASSAGES),
        (
            "guide.yaml",
            &GUIDE.replace("short: Harbour", "short: Lagoon"),
        ),
    ] {
        fs::write(watch.path(&format!("rules/lagoon/{name}")), text).unwrap();
    }
    watch.says("1 rule added, 1 kept: lagoon/openness/open");
    watch.prints("LAGOON");
    fs::rename(watch.path("rules/lagoon"), watch.path("lagoon")).unwrap();
    watch.says("1 rule removed, 1 kept: lagoon/openness/open");
}

#[test]
fn a_file_that_is_deleted_and_written_again_is_waited_for() {
    let mut watch = Watch::start(&[]);
    fs::remove_file(watch.path("rules/harbour/passages.yaml")).unwrap();
    let screen = watch.says("not reloaded: ");
    assert!(
        screen.contains("there is no such file\n--> rules/harbour/passages.yaml"),
        "{screen}"
    );
    fs::write(watch.path("rules/harbour/passages.yaml"), PASSAGES).unwrap();
    watch.says("reloaded: all good again; everything is as it was: no program moves\n");
}

#[test]
fn a_checkout_of_fifty_files_is_taken_in_the_end() {
    let mut watch = Watch::start(&[]);
    for number in 0..50 {
        let name = format!("rules/harbour/more{number}.rhai");
        fs::write(watch.path(&name), RULES).unwrap();
        thread::sleep(Duration::from_millis(10));
    }
    watch.edit(NUMBERS, "number: 30", "number: 55");
    watch.says("open_percent 30 → 55");
    watch.edit(NUMBERS, "number: 55", "number: 56");
    let screen = watch.says("open_percent 55 → 56: ");
    assert!(!screen.contains("not reloaded"), "{screen}");
}

#[test]
fn a_rules_folder_that_goes_away_is_missed_and_taken_again() {
    let mut watch = Watch::start(&[]);
    fs::rename(watch.path("rules"), watch.path("old")).unwrap();
    let screen = watch.says("not reloaded: 1 problem; the last good result still stands\n");
    assert!(screen.contains("there is no such folder"), "{screen}");
    fs::rename(watch.path("old"), watch.path("rules")).unwrap();
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("policy open_percent 30 → 90: ");
}
