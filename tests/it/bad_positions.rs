//! Topics and positions that are wrong: which place, and what a person reads.

use crate::bad_input::message;
use crate::guides_beside::{RIVER, SMALL, compare, world};
use crate::runner::{Run, preceptor};

const TOPICS: &str = "rules/topics.yaml";

/// Compares guides after one piece of a file is exchanged.
fn with(file: &str, from: &str, to: &str) -> Run {
    let world = world();
    world.replace(file, from, to);
    compare(&world).keep(world)
}

#[test]
fn a_position_on_an_unknown_topic() {
    let run = with(SMALL, "friendly:", "frendly:");
    message(
        "positions-unknown-topic",
        run,
        3,
        Some(&format!("{SMALL}:19:1")),
    )
    .helps("`friendly`");
}

#[test]
fn a_position_that_cites_an_unknown_passage() {
    let run = with(RIVER, "cites: [R-01, R-02]", "cites: [R-01, R-20]");
    message(
        "positions-unknown-passage",
        run,
        3,
        Some(&format!("{RIVER}:19:58")),
    )
    .helps("`R-02`");
}

#[test]
fn a_position_that_cites_nothing() {
    let run = with(RIVER, "cites: [R-02]", "cites: []");
    message(
        "positions-cite-nothing",
        run,
        3,
        Some(&format!("{RIVER}:17:10")),
    )
    .helps("passages.yaml");
}

#[test]
fn a_position_that_names_an_unknown_parameter() {
    let run = with(SMALL, "{usual_score}", "{usual_scroe}");
    let place = format!("{SMALL}:9:37");
    message("positions-unknown-parameter", run, 3, Some(&place)).helps("`usual_score`");
}

#[test]
fn a_position_with_an_open_brace() {
    let run = with(SMALL, "{letters} letters", "{letters letters");
    message(
        "positions-open-brace",
        run,
        3,
        Some(&format!("{SMALL}:23:")),
    )
    .helps("parameter");
}

#[test]
fn a_position_answered_by_an_unknown_rule() {
    let run = with(RIVER, "rule: exams/low", "rule: exams/lo");
    message(
        "positions-unknown-rule",
        run,
        3,
        Some(&format!("{RIVER}:6:")),
    )
    .helps("`exams/low`");
}

#[test]
fn a_position_answered_by_a_rule_about_programs() {
    let run = with(SMALL, "rule: topic/low", "rule: topic/no_j1");
    let place = format!("{SMALL}:12:");
    message("positions-rule-of-programs", run, 3, Some(&place)).helps("the applicant");
}

#[test]
fn an_answer_that_the_topic_does_not_list() {
    let run = with(RIVER, "otherwise: not low", "otherwise: fine");
    message(
        "positions-unknown-answer",
        run,
        3,
        Some(&format!("{RIVER}:7:14")),
    )
    .helps("`not low`");
}

#[test]
fn positions_without_topics() {
    let world = world();
    world
        .remove(TOPICS)
        .remove(RIVER)
        .remove("rules/elsewhere/positions.yaml");
    let run = compare(&world).keep(world);
    message("positions-without-topics", run, 3, Some(SMALL)).helps("topics.yaml");
}

#[test]
fn positions_of_annotations() {
    let run = with(
        "rules/elsewhere/guide.yaml",
        "kind: guide",
        "kind: annotations",
    );
    let place = Some("rules/elsewhere/positions.yaml");
    message("positions-of-annotations", run, 3, place).helps("remove");
}

#[test]
fn a_topic_with_one_answer() {
    let run = with(TOPICS, "[low, not low]", "[low]");
    let output = message("topics-one-answer", run, 3, Some(&format!("{TOPICS}:4:")));
    output.helps("two words");
    // The positions are not blamed for topics that cannot be read.
    assert!(
        !output.stderr.contains("positions.yaml"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_topic_with_an_answer_twice() {
    let run = with(TOPICS, "[low, not low]", "[low, not low, low]");
    message("topics-answer-twice", run, 3, Some(&format!("{TOPICS}:4:")));
}

#[test]
fn everything_that_is_wrong_with_positions_is_said_at_once() {
    let world = world();
    world.replace(SMALL, "friendly:", "frendly:");
    world.replace(SMALL, "{usual_score}", "{usual_scroe}");
    world.replace(RIVER, "rule: exams/low", "rule: exams/lo");
    let said = compare(&world).keep(world).run().exits(3).stderr;
    for place in [
        format!("{SMALL}:9:37"),
        format!("{SMALL}:19:1"),
        format!("{RIVER}:6:"),
    ] {
        assert!(said.contains(&place), "{place}: {said}");
    }
}

/// A rule file that cannot be read is one problem, and no position is blamed for it.
#[test]
fn a_broken_rule_file_is_said_once() {
    let run = with(
        "rules/river/exams.rhai",
        "fn sat_often(applicant, policy) {",
        "fn sat_often(",
    );
    let said = run.run().exits(3).stderr;
    assert!(!said.contains("positions.yaml"), "{said}");
}

#[test]
fn a_comparison_by_an_unknown_topic() {
    let run = preceptor(["compare", "datasets/applicants/j1-internal-medicine.yaml"]);
    let run = run.args(["--topic", "how_mny"]);
    message("command-unknown-comparison-topic", run, 3, None).helps("`how_many`");
}
