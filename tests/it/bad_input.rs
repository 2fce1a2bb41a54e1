//! One snapshot a message, so that the messages can be read as prose; exit code and place besides.

use std::fmt::Write as _;
use std::fs::File;

use crate::runner::{Output, Run, evaluate, preceptor};
use crate::world::{TOPIC, World};

/// How many lines a message may have. More than that is not read.
const SCREEN: usize = 24;
/// How long a line may be.
const LINE: usize = 200;
/// What people should never have to read.
const JARGON: [&str; 14] = [
    "panicked",
    "RUST_BACKTRACE",
    "Err(",
    "Some(",
    "serde",
    "saphyr",
    "rhai::",
    "EvalAlt",
    "i64",
    "f64",
    "u16",
    "Dynamic",
    "os error",
    "stack overflow",
];

/// Runs a command that must fail with `code` and say so at `place` (a path, a line, a column).
#[track_caller]
pub(crate) fn message(name: &str, run: Run, code: i32, place: Option<&str>) -> Output {
    let output = run.run().exits(code);
    output.assert_message(name);
    let said = output.said();
    assert!(
        said.lines().count() <= SCREEN,
        "more than a screen:\n{said}"
    );
    let longest = said
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    assert!(longest <= LINE, "a line of {longest} characters:\n{said}");
    for word in JARGON {
        assert!(!said.contains(word), "`{word}` in:\n{said}");
    }
    if let Some(place) = place {
        assert!(
            said.contains(&format!("--> {place}")),
            "not at {place}:\n{said}"
        );
    }
    if place.is_some_and(|place| place.contains(':')) {
        assert!(said.contains('^'), "the line is not shown:\n{said}");
    }
    output
}

impl Output {
    #[track_caller]
    pub(crate) fn helps(&self, with: &str) {
        let said = self.said();
        let help = said
            .split("help: ")
            .nth(1)
            .unwrap_or_else(|| panic!("no help:\n{said}"));
        assert!(
            help.contains(with),
            "the help does not say {with:?}:\n{said}"
        );
    }
}

/// Evaluates the small world with one piece of the profile exchanged.
fn profile(from: &str, to: &str) -> Run {
    world_run(|world| {
        world.replace("applicant.yaml", from, to);
    })
}

/// Evaluates the small world with one piece of its rules exchanged.
fn rules(from: &str, to: &str) -> Run {
    world_run(|world| {
        world.replace(TOPIC, from, to);
    })
}

/// Evaluates the small world with one piece of its manifest exchanged.
fn manifest(from: &str, to: &str) -> Run {
    world_run(|world| {
        world.replace("rules/small/guide.yaml", from, to);
    })
}

/// Evaluates the small world with one piece of the first program exchanged.
fn program(from: &str, to: &str) -> Run {
    world_run(|world| {
        world.replace(PROGRAM, from, to);
    })
}

/// Evaluates the small world with that office policy.
fn policy(text: &str) -> Run {
    world_run(|world| {
        world.write("office.yaml", text);
    })
    .args(["--policy", "office.yaml"])
}

const PROGRAM: &str = "programs/ca-example-valley-internal-medicine.yaml";

/// Evaluates the small world after a change to it. The folder outlives the run.
fn world_run(change: impl FnOnce(&World)) -> Run {
    let world = World::new();
    change(&world);
    world.evaluate().keep(world)
}

// The profile.

#[test]
fn an_unknown_key_in_the_profile() {
    let run = profile("score: 222", "scroe: 222");
    message("profile-unknown-key", run, 3, Some("applicant.yaml:9:")).helps("`score`");
}

#[test]
fn a_text_where_a_number_belongs() {
    let run = profile("score: 222", "score: many");
    message("profile-wrong-type", run, 3, Some("applicant.yaml:9:39"));
}

#[test]
fn a_score_out_of_range() {
    let run = profile("score: 222", "score: 999");
    message("profile-score-999", run, 3, Some("applicant.yaml:9:39"));
}

#[test]
fn a_taken_exam_that_lies_ahead() {
    let run = profile("taken: 2026-03-12", "taken: 2027-03-12");
    message("profile-exam-ahead", run, 3, Some("applicant.yaml:9:20")).helps("planned");
}

