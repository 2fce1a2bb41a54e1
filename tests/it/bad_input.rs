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
fn a_score_out_of_range() {
    let run = profile("score: 222", "score: 999");
    message("profile-score-999", run, 3, Some("applicant.yaml:9:39"));
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

// Programs and sources.

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
fn a_coalescing_operator() {
    let run = rules(
        "program.visas.j1 == \"no\"",
        "(program.visas.j1 ?? \"no\") == \"no\"",
    );
    message("rule-coalesce", run, 3, Some(&format!("{TOPIC}:12:"))).helps("known");
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
