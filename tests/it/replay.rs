//! A log of decisions: what it keeps, what is noticed, and how it comes out again.

use std::fs;
use std::thread;

use serde_json::Value;

use crate::runner::{Output, Run};
use crate::world::World;

/// The small world with a profile that holds personal details.
fn world() -> World {
    let world = World::new();
    let profile = world.read("applicant.yaml");
    let more = "medical_school: { name: A school of mine, country: Peru }\n\
                gaps: [{ from: 2024-01, to: 2024-09, reason: my mother was ill }]\n";
    world.write("applicant.yaml", format!("{profile}{more}"));
    world
}

fn log(world: &World) -> Run {
    world.evaluate().args(["--log", "log.jsonl"])
}

fn replay(world: &World) -> Run {
    let run = world.preceptor(["replay", "log.jsonl"]);
    run.args(["--rules", "rules", "--programs", "programs"])
}

fn lines(world: &World) -> Vec<Value> {
    let log = world.read("log.jsonl");
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn logged() -> World {
    let world = world();
    log(&world).run().done();
    log(&world)
        .args(["--set", "step2_ck.score=241"])
        .run()
        .done();
    world
}

#[track_caller]
fn says(output: &Output, wanted: &[&str]) {
    // Messages are broken into lines between words.
    let said = output.said();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for one in wanted {
        let one = one.trim();
        assert!(said.contains(one), "{one}\n{said}");
    }
}

#[test]
fn a_line_holds_what_was_decided_from_what_and_nothing_personal() {
    let world = logged();
    let lines = lines(&world);
    assert_eq!(lines.len(), 2);
    let [first, second] = [&lines[0], &lines[1]];
    assert_eq!(first["format"], "preceptor/decision");
    assert_eq!(first["guide"], "small");
    assert_eq!(first["as_of"], "2026-11-22");
    assert_eq!(first["numbers"]["small"]["low_score"], "230");
    assert_eq!(first["outcome"]["you"]["topic/low"], "flag");
    assert_eq!(second["options"]["set"][0], "step2_ck.score=241");
    assert_eq!(second["outcome"]["you"].get("topic/low"), None);
    assert_eq!(second["follows"], first["check"]);
    for marks in ["report", "rules_and_data"] {
        assert_eq!(
            first["made_from"][marks]["files"].as_str().unwrap().len(),
            64
        );
    }
    let text = world.read("log.jsonl");
    for personal in ["An applicant", "A school of mine", "my mother"] {
        assert!(!text.contains(personal), "{personal}");
    }
    log(&world).arg("--log-personal").run().done();
    assert!(world.read("log.jsonl").contains("my mother was ill"));
}

#[test]
fn by_the_same_rules_every_decision_comes_out_to_the_byte() {
    let world = logged();
    let run = replay(&world).run().done();
    says(
        &run,
        &[
            "2 decisions by version ",
            "as decided, to the byte, by the same rules and data",
        ],
    );
    // On whatever day it is replayed.
    let run = replay(&world).args(["--top", "3"]).run().done();
    says(&run, &["as decided, to the byte"]);
}

#[test]
fn by_other_rules_what_changes_is_shown_by_its_cause() {
    let world = logged();
    world.replace("rules/small/guide.yaml", "number: 230", "number: 210");
    let run = replay(&world).run().done();
    says(
        &run,
        &[
            "2 decisions by version ",
            "1 not as decided, by other rules or data",
            "small: low_score 230 → 210",
            "topic/low no longer fires (flag)",
            "222 ≥ 210",
            "for line 1",
        ],
    );
}

#[test]
fn a_comment_changes_the_version_and_no_decision() {
    let world = logged();
    world.replace("rules/small/topic.rhai", "fn low", "// a comment\nfn low");
    let run = replay(&world).run().done();
    says(&run, &["as decided, to the byte, by other rules or data"]);
}

#[test]
fn a_changed_line_is_named_and_the_others_count() {
    let world = logged();
    world.replace(
        "log.jsonl",
        "\"topic/low\":\"flag\"",
        "\"topic/low\":\"nice\"",
    );
    let run = replay(&world).run().exits(1);
    says(
        &run,
        &[
            "1 decision by version",
            "this line was changed after it was written",
            "log.jsonl:1",
        ],
    );
    run.assert_message("replay-changed-line");
}

#[test]
fn a_line_that_was_taken_out_is_noticed() {
    let world = logged();
    let log = world.read("log.jsonl");
    let (_, second) = log.split_once('\n').unwrap();
    world.write("log.jsonl", second);
    let run = replay(&world).run().exits(1);
    says(
        &run,
        &[
            "does not follow the one before it",
            "as decided, to the byte",
        ],
    );
}

#[test]
fn a_torn_last_line_is_named_and_loses_nothing() {
    let world = logged();
    let log_text = world.read("log.jsonl");
    let torn = &log_text[..log_text.len() - 40];
    world.write("log.jsonl", torn);
    let run = replay(&world).run().exits(1);
    says(
        &run,
        &["this line is torn", "log.jsonl:2", "1 decision by version"],
    );
    let run = log(&world).run().done();
    says(&run, &["the last line of the log is torn"]);
    let after = world.read("log.jsonl");
    assert!(
        after.starts_with(&format!("{torn}\n")),
        "what was there stays"
    );
    let run = replay(&world).run().exits(1);
    says(&run, &["this line is torn", "2 decisions by version"]);
    assert!(!run.said().contains("does not follow"), "{}", run.said());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_nothing_is_shown_that_was_not_kept() {
    let world = world();
    let run = world.evaluate().args(["--log", "/dev/full"]).run().exits(5);
    says(
        &run,
        &["the decision could not be kept", "the disk is full"],
    );
    assert_eq!(run.stdout, "");
    world
        .evaluate()
        .args(["--log", "none/log.jsonl"])
        .run()
        .exits(5);
}

#[test]
fn several_processes_append_whole_lines() {
    let world = world();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    log(&world).run().done();
                }
            });
        }
    });
    assert_eq!(lines(&world).len(), 12);
    let run = replay(&world).run().done();
    says(
        &run,
        &["12 decisions by version", "as decided, to the byte"],
    );
}

#[test]
fn what_is_no_log_is_said_plainly() {
    let world = world();
    let run = replay(&world).run().exits(3);
    says(&run, &["there is no such file"]);
    fs::write(world.folder().join("log.jsonl"), "").unwrap();
    let run = replay(&world).run().done();
    says(&run, &["the log is empty"]);
    world.write("log.jsonl", "{\"a\": 1}\n");
    replay(&world).run().exits(1);
}
