use std::fs;

use super::{FILE, SOURCES, VALLEY, working_copy};
use crate::runner::{Output, Run, preceptor};
use crate::world::World;

fn set<const N: usize>(world: &World, arguments: [&str; N]) -> Run {
    world
        .preceptor(["programs", "set", "Example Valley"])
        .args(arguments)
}

const PHONE: [&str; 2] = ["--source", "phone 2026-11-20"];

#[test]
fn an_answer_is_recorded_with_its_source() {
    let world = working_copy();
    let (before, sources) = (world.read(FILE), world.read(SOURCES));
    let run = set(&world, ["step2_ck.minimum=220", "holistic_review=yes"]).args(PHONE);
    run.run().done().assert_message("programs-set-added");
    let claim = "source: phone-2026-11-20, as_of: 2026-11-20 }";
    let added = format!(
        "step2_ck: {{ minimum: {{ value: 220, {claim} }}\nholistic_review: {{ value: true, {claim}\n"
    );
    assert_eq!(world.read(FILE), format!("{before}{added}"));
    let source = "phone-2026-11-20:\n  title: \"phone\"\n  as_of: 2026-11-20\n";
    assert_eq!(world.read(SOURCES), format!("{sources}{source}"));
    let page = world
        .preceptor(["programs", "show", VALLEY])
        .run()
        .done()
        .stdout;
    assert!(
        page.contains("Step 2 CK minimum: 220  [phone, 2026-11-20]"),
        "{page}"
    );
    // The same call told something else: no second source.
    set(&world, ["letters=3"]).args(PHONE).run().done();
    assert_eq!(world.read(SOURCES), format!("{sources}{source}"));
}

#[test]
fn an_answer_that_differs_stands_beside_what_is_stated() {
    let world = working_copy();
    let before = world.read(FILE);
    let run = || set(&world, ["visas.j1=no"]).args(PHONE);
    run().run().done().assert_message("programs-set-disputed");
    let old = "{ value: yes, source: freida-2025, as_of: 2025-03-28 }";
    let new = "{ value: no, source: phone-2026-11-20, as_of: 2026-11-20 }";
    assert_eq!(
        world.read(FILE),
        before.replace(
            &format!("j1: {old}"),
            &format!("j1: {{ conflict: [{old}, {new}] }}")
        )
    );
    let said = run().run().done().stdout;
    assert!(said.ends_with("nothing to change\n"), "{said}");
    run()
        .arg("--replace")
        .run()
        .done()
        .assert_message("programs-set-settled");
    assert_eq!(world.read(FILE), before.replace(old, new));
}

#[test]
fn what_is_said_again_takes_the_new_source() {
    let world = working_copy();
    let before = world.read(FILE);
    let said = set(&world, ["img_percent=80"])
        .args(PHONE)
        .run()
        .done()
        .stdout;
    assert!(said.contains("confirmed, before 80 (AMA FREIDA"), "{said}");
    let old = "80, source: freida-2025, as_of: 2025-03-28";
    let new = "80, source: phone-2026-11-20, as_of: 2026-11-20";
    assert_eq!(world.read(FILE), before.replace(old, new));
}

/// Sets values, which is refused; no file is touched.
#[track_caller]
fn refused(world: &World, run: Run, code: i32) -> Output {
    let before = (world.read(FILE), world.read(SOURCES));
    let output = run.run().exits(code);
    assert_eq!((world.read(FILE), world.read(SOURCES)), before);
    output
}

#[test]
fn what_cannot_be_recorded_says_why_all_at_once() {
    let world = working_copy();
    let values = [
        "visas.j2=yes",
        "img_percent=many",
        "holistic_review=maybe",
        "letters",
        "name=X",
        "letters=",
    ];
    let run = set(&world, values).args(["--source", "freida-2052"]);
    refused(&world, run, 3).assert_message("programs-set-wrong");
    for (value, said) in [
        (
            "visas.j1=maybe",
            "with visas.j1=maybe: unknown word `maybe`",
        ),
        ("img_percent=130", "a percentage lies between 0 and 100"),
        ("step2_ck.minimum=nine", "this is a number, not `nine`"),
        ("step2_ck.minimum=999", "lies between 1 and 300"),
        (
            "tracks.advanced.quota=3",
            "this record has no track `advanced`",
        ),
        ("mission=\u{202e}x\"]}", "written to"),
    ] {
        let run = set(&world, [value]).args(PHONE);
        if said == "written to" {
            assert!(run.run().done().stdout.contains(said));
        } else {
            let error = refused(&world, run, 3).stderr;
            assert!(error.contains(said), "{value}: {error}");
        }
    }
    for source in ["phone", "", "phone 2026-11-30", "a\u{1b}[31mb 2026-11-20"] {
        refused(&world, set(&world, ["letters=3", "--source", source]), 3);
    }
}

#[test]
fn built_in_programs_are_not_written() {
    let world = World::empty();
    let run = world
        .preceptor(["programs", "set", "acgme-1400531031", "visas.j1=yes"])
        .args(PHONE);
    run.run().exits(5).assert_message("programs-set-built-in");
    assert_eq!(fs::read_dir(world.folder()).unwrap().count(), 0);
}

#[test]
fn without_sources_on_disk_only_a_known_source_will_do() {
    let world = World::new();
    let run = |source: &str| {
        let run = world.preceptor([
            "programs",
            "set",
            VALLEY,
            "letters=3",
            "--programs",
            "programs",
        ]);
        run.args(["--source", source])
    };
    let said = run("phone 2026-11-20").run().exits(5).stderr;
    assert!(
        said.contains("the built-in sources cannot be added to"),
        "{said}"
    );
    run("freida-2025").run().done();
    let text = world.read(&format!("programs/{VALLEY}.yaml"));
    assert!(
        text.ends_with("letters: { value: 3, source: freida-2025, as_of: 2025-03-28 }\n"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_leaves_both_files() {
    use std::os::unix::fs::PermissionsExt;
    let world = working_copy();
    let folder = world.folder().join("datasets/programs");
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o555)).unwrap();
    let is_root = fs::write(folder.join("probe"), "").is_ok();
    if !is_root {
        refused(&world, set(&world, ["letters=3"]).args(PHONE), 5);
    }
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
}

#[test]
fn help_says_what_to_type() {
    let help = preceptor(["programs", "set", "--help"]).run().done().stdout;
    assert!(
        help.contains("--replace") && help.contains("phone 2026-11-20"),
        "{help}"
    );
}
