use std::collections::BTreeSet;
use std::io::Read;

use crate::runner::{evaluate, wait};
use crate::world::{TOPIC, World};

#[test]
fn a_reader_who_has_had_enough_is_no_failure() {
    let mut child = evaluate("j1-internal-medicine")
        .args(["--format", "json"])
        .spawn();
    drop(child.stdout.take());
    let status = wait(&mut child, "evaluate");
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_report_written_to_a_file_is_the_report_without_colour() {
    let world = World::new();
    let printed = world.evaluate().run().done().stdout;
    let written = world
        .evaluate()
        .args(["-o", "report.txt"])
        .env("CLICOLOR_FORCE", "1")
        .run()
        .done();
    assert_eq!(written.stdout, "");
    assert_eq!(world.read("report.txt"), printed);
    let report = world
        .evaluate()
        .args(["--format", "json", "-o", "report.txt"])
        .run()
        .done();
    assert_eq!(report.stdout, "");
    assert!(world.read("report.txt").starts_with('{'));
}

#[test]
fn a_report_that_cannot_be_made_leaves_the_old_one_alone() {
    let world = World::new();
    world.write("report.txt", "the old one\n");
    world.write(TOPIC, "fn broken(");
    world.evaluate().args(["-o", "report.txt"]).run().exits(3);
    assert_eq!(world.read("report.txt"), "the old one\n");
}

#[test]
fn writing_a_report_leaves_nothing_else_behind() {
    let world = World::new();
    let names = || -> BTreeSet<String> {
        let entries = std::fs::read_dir(world.folder()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect()
    };
    let mut expected = names();
    expected.insert("report.txt".to_owned());
    world.evaluate().args(["-o", "report.txt"]).run().done();
    assert_eq!(names(), expected);
    let folder = world.evaluate().args(["-o", "rules"]).run();
    assert_eq!(folder.code, Some(5), "{}", folder.stderr);
    assert_eq!(names(), expected);
}

#[test]
fn colour_is_for_terminals_and_for_who_asks_for_it() {
    let coloured = |text: &str| text.contains('\x1b');
    let world = World::new();
    assert!(!coloured(&world.evaluate().run().done().stdout));
    assert!(coloured(
        &world
            .evaluate()
            .env("CLICOLOR_FORCE", "1")
            .run()
            .done()
            .stdout
    ));
    let never = world
        .evaluate()
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .run()
        .done();
    assert!(!coloured(&never.stdout));
    let json = world
        .evaluate()
        .args(["--format", "json"])
        .env("CLICOLOR_FORCE", "1")
        .run()
        .done();
    assert!(!coloured(&json.stdout));
    world.write(TOPIC, "fn broken(");
    assert!(!coloured(&world.evaluate().run().exits(3).stderr));
    assert!(coloured(
        &world
            .evaluate()
            .env("CLICOLOR_FORCE", "1")
            .run()
            .exits(3)
            .stderr
    ));
}

#[test]
fn a_report_does_not_run_over_the_page() {
    let report = evaluate("j1-internal-medicine").run().done().stdout;
    let longest = report
        .lines()
        .filter(|line| !line.contains("://"))
        .max_by_key(|line| line.chars().count())
        .unwrap();
    assert!(longest.chars().count() <= 88, "{longest}");
}

#[test]
fn without_a_guide_every_guide_that_fits_reports() {
    let world = World::new();
    // Without its guide, the folder is no working copy, and the built-in guides judge.
    world.remove("rules/small/guide.yaml");
    let output = world.preceptor(["evaluate", "applicant.yaml"]).run().done();
    assert!(
        output.stdout.contains("Low Step Score Strategies"),
        "{}",
        output.stdout
    );
}

#[test]
fn what_is_built_in_works_in_an_empty_folder() {
    let world = World::new();
    let empty = tempfile::tempdir().unwrap();
    let profile = world.folder().join("applicant.yaml");
    let run = world
        .preceptor(["evaluate"])
        .arg(profile)
        .in_folder(empty.path());
    run.run().done();
    world
        .preceptor(["guides"])
        .in_folder(empty.path())
        .run()
        .done();
    world
        .preceptor(["check"])
        .in_folder(empty.path())
        .run()
        .done();
}
