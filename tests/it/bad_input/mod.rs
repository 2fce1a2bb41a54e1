//! One snapshot a message, so that the messages can be read as prose; exit code and place besides.

/// Arguments of commands.
mod command_line;
/// Profiles, programs and sources.
mod data;
/// What a guide has beside its rules: manifest, passages, parameters, cases.
mod guides;
/// Office policies.
mod policy;
/// Rule files.
mod rules;

use crate::runner::{Output, Run};
use crate::world::{TOPIC, World};

/// How many lines a message may have. More than that is not read.
const SCREEN: usize = 24;
/// How long a line may be.
const LINE: usize = 200;
/// What people should never have to read.
const JARGON: [&str; 14] = [
    "panicked",
    "RUST_BACKTRACE",
    "Err(",
    "Some(",
    "serde",
    "saphyr",
    "rhai::",
    "EvalAlt",
    "i64",
    "f64",
    "u16",
    "Dynamic",
    "os error",
    "stack overflow",
];

/// Runs a command that must fail with `code` and say so at `place` (a path, a line, a column).
#[track_caller]
pub(crate) fn message(name: &str, run: Run, code: i32, place: Option<&str>) -> Output {
    let output = run.run().exits(code);
    output.assert_message(name);
    let said = output.said();
    assert!(
        said.lines().count() <= SCREEN,
        "more than a screen:\n{said}"
    );
    let longest = said
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    assert!(longest <= LINE, "a line of {longest} characters:\n{said}");
    for word in JARGON {
        assert!(!said.contains(word), "`{word}` in:\n{said}");
    }
    if let Some(place) = place {
        assert!(
            said.contains(&format!("--> {place}")),
            "not at {place}:\n{said}"
        );
    }
    if place.is_some_and(|place| place.contains(':')) {
        assert!(said.contains('^'), "the line is not shown:\n{said}");
    }
    output
}

impl Output {
    #[track_caller]
    pub(crate) fn helps(&self, with: &str) {
        let said = self.said();
        let help = said
            .split("help: ")
            .nth(1)
            .unwrap_or_else(|| panic!("no help:\n{said}"));
        assert!(
            help.contains(with),
            "the help does not say {with:?}:\n{said}"
        );
    }
}

/// Evaluates the small world with one piece of the profile exchanged.
fn profile(from: &str, to: &str) -> Run {
    world_run(|world| {
        world.replace("applicant.yaml", from, to);
    })
}

/// Evaluates the small world with one piece of its rules exchanged.
fn rules(from: &str, to: &str) -> Run {
    world_run(|world| {
        world.replace(TOPIC, from, to);
    })
}

/// Evaluates the small world with that office policy.
fn policy(text: &str) -> Run {
    world_run(|world| {
        world.write("office.yaml", text);
    })
    .args(["--policy", "office.yaml"])
}

const PROGRAM: &str = "programs/ca-example-valley-internal-medicine.yaml";

/// Evaluates the small world after a change to it. The folder outlives the run.
fn world_run(change: impl FnOnce(&World)) -> Run {
    let world = World::new();
    change(&world);
    world.evaluate().keep(world)
}
