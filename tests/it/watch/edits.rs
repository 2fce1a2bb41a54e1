use std::fs;

use super::{CASES, NUMBERS, OPENNESS, Watch};

#[test]
fn a_number_is_edited_and_what_moves_is_shown() {
    let mut watch = Watch::start(&[]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    let screen = watch.says("46 programs move, 46 leave tier 1, list 60 → 14\n");
    assert!(
        screen.contains("reloaded: policy open_percent 30 → 90: "),
        "{screen}"
    );
    watch.prints("WHAT MOVES");
    watch.prints("tier 1, 5 → no tier, 0");
    watch.prints("by openness/open: tier 1 and +5 → nothing");
    watch.prints("IN SHORT");
}

#[test]
fn a_broken_rule_leaves_the_last_good_result_and_a_repair_is_taken() {
    let mut watch = Watch::start(&[]);
    watch.edit(OPENNESS, "program.img_percent >=", "program.img_prcent >=");
    let screen = watch.says("not reloaded: 1 problem; the last good result still stands\n");
    assert!(screen.contains("openness.rhai:6:"), "{screen}");
    assert!(screen.contains("did you mean `img_percent`?"), "{screen}");
    // Another save meanwhile does not show it all again.
    watch.edit("me.yaml", "budget: 2500", "budget: 2400");
    let screen = watch.says("not reloaded: 1 problem; the last good result still stands\n");
    assert!(!screen.contains("did you mean"), "{screen}");
    watch.edit(OPENNESS, "program.img_prcent >=", "program.img_percent >");
    watch.says("reloaded: all good again; 1 rule changed, 0 kept: harbour/openness/open; profile me.yaml changed: ");
    // What the profile says of the budget shows, though no program moves.
    watch.prints("Your $2,400 (from the profile) buys");
}

#[test]
fn a_save_with_which_a_case_disagrees_is_taken_and_the_case_counted() {
    let mut watch = Watch::start(&[]);
    let draft = watch.path("cases");
    fs::create_dir(&draft).unwrap();
    fs::write(draft.join("openness.yaml"), CASES).unwrap();
    fs::rename(draft, watch.path("rules/harbour/cases")).unwrap();
    watch.says("reloaded: rules/harbour/cases/openness.yaml changed: no program moves\n");
    watch.edit(NUMBERS, "number: 30", "number: 90");
    let screen = watch.says("`preceptor test` shows which\n");
    assert!(
        screen.contains("note: 1 case of harbour disagrees with the rules and numbers in force"),
        "{screen}"
    );
    watch.prints("tier 1, 5 → no tier, 0");
    watch.edit(NUMBERS, "number: 90", "number: 30");
    watch.says("reloaded: policy open_percent 90 → 30: ");
    watch.says("note: all cases agree again\n");
}

#[test]
fn cases_that_cannot_be_read_hold_nothing_back() {
    let mut watch = Watch::start(&[]);
    fs::create_dir(watch.path("rules/harbour/cases")).unwrap();
    let cases = CASES.replace("rules:", "rulez:");
    fs::write(watch.path("rules/harbour/cases/openness.yaml"), cases).unwrap();
    let screen = watch.says("rulez");
    assert!(
        screen.contains("cases/openness.yaml changed: no program moves"),
        "{screen}"
    );
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
}

#[test]
fn numbers_of_the_office_are_tried_without_the_cases() {
    let home = tempfile::tempdir().unwrap();
    let office = home.path().join("office.yaml");
    fs::write(&office, "harbour: { open_points: 6 }\n").unwrap();
    let mut watch = Watch::start(&["--policy", office.to_str().unwrap()]);
    fs::create_dir(watch.path("rules/harbour/cases")).unwrap();
    fs::write(watch.path("rules/harbour/cases/openness.yaml"), CASES).unwrap();
    watch.says("rules/harbour/cases/openness.yaml changed: no program moves\n");
    fs::write(&office, "harbour: { open_points: 9, open_percent: 90 }\n").unwrap();
    watch.says("reloaded: policy open_percent 30 → 90, open_points 6 → 9: ");
    watch.prints("tier 1, 6 → no tier, 0");
}

#[test]
fn a_save_over_its_budget_is_held_back() {
    let office = tempfile::tempdir().unwrap();
    let budget = office.path().join("budget.yaml");
    fs::write(&budget, "limits:\n  - { at_most: 5%, of: tier-moves }\n").unwrap();
    let mut watch = Watch::start(&["--edit-budget", budget.to_str().unwrap()]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    let screen = watch.says("what was in force stays in force\n");
    assert!(screen.contains("open_percent 30 → 90"), "{screen}");
    assert!(
        screen.contains("This change is over its budget."),
        "{screen}"
    );
    watch.edit(NUMBERS, "number: 90", "number: 30");
    watch.edit(NUMBERS, "number: 5\n", "number: 6\n");
    watch.says("reloaded: policy open_points 5 → 6: ");
    assert!(
        !watch.out.all().contains("leave tier 1"),
        "{}",
        watch.out.all()
    );
}
