//! What people read, whole. Read the difference as its reader would before accepting it.

use crate::runner::{evaluate, preceptor};
use crate::snapshot::{assert_snapshot, files};

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let help = preceptor(["--help"]).run().done().stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let listed = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    listed
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_applicant_has_a_report() {
    for path in files("datasets/applicants", "yaml") {
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let output = evaluate(&id).run().done();
        assert_snapshot("reports", &id, &output.stdout);
    }
}

#[test]
fn what_if_the_score_were_235() {
    let run = evaluate("j1-internal-medicine").args(["--guide", "central-valley"]);
    let output = run
        .args(["--set", "step2_ck.score=235", "--set", "visa=H-1B"])
        .run()
        .done();
    assert_snapshot("what-if", "j1-internal-medicine", &output.stdout);
}

#[test]
fn three_pairs_are_explained() {
    let pairs = [
        ("kern-medical", "j1-internal-medicine", "acgme-1400531031"),
        (
            "riverside-surgery",
            "j1-general-surgery",
            "ca-riverside-university-health-system-general-surgery",
        ),
        ("h1b-kern-medical", "h1b-only", "acgme-1400531031"),
    ];
    for (name, applicant, program) in pairs {
        let profile = format!("datasets/applicants/{applicant}.yaml");
        let run = preceptor(["explain"])
            .arg(profile)
            .args([program, "--guide", "central-valley"]);
        assert_snapshot("explain", name, &run.run().done().stdout);
    }
}

#[test]
fn the_guides_are_shown() {
    let list = preceptor(["guides"]).run().done().stdout;
    let ids = list.lines().filter(|line| !line.starts_with(' '));
    let ids: Vec<&str> = ids
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(ids.contains(&"central-valley"), "{list}");
    for id in ids {
        let show = preceptor(["guides", "show", id]).run().done().stdout;
        assert_snapshot("guides", id, &show);
        let coverage = preceptor(["guides", "coverage", id]).run().done().stdout;
        assert_snapshot("guides", &format!("{id}-coverage"), &coverage);
    }
}

#[test]
fn rules_are_listed_and_one_is_shown() {
    let list = preceptor(["rules", "list", "--guide", "central-valley"])
        .run()
        .done()
        .stdout;
    assert_snapshot("rules", "list", &list);
    let one = preceptor(["rules", "show", "visa/no_j1"])
        .run()
        .done()
        .stdout;
    assert_snapshot("rules", "no_j1", &one);
}

#[test]
fn every_command_has_help() {
    assert_snapshot(
        "help",
        "preceptor",
        &preceptor(["--help"]).run().done().stdout,
    );
    let commands = commands();
    assert!(commands.contains(&"evaluate".to_owned()), "{commands:?}");
    for command in commands {
        let help = preceptor([])
            .arg(&command)
            .args(["--help"])
            .run()
            .done()
            .stdout;
        assert_snapshot("help", &command, &help);
    }
    for [command, inner] in [
        ["guides", "show"],
        ["guides", "coverage"],
        ["rules", "list"],
        ["rules", "show"],
        ["programs", "stale"],
        ["programs", "set"],
    ] {
        let help = preceptor([command, inner, "--help"]).run().done().stdout;
        assert_snapshot("help", &format!("{command}-{inner}"), &help);
    }
}

#[test]
fn every_exit_code_is_in_the_help() {
    let help = preceptor(["--help"]).run().done().stdout;
    for code in ["0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "70 "] {
        assert!(
            help.lines().any(|line| line.trim_start().starts_with(code)),
            "{code}: {help}"
        );
    }
}
