//! What a budget buys: by the JSON report of the shipped guide, and as people read it.

use std::collections::BTreeMap;

use preceptor::dataset::{Fees, Files, References};
use serde_json::Value;

use crate::runner::{Run, evaluate};
use crate::snapshot::{assert_snapshot, root};

fn guide(applicant: &str) -> Run {
    evaluate(applicant).args(["--guide", "central-valley"])
}

fn with(applicant: &str, dollars: u64) -> Value {
    let budget = format!("--budget={dollars}");
    guide(applicant).arg(budget).report()
}

fn fees() -> Fees {
    let datasets = Files::folder(&root().join("datasets"));
    References::load(&datasets).unwrap().fees
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value[key].as_array().unwrap().iter()
}

fn ids(value: &Value, key: &str) -> Vec<String> {
    let ids = items(value, key).map(|id| id.as_str().unwrap().to_owned());
    ids.collect()
}

fn number(value: &Value, key: &str) -> u64 {
    let number = value[key].as_u64();
    number.unwrap_or_else(|| panic!("no number `{key}` in {value:#}"))
}

/// The section of a text report under that heading.
fn section(report: &str, heading: &str) -> String {
    let lines = report.lines().skip_while(|line| !line.starts_with(heading));
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[test]
fn the_cost_is_what_the_fee_table_says_for_the_programs_of_each_specialty() {
    let fees = fees();
    for (applicant, dollars) in [
        ("two-targets", 700),
        ("two-targets", 4_000),
        ("j1-general-surgery", 150),
        ("j1-internal-medicine", 1_234),
    ] {
        let report = with(applicant, dollars);
        let budget = &report["budget"];
        let mut sum = 0;
        for specialty in items(budget, "specialties") {
            let applications = usize::try_from(number(specialty, "applications")).unwrap();
            assert_eq!(number(specialty, "cost"), fees.cost(applications));
            sum += number(specialty, "cost");
        }
        assert_eq!(number(budget, "cost"), sum, "{applicant}");
        assert!(sum <= dollars, "{applicant}: {budget}");
        assert_eq!(number(budget, "left"), dollars - sum, "{applicant}");
        assert_eq!(
            budget["whole"], report["cost"]["with_possible"],
            "{applicant}"
        );
        if let Some(next) = budget["next"].as_u64() {
            assert!(sum + next > dollars, "{applicant}: {budget}");
        }
    }
}

#[test]
fn it_buys_from_the_top_of_the_list_and_counts_every_tier() {
    let report = with("j1-internal-medicine", 700);
    let (target, bought) = (&report["targets"][0], &report["budget"]["targets"][0]);
    let (programs, left_out) = (ids(bought, "programs"), ids(bought, "left_out"));
    let placed = items(&target["list"], "programs").filter(|program| {
        program["tier"].is_string() && program["excluded"].as_array().unwrap().is_empty()
    });
    let placed: Vec<String> = placed
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(programs.len(), 42, "330 for 30 and 30 for each of 12 more");
    assert!(placed.starts_with(&programs), "{programs:?} of {placed:?}");
    let all = number(&target["list"], "placed") + number(&target["list"], "possible");
    assert_eq!((programs.len() + left_out.len()) as u64, all);
    for (key, list) in [("bought", &programs), ("left_out", &left_out)] {
        let counted: u64 = items(bought, "tiers").map(|tier| number(tier, key)).sum();
        assert_eq!(counted, list.len() as u64, "{key}");
    }
    assert!(
        bought["short_of"]["from"].as_f64() > Some(42.0),
        "{}",
        bought["short_of"]
    );
}

#[test]
fn two_tracks_of_one_program_are_one_application() {
    let report = with("j1-general-surgery", 4_000);
    let budget = &report["budget"];
    let lists = items(budget, "targets").map(|target| ids(target, "programs").len());
    let several: usize = lists.sum();
    let applications = usize::try_from(number(budget, "applications")).unwrap();
    assert!(
        applications < several,
        "no program offers both tracks, so this shows nothing"
    );
    assert_eq!(number(budget, "cost"), fees().cost(applications));
    let text = guide("j1-general-surgery").run().done().stdout;
    let said = "two tracks of one program are one application";
    assert!(text.replace("\n ", "").contains(said), "{text}");
}

#[test]
fn targets_take_turns() {
    let budget = &with("two-targets", 44)["budget"];
    let counts = items(budget, "targets").map(|target| ids(target, "programs").len());
    assert_eq!(counts.collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn more_dollars_buy_the_same_programs_and_more() {
    let mut before: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for dollars in [10, 300, 613, 614, 1_000_000] {
        let budget = &with("two-targets", dollars)["budget"];
        for (target, purchase) in items(budget, "targets").enumerate() {
            let now = ids(purchase, "programs");
            let then = before.insert(target, now.clone()).unwrap_or_default();
            assert!(now.starts_with(&then), "with ${dollars}");
        }
    }
    let all: usize = before.values().map(Vec::len).sum();
    assert_eq!(all, 122, "83 and 39 are the whole list");
}

#[test]
fn the_profile_counts_unless_the_command_line_says_otherwise() {
    let profile = &guide("two-targets").report()["budget"];
    assert_eq!(
        (number(profile, "dollars"), &profile["from"]),
        (4_000, &"profile".into())
    );
    let given = &with("two-targets", 300)["budget"];
    assert_eq!(
        (number(given, "dollars"), &given["from"]),
        (300, &"command-line".into())
    );
    let set = guide("two-targets").args(["--set", "budget=500"]).report();
    assert_eq!(number(&set["budget"], "dollars"), 500);
    assert!(guide("minimal").report()["budget"].is_null());
    let text = guide("minimal").run().done().stdout;
    assert!(!text.contains("\nBUDGET\n"), "{text}");
}

#[test]
fn the_text_says_what_it_buys_and_what_is_left_out() {
    let run = guide("two-targets").args(["--budget", "700"]);
    let report = run.run().done().stdout;
    assert_snapshot("budget", "two-targets-700", &section(&report, "BUDGET"));
}

#[test]
fn a_budget_that_buys_nothing_says_what_the_first_application_costs() {
    for dollars in [0, 10] {
        let run = guide("two-targets").arg(format!("--budget={dollars}"));
        let text = section(&run.run().done().stdout, "BUDGET").replace("\n ", "");
        let said = format!(
            "Your ${dollars} (from --budget) buys nothing: the first application costs $11"
        );
        assert!(text.contains(&said), "{text}");
    }
}

#[test]
fn what_if_says_what_either_budget_buys() {
    let run = guide("two-targets").args(["--set", "budget=300"]);
    let text = run.run().done().stdout;
    for line in [
        "Your $4,000 (from the profile) buys 122",
        "Your $300 (from the profile) buys 27",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn there_is_nothing_to_buy_once_applications_are_in() {
    let report = guide("two-targets").args(["--stage", "ranking"]).report();
    assert!(report["budget"].is_null());
    assert!(report["signals"].as_array().unwrap().is_empty());
    let set = guide("two-targets").args(["--budget", "300", "--set", "stage=ranking"]);
    assert!(set.report()["budget"].is_null());
}
