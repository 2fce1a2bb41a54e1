//! Every attack runs in a cage (two seconds of processor time, 400 MB); what ends by a signal fails
//! the test.

use std::fmt::Write as _;

use crate::runner::Output;
use crate::world::{RULES, TOPIC, World};

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

// The traps that Rhai's own limits do not hold, in the order in which they were found.

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

// What the limits do hold, and must go on holding.

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

// Wrong answers that a script language gives without a word.

#[test]
fn a_comment_that_is_never_closed_swallows_no_rules() {
    let message = refused(format!("{}\n/* so far\n{RULES}", rule("flag(\"x\")")));
    assert!(message.contains("never closed"), "{message}");
    refused(format!("/* \"a\" /* */\n{RULES}"));
    refused(rule("flag(`/*`) /* open"));
    World::with_rules(rule("flag(\"/* no comment\")"))
        .evaluate()
        .run()
        .done();
    World::with_rules(rule("flag(`/* no comment`) // /*"))
        .evaluate()
        .run()
        .done();
}

#[test]
fn a_number_compared_with_a_text_is_an_error() {
    refused(rule(
        "if applicant.step2_ck.score >= \"240\" { flag(\"x\") }",
    ));
    refused(rule(
        "if \"240\" <= applicant.step2_ck.score { flag(\"x\") }",
    ));
    refused(rule(
        "if applicant.step2_ck.score == \"240\" { flag(\"x\") }",
    ));
}

#[test]
fn a_number_compared_with_a_text_in_a_variable_is_an_error() {
    held(rule(
        "let a = \"240\"; if applicant.step2_ck.score >= a { flag(\"x\") }",
    ));
}

#[test]
fn a_text_compared_with_a_number_of_the_policy_is_an_error() {
    held(rule(
        "if applicant.visa >= policy.low_score { flag(\"x\") }",
    ));
    held(rule(
        "if applicant.visa == policy.low_score { flag(\"x\") }",
    ));
}

#[test]
fn nothing_compared_with_a_number_is_an_error() {
    held(rule("if () < 1 { flag(\"x\") }"));
    held(with(
        "private fn f(n) { if n == 0 { 1 } }",
        "if f(1) < 1 { flag(\"x\") }",
    ));
}

#[test]
fn a_yes_compared_with_a_number_is_an_error() {
    refused(rule("if applicant.needs_visa < 1 { flag(\"x\") }"));
    refused(rule("if applicant.needs_visa == \"yes\" { flag(\"x\") }"));
}

#[test]
fn a_whole_number_too_large_to_be_one_is_an_error() {
    refused(rule(
        "if applicant.yog > 99999999999999999999999999 { flag(\"x\") }",
    ));
}

#[test]
fn a_function_that_stands_twice_is_an_error() {
    let twice = |a: &str, b: &str| {
        let second = named("", "something", b, "flag(\"y\")");
        format!("{}{second}", named("", "something", a, "flag(\"x\")"))
    };
    refused(twice("applicant", "applicant"));
    refused(twice("applicant, policy", "applicant"));
    refused(format!(
        "{}\nprivate fn something(a, b, c) {{ 1 }}\n",
        rule("flag(\"x\")")
    ));
}

#[test]
fn the_second_of_two_functions_is_shown_and_the_first_is_named() {
    let second = named("", "something", "applicant", "flag(\"y\")");
    let message = refused(format!("{}{second}", rule("flag(\"x\")")));
    assert!(message.contains(&format!("{TOPIC}:10:")), "{message}");
    assert!(message.contains("line 4"), "{message}");
}

#[test]
fn a_word_of_the_vocabulary_cannot_be_redefined() {
    for name in [
        "contains",
        "place",
        "has",
        "flag",
        "exclude",
        "words",
        "len",
        "to_string",
    ] {
        refused(format!(
            "{}private fn {name}(a, b) {{ true }}\n",
            rule("flag(\"x\")")
        ));
    }
}

#[test]
fn a_switch_over_a_number_that_can_never_match_is_an_error() {
    held(rule("switch applicant.yog { 1.0 => flag(\"x\") }"));
    held(rule("switch applicant.visa { \"J1\" => flag(\"x\") }"));
}

#[test]
fn a_switch_with_the_same_case_twice_is_an_error() {
    held(rule(
        "switch applicant.visa { \"J-1\" => flag(\"x\"), \"J-1\" => flag(\"y\") }",
    ));
}

#[test]
fn a_switch_with_conditions_or_several_words_a_case_is_fine() {
    let arms = "\"J-1\" if applicant.needs_visa => flag(\"x\"), \"J-1\" | \"H-1B\" => flag(\"y\"), _ => flag(\"z\")";
    World::with_rules(rule(&format!("switch applicant.visa {{ {arms} }}")))
        .evaluate()
        .run()
        .done();
}

