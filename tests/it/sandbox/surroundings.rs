use super::rule;
use crate::world::{RULES, World};

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
