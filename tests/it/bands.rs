use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::date;
use preceptor::Profile;
use preceptor::dataset::{Files, References, Tree};
use preceptor::guide::{CaseFile, Guide, Guides, Proofs, prove};
use preceptor::model::{APPLICANT, Effect, Value};
use preceptor::place::SourceText;
use preceptor::script::{Answer, Role, Subjects};

use crate::check::sound;
use crate::generated::Random;
use crate::world::World;

/// How many generated guides are checked.
const GUIDES: u64 = 60;
/// The specialties that generated helpers tell apart, and one that none names.
const SPECIALTIES: [&str; 2] = ["internal-medicine", "family-medicine"];

/// Numbers with no band, or with several: from, to, and how many.
type Ranges = BTreeSet<(i64, i64, usize)>;

/// A guide with a few bands on Step 2 CK, each by another form of condition, that overlap and leave
/// holes as it happens.
fn bands(random: &mut Random) -> World {
    let world = sound();
    let mut parameters = String::new();
    let mut rules = String::from("//! Where the scores stand.\n");
    let mut cases = String::new();
    for number in 0..2 + random.below(3) {
        let from = 205 + random.below(60);
        let to = from + random.below(25);
        let by = 1 + random.below(6);
        for (name, value) in [
            ("mark", format!("number: {from}")),
            ("upper", format!("number: {to}")),
            ("by", format!("number: {by}")),
            ("inside", format!("band: {{ from: {from}, to: {to} }}")),
        ] {
            write!(
                parameters,
                "  {name}{number}:\n    meaning: made up\n    {value}\n    range: [1, 300]\n    \
                 basis: {{ guide: S-01 }}\n"
            )
            .unwrap();
        }
        let conditions = [
            "own < policy.mark#".to_owned(),
            "own >= policy.upper#".to_owned(),
            "place(own, policy.inside#) == \"inside\"".to_owned(),
            "place(own + policy.by#, policy.inside#) == \"inside\"".to_owned(),
            "own >= policy.mark# + policy.by# && own <= policy.upper# + policy.by#".to_owned(),
            "own - policy.by# > policy.mark# && own <= policy.upper# + policy.by#".to_owned(),
            "own >= chosen#(applicant, policy) && own < policy.upper# + policy.by#".to_owned(),
        ];
        let condition = random.of(&conditions).replace('#', &number.to_string());
        write!(
            rules,
            "\n/// It bands.\n/// cites: S-01\nfn rule{number}(applicant, policy) {{\n    \
             if applicant.step2_ck.passed {{\n        let own = applicant.step2_ck.score;\n        \
             if {condition} {{\n            band(\"scores\", \"b{number}\", `of ${{own}}`)\n        \
             }}\n    }}\n}}\n\n/// The mark for the specialty.\nprivate fn \
             chosen{number}(applicant, policy) {{\n    if applicant.target.specialty == \"{}\" {{\n        \
             policy.mark{number}\n    }} else {{\n        policy.mark{number} + policy.by{number}\n    \
             }}\n}}\n",
            SPECIALTIES[1]
        )
        .unwrap();
        writeln!(cases, "  scores/rule{number}:\n    fires:\n      - {{ }}").unwrap();
    }
    let guide = world.read("rules/small/guide.yaml");
    world.write("rules/small/guide.yaml", format!("{guide}{parameters}"));
    world.write("rules/small/scores.rhai", rules);
    world.replace("rules/small/positions.yaml", "scores/low", "scores/rule0");
    let all = world.read("rules/small/cases/scores.yaml");
    let (base, _) = all.split_once("rules:\n").unwrap();
    let base = format!("{base}rules:\n{cases}");
    world.write("rules/small/cases/scores.yaml", base);
    world
}

/// What there is to ask of the small guide.
struct Asked {
    references: References,
    rules: Files,
    guides: Guides,
}

