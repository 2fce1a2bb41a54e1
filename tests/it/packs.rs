use serde_json::Value;

use crate::world::{TOPIC, World};

/// The first target's part of a report.
fn target(world: &World) -> Value {
    let mut report = world.evaluate().report();
    report["targets"][0].take()
}

fn texts(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one["text"].as_str().unwrap()).collect()
}

/// The text without its line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What `check` says, all of it.
fn refused(world: &World) -> String {
    let said = world.check().run();
    assert_ne!(said.code, Some(0));
    one_line(&format!("{} {}", said.stdout, said.stderr))
}

/// A world whose guide has these parts beside its own, and these rules.
fn with(manifest: &str, rules: &str) -> World {
    let world = World::with_rules(rules);
    let guide = world.read("rules/small/guide.yaml");
    world.write("rules/small/guide.yaml", format!("{guide}{manifest}"));
    world
}

fn pack(world: &World, kind: &str, rules: &str) {
    let guide = format!(
        "title: A pack\nshort: Pack\nkind: {kind}\nsource: {{ document: invented for tests }}\n\
         for: Anyone\ntopics: [{{ id: office, title: Office }}]\nparameters:\n  gain:\n    meaning: points\n    \
         number: 7\n    range: [1, 90]\n    basis: {{ guide: P-01 }}\n"
    );
    let passages =
        "P-01: { section: One, lines: \"1\", kind: score_band, summary: Something official. }\n";
    world.write("rules/pack/guide.yaml", guide);
    world.write("rules/pack/passages.yaml", passages);
    world.write("rules/pack/all.rhai", rules);
}

const FLAG_ALL: &str = "//! Rules.

