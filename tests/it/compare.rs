//! What a comparison promises: nothing merged, nothing guessed, the same bytes every time.

use jiff::civil::date;
use preceptor::advise::{Agreement, Comparison, Judgement, Verdict};
use preceptor::{Catalogue, Files, Guides, Profile, References, advise};
use serde_json::{Value, json};

use crate::guides_beside::{RIVER, SMALL, compare, world};
use crate::runner::preceptor;
use crate::snapshot::assert_snapshot;
use crate::world::World;

/// Compares in that world as JSON.
fn compared(world: &World) -> Value {
    compare(world).json()
}

/// The first target's part on one topic.
fn topic<'j>(compared: &'j Value, id: &str) -> &'j Value {
    let topics = compared["targets"][0]["topics"].as_array().unwrap();
    topics.iter().find(|topic| topic["id"] == id).unwrap()
}

/// What one guide answers on a topic.
fn for_you<'j>(compared: &'j Value, id: &str, guide: &str) -> &'j Value {
    let stands = topic(compared, id)["stands"].as_array().unwrap();
    let stand = stands.iter().find(|stand| stand["guide"] == guide);
    &stand.unwrap()["for_you"]
}

/// On which topics guides agree, and by what.
fn agreement(compared: &Value, id: &str) -> (String, Value) {
    let topic = topic(compared, id);
    let word = topic["agreement"].as_str().unwrap().to_owned();
    (word, topic["compared_by"].clone())
}

