use crate::programs_set::working_copy;
use crate::runner::{Output, preceptor};
use crate::snapshot::{assert_snapshot, root};
use crate::world::World;

const FRESHNESS: &str = "datasets/freshness.yaml";

/// The small world as a working copy in which a value may be a year old, with one applicant to hold
/// the values against.
fn strict() -> World {
    let world = working_copy();
    world.write(
        FRESHNESS,
        "months: 12\nbasis: ours, for a test\nfields: { positions: 60 }\n",
    );
    let applicant = world.read("applicant.yaml");
    world.write("datasets/applicants/visa.yaml", &applicant);
    world.write(
        "datasets/applicants/no-visa.yaml",
        applicant.replace("visa: J-1", "visa: none"),
    );
    world
}

fn stale<const N: usize>(world: &World, arguments: [&str; N]) -> Output {
    world
        .preceptor(["programs", "stale", "--rules", "rules"])
        .args(arguments)
        .run()
}

#[test]
fn a_value_is_as_stale_as_the_file_says() {
    let world = strict();
    let page = |world: &World| {
        let run = world.preceptor(["programs", "show", "Example Valley"]);
        run.run().done().stdout
    };
    let old = page(&world);
    assert!(
        old.contains(
            "J-1 sponsorship: yes  [AMA FREIDA program listing, internal medicine, 2025-03-28 !]"
        ),
        "{old}"
    );
    assert!(
        old.contains("within 12 months of 2026-11-22; positions 60 months"),
        "{old}"
    );
    world.remove(FRESHNESS);
    let recent = page(&world);
    assert!(
        !recent.contains("2025-03-28 !") && recent.contains("within 24 months"),
        "{recent}"
    );
}

#[test]
fn every_format_marks_what_is_stale() {
    let world = strict();
    let evaluate = |format: &str| {
        let run = world.preceptor([
            "evaluate",
            "applicant.yaml",
            "--rules",
            "rules",
            "--format",
            format,
        ]);
        run.run().done().stdout
    };
    let text = evaluate("text")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        text.contains("(old data: AMA") && text.contains("2025-03-28)"),
        "{text}"
    );
    assert!(
        evaluate("markdown")
            .replace('`', "")
            .contains("old data: AMA"),
        "{}",
        evaluate("markdown")
    );
    assert!(
        evaluate("html").contains("(old data: AMA FREIDA"),
        "{}",
        evaluate("html")
    );
    let sheet = evaluate("csv");
    assert!(
        sheet.lines().next().unwrap().ends_with("stale values"),
        "{sheet}"
    );
    assert!(sheet.contains(",IMG share; J-1 sponsorship\n"), "{sheet}");
    let json: serde_json::Value = serde_json::from_str(&evaluate("json")).unwrap();
    assert!(json.to_string().contains(r#""stale":true"#), "{json}");
    let run = world.preceptor(["explain", "applicant.yaml", "Desert", "--rules", "rules"]);
    let said = run.run().done().stdout;
    assert!(said.contains("2025-03-28, old"), "{said}");
    world.remove(FRESHNESS);
    assert!(!evaluate("json").contains("\"stale\": true"));
}

#[test]
fn stale_values_are_listed_by_who_hangs_on_them() {
    let world = strict();
    let json = stale(&world, ["--format", "json"]).done().json();
    assert_eq!(json["applicants"], 2);
    let values = json["values"].as_array().unwrap();
    let fields: Vec<&str> = values
        .iter()
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    // The share of IMGs is as old, but no rule of the small guide reads it.
    assert_eq!(fields, ["visas.j1", "visas.j1"], "{json}");
    for value in values {
        assert_eq!(value["decides"], serde_json::json!(["visa"]), "{value}");
    }
    assert_snapshot("verify", "stale-small", &stale(&world, []).done().stdout);
    let sheet = stale(&world, ["--format", "csv", "--top", "1"])
        .done()
        .stdout;
    assert_eq!(sheet.lines().count(), 2, "{sheet}");
    world.remove(FRESHNESS);
    assert_eq!(
        stale(&world, ["--format", "json"]).done().json()["stale"],
        0
    );
}

#[test]
fn the_shipped_stale_values_are_listed() {
    let world = World::empty();
    for name in [
        "rp-01",
        "h1b-only",
        "j1-internal-medicine",
        "several-guides",
        "unmatched",
    ] {
        let path = root().join(format!("datasets/applicants/{name}.yaml"));
        world.write(&format!("{name}.yaml"), std::fs::read(path).unwrap());
    }
    let run = preceptor(["programs", "stale", "--top", "6", "--applicants"]);
    let text = run.arg(world.folder()).run().done().stdout;
    assert_snapshot("verify", "stale-shipped", &text);
    assert!(text.contains(" of 5\n"), "{text}");
}

#[test]
fn a_limit_that_is_none_is_refused_in_its_place() {
    let world = strict();
    let text = "months: 0\nbasis: ' '\nfields:\n  visas.j2: 3\n  letters: soon\n  listed: never\n";
    world.write(FRESHNESS, text);
    let run = world.preceptor(["programs"]);
    run.run().exits(3).assert_message("freshness-wrong");
    world.write(FRESHNESS, "month: 3\n");
    let said = world.preceptor(["programs"]).run().exits(3).stderr;
    assert!(said.contains("did you mean `months`?"), "{said}");
}

#[test]
fn what_is_wrong_is_said() {
    let world = strict();
    let said = stale(&world, ["--guide", "smal"]).exits(3).stderr;
    assert!(said.contains("small"), "{said}");
    let said = stale(&world, ["--applicants", "datasets/official"])
        .exits(3)
        .stderr;
    assert!(said.contains("datasets/official/"), "{said}");
    world.write("empty/x.txt", "");
    let said = stale(&world, ["--applicants", "empty"]).exits(3).stderr;
    assert!(
        said.contains("there is no applicant in this folder"),
        "{said}"
    );
}
