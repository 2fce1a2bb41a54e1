use super::message;
use crate::runner::{Run, evaluate, preceptor};
use crate::world::World;

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
