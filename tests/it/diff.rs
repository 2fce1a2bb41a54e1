//! `preceptor diff`: what an edit changes for whom, and which part of it does that.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use preceptor::review::diff::{Changes, Edition, Unit, units};

use crate::edits::{EDITS, Edited, figures, judged};
use crate::snapshot::assert_snapshot;

/// Edits that change nothing for anybody.
const WITHOUT_EFFECT: [&str; 4] = ["renamed-rule", "comment", "reordered-file", "tier-rename"];

#[test]
fn each_recorded_edit_reads_as_recorded() {
    for name in EDITS {
        let output = Edited::of(name).diff().run().done();
        assert_snapshot("diff", name, output.stdout.trim_end());
        let nothing = output.stdout.contains("Nothing changes for anybody");
        assert_eq!(
            nothing,
            WITHOUT_EFFECT.contains(&name),
            "{name}\n{}",
            output.stdout
        );
    }
}

/// By the words of its units what each cause changes.
fn groups(
    versions: (&Edition, &Edition),
    profiles: &[preceptor::place::SourceText],
) -> (BTreeMap<Vec<String>, String>, Vec<Unit>) {
    let changes = Changes::between(versions.0, versions.1).unwrap();
    let units = units(versions.0, versions.1, &changes)
        .map_err(|e| e.to_string())
        .unwrap();
    let (_, tally, _) = judged(versions, &changes, &units, profiles);
    let groups = tally.groups.iter().map(|(cause, counts)| {
        let words = cause.units().map(|unit| units[unit].words.clone());
        assert!(!cause.whole, "{}", figures(counts));
        (words.collect(), figures(counts))
    });
    (groups.collect(), units)
}

/// Taking back the blamed part alone, exactly its group vanishes.
#[test]
fn without_the_blamed_part_exactly_its_group_vanishes() {
    let mut tried = 0;
    for name in EDITS {
        let edited = Edited::of(name);
        let (old, new) = edited.editions();
        let profiles = edited.profiles();
        let (before, units) = groups((&old, &new), &profiles);
        for unit in &units {
            let without = &unit.without;
            let (after, _) = groups((&old, without), &profiles);
            let expected = before
                .iter()
                .filter(|(cause, _)| !cause.contains(&unit.words));
            let expected: BTreeMap<_, _> = expected.map(|(a, b)| (a.clone(), b.clone())).collect();
            assert_eq!(after, expected, "{name} without {}", unit.words);
            tried += usize::from(before.contains_key(&vec![unit.words.clone()]));
        }
    }
    assert!(tried >= 7, "{tried} groups of one cause");
}

#[test]
fn two_thresholds_that_interact_are_named_together() {
    let edited = Edited::of("two-thresholds");
    let (old, new) = edited.editions();
    let (groups, units) = groups((&old, &new), &edited.profiles());
    assert_eq!(units.len(), 2);
    let both: Vec<String> = units.iter().map(|unit| unit.words.clone()).collect();
    assert!(groups.contains_key(&both), "{groups:#?}");
    assert!(groups.len() > 1, "{groups:#?}");
}

#[test]
fn a_budget_is_a_gate() {
    let edited = Edited::of("visa-flip");
    let budget = "limits:\n  - { at_most: 50%, of: tier-moves }\n  - { at_most: 0, of: newly-excluded, for: { visa: J-1 }, why: a J-1 applicant has few programs to lose }\n  - { at_most: 0, of: newly-excluded, for: { citizenship: us-citizen } }\n";
    fs::write(edited.path("budget.yaml"), budget).unwrap();
    let output = edited
        .diff()
        .args(["--budget", "budget.yaml"])
        .run()
        .exits(1);
    assert_snapshot("diff", "over-budget", output.stdout.trim_end());
    fs::write(
        edited.path("budget.yaml"),
        budget.replace("at_most: 0", "at_most: 9"),
    )
    .unwrap();
    let output = edited.diff().args(["--budget", "budget.yaml"]).run().done();
    assert!(
        output.stdout.contains("within its budget"),
        "{}",
        output.stdout
    );
    fs::write(
        edited.path("budget.yaml"),
        budget.replace("newly-excluded", "newly-exclude"),
    )
    .unwrap();
    let output = edited
        .diff()
        .args(["--budget", "budget.yaml"])
        .run()
        .exits(3);
    output.assert_message("budget-misspelt");
}