#[test]
fn values_of_one_kind_in_variables_and_helpers_are_compared() {
    for body in [
        "if half(applicant.yog) > policy.low_score { flag(\"x\") }",
        "let mark = policy.low_score; if applicant.step2_ck.score < mark { flag(\"x\") }",
        "if half(1) == 1 || half(applicant.visa == \"J-1\") == true { flag(\"x\") }",
    ] {
        let helper = "private fn half(x) { if x == x { x } else { x } }";
        World::with_rules(with(helper, body))
            .evaluate()
            .run()
            .done();
    }
}

#[test]
fn a_tier_topic_pillar_or_field_named_through_a_variable_must_exist() {
    let program = |body: &str| named("", "something", "applicant, program", body);
    for rules in [
        program("let id = \"9\"; tier(id, \"x\")"),
        program("let field = \"no.such\"; verify(field, \"x\")"),
        rule("let topic = \"nothing\"; advise(topic, \"x\")"),
        rule("let pillar = \"nothing\"; strength(pillar, \"x\")"),
    ] {
        held(rules);
    }
}

#[test]
fn what_stands_outside_of_functions_is_refused() {
    refused(format!("let x = 1;\n{RULES}"));
    refused(format!("const X = 1;\n{RULES}"));
    refused(format!("{RULES}\nlow();\n"));
}

#[test]
fn a_rule_cannot_send_control_characters_to_the_terminal() {
    let world = World::with_rules(rule("flag(\"\\x1b[31mred\\x1b]0;title\\x07\")"));
    let output = world.evaluate().env("CLICOLOR_FORCE", "1").caged().run();
    assert!(
        !output.said().contains("\x1b[31mred"),
        "{:?}",
        output.said()
    );
    assert!(!output.said().contains('\x07'), "{:?}", output.said());
}

#[test]
fn line_breaks_of_every_kind_and_byte_order_marks_are_read() {
    World::with_rules(RULES.replace('\n', "\r\n"))
        .evaluate()
        .caged()
        .run()
        .done();
    World::with_rules(format!("\u{feff}{RULES}"))
        .evaluate()
        .caged()
        .run()
        .done();
}

#[test]
fn shared_helpers_live_in_the_same_cage() {
    let attack = |text: &str| {
        let world = World::new();
        world.write("rules/lib/evil.rhai", text);
        let output = world.evaluate().args(["--format", "json"]).caged().run();
        assert_eq!(output.code, Some(3), "{}", output.said());
        assert!(
            output.stderr.contains("rules/lib/evil.rhai"),
            "{}",
            output.stderr
        );
    };
    attack("while true { }");
    attack("let x = 1;");
    attack("fn f(n) { loop { } }");
    attack("import \"x\" as x;");
    attack(&format!(
        "fn f() {{ {}1{} }}",
        "(".repeat(5_000),
        ")".repeat(5_000)
    ));
    let world = World::with_rules(rule("if lib::evil::f(0) == 1 { flag(\"x\") }"));
    world.write(
        "rules/lib/evil.rhai",
        "/// Runs away.\nfn f(n) { g(n) }\nprivate fn g(n) { g(n + 1) }\n",
    );
    world.evaluate().caged().run().exits(4);
    world.write("rules/lib/evil.rhai", "/// Breaks.\nfn f(n) { n / n }\n");
    let output = world
        .evaluate()
        .args(["--format", "json"])
        .caged()
        .run()
        .exits(4);
    let problem = output.report()["targets"][0]["faults"][0]["problem"].to_string();
    assert!(problem.contains("rules/lib/evil.rhai:2:"), "{problem}");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let world = World::new();
    for name in ["a", "b", "c", "d"] {
        std::os::unix::fs::symlink(".", world.folder().join("rules/small").join(name)).unwrap();
    }
    let output = world.evaluate().caged().run();
    assert!(
        output.code.is_some(),
        "ended by a signal: {}",
        output.stderr
    );
}

#[cfg(unix)]
#[test]
fn what_is_not_a_regular_file_is_not_waited_for() {
    let world = World::new();
    let output = world
        .preceptor(["evaluate", "/dev/zero"])
        .caged()
        .run()
        .exits(3);
    assert!(output.stderr.contains("/dev/zero"), "{}", output.stderr);
    let made = std::process::Command::new("mkfifo")
        .arg(world.folder().join("rules/small/pipe.rhai"))
        .status();
    if made.is_ok_and(|status| status.success()) {
        let output = world.evaluate().caged().run().exits(3);
        assert!(output.stderr.contains("pipe.rhai"), "{}", output.stderr);
    }
}
