use super::{PROGRAM, message, rules, world_run};
use crate::world::TOPIC;

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
