use super::{held, named, refused, rule, with};
use crate::world::{RULES, TOPIC, World};

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