fn changed(file: &str, from: &str, to: &str) -> Value {
    let world = world();
    world.replace(file, from, to);
    compared(&world)
}

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
fn programs_in_dispute_come_first() {
    let compared = compared(&world());
    let programs = compared["targets"][0]["programs"].as_array().unwrap();
    let order: Vec<(&str, &str)> = programs
        .iter()
        .map(|one| {
            (
                one["id"].as_str().unwrap(),
                one["dispute"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        order,
        [
            ("nv-example-desert-internal-medicine", "option"),
            ("ny-example-city-internal-medicine", "height"),
            ("ca-example-valley-internal-medicine", "none"),
        ]
    );
    let desert = &programs[0]["verdicts"];
    assert_eq!(desert[0]["guide"], "river");
    assert_eq!(desert[0]["title"], "Down the river");
    assert_eq!(desert[1]["verdict"], "excluded");
    assert_eq!(desert[1]["excluded"][0]["rule"], "topic/no_j1");
}

#[test]
fn a_tier_that_could_be_reached_is_unsettled() {
    let world = world();
    let program = "programs/nv-example-desert-internal-medicine.yaml";
    world.replace(program, "value: no", "value: yes");
    let compared = compared(&world);
    let programs = compared["targets"][0]["programs"].as_array().unwrap();
    let desert = programs.iter().find(|one| one["state"] == "NV").unwrap();
    assert_eq!(desert["dispute"], "unsettled");
    assert_eq!(desert["verdicts"][1]["verdict"], "possible");
    assert_eq!(
        desert["verdicts"][1]["condition"],
        "IMG share is 50 or more"
    );
}

/// A guide without tiers prefers nothing, so it can only be at odds over what is an option.
#[test]
fn a_guide_without_tiers_disputes_options_only() {
    let world = world();
    let guide = "rules/river/guide.yaml";
    let text = world.read(guide);
    let (before, after) = text.split_once("tiers:\n").unwrap();
    let after = after.split_once("topics:\n").unwrap().1;
    world.write(guide, format!("{before}topics:\n{after}"));
    let rules = world.read("rules/river/exams.rhai");
    let rules = rules.split_once("/// Where it lies.").unwrap().0;
    world.write("rules/river/exams.rhai", rules);
    let compared = compared(&world);
    let programs = compared["targets"][0]["programs"].as_array().unwrap();
    let disputes: Vec<&Value> = programs.iter().map(|one| &one["dispute"]).collect();
    assert_eq!(disputes, ["option", "none", "none"]);
    let text = compare(&world).run().done().stdout;
    assert!(text.contains("River bank  an option, 0 points"), "{text}");
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
fn the_same_comparison_is_the_same_bytes() {
    let world = world();
    for format in ["text", "json"] {
        let run = |guides: [&str; 4]| {
            compare(&world)
                .args(["--format", format])
                .args(guides)
                .run()
        };
        let first = run(["--guide", "small", "--guide", "river"]).done().stdout;
        let second = run(["--guide", "river", "--guide", "small"]).done().stdout;
        assert_eq!(first, second);
    }
}

#[test]
fn the_comparison_is_written_to_a_file() {
    let world = world();
    compare(&world).args(["-o", "compared.txt"]).run().done();
    let text = world.read("compared.txt");
    assert_eq!(text, compare(&world).run().done().stdout);
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

#[test]
fn the_shipped_guides_are_compared() {
    for applicant in ["minimal", "two-targets", "unmatched"] {
        let profile = format!("datasets/applicants/{applicant}.yaml");
        let compared = preceptor(["compare"]).arg(profile).json();
        for target in compared["targets"].as_array().unwrap() {
            assert!(!target["topics"].as_array().unwrap().is_empty());
        }
    }
}

/// A guide may judge only some of the applicant's targets; of the others it is not asked.
#[test]
fn a_guide_that_judges_another_target_is_not_asked() {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let world = world();
    let catalogue = Catalogue::from_path(&world.folder().join("programs"), &references).unwrap();
    let rules = Files::folder(&world.folder().join("rules"));
    let guides = Guides::load(&rules, references.titles()).unwrap();
    let profile = Files::file(&world.folder().join("applicant.yaml")).unwrap();
    let applicant = Profile::read(&profile, &references, date(2026, 11, 22)).unwrap();
    let judge = |id: &str| {
        let guide = guides.find(id).unwrap();
        let stage = applicant.stage();
        (
            guide,
            advise(
                guide,
                &guides.host,
                &applicant,
                stage,
                &catalogue,
                &references,
            ),
        )
    };
    let (mut river, small) = (judge("river"), judge("small"));
    river.1.targets.clear();
    let judgements = [&river, &small].map(|(guide, advice)| Judgement { guide, advice });
    let titles = references.titles();
    let comparison = Comparison::of(&guides.topics, &judgements, &applicant.targets, &titles);
    let target = &comparison.targets[0];
    assert_eq!(target.judged_by, [1]);
    assert!(
        target
            .programs
            .iter()
            .all(|one| one.verdicts[0] == Verdict::NotJudged)
    );
    assert!(target.topics.iter().all(|topic| !topic.silent.contains(&0)));
    assert_eq!(target.topics[0].agreement, Agreement::OneGuide);
}

#[test]
fn positions_are_shown_with_their_guide() {
    let world = world();
    let run = world.preceptor(["guides", "show", "small", "--rules", "rules"]);
    let text = run.run().done().stdout;
    assert!(
        text.contains("- A low score: below 230 is low; 215–225‡ is usual (S-01)"),
        "{text}"
    );
    world.remove(SMALL);
    let text = world
        .preceptor(["guides", "show", "small", "--rules", "rules"])
        .run()
        .done()
        .stdout;
    assert!(!text.contains("WHERE IT STANDS"), "{text}");
}

#[test]
fn the_published_guides_differ_on_low_scores_numbers_friendliness_and_step_3() {
    let profile = "datasets/applicants/several-guides.yaml";
    let compared = preceptor(["compare"]).arg(profile).json();
    for id in ["low_step2_ck", "how_many", "img_friendly", "step3"] {
        let (word, _) = agreement(&compared, id);
        assert_eq!(word, "differ", "{id}");
        for stand in topic(&compared, id)["stands"].as_array().unwrap() {
            assert!(!stand["cites"].as_array().unwrap().is_empty(), "{stand:#}");
        }
    }
    let text = preceptor(["compare"]).arg(profile).run().done().stdout;
    assert_snapshot("compare", "published-guides", &text);
}
