use super::{after, set, shown, with_office};
use crate::runner::Output;
use crate::world::World;

#[test]
fn a_policy_that_is_not_there_is_begun() {
    let world = World::new();
    let said = set(&world, ["low_score=235"]).run().done().stdout;
    assert!(
        said.contains("small low_score: 230 → 235 (the guide: 230)"),
        "{said}"
    );
    let text = world.read("office.yaml");
    assert!(
        text.starts_with("# yaml-language-server: $schema="),
        "{text}"
    );
    assert!(text.ends_with("\nsmall:\n  low_score: 235\n"), "{text}");
    let shown = shown(&world, ["--policy", "office.yaml"]);
    assert_eq!(shown["low_score"]["value"], 235);
}

#[test]
fn everything_else_stays_as_it_is() {
    let before = "\u{feff}# Ours.\r\n\r\n'small':   # the small guide\r\n    # why\r\n    low_score:  231  # since May\r\n\r\n# end";
    assert_eq!(after(before, "low_score=240"), before.replace("231", "240"));
    assert_eq!(
        after("small:\n  low_score: 231", "low_score=240"),
        "small:\n  low_score: 240"
    );
    assert_eq!(
        after("small:\n  low_score:\n", "low_score=240"),
        "small:\n  low_score: 240\n"
    );
    assert_eq!(
        after("small: { low_score: 231 }\n", "low_score=240"),
        "small: { low_score: 240 }\n"
    );
    assert_eq!(
        after(
            "small:\n  usual_score: { from: 210, to: 220 } # ours\n\n# end\n",
            "low_score=240"
        ),
        "small:\n  usual_score: { from: 210, to: 220 } # ours\n  low_score: 240\n\n# end\n"
    );
    assert_eq!(
        after("# nothing yet\n", "low_score=240"),
        "# nothing yet\nsmall:\n  low_score: 240\n"
    );
}

#[test]
fn a_number_that_was_out_of_range_is_mended() {
    assert_eq!(
        after("small:\n  low_score: 999\n", "low_score=240"),
        "small:\n  low_score: 240\n"
    );
    assert_eq!(
        after("small:\n  low_score: \"x\"\n", "low_score=240"),
        "small:\n  low_score: 240\n"
    );
}

#[test]
fn setting_what_is_set_changes_nothing() {
    let world = with_office("small:\n  low_score: 240\n");
    let said = set(&world, ["low_score=240"]).run().done().stdout;
    assert_eq!(said, "office.yaml: nothing to change\n");
}

/// Sets numbers, which is refused; the file stays as it is.
#[track_caller]
fn refused<const N: usize>(text: &str, numbers: [&str; N]) -> Output {
    let world = with_office(text);
    let output = set(&world, numbers).run().exits(3);
    assert_eq!(world.read("office.yaml"), text);
    output
}

const OFFICE: &str = "small:\n  low_score: 231\n";

#[test]
fn what_cannot_be_set_says_why_all_at_once() {
    let all = [
        "low_score=299",
        "low_scor=1",
        "usual_score=220",
        "low_score=high",
        "low_score",
    ];
    refused(OFFICE, all).assert_message("policy-set-wrong");
}

#[test]
fn several_are_set_all_or_none() {
    refused(OFFICE, ["low_score=240", "low_scor=1"]);
    refused(OFFICE, ["low_score=240", "low_score=250"]);
    let said = refused("smal:\n  x: 1\n", ["low_score=240"]).stderr;
    assert!(
        said.contains("office.yaml:1:1") && said.contains("did you mean `small`?"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_edited_safely_is_left_alone() {
    let flow = refused(
        "small: { usual_score: { from: 210, to: 220 } }\n",
        ["low_score=240"],
    );
    flow.assert_message("policy-set-braces");
    let said = refused("small: &ours\n  low_score: 231\n", ["low_score=240"]).stderr;
    assert!(
        said.contains("office.yaml:2:") && said.contains("cannot be used here"),
        "{said}"
    );
    refused("{ }\n", ["low_score=240"]);
    refused("small:\n  low_score: |\n    231\n", ["low_score=240"]);
    refused("small:\n  low_score: { a: 1 }\n", ["low_score=240"]);
    refused(
        "small:\n  low_score: 231\n...\n",
        ["low_score=240", "usual_score=1"],
    );
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = World::new();
    world.write("real/ours.yaml", OFFICE);
    let real = world.folder().join("real/ours.yaml");
    std::fs::set_permissions(&real, PermissionsExt::from_mode(0o640)).unwrap();
    symlink("real/ours.yaml", world.folder().join("office.yaml")).unwrap();
    set(&world, ["low_score=240"]).run().done();
    assert!(world.folder().join("office.yaml").is_symlink());
    assert_eq!(world.read("real/ours.yaml"), "small:\n  low_score: 240\n");
    assert_eq!(
        std::fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(
        std::fs::read_dir(world.folder().join("real"))
            .unwrap()
            .count(),
        1
    );
}
