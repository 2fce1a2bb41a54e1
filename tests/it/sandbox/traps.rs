use std::fmt::Write as _;

use super::{Held, faulted, held, judged, named, refused, rule, with};
use crate::world::{RULES, World};

#[test]
fn a_rule_cannot_sleep() {
    refused(rule("sleep(applicant.yog);"));
    refused(rule("sleep(100000);"));
}

#[test]
fn a_rule_cannot_sleep_for_an_impossible_time() {
    refused(rule("sleep(1e300);"));
}

#[test]
fn assigning_to_a_constant_map_breaks_nothing() {
    refused(rule("const p = #{a: 1};\n    p.a = 0;"));
    refused(rule("const p = #{a: 1};\n    p[\"a\"] = 0;"));
    refused(rule("const p = #{a: 1};\n    if true { p.a += 1; }"));
    held(rule("const s = \"abc\";\n    s[0] = 'x'; flag(s)"));
}

#[test]
fn assigning_to_an_applicant_a_program_or_the_policy_is_an_error() {
    refused(rule("applicant.x = 1;"));
    held(rule("applicant.visa = \"none\"; flag(\"x\")"));
    held(rule("policy.low_score = 1; flag(\"x\")"));
    held(named(
        "",
        "something",
        "applicant, program",
        "program.name = \"x\"; flag(\"x\")",
    ));
}

#[test]
fn a_chain_of_closures_is_refused() {
    refused(rule(
        "let f = || 1;\n    for i in 0..20000 { let g = f; f = || g; }",
    ));
    refused(rule("let f = |x| x; flag(\"x\")"));
}

#[test]
fn a_chain_of_curried_functions_is_refused() {
    refused(rule("let f = Fn(\"x\");\n    let g = f.curry(f);"));
    refused(rule("let f = curry(words, 1);"));
    refused(rule("let f = call(words, 1);"));
}

#[test]
fn an_array_nested_by_a_loop_is_refused_and_by_recursion_fails() {
    refused(rule(
        "let a = [];\n    for i in 0..5000 { a = [a]; }\n    if a == a { flag(\"x\") }",
    ));
    faulted(with(
        "private fn nest(a, n) { if n == 0 { a } else { nest([a], n - 1) } }",
        "if nest([], applicant.yog) == [] { flag(\"x\") }",
    ));
}

#[test]
fn recursion_through_many_calls_at_once_fails() {
    let calls = format!("{}f(n + 1){}", "id(".repeat(12), ")".repeat(12));
    faulted(with(
        &format!("private fn id(x) {{ x }}\nprivate fn f(n) {{ {calls} }}"),
        "if f(0) == 1 { flag(\"x\") }",
    ));
}

#[test]
fn a_text_cannot_be_blown_up_by_replacing() {
    refused(rule("let s = \"a\"; s.replace(\"a\", \"b\"); flag(s)"));
    refused(rule("let s = \"a\"; replace(s, \"a\", \"b\"); flag(s)"));
}

#[test]
fn a_map_cannot_be_filled_by_index() {
    refused(rule(
        "let m = #{};\n    for i in 0..1000000 { m[\"k\" + i] = i; }",
    ));
    refused(with(
        "private fn grow(m, k) { m[k] = k; grow(m, k + \"k\"); grow(m, k + \"l\") }",
        "grow(#{}, \"k\"); flag(\"x\")",
    ));
}

#[test]
fn an_array_of_function_pointers_is_refused() {
    refused(rule("let a = []; a.push(Fn(\"x\").curry(1));"));
}

#[test]
fn closures_inside_closures_are_refused() {
    refused(rule(
        "let x = [1, 1, 1]; x.map(|i| x.map(|j| x.map(|k| k))); flag(\"x\")",
    ));
}

#[test]
fn a_rule_cannot_catch_what_stops_it() {
    refused(with(
        "private fn f(n) { f(n + 1) }",
        "try { f(0) } catch { flag(\"x\") }",
    ));
    refused(rule("throw \"x\""));
}

#[test]
fn a_rule_cannot_print() {
    refused(rule("print(\"x\"); flag(\"x\")"));
    refused(rule("debug(\"x\"); flag(\"x\")"));
}

#[test]
fn a_cycle_of_closures_is_refused() {
    refused(rule(
        "let a = [1]; let f = || 1; let g = || { f; a }; f = g;",
    ));
}

