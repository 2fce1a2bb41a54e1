use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use preceptor::guide::Guide;
use preceptor::model::{APPLICANT, Facts, PROGRAM, Policy, Program, Reading, Value};
use preceptor::place::SourceText;
use preceptor::plan::columns::{Columns, Found, LANES, Lanes, Sheet};
use preceptor::plan::{self, Subjects};
use preceptor::script::{Answer, Host, Names, Role, RuleFile, RuleFunction};
use preceptor::{Catalogue, Files, Guides, Profile, References};

use crate::generated::{Random, facts, policy, rule_file};
use crate::snapshot::assert_snapshot;

pub(crate) fn shipped() -> (References, Catalogue, Guides) {
    let datasets = Files::shipped("datasets");
    let references = References::load(&datasets).unwrap();
    let catalogue = Catalogue::load(&datasets, &references).unwrap();
    let guides = Guides::load(&Files::shipped("rules"), references.titles()).unwrap();
    (references, catalogue, guides)
}

#[test]
fn which_rules_have_a_typed_form() {
    let (_, _, guides) = shipped();
    let mut told = String::new();
    for guide in &guides.guides {
        for subject in [Role::Program, Role::Applicant, Role::Standing, Role::List] {
            let rules: Vec<_> = guide.rules_on(subject).map(|(_, rule)| rule).collect();
            let compiled = rules.iter().filter(|rule| rule.function.plan.is_ok());
            if rules.is_empty() {
                continue;
            }
            let (compiled, all) = (compiled.count(), rules.len());
            let word = subject.word();
            writeln!(told, "{}: {compiled} of {all} rules on {word}", guide.id).unwrap();
            for rule in rules {
                if let Err(because) = &rule.function.plan {
                    writeln!(told, "  {} is interpreted: because {because}", rule.id).unwrap();
                }
            }
        }
    }
    assert_snapshot("plan", "compiled", &told);
}

/// What the text of a file's only rule answers, and how the typed form's answer differs from that;
/// nothing when it does not.
fn difference(host: &Host, file: &RuleFile, subjects: &Subjects) -> (Answer, Option<String>) {
    let rule = &file.rules[0];
    let (planned, planned_reads) = host.call(file, rule, subjects);
    let (told, reads) = host.interpret(file, rule, subjects);
    let same = match (&planned, &told) {
        (Answer::Found(a), Answer::Found(b)) => a == b,
        (Answer::Unknown(a), Answer::Unknown(b)) => a == b,
        (Answer::Faulted(a), Answer::Faulted(b)) => format!("{a:?}") == format!("{b:?}"),
        _ => false,
    };
    let different = (!same || planned_reads != reads)
        .then(|| format!("{planned:?} {planned_reads:?}\nby its text {told:?} {reads:?}"));
    (told, different)
}

fn names(policy: &Policy) -> Names {
    Names {
        parameters: policy
            .iter()
            .map(|(name, parameter)| (name.clone(), parameter.setting.kind()))
            .collect(),
        tiers: ["1", "2"].map(str::to_owned).into(),
        topics: ["t"].map(str::to_owned).into(),
        pillars: ["p"].map(str::to_owned).into(),
        ..Names::default()
    }
}

/// A generated rule with the parameters in force.
struct Case<'a> {
    host: &'a Host,
    file: &'a RuleFile,
    policy: &'a Arc<Policy>,
}

impl Case<'_> {
    fn sheet(&self, columns: Columns) -> Sheet {
        let plan = self.file.rules[0].plan.as_ref().ok();
        let plan = plan.map(|plan| (plan.clone(), self.policy.clone()));
        Sheet::new(Arc::new(columns), plan.into_iter().collect())
    }
}

/// What the generated cases came to.
#[derive(Debug)]
struct Tally {
    /// How many programs each applicant is judged against.
    programs: usize,
    cases: usize,
    compiled: usize,
    interpreted: usize,
    refused: usize,
    outcomes: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn over(programs: usize) -> Self {
        Self {
            programs,
            cases: 0,
            compiled: 0,
            interpreted: 0,
            refused: 0,
            outcomes: BTreeMap::new(),
        }
    }