impl Asked {
    fn of(world: &World) -> Self {
        let references =
            References::load(&Files::folder(&world.folder().join("datasets"))).unwrap();
        let rules = Files::folder(&world.folder().join("rules"));
        let guides = Guides::load(&rules, references.titles()).unwrap();
        Self {
            references,
            rules,
            guides,
        }
    }

    fn guide(&self) -> &Guide {
        self.guides.find("small").unwrap()
    }

    fn proofs(&self) -> Proofs {
        let cases = CaseFile::load_all(&self.rules, self.guide()).unwrap();
        let manifest = self.rules.read("small/guide.yaml").unwrap();
        let tree = Tree::parse(&manifest).unwrap();
        prove(
            self.guide(),
            &cases,
            &self.guides.host,
            &self.references,
            &tree,
            false,
        )
    }

    /// The rules that put a band on each score of a pass, by their own text.
    fn banding(&self, specialty: &str) -> Vec<Vec<String>> {
        let text = format!(
            "type_of_graduate: img\ncitizenship: foreign-national\nvisa: J-1\ntargets: \
             [{{ specialty: {specialty}, track: categorical }}]\n\
             step2_ck: {{ taken: true, result: pass, score: 230, attempts: 1 }}\n"
        );
        let source = SourceText::new("profile.yaml", &text);
        let applicant = Profile::read(&source, &self.references, date(2026, 11, 1)).unwrap();
        let facts = applicant.facts(0);
        let score = APPLICANT.position("step2_ck.score").unwrap();
        let guide = self.guide();
        let bands = |number: i64| -> Vec<String> {
            let subjects = Subjects {
                applicant: facts.supposing(score, Value::Int(number)).into(),
                program: None,
                standing: None,
                list: None,
                policy: guide.policy.clone(),
            };
            let rules = guide.rules_on(Role::Applicant).map(|(_, rule)| rule);
            let fire = rules.filter(|rule| {
                let file = guide.file(rule).unwrap();
                let answer = self.guides.host.interpret(file, &rule.function, &subjects);
                let Answer::Found(effects) = answer.0 else {
                    panic!("{} cannot know", rule.id);
                };
                let on = |effect: &Effect| matches!(effect, Effect::Band { topic, .. } if &**topic == "scores");
                effects.iter().any(on)
            });
            fire.map(|rule| rule.id.clone()).collect()
        };
        (1..=300).map(bands).collect()
    }

    /// What is wrong for either specialty.
    fn brute_force(&self) -> Ranges {
        SPECIALTIES
            .iter()
            .flat_map(|specialty| ranges(&self.banding(specialty)))
            .collect()
    }
}

/// The ranges with several bands, and those with none between scores that have one.
fn ranges(banding: &[Vec<String>]) -> Ranges {
    let banded = |rules: &Vec<String>| !rules.is_empty();
    let first = banding.iter().position(banded).unwrap_or(0);
    let last = banding.iter().rposition(banded).unwrap_or(0);
    let mut ranges = Ranges::new();
    let mut at = 0;
    while at < banding.len() {
        let rules = &banding[at];
        let same = banding[at..].iter().take_while(|other| *other == rules);
        let end = at + same.count();
        if rules.len() > 1 || (rules.is_empty() && first < at && at < last) {
            let number = |at: usize| i64::try_from(at).unwrap();
            ranges.insert((number(at + 1), number(end), rules.len()));
        }
        at = end;
    }
    ranges
}

/// What the messages say.
fn reported(proofs: &Proofs) -> Ranges {
    let all = proofs.problems.sorted();
    let messages = all.iter().map(|problem| problem.message.as_str());
    let bands = messages.filter(|message| message.ends_with("on the topic `scores`"));
    let range = |message: &str| {
        let rest = message.strip_prefix("Step 2 CK score ").unwrap();
        let (numbers, said) = rest.split_once(" has ").unwrap();
        let (from, to) = numbers.split_once('–').unwrap_or((numbers, numbers));
        let count = said.split(' ').next().unwrap();
        let count = if count == "no" {
            0
        } else {
            count.parse().unwrap()
        };
        (from.parse().unwrap(), to.parse().unwrap(), count)
    };
    bands.map(range).collect()
}

