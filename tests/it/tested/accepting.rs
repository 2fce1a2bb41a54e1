use std::fs;

use super::{Office, tail};

#[test]
fn without_snapshots_it_says_how_to_make_them_and_runs_the_cases() {
    let office = Office::new();
    let run = office.test([]).run().done();
    assert!(
        run.stdout.starts_with("no snapshots in snapshots: "),
        "{}",
        run.stdout
    );
    assert!(tail(&run).ends_with(" passed, 0 failed"), "{}", run.stdout);
    assert!(!office.file("snapshots").exists());
}

#[test]
fn a_raised_number_is_one_group_with_what_it_does_and_why() {
    let office = Office::accepted();
    office.test([]).run().done();
    office.many(85);
    let run = office.test([]).run().exits(1);
    run.assert_message("test-raised-number");
    assert_eq!(office.ids(), ["small/many"]);
    let group = &office.groups()[0];
    assert_eq!(group["numbers"][0]["then"], "30");
    assert_eq!(group["numbers"][0]["now"], "85");
    assert_eq!(group["moves"], 2, "{group:#}");
    assert_eq!(group["changes"][0]["profiles"].as_array().unwrap().len(), 2);
}

#[test]
fn accepting_one_group_leaves_exactly_the_other() {
    let office = Office::accepted();
    let before = office.snapshot("outcomes/low");
    office.many(85);
    office.edit(
        "rules/small/list.rhai",
        "program.state == \"CA\"",
        "program.state == \"NV\"",
    );
    let both = office.ids();
    assert!(both.contains(&"small/many".to_owned()), "{both:?}");
    assert!(both.contains(&"small/list/near".to_owned()), "{both:?}");
    let run = office
        .test(["--accept", "small/many", "--reason", "fewer"])
        .run()
        .done();
    assert!(run.stdout.contains("not accepted"), "{}", run.stdout);
    let between = office.snapshot("outcomes/low");
    assert_ne!(between, before);
    assert!(!between.contains("many_imgs +8"), "{between}");
    assert!(between.contains("list/near tier 1"), "{between}");
    assert_eq!(office.ids(), ["small/list/near"]);
    office.test([]).run().exits(1);
    office.test(["--accept", "--reason", "Nevada"]).run().done();
    office.test([]).run().done();
    let log = office.0.read("snapshots/changes.md");
    for said in [
        "2026-11-22: fewer",
        "2026-11-22: Nevada",
        "small: many 30 → 85",
        "meaning ",
    ] {
        assert!(log.contains(said), "{said} in {log}");
    }
    assert!(log.find("fewer").unwrap() < log.find("Nevada").unwrap());
}

#[test]
fn two_numbers_that_do_it_only_together_are_said_as_such() {
    let office = Office::new();
    office.edit(
        "rules/small/list.rhai",
        "program.img_percent >= policy.many {",
        "program.img_percent >= policy.many || program.img_percent >= policy.most {",
    );
    office.edit(
        "rules/small/guide.yaml",
        "parameters:\n",
        "parameters:\n  most: { meaning: m, number: 40, range: [0, 100], basis: { reading: r } }\n",
    );
    office
        .test(["--accept", "--reason", "as received"])
        .run()
        .done();
    office.many(85);
    office.edit(
        "rules/small/guide.yaml",
        "most: { meaning: m, number: 40",
        "most: { meaning: m, number: 90",
    );
    // Either number as it was is enough, so the first of them explains it alone.
    assert_eq!(office.ids().len(), 2, "{:?}", office.ids());
    office.edit("rules/small/list.rhai", "policy.many ||", "policy.many &&");
    let ids = office.ids();
    assert!(ids.contains(&"small/many+most".to_owned()), "{ids:?}");
}

#[test]
fn a_rule_with_another_name_and_a_number_without_effect_are_said() {
    let office = Office::accepted();
    office.edit("rules/small/list.rhai", "fn near(", "fn close_by(");
    office.many(31);
    let groups = office.groups();
    let causes: Vec<&str> = groups
        .iter()
        .map(|group| group["cause"].as_str().unwrap())
        .collect();
    assert!(
        causes.contains(&"small/list/near is now list/close_by and says the same"),
        "{causes:?}"
    );
    assert!(causes.contains(&"small: many 30 → 31"), "{causes:?}");
    let renamed = groups
        .iter()
        .find(|group| group["id"] == "small/list/close_by")
        .unwrap();
    assert_eq!(renamed["moves"], 0, "{renamed:#}");
    let still = groups
        .iter()
        .find(|group| group["id"] == "small/many")
        .unwrap();
    assert_eq!(still["summary"], "It moves nothing that is pinned.");
    office.test(["--accept", "--reason", "names"]).run().done();
    office.test([]).run().done();
}

#[test]
fn new_profiles_and_orphans_are_said() {
    let office = Office::accepted();
    let profiles = office.file("datasets/applicants");
    fs::rename(profiles.join("high.yaml"), profiles.join("higher.yaml")).unwrap();
    let run = office.test([]).run().exits(1);
    assert!(
        run.stdout.contains("there are no snapshots of these yet"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("high: a snapshot of something that is there no more"),
        "{}",
        run.stdout
    );
    office
        .test(["--accept", "--reason", "renamed"])
        .run()
        .done();
    assert!(!office.file("snapshots/outcomes/high.snap").exists());
    assert!(office.file("snapshots/outcomes/higher.snap").exists());
    office.test([]).run().done();
}

#[test]
fn a_damaged_snapshot_is_named_with_its_line() {
    let office = Office::accepted();
    office.edit("snapshots/outcomes/low.snap", "tiers: 1", "tears");
    let run = office.test([]).run().exits(3);
    assert!(run.stderr.contains("low.snap:7"), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("this line of the snapshot cannot be read"),
        "{}",
        run.stderr
    );
}

#[test]
fn accepting_needs_a_reason_and_a_group_that_there_is() {
    let office = Office::accepted();
    office.test(["--accept"]).run().exits(2);
    office.many(85);
    let before = office.snapshot("outcomes/low");
    let run = office
        .test(["--accept", "small/mani", "--reason", "x"])
        .run()
        .exits(3);
    assert!(
        run.stderr.contains("did you mean `small/many`?"),
        "{}",
        run.stderr
    );
    assert_eq!(office.snapshot("outcomes/low"), before);
    let run = office.test(["--review"]).run().exits(3);
    assert!(
        run.stderr.contains("there is no terminal to review on"),
        "{}",
        run.stderr
    );
}
