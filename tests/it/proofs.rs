use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use preceptor::model::{APPLICANT, Facts, Kind, PROGRAM, Policy, Reading, Table, Value, Words};
use preceptor::place::SourceText;
use preceptor::plan::{self, Answer, Given, Space, Subjects, explore};
use preceptor::script::{Host, Names, Role};

use crate::check::sound;
use crate::generated::{Random, facts, policy, rule_file};
use crate::runner::preceptor;
use crate::snapshot::assert_snapshot;
use crate::world::World;

/// How many generated rules are walked.
const RULES: usize = 400;
/// How many steps a walk may take.
const STEPS: usize = 4_000;

/// What a rule says, without the words and numbers.
fn class(answer: &Answer) -> String {
    match answer {
        Answer::Found(effects) => {
            let words: Vec<&str> = effects.iter().map(preceptor::model::Effect::word).collect();
            format!("finds {words:?}")
        }
        Answer::Unknown(_) => "unknown".to_owned(),
        Answer::Unsure => "unsure".to_owned(),
    }
}

/// Facts that a file can state: numbers within the ends of their fields, words of their lists. Only
/// records of programs keep sources that disagree.
fn possible(random: &mut Random, table: &'static Table) -> Facts {
    let made = facts(random, table);
    let mut possible = Facts::new(table);
    for (number, field) in table.fields.iter().enumerate() {
        let reading = made.read(number);
        let fits = match (reading.value(), field.kind) {
            (Some(Value::Int(number)), Kind::Int { from, to }) => (from..=to).contains(number),
            (Some(Value::Float(number)), Kind::Float { from, to }) => (from..=to).contains(number),
            (Some(value), Kind::Text(Words::Of(words))) => {
                matches!(value, Value::Text(word) if words.contains(&&**word))
            }
            (None, _) => *reading == Reading::Unstated || std::ptr::eq(table, &raw const PROGRAM),
            _ => true,
        };
        if fits {
            possible.set(field.path, reading.clone());
        }
    }
    possible
}

fn names(policy: &Policy) -> Names {
    let kinds = policy.iter();
    Names {
        parameters: kinds
            .map(|(name, parameter)| (name.clone(), parameter.setting.kind()))
            .collect(),
        tiers: ["1", "2"].map(str::to_owned).into(),
        ..Names::default()
    }
}

/// Whatever a rule says of anybody is met on one of the ways that were walked.
#[test]
fn no_way_through_a_rule_is_missed() {
    let host = Host::new(&[], BTreeMap::new()).unwrap();
    let (mut walked, mut asked, mut dead) = (0, 0, 0);
    for seed in 1.. {
        let mut random = Random::new(seed);
        let about = [Role::Program, Role::Applicant][random.below(2)];
        let text = rule_file(&mut random, about);
        let policy = Arc::new(policy(&mut random));
        let source = SourceText::new("generated.rhai", &text);
        let (file, problems) = host.compile("generated", &source, Some(&names(&policy)));
        if problems.has_errors() {
            continue;
        }
        let Ok(plan) = &file.rules[0].plan else {
            continue;
        };
        let space = Space::of(&[(plan, &policy)]);
        let Some(leaves) = explore(plan, &policy, &space, &Given::new(), true, STEPS) else {
            continue;
        };
        let met: BTreeSet<String> = leaves.iter().map(|leaf| class(&leaf.answer)).collect();
        dead += usize::from(!met.iter().any(|class| class.starts_with("finds [\"")));
        for _ in 0..40 {
            let subjects = Subjects {
                applicant: Arc::new(possible(&mut random, &APPLICANT)),
                program: Some(Arc::new(possible(&mut random, &PROGRAM))),
                standing: None,
                list: None,
                policy: policy.clone(),
            };
            let (answer, _) = plan::run(plan, &subjects);
            if answer == Answer::Unsure {
                continue;
            }
            asked += 1;
            let class = class(&answer);
            assert!(
                met.contains(&class),
                "seed {seed}: {class} is not in {met:?}\n{text}"
            );
        }
        walked += 1;
        if walked == RULES {
            break;
        }
    }
    println!("{walked} rules walked, {asked} answers met, {dead} rules that never fire");
    assert!(
        asked > 10 * RULES && dead > 0,
        "{asked} answers, {dead} dead"
    );
}

#[test]
fn what_is_proved_of_a_shipped_guide() {
    let run = preceptor(["check", "rules/central-valley", "--proofs"]);
    let output = run.run().done();
    assert_snapshot("proofs", "central-valley", &output.stdout);
}