/// Without those that lie within another one with as many bands.
fn widest(ranges: &Ranges) -> Ranges {
    let inside = |(from, to, count): &(i64, i64, usize)| {
        ranges
            .iter()
            .any(|(a, b, same)| same == count && a <= from && to <= b && (a, b) != (from, to))
    };
    ranges
        .iter()
        .filter(|range| !inside(range))
        .copied()
        .collect()
}

/// Overlaps and holes are those that are there, to the number, and nothing else.
#[test]
fn bands_are_wrong_where_brute_force_finds_them_wrong() {
    let (mut overlaps, mut holes, mut sound) = (0, 0, 0);
    for seed in 1..=GUIDES {
        let world = bands(&mut Random::new(seed));
        let asked = Asked::of(&world);
        let there = widest(&asked.brute_force());
        let proofs = asked.proofs();
        let found = widest(&reported(&proofs));
        let text = world.read("rules/small/scores.rhai");
        assert_eq!(
            found, there,
            "seed {seed}, {:?}\n{text}",
            proofs.open_topics
        );
        overlaps += there.iter().filter(|range| range.2 > 1).count();
        holes += there.iter().filter(|range| range.2 == 0).count();
        sound += usize::from(there.is_empty());
        if there.is_empty() {
            let open = &proofs.open_topics;
            assert_eq!(open, &Vec::<String>::new(), "seed {seed}\n{text}");
        }
    }
    println!("{overlaps} overlaps, {holes} holes, {sound} guides without");
    assert!(overlaps > 20 && holes > 5 && sound > 0);
}

/// A program of two tiers that no case shows is made up from one that is, and shown.
#[test]
fn a_pair_of_tiers_that_no_case_shows_is_found() {
    let world = sound();
    world.replace(
        "rules/small/guide.yaml",
        "meaning: the best there is }\n",
        "meaning: the best there is }\n  - { id: \"2\", title: Second, meaning: the next best }\n",
    );
    let rules = world.read("rules/small/programs.rhai");
    let more = "\n/// IMGs make up most of the residents.\n/// cites: S-04\n\
                fn second_tier(applicant, program, policy) {\n    \
                if program.known.visas.j1 && many_imgs(program, policy) {\n        \
                tier(\"2\", \"many IMGs\")\n    }\n}\n";
    world.write("rules/small/programs.rhai", rules + more);
    let cases = world.read("rules/small/cases/programs.yaml");
    let more = "  programs/second_tier:\n    fires:\n      - { }\n";
    let cases = cases.replace(
        "{ program.visas.j1.value: yes }",
        "{ program.visas.j1.value: yes, program.img_percent.value: 5 }",
    );
    world.write("rules/small/cases/programs.yaml", cases + more);
    let said = world
        .preceptor(["check", ".", "--proofs"])
        .run()
        .done()
        .stdout;
    assert!(
        said.contains("in tier 1 by `programs/first_tier` and in tier 2"),
        "{said}"
    );
    assert!(said.contains("e.g. with"), "{said}");
    world.replace(
        "rules/small/programs.rhai",
        "program.known.visas.j1 && many",
        "program.visas.j1 != \"yes\" && many",
    );
    let said = world
        .preceptor(["check", ".", "--proofs"])
        .run()
        .done()
        .stdout;
    assert!(
        said.contains("1 of 1 pair of rules with different tiers proved"),
        "{said}"
    );
}

/// A rule without typed form leaves its topic open, which is said; the cases are probed all the same.
#[test]
fn where_nothing_is_proved_the_cases_are_probed() {
    let world = sound();
    world.replace(
        "rules/small/scores.rhai",
        "if applicant.step2_ck.passed && applicant.step2_ck.score >= policy.strong_score {",
        "let mark = policy.strong_score;\n    mark = policy.low_score;\n    \
         if applicant.step2_ck.passed && applicant.step2_ck.score >= mark {",
    );
    let said = world
        .preceptor(["check", ".", "--proofs"])
        .run()
        .exits(1)
        .stdout;
    let overlap = "Step 2 CK score 230–244 has 2 bands on the topic `scores`";
    assert!(said.contains(overlap), "{said}");
    assert!(
        said.contains("small: scores (`scores/strong` has no typed form)"),
        "{said}"
    );
}

