use super::{message, world_run};
use crate::world::World;

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
