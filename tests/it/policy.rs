use std::collections::BTreeMap;

use preceptor::guide::{Override, set_number};
use preceptor::model::Number;
use preceptor::place::SourceText;
use serde_json::{Value, json};

use crate::runner::{Output, Run};
use crate::world::World;

/// `preceptor policy set small` in the small world, in office.yaml.
fn set<const N: usize>(world: &World, numbers: [&str; N]) -> Run {
    let run = world.preceptor(["policy", "set", "small", "--in", "office.yaml"]);
    run.args(numbers)
}

fn with_office(text: &str) -> World {
    let world = World::new();
    world.write("office.yaml", text);
    world
}

/// Sets a number in an office policy of that text; it must succeed.
#[track_caller]
fn after(text: &str, number: &str) -> String {
    let world = with_office(text);
    set(&world, [number]).run().done();
    world.read("office.yaml")
}

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

/// The parameters in force of the small guide, by name.
#[track_caller]
fn shown<const N: usize>(world: &World, arguments: [&str; N]) -> BTreeMap<String, Value> {
    let run = world.preceptor(["policy", "show", "small", "--rules", "rules"]);
    let all = run.args(arguments).json();
    let all = all["parameters"].as_array().unwrap().iter();
    all.map(|one| (one["name"].as_str().unwrap().to_owned(), one.clone()))
        .collect()
}

#[test]
fn the_last_policy_wins_and_says_where() {
    let world =
        with_office("# first\nsmall:\n  low_score: 240\n  usual_score: { from: 210, to: 220 }\n");
    world.write("branch.yaml", "small:\n  low_score: 250\n");
    let shown = shown(
        &world,
        ["--policy", "office.yaml", "--policy", "branch.yaml"],
    );
    let low = &shown["low_score"];
    assert_eq!(low["value"], 250);
    assert_eq!(low["default"], 230);
    assert_eq!(low["range"], json!([200, 260]));
    assert_eq!(low["set_by"], json!({ "file": "branch.yaml", "line": 2 }));
    assert_eq!(low["passages"], json!(["S-01"]));
    let usual = &shown["usual_score"];
    assert_eq!(
        usual["value"],
        json!({ "from": 210, "to": 220, "open": false })
    );
    assert_eq!(usual["set_by"], json!({ "file": "office.yaml", "line": 4 }));
    assert_eq!(usual["reading"], "an example");
}

#[test]
fn the_numbers_in_force_are_read_by_people() {
    let world = with_office("small:\n  low_score: 240\n");
    let run = world.preceptor(["policy", "show", "small", "--policy", "office.yaml"]);
    let text = run.run().done().stdout;
    for part in [
        "low_score  ",
        "240",
        "from office.yaml:2; the guide: 230 (S-01, \"One\")",
        "may be 200 to 260",
        "215–225 ‡",
        "‡ ours: an example",
    ] {
        assert!(text.contains(part.trim_end()), "{part}: {text}");
    }
}

#[test]
fn points_are_whole() {
    let world = World::new();
    world.replace(
        "rules/small/topic.rhai",
        "fn no_j1(applicant, program) {",
        "fn no_j1(applicant, program, policy) {",
    );
    world.replace(
        "rules/small/topic.rhai",
        "exclude(\"does not sponsor the J-1\")",
        "points(policy.low_score, \"J-1\")",
    );
    let said = set(&world, ["low_score=230.5"]).run().exits(3).stderr;
    assert!(said.contains("points, which are whole"), "{said}");
    world.write("office.yaml", "small:\n  low_score: 230.5\n");
    let run = world.preceptor(["policy", "show", "--policy", "office.yaml"]);
    let said = run.run().exits(3).stderr;
    assert!(said.contains("office.yaml:2:"), "{said}");
}

// Many office policies, made up.

/// A row of numbers that looks random and is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }
}

/// A made-up office policy, with the bytes of every number in it.
struct Made {
    text: String,
    numbers: Vec<(String, String, std::ops::Range<usize>)>,
}

fn quoted(dice: &mut Dice, key: &str) -> String {
    match dice.roll(4) {
        0 => format!("\"{key}\""),
        1 => format!("'{key}'"),
        _ => key.to_owned(),
    }
}

const NOISE: &[&str] = &[
    "",
    "",
    "# a: 1",
    "  # so it is: {",
    "\t# tab",
    "    # é 🎓",
    "#",
];

impl Made {
    fn line(&mut self, text: &str, end: &str) {
        self.text.push_str(text);
        self.text.push_str(end);
    }

