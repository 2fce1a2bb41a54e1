use serde_json::{Value, json};

use super::{agreement, changed, compared, for_you, topic};
use crate::guides_beside::{RIVER, compare, world};
use crate::snapshot::assert_snapshot;

#[test]
fn two_guides_are_read_side_by_side() {
    let world = world();
    assert_snapshot(
        "compare",
        "two-guides",
        &compare(&world).run().done().stdout,
    );
}

#[test]
fn one_guide_alone_says_that_it_is_alone() {
    let world = world();
    let run = compare(&world).args(["--guide", "small", "--topic", "visa"]);
    assert_snapshot("compare", "one-guide", &run.run().done().stdout);
}

#[test]
fn every_kind_of_agreement_is_told_apart() {
    let compared = compared(&world());
    let answers = json!("answers");
    let figures = json!("figures");
    for (id, word, by) in [
        ("low_score", "agree", &answers),
        ("how_many", "differ", &answers),
        ("friendly", "agree", &figures),
        ("letters", "differ", &figures),
        ("tiers", "words-only", &Value::Null),
        ("visa", "one-guide", &Value::Null),
        ("weather", "silent", &Value::Null),
    ] {
        assert_eq!(
            agreement(&compared, id),
            (word.to_owned(), by.clone()),
            "{id}"
        );
    }
    assert_eq!(topic(&compared, "low_score")["other_figures"], true);
    assert_eq!(topic(&compared, "visa")["silent"], json!(["river"]));
    assert_eq!(
        topic(&compared, "weather")["silent"],
        json!(["river", "small"])
    );
}

#[test]
fn topics_keep_their_order() {
    let compared = compared(&world());
    let topics = compared["targets"][0]["topics"].as_array().unwrap();
    let ids: Vec<&str> = topics
        .iter()
        .filter_map(|topic| topic["id"].as_str())
        .collect();
    let order = [
        "low_score",
        "how_many",
        "friendly",
        "letters",
        "tiers",
        "visa",
        "weather",
    ];
    assert_eq!(ids, order);
}

#[test]
fn the_first_rule_that_fires_answers_and_what_it_finds_is_shown() {
    let compared = compared(&world());
    let low = for_you(&compared, "low_score", "river");
    assert_eq!(
        (&low["answer"], &low["rule"]),
        (&json!("low"), &json!("exams/low"))
    );
    let many = for_you(&compared, "how_many", "small");
    assert_eq!(
        many["programs"],
        json!({ "from": 80.0, "to": 120.0, "open": true })
    );
    let visa = for_you(&compared, "visa", "small");
    assert_eq!(visa["answer"], "You need a visa.");
}

#[test]
fn where_no_rule_fires_the_other_answer_holds() {
    let compared = changed("applicant.yaml", "score: 222", "score: 228");
    let low = for_you(&compared, "low_score", "small");
    assert_eq!(
        (&low["kind"], &low["answer"]),
        (&json!("answer"), &json!("not low"))
    );
    assert_eq!(low["rule"], Value::Null);
}

/// The river's first rule needs Step 1, which the profile does not state. Its answer would be the
/// same as the second one's for 222, and another for 240.
#[test]
fn what_is_not_stated_leaves_the_answer_open_only_where_it_matters() {
    let same = compared(&world());
    assert_eq!(for_you(&same, "low_score", "river")["answer"], "low");
    let open = changed("applicant.yaml", "score: 222", "score: 240");
    let low = for_you(&open, "low_score", "river");
    assert_eq!(low["kind"], "cannot-tell");
    assert_eq!(low["not_stated"], "step1.attempts");
    assert_eq!(low["rule"], "exams/sat_often");
    assert_eq!(low["answer"], Value::Null);
    // An open answer is compared with nothing: the figures decide.
    assert_eq!(
        agreement(&open, "low_score"),
        ("differ".to_owned(), json!("figures"))
    );
}

#[test]
fn a_rule_that_does_not_count_in_the_stage_answers_nothing() {
    let world = world();
    let compared = compare(&world).args(["--stage", "interviewing"]).json();
    assert_eq!(
        for_you(&compared, "how_many", "river")["kind"],
        "not-in-stage"
    );
    assert_eq!(agreement(&compared, "how_many").1, "figures");
}

#[test]
fn a_guide_without_positions_is_silent() {
    let world = world();
    world.remove(RIVER);
    let compared = compared(&world);
    assert_eq!(agreement(&compared, "tiers").0, "one-guide");
    assert_eq!(topic(&compared, "tiers")["silent"], json!(["river"]));
}

#[test]
fn the_numbers_of_the_office_are_those_compared() {
    let world = world();
    world.write(
        "office.yaml",
        "river: { programs: { from: 80, to: 120 } }\n",
    );
    let run = || compare(&world).args(["--policy", "office.yaml"]);
    let compared = run().json();
    assert_eq!(
        agreement(&compared, "how_many"),
        ("agree".to_owned(), json!("answers"))
    );
    let text = run().run().done().stdout;
    assert!(
        text.contains("River bank: programs = 80–120+ (office.yaml)"),
        "{text}"
    );
}

#[test]
fn numbers_of_ours_are_marked_behind_their_unit() {
    let compared = compared(&world());
    let says = |guide: usize| topic(&compared, "friendly")["stands"][guide]["says"].clone();
    assert_eq!(
        (says(0), says(1)),
        (json!("from 50%‡ IMGs on"), json!("from 50% IMGs on"))
    );
}

#[test]
fn guides_that_do_not_fit_say_why() {
    let world = world();
    let compared = compared(&world);
    let guides = compared["guides"].as_array().unwrap();
    let ids: Vec<&str> = guides.iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ["river", "small"]);
    let others = &compared["not_for_you"][0];
    assert_eq!(others["id"], "elsewhere");
    assert_eq!(others["reasons"], json!(["this guide is for US graduates"]));
    let refused = compare(&world)
        .args(["--guide", "elsewhere"])
        .run()
        .exits(3);
    assert!(
        refused.stderr.contains("for US graduates"),
        "{}",
        refused.stderr
    );
}

#[test]
fn one_topic_is_shown_alone() {
    let world = world();
    let run = || compare(&world).args(["--topic", "letters"]);
    let compared = run().json();
    assert_eq!(
        compared["targets"][0]["topics"].as_array().unwrap().len(),
        1
    );
    assert_eq!(compared["targets"][0].get("programs"), None);
    let text = run().run().done().stdout;
    assert!(
        text.contains("How many letters?") && !text.contains("Is my score low?"),
        "{text}"
    );
}

#[test]
fn a_rule_that_fails_is_not_taken_for_quiet() {
    let world = world();
    world.replace(
        "rules/river/exams.rhai",
        "    if applicant.step2_ck.score < policy.low_mark {",
        "    if applicant.step2_ck.score / 0 < policy.low_mark {",
    );
    world.replace(RIVER, "    - { rule: exams/sat_often, answer: low }\n", "");
    let output = compare(&world).args(["--format", "json"]).run().exits(4);
    assert_eq!(
        for_you(&output.json(), "low_score", "river")["kind"],
        "failed"
    );
}
