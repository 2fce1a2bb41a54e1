use super::{judged, rule};
use crate::world::World;

/// A body, nested so many times.
type Shape = fn(usize) -> String;

const SHAPES: [(&str, Shape); 16] = [
    ("parentheses", |n| {
        format!(
            "if {}true{} {{ flag(\"x\") }}",
            "(".repeat(n),
            ")".repeat(n)
        )
    }),
    ("arrays", |n| {
        format!("let a = {}{}; flag(\"x\")", "[".repeat(n), "]".repeat(n))
    }),
    ("maps", |n| {
        format!(
            "let a = {}1{}; flag(\"x\")",
            "#{a:".repeat(n),
            "}".repeat(n)
        )
    }),
    ("blocks", |n| {
        format!("{}flag(\"x\"){}", "{".repeat(n), "}".repeat(n))
    }),
    ("ifs", |n| {
        format!("{}flag(\"x\"){}", "if true {".repeat(n), "}".repeat(n))
    }),
    ("a chain of else ifs", |n| {
        let link = "if applicant.yog == 1 { flag(\"x\") }";
        format!("{link}{}", format!(" else {link}").repeat(n))
    }),
    ("switches", |n| {
        format!(
            "{}flag(\"x\"){}",
            "switch 1 { _ => ".repeat(n),
            "}".repeat(n)
        )
    }),
    ("nots", |n| {
        format!("if {}true {{ flag(\"x\") }}", "!".repeat(n))
    }),
    ("minuses", |n| {
        format!("if {}1 == 1 {{ flag(\"x\") }}", "- ".repeat(n))
    }),
    ("dots", |n| {
        format!("if applicant{} == 1 {{ flag(\"x\") }}", ".x".repeat(n))
    }),
    ("indexes", |n| {
        format!(
            "let a = [1]; if a{} == 1 {{ flag(\"x\") }}",
            "[0]".repeat(n)
        )
    }),
    ("calls", |n| {
        format!("flag({}\"x\"{})", "words(".repeat(n), ")".repeat(n))
    }),
    ("texts in texts", |n| {
        format!("flag({}1{})", "`${".repeat(n), "}`".repeat(n))
    }),
    ("sums", |n| {
        format!("if 1{} == 1 {{ flag(\"x\") }}", " + 1".repeat(n))
    }),
    ("ands", |n| {
        format!("if true{} {{ flag(\"x\") }}", " && true".repeat(n))
    }),
    ("ors", |n| {
        format!("if true{} {{ flag(\"x\") }}", " || true".repeat(n))
    }),
];

fn nested(depth: usize) {
    for (name, shape) in SHAPES {
        let world = World::with_rules(rule(&shape(depth)));
        let output = world.evaluate().args(["--format", "json"]).caged().run();
        assert!(
            matches!(output.code, Some(3 | 4)),
            "{name}, {depth} deep: {}",
            output.said()
        );
        judged(&output);
    }
}

#[test]
fn everything_nested_fifty_deep_is_stopped() {
    nested(50);
}

#[test]
fn everything_nested_five_hundred_deep_is_stopped() {
    nested(500);
}

#[test]
fn everything_nested_five_thousand_deep_is_stopped() {
    nested(5_000);
}

#[test]
fn everything_nested_a_hundred_thousand_deep_is_stopped() {
    nested(100_000);
}

#[test]
fn comments_may_be_nested_as_deep_as_anyone_likes() {
    for depth in [50, 5_000, 100_000] {
        let comment = format!("{}{}", "/*".repeat(depth), "*/".repeat(depth));
        World::with_rules(rule(&format!("{comment} flag(\"x\")")))
            .evaluate()
            .caged()
            .run()
            .done();
    }
}