    /// One generated rule, about a program or about the applicant, with two policies.
    fn rule(&mut self, host: &Host, seed: u64) {
        let mut random = Random::new(seed);
        let about = if random.percent(70) {
            Role::Program
        } else {
            Role::Applicant
        };
        let text = rule_file(&mut random, about);
        if let Err(different) = self.text(host, about, &text, &mut random) {
            panic!("seed {seed}:\n{text}\n{different}");
        }
    }

    /// A file with one rule, about a program or about the applicant, with two policies.
    fn text(
        &mut self,
        host: &Host,
        about: Role,
        text: &str,
        random: &mut Random,
    ) -> Result<(), String> {
        let first = policy(random);
        let source = SourceText::new("generated.rhai", text);
        let (file, problems) = host.compile("generated", &source, Some(&names(&first)));
        if problems.has_errors() {
            self.refused += 1;
            return Ok(());
        }
        let rule = &file.rules[0];
        *(if rule.plan.is_ok() {
            &mut self.compiled
        } else {
            &mut self.interpreted
        }) += 1;
        for policy in [first, policy(random)].map(Arc::new) {
            let case = Case {
                host,
                file: &file,
                policy: &policy,
            };
            if about == Role::Program {
                self.programs(&case, random)?;
            } else {
                self.applicants(&case, random)?;
            }
        }
        Ok(())
    }

    /// Two applicants with the same programs; so many that they fill a block have many names.
    fn programs(&mut self, case: &Case<'_>, random: &mut Random) -> Result<(), String> {
        let many = self.programs;
        let program = |number: usize| {
            let mut facts = facts(random, &PROGRAM);
            if many > LANES && number.is_multiple_of(2) {
                facts.set(
                    "city",
                    Reading::told(Value::text(&format!("City {number}"))),
                );
            }
            Arc::new(facts)
        };
        let programs: Vec<Arc<Facts>> = (0..many).map(program).collect();
        let mut sheet = case.sheet(Columns::of_programs(programs.clone()));
        let first = facts(random, &APPLICANT);
        let second = half(&first, random);
        for applicant in [first, second].map(Arc::new) {
            let programs = programs.iter().map(Some);
            let told = programs.map(|program| self.one(case, &applicant, program));
            let told: Vec<Answer> = told.collect::<Result<_, _>>()?;
            let all = sheet.told(0, &applicant);
            for (lanes, told) in all
                .iter()
                .flat_map(|all| all.blocks.iter().zip(told.chunks(LANES)))
            {
                self.lanes(lanes, told)?;
            }
        }
        Ok(())
    }

    /// Twenty applicants.
    fn applicants(&mut self, case: &Case<'_>, random: &mut Random) -> Result<(), String> {
        let applicants: Vec<Arc<Facts>> = (0..20)
            .map(|_| Arc::new(facts(random, &APPLICANT)))
            .collect();
        let told = applicants.iter().map(|one| self.one(case, one, None));
        let told: Vec<Answer> = told.collect::<Result<_, _>>()?;
        let columns = Columns::of_applicants(applicants);
        let wanted = columns.all(0);
        let all = case.sheet(columns).told_of(0, &[wanted]);
        all.iter()
            .flat_map(|all| &all.blocks)
            .try_for_each(|lanes| self.lanes(lanes, &told))
    }

    /// What the text answers; an error when the typed form answers otherwise.
    fn one(
        &mut self,
        case: &Case<'_>,
        applicant: &Arc<Facts>,
        program: Option<&Arc<Facts>>,
    ) -> Result<Answer, String> {
        let subjects = Subjects {
            applicant: applicant.clone(),
            program: program.cloned(),
            standing: None,
            list: None,
            policy: case.policy.clone(),
        };
        let (answer, different) = difference(case.host, case.file, &subjects);
        if let Some(different) = different {
            return Err(format!("by its typed form {different}"));
        }
        self.count(&case.file.rules[0], &subjects);
        Ok(answer)
    }

