use std::fmt::Write as _;
use std::fs::File;

use super::{message, profile, world_run};
use crate::world::World;

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

#[test]
fn a_budget_in_the_profile_that_is_no_amount() {
    let budget = |amount: &str| profile("yog: 2023", &format!("yog: 2023\nbudget: {amount}"));
    let run = budget("-5");
    message("profile-budget", run, 3, Some("applicant.yaml:6:9"));
    for wrong in ["1500.50", "2000000", "many"] {
        budget(wrong).run().exits(3);
    }
}