#[test]
fn a_hundred_thousand_variables_parameters_or_keys_are_refused() {
    let many = |item: &dyn Fn(usize) -> String, count: usize| -> String {
        (0..count).fold(String::new(), |all, i| all + item(i).as_str())
    };
    for count in [2_000, 100_000] {
        let lets = many(&|i| format!("let v{i} = 1;"), count);
        held(rule(&format!("{lets} flag(\"x\")")));
        let parameters = many(&|i| format!("p{i}, "), count);
        held(named("", "something", &parameters, "flag(\"x\")"));
        let keys = many(&|i| format!("k{i}: 1, "), count);
        held(rule(&format!("let m = #{{{keys}}}; flag(\"x\")")));
        let functions = many(&|i| format!("private fn f{i}() {{ }}\n"), count);
        held(with(&functions, "flag(\"x\")"));
    }
    held(rule(&format!("flag(\"x\"){}", ";".repeat(100_000))));
}

#[test]
fn a_rule_cannot_import_a_file() {
    let world = World::with_rules(format!("import \"secret\" as s;\n{RULES}"));
    world.write("secret.rhai", "fn secret() { \"secret\" }\n");
    let path = world.folder().join("secret");
    for path in [
        "secret",
        "../../secret",
        "/etc/passwd",
        &path.to_string_lossy(),
    ] {
        refused(format!("import \"{path}\" as s;\n{RULES}"));
        refused(rule(&format!("import \"{path}\" as s; flag(s::secret())")));
    }
    let output = world.evaluate().caged().run().exits(3);
    assert!(!output.said().contains("fn secret"), "{}", output.said());
    refused(rule("if secret::secret() == \"secret\" { flag(\"x\") }"));
    refused(format!("export x;\n{RULES}"));
}

/// Comparing a list costs one dispatch an item, so many comparisons take long in few operations.
fn slow(subject: &str) -> String {
    let any = |call: &str, count: usize| vec![call; count].join(" || ");
    let mut helpers = format!("private fn w(c) {{ {} }}\n", any("\"x\" in c", 12));
    let mut inner = "w".to_owned();
    for level in 0..8 {
        let calls = any(&format!("{inner}(c)"), 8);
        writeln!(helpers, "private fn w{level}(c) {{ {calls} }}").unwrap();
        inner = format!("w{level}");
    }
    let list = format!("let a = [{}];", "1, ".repeat(30));
    let body = format!(
        "{list} let b = a + a + a + a + a + a; let c = b + b + b + b + b; if {inner}(c) {{ flag(\"x\") }}"
    );
    named(&helpers, "something", subject, &body)
}

#[test]
fn a_slow_rule_is_stopped() {
    let message = faulted(slow("applicant"));
    assert!(message.contains("stopped"), "{message}");
}

#[test]
fn a_slow_rule_about_programs_is_stopped_for_the_whole_catalogue() {
    let world = World::with_rules(slow("applicant, program"));
    let evaluate = world.preceptor(["evaluate", "applicant.yaml", "--rules", "rules"]);
    let output = evaluate.args(["--format", "json"]).caged().run();
    let (held, message) = judged(&output);
    assert_eq!(held, Held::Faulted, "{message}");
}

#[test]
fn a_slow_rule_is_stopped_while_its_unknowns_are_explored() {
    let rules = slow("applicant, program").replace(
        "let a = [",
        "if program.letters == 1 || program.interviews == 1 || program.positions == 1 { flag(\"x\") }\n    let a = [",
    );
    let world = World::with_rules(rules);
    let output = world.evaluate().args(["--format", "json"]).caged().run();
    assert!(
        output.code.is_some(),
        "ended by a signal: {}",
        output.stderr
    );
}

#[test]
fn what_rules_say_cannot_fill_the_memory() {
    let text = "x".repeat(16_000);
    let flags = vec!["flag(s)"; 900].join(", ");
    let body = format!("let s = \"{text}\"; [{flags}]");
    let world = World::with_rules(named("", "something", "applicant, program", &body));
    let evaluate = world.preceptor(["evaluate", "applicant.yaml", "--rules", "rules"]);
    let output = evaluate.caged().run();
    assert!(
        output.code.is_some(),
        "ended by a signal: {}",
        output.stderr
    );
}