/// What is derived of all exams at once is stated exam by exam.
#[test]
fn an_overlap_of_those_without_failures_has_a_witness() {
    let world = sound();
    let rules = world.read("rules/small/scores.rhai");
    let more = "\n/// A visa.\n/// cites: S-03\nfn visa(applicant) {\n    \
                if applicant.needs_visa {\n        band(\"visa\", \"needed\", \"x\")\n    }\n}\n\n\
                /// No failure.\n/// cites: S-03\nfn clean(applicant) {\n    \
                if !applicant.has_any_failure {\n        band(\"visa\", \"clean\", \"x\")\n    }\n}\n";
    world.write("rules/small/scores.rhai", rules + more);
    let cases = world.read("rules/small/cases/scores.yaml");
    let more =
        "  scores/visa:\n    fires:\n      - { }\n  scores/clean:\n    unknown:\n      - { }\n";
    world.write("rules/small/cases/scores.yaml", cases + more);
    let said = world.preceptor(["check", "."]).run().exits(1).stdout;
    assert!(
        said.contains("`scores/visa` and `scores/clean` can both"),
        "{said}"
    );
    assert!(said.contains("has a failed exam: no"), "{said}");
}

/// A band whose topic is worked out may be on any topic: none is free of overlaps and holes then.
#[test]
fn a_topic_that_is_worked_out_leaves_every_topic_open() {
    let world = sound();
    let free = "1 of 1 topic with bands proved free of overlaps and holes";
    let proofs = |world: &World| world.preceptor(["check", ".", "--proofs"]).run();
    let said = proofs(&world).done().stdout;
    assert!(said.contains(free), "{said}");
    let rules = world.read("rules/small/scores.rhai");
    let more = "\n/// A visa.\n/// cites: S-03\nfn visa(applicant) {\n    \
                if !applicant.step2_ck.passed {\n        \
                band(if applicant.needs_visa { \"visa\" } else { \"scores\" }, \"none\", \"x\")\n    \
                }\n}\n";
    world.write("rules/small/scores.rhai", rules + more);
    let said = proofs(&world).done().stdout;
    assert!(
        said.contains("0 of 2 topics with bands proved free of overlaps and holes"),
        "{said}"
    );
    for topic in ["scores", "visa"] {
        let why = "`scores/visa` works out which topic its band is on";
        assert!(said.contains(&format!("small: {topic} ({why})")), "{said}");
    }
    // What happens is reported all the same.
    world.replace("rules/small/scores.rhai", "if !applicant", "if applicant");
    world.replace(
        "rules/small/scores.rhai",
        "needs_visa { \"visa\" }",
        "needs_visa { \"scores\" }",
    );
    let said = proofs(&world).exits(1).stdout;
    assert!(said.contains("has 2 bands on the topic `scores`"), "{said}");
}

/// Two rules that give the tier that a program names are not proved to give different ones never.
#[test]
fn a_tier_that_is_worked_out_proves_nothing() {
    let world = sound();
    let rules = world.read("rules/small/programs.rhai");
    let more = "\n/// The tier by the share of IMGs.\n/// cites: S-04\n\
                fn by_share(applicant, program) {\n    \
                tier(`${program.img_percent}`, \"x\")\n}\n\n\
                /// The tier by the share of others.\n/// cites: S-04\n\
                fn by_others(applicant, program) {\n    \
                tier(`${program.do_percent}`, \"x\")\n}\n";
    world.write("rules/small/programs.rhai", rules + more);
    let said = world.preceptor(["check", ".", "--proofs"]).run().done();
    let why = "one works out which tier it gives";
    let pair = format!("programs/by_share and programs/by_others ({why})");
    assert!(said.stdout.contains(&pair), "{}", said.stdout);
}
