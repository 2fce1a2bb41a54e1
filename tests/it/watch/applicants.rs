use std::time::{Duration, Instant};
use std::{fs, thread};

use super::{NUMBERS, PATIENCE, Watch};
use crate::runner::preceptor;

#[test]
fn a_profile_that_is_not_there_is_not_waited_for() {
    let output = preceptor(["watch", "nobody.yaml"]).run().exits(3);
    assert!(output.stderr.contains("nobody.yaml"), "{}", output.stderr);
}

#[test]
fn a_report_in_a_file_is_replaced_whole() {
    let mut watch = Watch::start(&["--format", "json", "--output", "report.json"]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
    let start = Instant::now();
    let report = watch.path("report.json");
    while !fs::read_to_string(&report)
        .unwrap()
        .contains("\"value\": \"90\"")
    {
        assert!(start.elapsed() < PATIENCE, "the file was not written again");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn several_applicants_are_watched_at_once() {
    let home = Watch::home();
    let text = fs::read_to_string(home.path().join("me.yaml")).unwrap();
    let other: String = text
        .lines()
        .map(|line| {
            if line.starts_with("name:") {
                "name: Somebody Else\n".to_owned()
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    fs::write(home.path().join("you.yaml"), other).unwrap();
    let mut watch = Watch::start_in(home, &["you.yaml"]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
    watch.says(", 2 of 2 lists\n");
    watch.says("Somebody Else, Harbour, ");
    watch.prints("SOMEBODY ELSE: HARBOUR");
    // A broken profile of one holds back both, and says whose it is.
    watch.edit(
        "you.yaml",
        "type_of_graduate: img",
        "type_of_graduate: imag",
    );
    let screen = watch.says("not reloaded: 1 problem; the last good result still stands\n");
    assert!(screen.contains("you.yaml:"), "{screen}");
    watch.edit(
        "you.yaml",
        "type_of_graduate: imag",
        "type_of_graduate: img",
    );
    watch.says("reloaded: all good again; everything is as it was: no program moves\n");
}

#[test]
fn one_file_is_not_for_several_applicants() {
    let output = preceptor([
        "watch",
        "datasets/applicants/rp-13.yaml",
        "datasets/applicants/j1-internal-medicine.yaml",
        "--output",
        "report.txt",
    ]);
    let output = output.run().exits(3);
    assert!(
        output
            .stderr
            .contains("one file cannot hold the reports of several applicants"),
        "{}",
        output.stderr
    );
}