/// The small guide with more rules about programs.
fn with_rules(more: &str) -> World {
    let world = sound();
    let rules = world.read("rules/small/programs.rhai");
    world.write("rules/small/programs.rhai", rules + more);
    world
}

/// What `check` says of the world.
fn checked(world: &World) -> String {
    world.preceptor(["check", ".", "--proofs"]).run().stdout
}

const NEVER_HOLDS: &str = "this condition never holds where it is asked";

/// A helper whose condition never holds where the one rule calls it that is walked.
const GUARDED: &str = "
/// Few residents are IMGs.
/// cites: S-04
fn few_imgs(applicant, program, policy) {
    if program.img_percent < policy.img_friendly_percent {
        points(worth(program, policy), \"few IMGs\")
    }
}

/// What the share of IMGs is worth.
private fn worth(program, policy) {
    weight(program, policy)
}

/// What the share of IMGs weighs.
private fn weight(program, policy) {
    if program.img_percent >= policy.img_friendly_percent { policy.img_friendly_points } else { 0 }
}
";

/// What a rule without typed form asks in a helper may hold there; what no such rule can reach is
/// still said.
#[test]
fn a_condition_that_a_rule_without_typed_form_asks_is_left_alone() {
    let world = with_rules(GUARDED);
    let said = checked(&world);
    assert!(said.contains(NEVER_HOLDS), "{said}");
    let untyped = |of: &str| {
        format!(
            "{GUARDED}\n/// One point at least.\n/// cites: S-04\n\
             fn one_at_least(applicant, program, policy) {{\n    \
             points(max({of}, 1), \"x\")\n}}\n"
        )
    };
    let said = checked(&with_rules(&untyped("worth(program, policy)")));
    assert!(!said.contains(NEVER_HOLDS), "{said}");
    assert!(said.contains("programs/one_at_least"), "{said}");
    let said = checked(&with_rules(&untyped("policy.img_friendly_points")));
    assert!(said.contains(NEVER_HOLDS), "{said}");
}

/// What is asked in a message, or in a number that is not worked out, may hold there.
#[test]
fn a_condition_that_is_passed_over_is_left_alone() {
    for asks in [
        "flag(`worth ${worth(program, policy)}`)",
        "if worth(program, policy) * worth(program, policy) > 1 { flag(\"x\") }",
    ] {
        let more = format!(
            "{GUARDED}\n/// What it is worth.\n/// cites: S-04\n\
             fn what_it_is_worth(applicant, program, policy) {{\n    {asks}\n}}\n"
        );
        let said = checked(&with_rules(&more));
        assert!(!said.contains(NEVER_HOLDS), "{asks}\n{said}");
    }
}

/// Of a share on which sources disagree something is known, and it cannot be read.
#[test]
fn a_rule_that_matters_where_sources_disagree_is_left_alone() {
    let rules = |asked: &str| {
        format!(
            "\n/// The share of IMGs is stated.\n/// cites: S-04\n\
             fn stated(applicant, program) {{\n    \
             if {asked} {{ tier(\"3\", \"x\") }}\n}}\n\n\
             /// There are IMGs, or none.\n/// cites: S-04\n\
             fn some(applicant, program) {{\n    \
             if program.img_percent >= 0 {{ tier(\"2\", \"x\") }}\n}}\n"
        )
    };
    let covered = "`programs/stated` never matters";
    for (asked, is_covered) in [
        ("program.known.img_percent", false),
        (
            "program.known.img_percent && program.img_percent >= 0",
            true,
        ),
    ] {
        let world = with_rules(&rules(asked));
        world.replace(
            "rules/small/guide.yaml",
            "meaning: the best there is }\n",
            "meaning: the best there is }\n  - { id: \"2\", title: Second, meaning: next }\n  \
             - { id: \"3\", title: Third, meaning: last }\n",
        );
        let cases = world.read("rules/small/cases/programs.yaml");
        let more = "  programs/stated:\n    fires:\n      - { }\n  \
                    programs/some:\n    fires:\n      - { }\n";
        world.write("rules/small/cases/programs.yaml", cases + more);
        let said = checked(&world);
        assert_eq!(said.contains(covered), is_covered, "{asked}\n{said}");
    }
}

/// A word that a rule names stands for no other word, whatever it is.
#[test]
fn a_place_called_another_is_one_place() {
    let said = checked(&with_rules(
        "\n/// It lies elsewhere.\n/// cites: S-04\n\
         fn elsewhere(applicant, program) {\n    \
         if program.city != \"another\" { flag(\"elsewhere\") }\n}\n",
    ));
    assert!(said.contains("walked every way through"), "{said}");
    assert!(!said.contains("can never fire"), "{said}");
}