#[test]
fn every_format_says_the_same() {
    let edited = Edited::of("two-thresholds");
    let json = edited.diff().json();
    assert_eq!(json["format"], "preceptor/diff");
    let changed = json["changed"]["tier_moves"].as_array().unwrap();
    let count: u64 = changed
        .iter()
        .map(|one| one["count"].as_u64().unwrap())
        .sum();
    let text = edited.diff().run().done().stdout;
    assert!(
        count > 0 && text.contains(&format!("{count} change tier")),
        "{count}\n{text}"
    );
    let markdown = edited
        .diff()
        .args(["--format", "markdown"])
        .run()
        .done()
        .stdout;
    assert_snapshot("diff", "two-thresholds-markdown", markdown.trim_end());
    let page = edited.diff().args(["--format", "html"]).run().done().stdout;
    assert!(page.contains("<svg class=\"bar\"") && page.contains(&format!("{count} change tier")));
    assert!(page.contains("Content-Security-Policy"), "{page}");
}

#[test]
fn revisions_and_office_policies_are_versions() {
    let edited = Edited::of("one-threshold");
    let home = edited.path("");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&home)
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        assert!(
            command.args(arguments).output().unwrap().status.success(),
            "{arguments:?}"
        );
    };
    for folder in ["rules", "datasets"] {
        fs::rename(home.join("old").join(folder), home.join(folder)).unwrap();
    }
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "old"]);
    let new = fs::read(home.join("new/rules/harbour/guide.yaml")).unwrap();
    fs::write(home.join("rules/harbour/guide.yaml"), new).unwrap();
    let run = |arguments: &[&str]| {
        let run = crate::runner::preceptor(["diff"]).in_folder(&home);
        let run = arguments
            .iter()
            .fold(run, |run, argument| run.arg(*argument));
        let run = run.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        run.args(["--applicants", "applicants"]).run()
    };
    let by_git = run(&["HEAD"]).done().stdout;
    assert!(by_git.contains("open_percent 30 → 33"), "{by_git}");
    fs::write(home.join("office.yaml"), "harbour: { open_percent: 30 }\n").unwrap();
    let by_office = run(&["office.yaml"]).done().stdout;
    assert!(
        by_office.contains("open_percent 30 → 33 (office policy)"),
        "{by_office}"
    );
    let output = run(&["no-such-thing"]).exits(3);
    assert!(
        output
            .stderr
            .contains("no folder, file or git revision `no-such-thing`"),
        "{}",
        output.stderr
    );
}

#[test]
fn sentences_to_applicants_are_compared() {
    let edited = Edited::unchanged();
    edited.replace(
        "rules/harbour/guide.yaml",
        "number: 230 # low",
        "number: 240 # low",
    );
    let output = edited.diff().run().done();
    assert_snapshot("diff", "sentences", output.stdout.trim_end());
}

#[test]
fn rules_about_the_list_are_compared_where_they_differ() {
    let edited = Edited::unchanged();
    let rule = "/// The list is short.\n/// cites: HG-02\nfn short_list(applicant, list) {\n    if list.placed < 1 {\n        advise(\"exams\", `Only ${list.placed} programs fit a tier.`)\n    }\n}\n\n/// The applicant is on";
    edited.replace("rules/harbour/visa.rhai", "/// The applicant is on", rule);
    let json = edited.diff().json();
    assert_eq!(
        json["edit"][0]["idle"], true,
        "no list is so short: {json:#}"
    );
    edited.replace(
        "rules/harbour/visa.rhai",
        "list.placed < 1",
        "list.placed > 1",
    );
    let json = edited.diff().json();
    let sentences = &json["causes"][0]["sentences"];
    assert!(
        sentences[0]["text"].as_str().unwrap().starts_with("Only "),
        "{json:#}"
    );
}

#[test]
fn a_folder_that_is_no_version_is_said_plainly() {
    let edited = Edited::unchanged();
    let run = |old: &str| {
        let run = crate::runner::preceptor(["diff"]).arg(old);
        run.in_folder(&edited.path("")).run().exits(3)
    };
    run("old/rules/harbour").assert_message("diff-one-guide");
    run("applicants").assert_message("diff-no-version");
}