    fn noise(&mut self, dice: &mut Dice, end: &str) {
        while dice.roll(3) == 0 {
            self.line(dice.one(NOISE), end);
        }
    }

    fn entry(&mut self, dice: &mut Dice, guide: &str, name: &str, (indent, end): (&str, &str)) {
        let key = format!("{indent}{}:", quoted(dice, name));
        let space = dice.one(&[" ", "  ", " "]);
        match dice.roll(5) {
            0 => self.line(&format!("{key}{space}{{ from: 1, to: 2 }}"), end),
            1 => {
                self.line(&key, end);
                self.line(&format!("{indent}  from: 1"), end);
                self.line(&format!("{indent}  to: 2"), end);
            }
            _ => {
                let values = ["35", "-2", "35.5", "0", "\"40\"", "'x'", "1e3", "some"];
                let value = dice.one(&values);
                self.line(&key, space);
                let bytes = self.text.len()..self.text.len() + value.len();
                let (guide, name) = (guide.to_owned(), name.to_owned());
                self.numbers.push((guide, name, bytes));
                self.line(value, dice.one(&["", " ", "  # why, really", " #"]));
                self.line("", end);
            }
        }
    }
}

fn make(dice: &mut Dice) -> Made {
    let end = dice.one(&["\n", "\r\n"]);
    let mut made = Made {
        text: dice.one(&["", "\u{feff}"]).to_owned(),
        numbers: Vec::new(),
    };
    if dice.roll(2) == 0 {
        made.line("# yaml-language-server: $schema=schemas/policy.json", end);
    }
    for guide in ["alpha", "beta-two", "gamma"] {
        if dice.roll(4) == 0 {
            continue;
        }
        let comment = dice.one(&["", " ", "   # ours", " # x: 3"]);
        made.line(&format!("{}:{comment}", quoted(dice, guide)), end);
        let indent = dice.one(&["  ", "    ", " "]);
        let mut any = false;
        for name in ["one", "two", "three"] {
            if dice.roll(3) == 0 && (any || name != "three") {
                continue;
            }
            any = true;
            made.noise(dice, end);
            made.entry(dice, guide, name, (indent, end));
        }
        made.noise(dice, end);
    }
    if dice.roll(3) == 0 {
        let whole = made.text.trim_end_matches(['\r', '\n']).len();
        made.text.truncate(whole);
    }
    made
}

#[test]
fn of_many_policies_nothing_but_the_number_changes() {
    let mut dice = Dice(7);
    let mut replaced = 0;
    for _ in 0..3_000 {
        let made = make(&mut dice);
        let source = SourceText::new("office.yaml", &made.text);
        for (guide, name, bytes) in &made.numbers {
            let new = set_number(&source, guide, name, Number::Int(77));
            let new = new.unwrap_or_else(|problem| panic!("{problem}\n{}", made.text));
            let mut wanted = made.text.clone();
            wanted.replace_range(bytes.clone(), "77");
            assert_eq!(new.text(), wanted);
            replaced += 1;
        }
    }
    assert!(replaced > 5_000, "{replaced}");
}

#[test]
fn of_many_policies_a_line_is_added_and_nothing_else_changes() {
    let mut dice = Dice(11);
    for round in 0..2_000 {
        let made = make(&mut dice);
        let source = SourceText::new("office.yaml", &made.text);
        for guide in ["alpha", "beta-two", "delta"] {
            let new = set_number(&source, guide, "fresh", Number::Float(7.5));
            let new = new.unwrap_or_else(|problem| panic!("{round}: {problem}\n{:?}", made.text));
            let (before, after) = (made.text.as_bytes(), new.text().as_bytes());
            let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
            let rest = &before[same..];
            assert!(after.ends_with(rest), "{:?}\n{:?}", made.text, new.text());
            let office = Override::read(&new).unwrap();
            let line = office.place(guide, "fresh").unwrap().line;
            assert!(
                new.line(line).unwrap().ends_with("fresh: 7.5"),
                "{:?}",
                new.text()
            );
            assert_eq!(
                made.text.ends_with('\n') || rest.is_empty() && made.text.len() < 4,
                new.text().ends_with('\n'),
                "{:?}",
                new.text()
            );
            let bare = new.text().replace("\r\n", "");
            assert!(
                !(made.text.contains("\r\n") && bare.contains('\n')),
                "{:?}",
                new.text()
            );
        }
    }
}