    fn count(&mut self, rule: &RuleFunction, subjects: &Subjects) {
        self.cases += 1;
        let word = match rule.plan.as_ref().map(|plan| plan::run(plan, subjects).0) {
            Err(_) => "interpreted",
            Ok(plan::Answer::Unsure) => "unsure",
            Ok(plan::Answer::Unknown(_)) => "unknown",
            Ok(plan::Answer::Found(found)) if found.is_empty() => "quiet",
            Ok(plan::Answer::Found(_)) => "fired",
        };
        *self.outcomes.entry(word).or_default() += 1;
    }

    fn lanes(&mut self, lanes: &Lanes, told: &[Answer]) -> Result<(), String> {
        for (lane, told) in told.iter().enumerate() {
            if lanes.unsure.has(lane) {
                *self.outcomes.entry("unsure in columns").or_default() += 1;
                continue;
            }
            let mut fired = lanes.fired.iter().filter(|fired| fired.lanes.has(lane));
            let found: Vec<Found> = match told {
                Answer::Found(effects) => effects.iter().map(Found::of).collect(),
                Answer::Unknown(_) if lanes.unknown.has(lane) => Vec::new(),
                other => return Err(format!("in columns lane {lane} is not {other:?}")),
            };
            let first = fired.next().map(|fired| fired.found.clone());
            if first.unwrap_or_default() != found || fired.next().is_some() {
                return Err(format!(
                    "in columns lane {lane} {:?} is not {told:?}",
                    lanes.fired
                ));
            }
            if lanes.unknown.has(lane) != matches!(told, Answer::Unknown(_)) {
                return Err(format!("in columns lane {lane} is not {told:?}"));
            }
        }
        Ok(())
    }
}

/// An applicant of whom about half is as of another: what a rule said of that one may hold for this
/// one too.
fn half(other: &Facts, random: &mut Random) -> Facts {
    let mut facts = facts(random, &APPLICANT);
    for field in APPLICANT.fields {
        if random.percent(50) {
            facts.set(field.path, other.get(field.path).clone());
        }
    }
    facts
}

/// `PRECEPTOR_DIFFER_MINUTES=20` goes on for so long; `PRECEPTOR_DIFFER_SEED` begins elsewhere.
#[test]
fn generated_rules_give_the_answers_of_their_text() {
    let number = |name: &str| {
        let value = std::env::var(name).ok();
        value.map(|value| value.parse::<u64>().expect("a whole number"))
    };
    let minutes = number("PRECEPTOR_DIFFER_MINUTES");
    let first = number("PRECEPTOR_DIFFER_SEED").unwrap_or(1);
    let host = Host::new(
        &[],
        BTreeMap::from([("Lodi".to_owned(), "the town".to_owned())]),
    );
    let host = host.unwrap();
    let begun = Instant::now();
    let mut tally = Tally::over(10);
    for seed in first.. {
        tally.rule(&host, seed);
        let done = match minutes {
            Some(minutes) => begun.elapsed() >= Duration::from_secs(60 * minutes),
            None => tally.cases >= 100_000,
        };
        if done {
            break;
        }
    }
    println!("{tally:?} in {:?}", begun.elapsed());
    let asked = tally
        .outcomes
        .get("unsure in columns")
        .copied()
        .unwrap_or(0);
    assert!(
        asked * 4 < tally.cases,
        "columns leave too much open: {tally:?}"
    );
    let sure = |word: &str| tally.outcomes.get(word).copied().unwrap_or(0) * 20 > tally.cases;
    assert!(
        sure("fired") && sure("quiet") && sure("unknown"),
        "{tally:?}"
    );
    assert!(
        tally.compiled > tally.interpreted && tally.interpreted > 0,
        "{tally:?}"
    );
    assert!(tally.refused < tally.compiled, "{tally:?}");
}

