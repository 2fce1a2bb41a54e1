use std::fmt::Write as _;

use super::{faulted, held, named, refused, rule, with};
use crate::world::{RULES, World};

#[test]
fn recursion_of_every_kind_fails() {
    faulted(with(
        "private fn f(n) { f(n + 1) || f(n + 1) }",
        "if f(0) { flag(\"x\") }",
    ));
    faulted(with(
        "private fn f(n) { g(n + 1) }\nprivate fn g(n) { f(n + 1) }",
        "if f(0) == 1 { flag(\"x\") }",
    ));
    faulted(rule("something(applicant, policy)"));
    faulted(with(
        "private fn f(n) { if n == 1 { 1 } else { f(n) + f(n) } }",
        "if f(0) == 1 { flag(\"x\") }",
    ));
}

#[test]
fn loops_are_refused() {
    for body in [
        "while true { }",
        "loop { }",
        "do { } while true",
        "for i in 0..9 { }",
    ] {
        refused(rule(body));
    }
}

#[test]
fn a_script_inside_a_script_is_refused() {
    refused(rule("eval(\"flag(1)\")"));
    refused(rule("let x = \"eval\"; x.eval(); flag(\"x\")"));
}

#[test]
fn texts_and_lists_that_grow_fail() {
    faulted(with(
        "private fn grow(s) { grow(s + s + s + s) }",
        "flag(grow(\"xxxxxxxxxxxxxxxx\"))",
    ));
    faulted(with(
        "private fn grow(s) { grow(`${s}${s}${s}${s}${s}${s}${s}${s}`) }",
        "flag(grow(\"xxxxxxxxxxxxxxxx\"))",
    ));
    let flat = format!(
        "let a = \"{}\"; flag(`{}`)",
        "x".repeat(5_000),
        "${a}".repeat(500)
    );
    faulted(rule(&flat));
    faulted(with(
        "private fn grow(a) { grow(a + a + a + a) }",
        "if grow([1]) == 1 { flag(\"x\") }",
    ));
}

#[test]
fn arrays_of_arrays_of_arrays_fail() {
    let mut body = String::from("let a = [1,1,1,1,1,1,1,1,1,1];");
    for pair in ["ab", "bc", "cd", "de", "ef", "fg", "gh"] {
        let (from, to) = pair.split_at(1);
        write!(body, " let {to} = [{}];", [from; 10].join(", ")).unwrap();
    }
    faulted(rule(&format!("{body} if h == h {{ flag(\"x\") }}")));
    faulted(rule(&format!("{body} h").replace('1', "()")));
    let words = body.replace('1', "\"x\"");
    faulted(rule(&format!(
        "{words} if applicant.citizenship in h {{ flag(\"x\") }}"
    )));
}

#[test]
fn values_of_a_chosen_size_cannot_be_made() {
    refused(rule("let a = blob(100000000); flag(\"x\")"));
    refused(rule("let a = [1]; a.pad(100000000, 1); flag(\"x\")"));
    refused(rule("let a = \"x\"; pad(a, 100000000, \"x\"); flag(a)"));
    refused(rule("let a = 0..1000000000; flag(\"x\")"));
}

#[test]
fn arithmetic_that_cannot_be_done_fails() {
    faulted(with(
        "private fn big(n) { n * n * n * n * n * n * n }",
        "if big(applicant.yog) > 0 { flag(\"x\") }",
    ));
    faulted(rule("if applicant.yog / 0 == 1 { flag(\"x\") }"));
    faulted(rule("if applicant.yog % 0 == 1 { flag(\"x\") }"));
}

#[test]
fn huge_texts_and_files_are_refused() {
    held(rule(&format!("flag(\"{}\")", "x".repeat(900_000))));
    held(rule(&format!("flag(\"{}\")", "x".repeat(2_000_000))));
    held(format!("{RULES}{}", "\n".repeat(2_000_000)));
    held(format!("// {}\n{}", "x".repeat(900_000), rule("sleep(1);")));
}

#[test]
fn a_rule_that_returns_something_else_fails() {
    faulted(rule("1"));
    faulted(rule("\"x\""));
    faulted(rule("#{ a: 1 }"));
    faulted(rule("applicant.yog"));
    faulted(rule("[[1]]"));
}

#[test]
fn rules_of_ordinary_size_are_not_stopped() {
    let chain = " else if applicant.yog == 0 { flag(\"y\") }".repeat(12);
    let rules = rule(&format!("if applicant.yog == 0 {{ flag(\"x\") }}{chain}"));
    World::with_rules(rules).evaluate().caged().run().done();
    let rules: String = (0..300)
        .map(|i| named("", &format!("rule{i}"), "applicant", "flag(\"x\")"))
        .collect();
    World::with_rules(rules).evaluate().caged().run().done();
}