/// Something is low.
/// cites: S-01
fn low(applicant) {
    flag(\"it is low\")
}
";

#[test]
fn a_rule_about_the_standing_counts_pillars_and_concerns() {
    let rules = "//! Rules.

/// A concern.
/// cites: S-01
fn low(applicant) { flag(\"it is low\") }

/// A pillar.
/// cites: S-01
fn exams(applicant) { strength(\"exams\", \"they are fine\") }

/// A pillar that hangs on what the profile does not say.
/// cites: S-01
fn service(applicant) { if applicant.reapplicant { strength(\"service\", \"it is there\") } }

/// What it comes to.
/// cites: S-02
fn sum(applicant, standing) {
    flag(`${standing.pillars_held} held, ${standing.pillars_possible} possible, ${standing.concerns} concerns`)
}
";
    let world = World::with_rules(rules);
    world.replace(
        "rules/small/guide.yaml",
        "{ id: exams, title: Exams }",
        "{ id: exams, title: Exams }\n  - { id: service, title: Service }",
    );
    let target = target(&world);
    let flags = texts(&target["standing"]["flags"]);
    assert_eq!(flags, ["it is low", "1 held, 2 possible, 1 concerns"]);
}

#[test]
fn shares_of_the_list_are_measured_with_what_is_open() {
    let rules = "//! Rules.

/// Every program is in.
/// cites: S-01
fn all(applicant, program) { tier(\"1\", \"it is there\") }

/// In the west of the country, where its IMG share is stated.
/// cites: S-01
fn busy(applicant, program) {
    if program.img_percent > 0 { group(\"busy\", \"it takes IMGs\") }
}

/// What the list should be, and what it is.
/// cites: S-02
fn mix(applicant, list, policy) {
    let least = part_at_least(list, \"busy\");
    let most = part_at_most(list, \"busy\");
    [share(\"busy\", policy.usual_score), flag(`${least}% to ${most}% of ${list.placed}, $${list.fee}`)]
}
";
    let world = with("groups: [{ id: busy, title: Busy }]\n", rules);
    let report = world.evaluate().report();
    let target = &report["targets"][0];
    let share = &target["shares"][0];
    assert_eq!(share["title"], "Busy");
    assert_eq!(
        (&share["surely"], &share["possibly"], &share["placed"]),
        (&1.into(), &2.into(), &2.into())
    );
    let flags = texts(&target["standing"]["flags"]);
    assert_eq!(flags, ["50% to 100% of 2, $22"]);
    let text = one_line(&world.evaluate().run().stdout);
    let measured = "Of the 2 that fit a tier, 1 surely are (50%); 1 more could be";
    assert!(text.contains(measured), "{text}");
}

#[test]
fn a_group_or_share_that_does_not_exist_is_refused() {
    let rules = "//! Rules.

/// A group there is not.
/// cites: S-01
fn busy(applicant, program) { group(\"bsy\", \"it takes IMGs\") }

/// A part there is not.
/// cites: S-02
fn mix(applicant, list) { if part_at_least(list, \"bussy\") > 0 { flag(\"so\") } }
";
    let world = with("groups: [{ id: busy, title: Busy }]\n", rules);
    let said = refused(&world);
    assert!(said.contains("there is no group `bsy`"), "{}", said);
    assert!(
        said.contains("there is no tier, group or setting `bussy`"),
        "{}",
        said
    );
}

#[test]
fn official_facts_go_along_with_every_guide() {
    let world = World::with_rules(FLAG_ALL);
    pack(
        &world,
        "annotations",
        "//! Facts.

/// Something official.
/// cites: P-01
fn fact(applicant, policy) { [flag(`the number is ${policy.gain}`), advise(\"office\", \"Ask.\")] }
",
    );
    let target = target(&world);
    let flags = target["standing"]["flags"].as_array().unwrap();
    let rules: Vec<&str> = flags
        .iter()
        .map(|flag| flag["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["topic/low", "pack/all/fact"]);
    assert_eq!(flags[1]["cites"][0], "P-01");
    assert_eq!(flags[1]["text"], "the number is 7");
    assert_eq!(target["plan"][0]["topic"], "office");
}

#[test]
fn official_facts_judge_nothing() {
    let world = World::with_rules(FLAG_ALL);
    let rules = "//! Facts.

/// A judgement.
/// cites: P-01
fn fact(applicant, program) { exclude(\"no\") }
";
    pack(&world, "annotations", rules);
    let said = refused(&world);
    assert!(
        said.contains("`exclude` cannot stand among annotations"),
        "{}",
        said
    );
}

#[test]
fn wishes_order_within_a_tier_and_no_further() {
    let rules = "//! Rules.

/// The valley.
/// cites: S-01
fn valley(applicant, program) {
    if program.state == \"CA\" { [tier(\"1\", \"it is there\"), points(1, \"so\")] }
}

/// The desert does not sponsor.
/// cites: S-02
fn desert(applicant, program) { if program.state == \"NV\" { exclude(\"no visa\") } }
";
    let world = World::with_rules(rules);
    let wishes = "//! Wishes.

/// Everywhere is nice.
/// cites: P-01
fn nice(applicant, program, policy) { points(policy.gain, \"you like it\") }
";
    pack(&world, "wishes", wishes);
    let target = target(&world);
    let programs = target["list"]["programs"].as_array().unwrap();
    let of = |program: &Value| (program["score"].as_i64(), program["wishes"].as_i64());
    assert_eq!(of(&programs[0]), (Some(8), Some(7)));
    assert_eq!(programs[0]["tier"], "1");
    assert!(!programs[1]["excluded"].as_array().unwrap().is_empty());
    let text = world.evaluate().run().stdout;
    assert!(text.contains("8 points (+7 your wishes)"), "{text}");
}

#[test]
fn a_pack_that_goes_along_is_no_guide_to_judge_by() {
    let world = World::with_rules(FLAG_ALL);
    pack(&world, "annotations", &FLAG_ALL.replace("S-01", "P-01"));
    let said = world.evaluate().args(["--guide", "pack"]).run();
    assert_ne!(said.code, Some(0));
    assert!(
        said.stderr.contains("`pack` is no guide to judge by"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_guide_judges_the_targets_that_it_is_for() {
    let scope = "applies_to:\n  - { field: target.track, any_of: [preliminary], otherwise: it is for preliminary years }\n";
    let world = with(scope, FLAG_ALL);
    let alone = world.evaluate().run();
    assert_eq!(alone.code, Some(3));
    assert!(
        alone.stderr.contains("it is for preliminary years"),
        "{}",
        alone.stderr
    );
    world.replace(
        "applicant.yaml",
        "track: categorical }",
        "track: categorical }\n  - { specialty: internal-medicine, track: preliminary }",
    );
    let report = world.evaluate().report();
    assert_eq!(report["targets"].as_array().unwrap().len(), 1);
    assert_eq!(report["targets"][0]["track"], "preliminary");
    let text = world.evaluate().run().stdout;
    let said = "Not judged here: internal medicine, categorical: it is for preliminary years.";
    assert!(text.to_lowercase().contains(&said.to_lowercase()), "{text}");
    assert!(world.read(TOPIC).contains("it is low"));
}

#[test]
fn helper_files_may_call_each_other_in_any_order() {
    let rules = "//! Rules.

/// It is low.
/// cites: S-01
fn low(applicant) { if lib::alpha::yes(applicant) { flag(\"so\") } }

/// It is not.
/// cites: S-02
fn high(applicant) { if !lib::alpha::yes(applicant) { flag(\"no\") } }
";
    let world = World::with_rules(rules);
    let alpha = "//! First.\n\n/// Yes.\nfn yes(applicant) { lib::omega::yes(applicant) }\n";
    world.write("rules/lib/alpha.rhai", alpha);
    let omega =
        "//! Last.\n\n/// Yes.\nfn yes(applicant) { applicant.type_of_graduate == \"img\" }\n";
    world.write("rules/lib/omega.rhai", omega);
    assert_eq!(texts(&target(&world)["standing"]["flags"]), ["so"]);
}