/// More programs than one block holds, with more names than are kept as masks.
#[test]
fn generated_rules_over_blocks_give_the_answers_of_their_text() {
    let host = Host::new(&[], BTreeMap::new()).unwrap();
    let mut tally = Tally::over(LANES + 100);
    for seed in 0..12 {
        tally.rule(&host, seed);
    }
    assert!(tally.cases > 50_000, "{tally:?}");
}

/// What generated rules hardly ever write: at the limits of what one call may find, texts that grow
/// when they are put in words, totals that hang on a program and a key that is not written out.
#[test]
fn rules_at_the_limits_give_the_answers_of_their_text() {
    let many = |item: &str, times: usize| format!("[{}]", vec![item; times].join(", "));
    let point = "if program.known.city { points(1, \"a\") }";
    let total = |key: &str| {
        format!("points(total(applicant.usce, {key}, #{{ city: program.city }}), \"a\")")
    };
    let bodies = [
        many(point, 50),
        many(point, 51),
        many("flag(words(program.city))", 4),
        many("flag(words(program.city))", 6),
        many("flag(`${words(program.city)}, ${words(policy.set)}`)", 3),
        total("\"weeks\""),
        total("applicant.citizenship"),
    ];
    let titles = BTreeMap::from([("Lodi".to_owned(), "town ".repeat(700))]);
    let host = Host::new(&[], titles).unwrap();
    for (number, body) in bodies.iter().enumerate() {
        let mut tally = Tally::over(10);
        let text = format!(
            "/// At a limit.\n/// cites: S-01\nfn rule(applicant, program, policy) {{\n    {body}\n}}\n"
        );
        for seed in 0..40 {
            let mut random = Random::new(seed);
            if let Err(different) = tally.text(&host, Role::Program, &text, &mut random) {
                panic!("{number}, seed {seed}:\n{text}\n{different}");
            }
        }
        assert_eq!((tally.compiled, tally.refused), (40, 0), "{number}\n{text}");
    }
}

/// Every profile against the programs of its targets; with `PRECEPTOR_DIFFER_ALL=1` against all.
#[test]
fn every_guide_gives_the_answers_of_its_text() {
    let (references, catalogue, guides) = shipped();
    let datasets = Files::shipped("datasets");
    let mut pairs = 0;
    for path in datasets.list("applicants", "yaml").unwrap() {
        let source = datasets.read(&path).unwrap();
        let today = jiff::civil::date(2026, 11, 22);
        let applicant = Profile::read(&source, &references, today).unwrap();
        for target in 0..applicant.targets.len() {
            let facts = Arc::new(applicant.facts(target));
            let track = applicant.targets[target].track;
            let all = std::env::var_os("PRECEPTOR_DIFFER_ALL").is_some();
            let target = applicant.targets[target];
            let asked = |program: &&Program| {
                all || program.specialty == target.specialty && program.offers(track)
            };
            for guide in &guides.guides {
                compare(guide, &guides.host, &facts, None);
            }
            for program in catalogue.programs().iter().filter(asked) {
                let program = Arc::new(program.facts(track));
                for guide in &guides.guides {
                    compare(guide, &guides.host, &facts, Some(&program));
                    pairs += 1;
                }
            }
        }
    }
    assert!(pairs > 5 * catalogue.programs().len(), "{pairs}");
}

/// The rules about a program, or without one those about the applicant.
fn compare(guide: &Guide, host: &Host, applicant: &Arc<Facts>, program: Option<&Arc<Facts>>) {
    let about = program.map_or(Role::Applicant, |_| Role::Program);
    for (_, rule) in guide.rules_on(about) {
        let subjects = Subjects {
            applicant: applicant.clone(),
            program: program.cloned(),
            standing: None,
            list: None,
            policy: rule.policy.clone(),
        };
        let file = guide.file(rule).unwrap();
        let (planned, planned_reads) = host.call(file, &rule.function, &subjects);
        let (told, reads) = host.interpret(file, &rule.function, &subjects);
        assert_eq!(format!("{planned:?}"), format!("{told:?}"), "{}", rule.id);
        assert_eq!(planned_reads, reads, "{}", rule.id);
    }
}
