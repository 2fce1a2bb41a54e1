use crate::programs_set::working_copy;
use crate::runner::{Output, preceptor};
use crate::snapshot::assert_snapshot;
use crate::world::World;

fn verify(applicant: &str) -> crate::runner::Run {
    preceptor(["verify"]).arg(format!("datasets/applicants/{applicant}.yaml"))
}

#[test]
fn the_sheet_is_read_by_people() {
    for (applicant, guide) in [
        ("j1-internal-medicine", "central-valley"),
        ("rp-05", "us-citizen-img"),
    ] {
        let text = verify(applicant)
            .args(["--top", "3", "--guide", guide])
            .run()
            .done()
            .stdout;
        assert_snapshot("verify", applicant, &text);
    }
    let run = verify("j1-general-surgery").args(["--top", "2", "--format", "markdown"]);
    assert_snapshot("verify", "j1-general-surgery.md", &run.run().done().stdout);
    let run = verify("rp-05").args(["--top", "2", "--format", "csv"]);
    assert_snapshot("verify", "rp-05.csv", &run.run().done().stdout);
}

/// The small world as a working copy, with a visa nobody states and one that is old.
fn doubtful() -> World {
    let world = working_copy();
    let valley = "datasets/programs/ca-example-valley-internal-medicine.yaml";
    let desert = "datasets/programs/nv-example-desert-internal-medicine.yaml";
    world.replace(
        valley,
        "visas:\n  j1: { value: yes, source: freida-2025, as_of: 2025-03-28 }\n",
        "",
    );
    world.replace(
        desert,
        "value: no, source: freida-2025, as_of: 2025-03-28",
        "value: no, source: freida-2025, as_of: about 2016",
    );
    world
}

fn small(world: &World, format: &str) -> Output {
    let run = world.preceptor([
        "verify",
        "applicant.yaml",
        "--rules",
        "rules",
        "--format",
        format,
    ]);
    run.run().done()
}

#[test]
fn unstated_and_stale_values_are_both_asked_for() {
    let world = doubtful();
    let text = small(&world, "text").stdout;
    assert_snapshot("verify", "small", &text);
    for part in [
        "J-1 sponsorship: not stated",
        "J-1 sponsorship: no, stale",
        "about 2016",
        "if no: not an option",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let page = small(&world, "html").stdout;
    assert!(
        page.contains("Do you take residents on the J-1") && !page.contains("<a href=\"http"),
        "{page}"
    );
}

#[test]
fn a_disputed_value_is_asked_for() {
    let world = doubtful();
    let run = world.preceptor(["programs", "set", "Example Desert", "visas.j1=yes"]);
    run.args(["--source", "phone 2026-11-20"]).run().done();
    let text = small(&world, "text").stdout;
    assert!(
        text.contains("J-1 sponsorship: sources disagree: no (AMA"),
        "{text}"
    );
    assert!(text.contains("or yes (phone"), "{text}");
    let run = world.preceptor([
        "programs",
        "set",
        "Example Desert",
        "visas.j1=yes",
        "--replace",
    ]);
    run.args(["--source", "phone 2026-11-20"]).run().done();
    let text = small(&world, "text").stdout;
    assert!(!text.contains("Example Desert"), "{text}");
}

#[test]
fn free_text_stays_text() {
    let world = doubtful();
    let file = "datasets/programs/ca-example-valley-internal-medicine.yaml";
    world.replace(
        file,
        "name: Example Valley Program",
        "name: \"=HYPERLINK(1) <b>\\e[31m **x**\"",
    );
    for format in ["text", "markdown", "html", "csv"] {
        let said = small(&world, format).stdout;
        assert!(
            !said.contains('\u{1b}') && (format != "html" || !said.contains("<b>\u{fffd}")),
            "{format}: {said}"
        );
        assert!(
            !said.contains("\n=HYPERLINK") && !said.contains(",=HYPERLINK"),
            "{format}: {said}"
        );
    }
}

#[test]
fn what_is_wrong_is_said() {
    let said = verify("rp-01")
        .args(["--guide", "us-citizen"])
        .run()
        .exits(3)
        .stderr;
    assert!(said.contains("us-citizen"), "{said}");
    verify("nobody").run().exits(3);
    verify("rp-01").args(["--format", "json"]).run().exits(2);
    let none = verify("rp-01").args(["--top", "0"]).run().done().stdout;
    assert!(none.contains("programs to ask"), "{none}");
}
