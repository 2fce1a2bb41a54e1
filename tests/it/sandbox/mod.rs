//! Every attack runs in a cage (two seconds of processor time, 400 MB); what ends by a signal fails
//! the test.

/// What the limits do hold, and must go on holding.
mod limits;
/// Everything nested as deep as a file can be.
mod nesting;
/// What lies around a rule: the terminal, line breaks, shared helpers, links and pipes.
mod surroundings;
/// The traps that Rhai's own limits do not hold, in the order in which they were found.
mod traps;
/// Wrong answers that a script language gives without a word.
mod wrong_answers;

use crate::runner::Output;
use crate::world::{TOPIC, World};

/// How long a line of a message may be. Nobody reads more.
const LINE: usize = 400;

/// One rule with that body.
fn rule(body: &str) -> String {
    with("", body)
}

/// One rule with that body, and private helpers above it.
fn with(helpers: &str, body: &str) -> String {
    named(helpers, "something", "applicant, policy", body)
}

fn named(helpers: &str, name: &str, parameters: &str, body: &str) -> String {
    format!(
        "{helpers}\n/// Something is so.\n/// cites: S-01\nfn {name}({parameters}) {{\n    {body}\n}}\n"
    )
}

/// What came of an attack.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Held {
    /// The file was refused.
    Refused,
    /// The rule ran, failed and was named.
    Faulted,
}

/// The rules are refused, or the rule fails, with a message that says where; nothing else happens.
#[track_caller]
fn held(rules: impl AsRef<[u8]>) -> (Held, String) {
    let world = World::with_rules(&rules);
    let check = world.check().caged().run();
    let output = world.evaluate().args(["--format", "json"]).caged().run();
    let (held, message) = judged(&output);
    let checked = if held == Held::Refused {
        Some(1)
    } else {
        Some(0)
    };
    assert_eq!(check.code, checked, "`check` disagrees: {}", check.said());
    (held, message)
}

#[track_caller]
fn judged(output: &Output) -> (Held, String) {
    let start: String = output.said().chars().take(2_000).collect();
    let (held, message) = match output.code {
        Some(3) => (Held::Refused, output.stderr.clone()),
        Some(4) => (
            Held::Faulted,
            output.report()["targets"][0]["faults"][0]["problem"].to_string(),
        ),
        code => panic!("neither refused nor failed, but {code:?}: {start}"),
    };
    assert!(message.contains(TOPIC), "it does not say where: {start}");
    let longest = message
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    assert!(
        longest <= LINE,
        "a line of the message has {longest} characters: {start}"
    );
    (held, message)
}

/// The attack gets no further than loading, and the message has its line.
#[track_caller]
fn refused(rules: impl AsRef<[u8]>) -> String {
    let (held, message) = held(rules);
    assert_eq!(held, Held::Refused, "{message}");
    let line = message.split(TOPIC).nth(1).unwrap();
    assert!(
        line.starts_with(':'),
        "it does not say in which line: {message}"
    );
    message
}

/// The rule runs, fails and is named with its line.
#[track_caller]
fn faulted(rules: impl AsRef<[u8]>) -> String {
    let (held, message) = held(rules);
    assert_eq!(held, Held::Faulted, "{message}");
    assert!(
        message.contains(&format!("{TOPIC}:")),
        "it does not say in which line: {message}"
    );
    message
}
