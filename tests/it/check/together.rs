use super::{check, json, sound, told};

/// Nine ways to mistype a line.
const TYPOS: [&str; 9] = [
    "if applicant.visa = \"J-1\" { flag(\"x\") }",
    "if applicant.visa === \"J-1\" { flag(\"x\") }",
    "flag(\"x)",
    "flag(\u{201c}x\u{201d})",
    "advise(\"visa\" \"x\")",
    "if applicant. == \"J-1\" { flag(\"x\") }",
    "flag(x)",
    "while true { flag(\"x\") }",
    "if rule1(applicant) == 1 and true { flag(\"x\") }",
];

#[test]
fn nine_typos_in_nine_functions_are_nine_problems() {
    let world = sound();
    let rules = (1..).zip(TYPOS).map(|(number, typo)| {
        format!("/// A rule.\n/// cites: S-01\nfn rule{number}(applicant) {{\n    {typo}\n}}\n\n")
    });
    world.write("rules/small/more.rhai", rules.collect::<String>());
    let found = told(&json(check(&world, "."), 1));
    let wanted = (0..9).map(|number| format!("error rules/small/more.rhai:{}", number * 6 + 4));
    assert_eq!(found, wanted.collect::<Vec<_>>());
}

#[test]
fn a_broken_guide_hides_nothing_else() {
    let world = sound();
    world.replace("rules/small/guide.yaml", "short:", "shrot:");
    world.replace(
        "rules/small/scores.rhai",
        "policy.low_score",
        "policy.low_score)",
    );
    world.replace(
        "rules/small/programs.rhai",
        "program.visas.j1 == ",
        "program.visas.j2 == ",
    );
    world.replace("rules/small/passages.yaml", "S-05: {", "S-05: [");
    world.replace("rules/topics.yaml", "[low, not low]", "[low]");
    world.replace(
        "datasets/applicants/example.yaml",
        "score: 222",
        "score: 999",
    );
    world.replace(
        "datasets/programs/ca-example-valley-internal-medicine.yaml",
        "state: CA",
        "state: XX",
    );
    world.write("rules/other/passages.yaml", "{}\n");
    let found = told(&json(check(&world, "."), 1));
    let wanted = [
        "error datasets/applicants/example.yaml:9",
        "error datasets/programs/ca-example-valley-internal-medicine.yaml:7",
        "error rules/other/guide.yaml",
        "error rules/small/guide.yaml:2",
        "error rules/small/passages.yaml:5",
        "error rules/small/programs.rhai:6",
        "error rules/small/scores.rhai:6",
        "error rules/topics.yaml:4",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn what_could_not_be_read_is_not_called_unknown() {
    let world = sound();
    // A helper of the file, a shared helper and a rule with a case and a position.
    world.replace(
        "rules/small/programs.rhai",
        ">= policy.img_friendly_percent",
        ">=",
    );
    world.replace("rules/lib/scores.rhai", "< mark", "<");
    world.replace(
        "rules/small/scores.rhai",
        "fn low(applicant, policy) {",
        "fn low(applicant, policy) {{",
    );
    let found = told(&json(check(&world, "rules"), 1));
    let wanted = [
        "error rules/lib/scores.rhai:6",
        "error rules/small/programs.rhai:22",
        "error rules/small/scores.rhai:9",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn without_sources_the_guides_are_checked_all_the_same() {
    let world = sound();
    world.replace("datasets/sources.yaml", "title:", "titel:");
    world.replace("rules/small/programs.rhai", "exclude(", "exlude(");
    let run = check(&world, ".").run().exits(1);
    let said = run.said();
    assert!(
        said.contains("programs and profiles were not checked"),
        "{said}"
    );
    assert!(
        said.contains("datasets/sources.yaml:1:") && said.contains("`exclude`"),
        "{said}"
    );
}