#[test]
fn a_day_that_does_not_exist() {
    let run = profile("taken: 2026-03-12", "taken: 2026-02-30");
    message("profile-no-date", run, 3, Some("applicant.yaml:9:20"));
}

#[test]
fn a_planned_exam_with_a_score() {
    let run = profile("taken: 2026-03-12", "planned: 2027-03-12");
    message(
        "profile-planned-with-score",
        run,
        3,
        Some("applicant.yaml:9:"),
    );
}

#[test]
fn an_unknown_region() {
    let run = profile("[california]", "[california, san-joquin-valley]");
    message("profile-unknown-region", run, 3, Some("applicant.yaml:10:"))
        .helps("san-joaquin-valley");
}

#[test]
fn an_unknown_specialty() {
    let run = profile(
        "specialty: internal-medicine",
        "specialty: internal medicine",
    );
    message(
        "profile-unknown-specialty",
        run,
        3,
        Some("applicant.yaml:8:"),
    )
    .helps("internal-medicine");
}

#[test]
fn an_unknown_visa() {
    let run = profile("visa: J-1", "visa: J1");
    let output = message("profile-unknown-visa", run, 3, Some("applicant.yaml:4:7"));
    assert!(
        output.stderr.contains("`none`, `J-1`, `H-1B`, `either`"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_profile_without_a_target() {
    let run = profile(
        "targets:\n  - { specialty: internal-medicine, track: categorical }",
        "targets: []",
    );
    message("profile-no-target", run, 3, Some("applicant.yaml:7:"));
}

#[test]
fn a_profile_without_citizenship() {
    let run = profile("citizenship: foreign-national\n", "");
    message("profile-missing-key", run, 3, Some("applicant.yaml"));
}

#[test]
fn a_key_that_stands_twice() {
    let run = profile("visa: J-1\n", "visa: J-1\nvisa: H-1B\n");
    message("profile-key-twice", run, 3, Some("applicant.yaml:5:1"));
}

#[test]
fn a_profile_that_is_not_there() {
    let world = World::new();
    let run = world.preceptor(["evaluate", "nobody.yaml"]).keep(world);
    message("profile-missing-file", run, 3, Some("nobody.yaml"));
}

#[test]
fn a_folder_where_the_profile_belongs() {
    let world = World::new();
    let run = world
        .preceptor(["evaluate", "programs", "--rules", "rules"])
        .keep(world);
    message("profile-folder", run, 3, Some("programs"));
}

#[test]
fn an_empty_profile() {
    let run = world_run(|world| {
        world.write("applicant.yaml", "");
    });
    message("profile-empty", run, 3, Some("applicant.yaml"));
}

#[test]
fn a_profile_that_is_not_utf_8() {
    let run = world_run(|world| {
        let text = world
            .read("applicant.yaml")
            .replace("An applicant", "Jos\u{1}");
        let bytes: Vec<u8> = text
            .bytes()
            .map(|byte| if byte == 1 { 0xe9 } else { byte })
            .collect();
        world.write("applicant.yaml", bytes);
    });
    let output = message("profile-not-utf-8", run, 3, Some("applicant.yaml"));
    assert!(
        output.stderr.contains("applicant.yaml:1"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_profile_that_is_an_alias_bomb() {
    let keys = [
        "usce",
        "lors",
        "research",
        "gaps",
        "languages",
        "underserved",
        "ties",
        "connections",
    ];
    let mut bomb = "usce: &usce [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for pair in keys.windows(2) {
        let aliases = vec![format!("*{}", pair[0]); 9].join(",");
        writeln!(bomb, "{}: &{} [{aliases}]", pair[1], pair[1]).unwrap();
    }
    let run = world_run(|world| {
        world.write("applicant.yaml", bomb);
    });
    message("profile-alias-bomb", run.caged(), 3, Some("applicant.yaml"));
}

#[test]
fn a_profile_nested_a_hundred_thousand_deep() {
    let run = world_run(|world| {
        world.write("applicant.yaml", format!("name: {}", "[".repeat(100_000)));
    });
    message("profile-deep", run.caged(), 3, Some("applicant.yaml"));
}

#[test]
fn a_profile_of_a_hundred_megabytes() {
    let run = world_run(|world| {
        let file = File::create(world.folder().join("applicant.yaml")).unwrap();
        file.set_len(100 * 1024 * 1024).unwrap();
    });
    message("profile-huge", run.caged(), 3, Some("applicant.yaml"));
}

#[test]
fn a_profile_that_is_no_yaml() {
    let run = profile("targets:\n  -", "targets:\n -: [");
    message("profile-syntax", run, 3, Some("applicant.yaml:"));
}

#[test]
fn a_profile_indented_with_tabs() {
    let run = profile("targets:\n  -", "targets:\n\t-");
    message("profile-tab", run, 3, Some("applicant.yaml:8:"));
}

// Programs and sources.

#[test]
fn a_program_id_that_is_taken() {
    let run = world_run(|world| {
        let copy = PROGRAM.replace("programs/", "programs/more/");
        world.write(&copy, world.read(PROGRAM));
    });
    message(
        "program-id-taken",
        run,
        3,
        Some("programs/more/ca-example-valley-internal-medicine.yaml:1:"),
    );
}

#[test]
fn a_program_file_with_another_name() {
    let run = program(
        "id: ca-example-valley-internal-medicine",
        "id: ca-example-hill-internal-medicine",
    );
    message("program-file-name", run, 3, Some(&format!("{PROGRAM}:1:")));
}

#[test]
fn a_value_without_a_source() {
    let run = program(
        "{ value: 80, source: freida-2025, as_of: 2025-03-28 }",
        "{ value: 80, as_of: 2025-03-28 }",
    );
    message("program-no-source", run, 3, Some(&format!("{PROGRAM}:10:")));
}

#[test]
fn a_bare_value() {
    let run = program(
        "{ value: 80, source: freida-2025, as_of: 2025-03-28 }",
        "80",
    );
    message(
        "program-bare-value",
        run,
        3,
        Some(&format!("{PROGRAM}:10:")),
    )
    .helps("source");
}

#[test]
fn a_value_without_a_date() {
    let run = program(
        "value: 80, source: freida-2025, as_of: 2025-03-28",
        "value: 80, source: freida-2025",
    );
    message("program-no-date", run, 3, Some(&format!("{PROGRAM}:10:")));
}

#[test]
fn an_unknown_source() {
    let run = program(
        "value: 80, source: freida-2025",
        "value: 80, source: friday-2025",
    );
    message(
        "program-unknown-source",
        run,
        3,
        Some(&format!("{PROGRAM}:10:")),
    )
    .helps("freida-2025");
}

#[test]
fn a_share_above_a_hundred_percent() {
    let run = program("value: 80", "value: 180");
    message("program-percent", run, 3, Some(&format!("{PROGRAM}:10:")));
}

#[test]
fn a_twin_that_is_not_there() {
    let run = program(
        "state: CA\n",
        "state: CA\npossibly_same_as: [nv-example-dessert-internal-medicine]\n",
    );
    message(
        "program-unknown-twin",
        run,
        3,
        Some(&format!("{PROGRAM}:8:")),
    )
    .helps("nv-example-desert");
}

#[test]
fn a_folder_without_programs() {
    let world = World::new();
    std::fs::create_dir(world.folder().join("none")).unwrap();
    let run = world
        .preceptor(["evaluate", "applicant.yaml", "--programs", "none"])
        .keep(world);
    message("programs-empty-folder", run, 3, Some("none"));
}

#[test]
fn a_catalogue_that_is_not_there() {
    let world = World::new();
    let run = world
        .preceptor(["evaluate", "applicant.yaml", "--programs", "nowhere"])
        .keep(world);
    message("programs-missing", run, 3, Some("nowhere"));
}

#[test]
fn datasets_that_are_not_there() {
    let world = World::new();
    let run = world
        .preceptor(["evaluate", "applicant.yaml", "--datasets", "nowhere"])
        .keep(world);
    message("datasets-missing", run, 3, Some("nowhere"));
}

// Rules.

#[test]
fn a_rule_that_is_cut_off() {
    let run = world_run(|world| {
        let text = world.read(TOPIC);
        world.write(TOPIC, text.trim_end().trim_end_matches('}'));
    });
    message("rule-cut-off", run, 3, Some(&format!("{TOPIC}:")));
}

#[test]
fn a_missing_bracket() {
    let run = rules("if applicant.visa", "if (applicant.visa");
    message(
        "rule-missing-bracket",
        run,
        3,
        Some(&format!("{TOPIC}:12:")),
    );
}

#[test]
fn one_equals_sign_for_two() {
    let run = rules("applicant.visa == \"J-1\"", "applicant.visa = \"J-1\"");
    let output = message("rule-one-equals", run, 3, Some(&format!("{TOPIC}:12:")));
    assert!(
        output.stderr.contains("==") && !output.stderr.contains("no loops"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_rule_with_parameters_that_nothing_is() {
    let rule =
        "/// The score is low.\n/// cites: S-01\nfn low(person) {\n    flag(\"a low score\")\n}\n";
    let run = world_run(|world| {
        world.write(TOPIC, rule);
    });
    message(
        "rule-wrong-parameters",
        run,
        3,
        Some(&format!("{TOPIC}:3:")),
    )
    .helps("(applicant)");
}

#[test]
fn a_rule_with_parameters_in_another_order() {
    let run = rules(
        "fn no_j1(applicant, program)",
        "fn no_j1(program, applicant)",
    );
    message(
        "rule-parameter-order",
        run,
        3,
        Some(&format!("{TOPIC}:11:")),
    )
    .helps("(applicant, program)");
}

#[test]
fn a_field_that_is_misspelt() {
    let run = rules("program.visas.j1", "program.visas.j2");
    message(
        "rule-misspelt-field",
        run,
        3,
        Some(&format!("{TOPIC}:12:49")),
    )
    .helps("j1");
}

#[test]
fn a_group_where_a_field_belongs() {
    let run = rules("program.visas.j1", "program.visas");
    message("rule-group", run, 3, Some(&format!("{TOPIC}:12:"))).helps("j1");
}

#[test]
fn a_subject_that_the_rule_does_not_take() {
    let run = rules("applicant.step2_ck.score <", "program.step2_ck.minimum <");
    message(
        "rule-subject-not-taken",
        run,
        3,
        Some(&format!("{TOPIC}:4:")),
    );
}

#[test]
fn an_unknown_effect() {
    let run = rules("exclude(", "exlude(");
    message("rule-unknown-effect", run, 3, Some(&format!("{TOPIC}:13:"))).helps("`exclude`");
}

#[test]
fn an_effect_that_is_dropped() {
    let run = rules(
        "exclude(\"does not sponsor the J-1\")",
        "exclude(\"does not sponsor the J-1\");\n        flag(\"x\")",
    );
    message("rule-dropped-effect", run, 3, Some(&format!("{TOPIC}:13:"))).helps("return");
}

#[test]
fn an_effect_of_another_kind_of_rule() {
    let run = rules("flag(\"a low score\")", "exclude(\"a low score\")");
    message(
        "rule-effect-of-another-kind",
        run,
        3,
        Some(&format!("{TOPIC}:5:")),
    )
    .helps("flag");
}

#[test]
fn an_effect_with_too_few_words() {
    let run = rules(
        "exclude(\"does not sponsor the J-1\")",
        "points(\"does not sponsor the J-1\")",
    );
    message("rule-effect-arity", run, 3, Some(&format!("{TOPIC}:13:")));
}

#[test]
fn an_unknown_parameter() {
    let run = rules("policy.low_score", "policy.low_scores");
    message(
        "rule-unknown-parameter",
        run,
        3,
        Some(&format!("{TOPIC}:4:")),
    )
    .helps("`low_score`");
}

#[test]
fn a_band_compared_like_a_number() {
    let run = rules("< policy.low_score", "< policy.usual_score");
    message("rule-band-compared", run, 3, Some(&format!("{TOPIC}:4:"))).helps("place(");
}

#[test]
fn a_number_placed_in_a_number() {
    let run = rules(
        "place(applicant.step2_ck.score, policy.usual_score)",
        "place(applicant.step2_ck.score, policy.low_score)",
    );
    message("rule-number-placed", run, 3, Some(&format!("{TOPIC}:4:")));
}

#[test]
fn a_place_that_a_band_does_not_have() {
    let run = rules("== \"inside\"", "== \"borderline\"");
    message("rule-place-unknown", run, 3, Some(&format!("{TOPIC}:4:")));
}

#[test]
fn a_number_in_a_rule() {
    let run = rules("policy.low_score", "230");
    message("rule-number", run, 3, Some(&format!("{TOPIC}:4:35"))).helps("policy.");
}

#[test]
fn a_word_that_a_field_never_holds() {
    let run = rules("applicant.visa == \"J-1\"", "applicant.visa == \"J1\"");
    message(
        "rule-impossible-word",
        run,
        3,
        Some(&format!("{TOPIC}:12:")),
    )
    .helps("J-1");
}

#[test]
fn a_rule_without_documentation() {
    let run = rules("/// The score is low.\n/// cites: S-01\n", "");
    message("rule-undocumented", run, 3, Some(&format!("{TOPIC}:1:"))).helps("cites:");
}

#[test]
fn a_rule_that_cites_nothing() {
    let run = rules("/// cites: S-01\n", "");
    message("rule-cites-nothing", run, 3, Some(&format!("{TOPIC}:2:"))).helps("cites:");
}

#[test]
fn a_rule_that_cites_an_unknown_passage() {
    let run = rules("cites: S-01", "cites: S-10");
    message("rule-unknown-passage", run, 3, Some(&format!("{TOPIC}:"))).helps("S-01");
}

#[test]
fn a_rule_of_an_unknown_stage() {
    let run = rules("/// cites: S-01", "/// stage: aplying\n/// cites: S-01");
    message("rule-unknown-stage", run, 3, Some(&format!("{TOPIC}:"))).helps("applying");
}

#[test]
fn two_rules_of_one_name() {
    let run = rules("fn no_j1(", "fn low(");
    message("rule-name-twice", run, 3, Some(&format!("{TOPIC}:11:"))).helps("line 3");
}

#[test]
fn an_unknown_tier() {
    let run = rules(
        "exclude(\"does not sponsor the J-1\")",
        "tier(\"2\", \"x\")",
    );
    message("rule-unknown-tier", run, 3, Some(&format!("{TOPIC}:13:"))).helps("1");
}

#[test]
fn an_unknown_topic() {
    let run = rules("flag(\"a low score\")", "advise(\"visas\", \"x\")");
    message("rule-unknown-topic", run, 3, Some(&format!("{TOPIC}:5:"))).helps("visa");
}

#[test]
fn a_coalescing_operator() {
    let run = rules(
        "program.visas.j1 == \"no\"",
        "(program.visas.j1 ?? \"no\") == \"no\"",
    );
    message("rule-coalesce", run, 3, Some(&format!("{TOPIC}:12:"))).helps("known");
}

#[test]
fn a_loop() {
    let run = rules(
        "flag(\"a low score\")",
        "for x in applicant.usce { flag(\"x\") }",
    );
    message("rule-loop", run, 3, Some(&format!("{TOPIC}:5:"))).helps("no loops");
}

#[test]
fn a_closure() {
    let run = rules(
        "flag(\"a low score\")",
        "applicant.usce.some(|x| x.weeks > policy.low_score)",
    );
    message("rule-closure", run, 3, Some(&format!("{TOPIC}:5:"))).helps("no loops");
}

#[test]
fn a_value_that_is_written() {
    let run = rules("flag(\"a low score\")", "policy.low_score = 0;");
    message("rule-writes", run, 3, Some(&format!("{TOPIC}:5:")));
}

#[test]
fn a_list_without_an_entry_of_that_field() {
    let run = rules(
        "flag(\"a low score\")",
        "if has(applicant.usce, #{ weekz: 1 }) { flag(\"x\") }",
    );
    message(
        "rule-unknown-entry-field",
        run,
        3,
        Some(&format!("{TOPIC}:5:")),
    )
    .helps("weeks");
}

#[test]
fn every_problem_of_every_file_is_told_at_once() {
    let run = world_run(|world| {
        world.replace(TOPIC, "program.visas.j1", "program.visas.j2");
        world.replace(TOPIC, "flag(", "flagg(");
        world.replace(PROGRAM, "state: CA", "state: XX");
    });
    let output = message("several-at-once", run, 3, Some(&format!("{TOPIC}:12:49")));
    for place in [format!("{TOPIC}:5:9"), format!("{PROGRAM}:7:8")] {
        assert!(output.stderr.contains(&place), "{}", output.stderr);
    }
}

#[test]
fn more_problems_than_anyone_reads_are_counted() {
    let run = world_run(|world| {
        let undocumented = |i| format!("fn rule{i}(applicant) {{ flag(\"x\") }}\n");
        world.write(TOPIC, (0..50).map(undocumented).collect::<String>());
    });
    let output = run.run().exits(3);
    assert!(
        output.stderr.contains("and 30 more problems"),
        "{}",
        output.stderr
    );
}

// Guides.

#[test]
fn a_guide_without_a_manifest() {
    let run = world_run(|world| {
        world.remove("rules/small/guide.yaml");
    });
    message("guide-no-manifest", run, 3, Some("rules/small/guide.yaml")).helps("guide.yaml");
}

#[test]
fn a_guide_without_passages() {
    let run = world_run(|world| {
        world.remove("rules/small/passages.yaml");
    });
    message(
        "guide-no-passages",
        run,
        3,
        Some("rules/small/passages.yaml"),
    );
}

#[test]
fn a_guide_without_cases_is_no_error() {
    let world = World::new();
    std::fs::remove_dir_all(world.folder().join("rules/small/cases")).unwrap();
    world.evaluate().run().done();
    world.preceptor(["test", "--rules", "rules"]).run().done();
    let run = world.check().keep(world);
    let output = message("guide-without-cases", run, 0, Some("rules/small/cases"));
    output.helps("preceptor test");
    assert!(output.said().contains("2 rules of small without cases"));
}

#[test]
fn a_folder_without_guides() {
    let world = World::new();
    let run = world
        .preceptor(["evaluate", "applicant.yaml", "--rules", "programs/none"])
        .keep(world);
    message("rules-missing", run, 3, Some("programs/none"));
    let world = World::new();
    std::fs::create_dir(world.folder().join("none")).unwrap();
    let run = world
        .preceptor(["evaluate", "applicant.yaml", "--rules", "none"])
        .keep(world);
    message("rules-empty", run, 3, Some("none")).helps("guide.yaml");
}

#[test]
fn a_parameter_without_a_basis() {
    let run = manifest("basis: { guide: S-01 }", "basis: { }");
    message(
        "parameter-no-basis",
        run,
        3,
        Some("rules/small/guide.yaml:"),
    );
}

#[test]
fn a_parameter_without_a_range() {
    let run = manifest(
        "    number: 230\n    range: [200, 260]\n",
        "    number: 230\n",
    );
    message(
        "parameter-no-range",
        run,
        3,
        Some("rules/small/guide.yaml:"),
    )
    .helps("range");
}

#[test]
fn a_parameter_outside_of_its_range() {
    let run = manifest("number: 230", "number: 130");
    message("parameter-outside", run, 3, Some("rules/small/guide.yaml:"));
}

#[test]
fn a_parameter_whose_passage_is_unknown() {
    let run = manifest("basis: { guide: S-01 }", "basis: { guide: S-09 }");
    message(
        "parameter-unknown-passage",
        run,
        3,
        Some("rules/small/guide.yaml:"),
    );
}

#[test]
fn a_tier_that_stands_twice() {
    let tier = "  - { id: \"1\", title: First, meaning: the best there is }\n";
    let run = manifest(tier, &tier.repeat(2));
    message(
        "guide-tier-twice",
        run,
        3,
        Some("rules/small/guide.yaml:8:"),
    );
}

#[test]
fn a_parameter_that_no_rule_reads_is_a_warning() {
    let world = World::new();
    world.replace("rules/small/guide.yaml", "  usual_score:", "  spare:\n    meaning: nothing\n    number: 1\n    range: [0, 2]\n    basis: { guide: S-01 }\n  usual_score:");
    world.evaluate().run().done();
    let run = world.check().keep(world);
    let output = message("parameter-unread", run, 0, Some("rules/small/guide.yaml:"));
    assert!(output.said().contains("`spare`"), "{}", output.said());
}

// Cases.

#[test]
fn a_case_that_does_not_hold() {
    let world = World::new();
    world.replace("rules/small/cases/topic.yaml", "score: 240", "score: 221");
    let run = world.preceptor(["test", "--rules", "rules"]).keep(world);
    message("case-fails", run, 1, Some("rules/small/cases/topic.yaml:"));
}

#[test]
fn a_case_of_an_unknown_rule() {
    let world = World::new();
    world.replace("rules/small/cases/topic.yaml", "topic/low:", "topic/lo:");
    let run = world.preceptor(["test", "--rules", "rules"]).keep(world);
    message(
        "case-unknown-rule",
        run,
        3,
        Some("rules/small/cases/topic.yaml:"),
    )
    .helps("topic/low");
}

#[test]
fn a_case_that_changes_nothing() {
    let world = World::new();
    world.replace(
        "rules/small/cases/topic.yaml",
        "applicant.step2_ck.score: 240",
        "aplicant.step2_ck.score: 240",
    );
    let run = world.preceptor(["test", "--rules", "rules"]).keep(world);
    message(
        "case-changes-nothing",
        run,
        1,
        Some("rules/small/cases/topic.yaml:"),
    );
}

// Office policies.

#[test]
fn a_policy_for_an_unknown_guide() {
    let run = policy("smal:\n  low_score: 240\n");
    message("policy-unknown-guide", run, 3, Some("office.yaml:1:")).helps("`small`");
}

#[test]
fn a_policy_for_an_unknown_parameter() {
    let run = policy("small:\n  low_scor: 240\n");
    message("policy-unknown-parameter", run, 3, Some("office.yaml:2:")).helps("`low_score`");
}

#[test]
fn a_policy_out_of_range() {
    let run = policy("small:\n  low_score: 299\n");
    message("policy-out-of-range", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_of_the_wrong_kind() {
    let run = policy("small:\n  usual_score: 220\n");
    message("policy-wrong-kind", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_text_for_a_number() {
    let run = policy("small:\n  low_score: two hundred\n");
    message("policy-text", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_band_upside_down() {
    let run = policy("small:\n  usual_score: { from: 240, to: 220 }\n");
    message("policy-upside-down", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_misspelt_end() {
    let run = policy("small:\n  usual_score: { from: 210, too: 220 }\n");
    message("policy-misspelt-end", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_with_a_key_that_a_band_does_not_have() {
    let run = policy("small:\n  usual_score: { from: 210, to: 220, opne: true }\n");
    message("policy-unknown-key", run, 3, Some("office.yaml:2:"));
}

#[test]
fn a_policy_that_is_not_there() {
    let world = World::new();
    let run = world
        .evaluate()
        .args(["--policy", "nowhere.yaml"])
        .keep(world);
    message("policy-missing", run, 3, Some("nowhere.yaml"));
}

// The command line.

#[test]
fn an_unknown_guide() {
    let run = evaluate("j1-internal-medicine").args(["--guide", "central-vally"]);
    message("command-unknown-guide", run, 3, None).helps("`central-valley`");
}

#[test]
fn a_guide_that_is_not_for_the_applicant() {
    let world = World::new();
    world.replace(
        "applicant.yaml",
        "foreign-national\nvisa: J-1",
        "us-citizen",
    );
    world.remove("rules/small/guide.yaml");
    let run = world.preceptor(["evaluate", "applicant.yaml", "--guide", "central-valley"]);
    let output = message("command-guide-not-for-you", run.keep(world), 3, None);
    assert!(
        output.stderr.contains("not US citizens"),
        "{}",
        output.stderr
    );
}

#[test]
fn an_unknown_program() {
    let run = preceptor([
        "explain",
        "datasets/applicants/j1-internal-medicine.yaml",
        "Kern Medicl Center",
    ]);
    message("command-unknown-program", run, 3, None).helps("Kern Medical Center");
}

#[test]
fn a_program_name_that_several_have() {
    let run = preceptor([
        "explain",
        "datasets/applicants/j1-internal-medicine.yaml",
        "Kern",
    ]);
    message("command-ambiguous-program", run, 3, None).helps("acgme-1400531031");
}

#[test]
fn a_program_of_another_specialty() {
    let run = preceptor([
        "explain",
        "datasets/applicants/j1-general-surgery.yaml",
        "acgme-1400531031",
    ]);
    message("command-other-specialty", run, 3, None).helps("Internal Medicine");
}

#[test]
fn a_set_that_sets_nothing() {
    let run = evaluate("j1-internal-medicine").args(["--set", "step2_ck"]);
    message("command-set-nothing", run, 3, None).helps("FIELD=VALUE");
}

#[test]
fn a_set_of_an_unknown_field() {
    let run = evaluate("j1-internal-medicine").args(["--set", "step2_ck.scroe=235"]);
    message("command-set-unknown-field", run, 3, None).helps("`score`");
}

#[test]
fn a_set_to_an_impossible_value() {
    let run = evaluate("j1-internal-medicine").args(["--set", "step2_ck.score=999"]);
    let output = message("command-set-impossible", run, 3, None);
    assert!(
        output.stderr.contains("--set"),
        "it does not say where: {}",
        output.stderr
    );
}

#[test]
fn a_set_that_leads_nowhere() {
    let run = evaluate("j1-internal-medicine").args(["--set", "visa.kind=J-1"]);
    message("command-set-nowhere", run, 3, None);
}

#[test]
fn an_output_in_a_folder_that_does_not_exist() {
    let world = World::new();
    let run = world
        .evaluate()
        .args(["-o", "nowhere/report.txt"])
        .keep(world);
    message("command-output-nowhere", run, 5, Some("nowhere/report.txt")).helps("folder");
}

#[test]
fn a_budget_that_is_no_amount() {
    for wrong in [
        "-5",
        "1500.50",
        "$1500",
        "1,500",
        "many",
        "1000001",
        "99999999999999999999",
        "",
    ] {
        let run = evaluate("two-targets").arg("--budget").arg(wrong);
        let said = run.run().exits(2).stderr;
        let help = "write whole US dollars from 0 to 1000000, e.g. 1500";
        assert!(
            said.contains(&format!("'{wrong}'")) && said.contains(help),
            "{said}"
        );
    }
    let run = evaluate("two-targets").args(["--budget", "-5"]);
    message("command-budget", run, 2, None);
}

#[test]
fn a_budget_once_applications_are_in() {
    let run = evaluate("interviewing").args(["--budget", "1500"]);
    message("command-budget-stage", run, 3, None).helps("--stage applying");
}

#[test]
fn a_budget_that_is_said_twice() {
    let run = evaluate("two-targets").args(["--budget", "1500", "--set", "budget=900"]);
    message("command-budget-twice", run, 3, None).helps("only one");
}

#[test]
fn a_budget_in_the_profile_that_is_no_amount() {
    let budget = |amount: &str| profile("yog: 2023", &format!("yog: 2023\nbudget: {amount}"));
    let run = budget("-5");
    message("profile-budget", run, 3, Some("applicant.yaml:6:9"));
    for wrong in ["1500.50", "2000000", "many"] {
        budget(wrong).run().exits(3);
    }
}

#[test]
fn an_unknown_rule() {
    let run = preceptor(["rules", "show", "no_j2"]);
    message("command-unknown-rule", run, 3, None).helps("`no_j1`");
}

#[test]
fn without_arguments_there_is_help() {
    let output = preceptor([]).run().exits(2);
    for part in [
        "Begin with `preceptor new applicant",
        "explain",
        "Exit codes:",
    ] {
        assert!(output.stderr.contains(part), "{part}: {}", output.stderr);
    }
}

#[test]
fn a_set_that_is_impossible_is_named_among_others() {
    let run = evaluate("j1-internal-medicine");
    let sets = ["--set", "visa=H-1B", "--set", "step2_ck.score=999"];
    let said = run.args(sets).run().exits(3).stderr;
    let named = "with --set step2_ck.score=999: a Step 2 CK score";
    assert!(said.contains(named), "{said}");
}

#[test]
fn an_output_that_is_a_folder() {
    let world = World::new();
    let run = world.evaluate().args(["-o", "rules"]).keep(world);
    message("command-output-folder", run, 5, Some("rules")).helps("name a file");
}

#[test]
fn wrong_arguments_end_with_two() {
    let wrong = [
        vec!["evaluate"],
        vec!["evaluate", "a.yaml", "--as-of", "22.11.2026"],
        vec!["evaluate", "a.yaml", "--top", "many"],
        vec!["evaluate", "a.yaml", "--format", "xml"],
        vec!["evaluate", "a.yaml", "--frmat", "json"],
        vec!["frobnicate"],
        vec!["rules", "show"],
    ];
    for arguments in wrong {
        let run = arguments.into_iter().fold(preceptor([]), Run::arg);
        let output = run.run().exits(2);
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{output:?}"
        );
    }
    let run = evaluate("j1-internal-medicine").args(["--stage", "aplying"]);
    message("command-unknown-stage", run, 2, None);
}
