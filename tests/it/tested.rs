//! `preceptor test`: cases, snapshots of every profile under every guide, what accepting them
//! leaves behind, and the ways through the rules that no case takes.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use preceptor::guide::{CaseFile, Fit};
use preceptor::review::pinned::{Judged, Numbers, Outcomes, body_of, reached};
use preceptor::{Catalogue, Files, Guides, Profile, References, advise};
use serde_json::Value;

use crate::runner::{Output, Run, preceptor};
use crate::snapshot::{assert_snapshot, files, root};
use crate::world::World;

/// Every reference profile, as `preceptor test` judges it.
#[test]
fn every_profile_has_its_outcomes_under_every_guide() {
    let datasets = Files::folder(&root().join("datasets"));
    let references = References::load(&datasets).unwrap();
    let catalogue = Catalogue::load(&datasets, &references).unwrap();
    let rules = Files::folder(&root().join("rules"));
    let guides = Guides::load(&rules, references.titles()).unwrap();
    let today = date(2026, 11, 22);
    for guide in &guides.guides {
        assert_snapshot("policy", &guide.id, &Numbers::of(guide).text());
    }
    for path in files("datasets/applicants", "yaml") {
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let applicant = Profile::read(&Files::file(&path).unwrap(), &references, today).unwrap();
        let judged: Vec<_> = guides
            .judging()
            .into_iter()
            .map(|guide| {
                if let Fit::DoesNotFit(reasons) = guide.fit_any(&applicant) {
                    return (guide, Err(reasons));
                }
                let stage = applicant.stage();
                let host = &guides.host;
                let advice = advise(&guide, host, &applicant, stage, &catalogue, &references);
                (guide, Ok(advice))
            })
            .collect();
        let judged = judged.iter().map(|(guide, advice)| Judged {
            guide,
            advice: advice.as_ref().map_err(Vec::as_slice),
        });
        let outcomes = Outcomes::of(today, judged);
        assert_snapshot("outcomes", &id, &outcomes.text());
        let read = preceptor::place::SourceText::new("x", &outcomes.text());
        assert_eq!(
            Outcomes::read(&read).unwrap(),
            outcomes,
            "{id} is read back"
        );
    }
}

#[test]
fn the_program_and_the_snapshots_agree() {
    let run = preceptor(["test"]).run().done();
    let profiles = files("datasets/applicants", "yaml").len();
    let said = format!("{profiles} profiles as pinned in snapshots\n");
    assert!(run.stdout.contains(&said), "{}", run.stdout);
    assert!(
        run.stdout.ends_with(" passed, 0 failed\n"),
        "{}",
        run.stdout
    );
}

/// The small world with datasets of its own, two profiles, and two rules that place programs.
struct Office(World);

const LISTS: &str = "\
/// Many of its residents are IMGs.
/// cites: S-01
fn many_imgs(applicant, program, policy) {
    if program.img_percent >= policy.many { points(policy.many_points, \"many IMGs\") }
}

/// It is near.
/// cites: S-02
fn near(applicant, program) {
    if program.state == \"CA\" { tier(\"1\", \"in California\") }
}
";

const MANY: &str = "parameters:
  many: { meaning: m, number: 30, range: [0, 100], basis: { reading: r } }
  many_points: { meaning: m, number: 8, range: [0, 20], basis: { reading: r } }
";

impl Office {
    fn new() -> Self {
        let world = World::new();
        let datasets = world.folder().join("datasets");
        copy(
            &root().join("datasets"),
            &datasets,
            &["programs", "applicants"],
        );
        fs::rename(world.folder().join("programs"), datasets.join("programs")).unwrap();
        let low = world.read("applicant.yaml");
        let high = low.replace("score: 222", "score: 241");
        assert_ne!(high, low);
        world.write("datasets/applicants/low.yaml", &low);
        world.write("datasets/applicants/high.yaml", high);
        world.write("rules/small/list.rhai", LISTS);
        world.replace("rules/small/guide.yaml", "parameters:\n", MANY);
        Self(world)
    }

    fn file(&self, path: &str) -> PathBuf {
        self.0.folder().join(path)
    }

    #[track_caller]
    fn edit(&self, path: &str, from: &str, to: &str) {
        self.0.replace(path, from, to);
    }

    /// Sets the threshold of `many_imgs`, which is 30.
    #[track_caller]
    fn many(&self, number: u8) {
        let to = format!("many: {{ meaning: m, number: {number},");
        self.edit(
            "rules/small/guide.yaml",
            "many: { meaning: m, number: 30,",
            &to,
        );
    }

    fn test<const N: usize>(&self, arguments: [&str; N]) -> Run {
        self.0.preceptor(["test"]).args(arguments)
    }

    fn accepted() -> Self {
        let this = Self::new();
        let run = this
            .test(["--accept", "--reason", "as received"])
            .run()
            .done();
        assert!(
            run.stdout.starts_with("accepted 1 group: "),
            "{}",
            run.stdout
        );
        this
    }

    fn snapshot(&self, name: &str) -> String {
        self.0.read(&format!("snapshots/{name}.snap"))
    }

    fn groups(&self) -> Vec<Value> {
        let json = self.test(["--format", "json"]).run().json();
        json["snapshots"]["groups"].as_array().unwrap().clone()
    }

    fn ids(&self) -> Vec<String> {
        let ids = self.groups().into_iter();
        ids.map(|group| group["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn copy(from: &Path, to: &Path, without: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if without.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name), without);
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

fn tail(output: &Output) -> &str {
    output.stdout.lines().last().unwrap_or_default()
}

#[test]
fn without_snapshots_it_says_how_to_make_them_and_runs_the_cases() {
    let office = Office::new();
    let run = office.test([]).run().done();
    assert!(
        run.stdout.starts_with("no snapshots in snapshots: "),
        "{}",
        run.stdout
    );
    assert!(tail(&run).ends_with(" passed, 0 failed"), "{}", run.stdout);
    assert!(!office.file("snapshots").exists());
}

#[test]
fn a_raised_number_is_one_group_with_what_it_does_and_why() {
    let office = Office::accepted();
    office.test([]).run().done();
    office.many(85);
    let run = office.test([]).run().exits(1);
    run.assert_message("test-raised-number");
    assert_eq!(office.ids(), ["small/many"]);
    let group = &office.groups()[0];
    assert_eq!(group["numbers"][0]["then"], "30");
    assert_eq!(group["numbers"][0]["now"], "85");
    assert_eq!(group["moves"], 2, "{group:#}");
    assert_eq!(group["changes"][0]["profiles"].as_array().unwrap().len(), 2);
}

#[test]
fn accepting_one_group_leaves_exactly_the_other() {
    let office = Office::accepted();
    let before = office.snapshot("outcomes/low");
    office.many(85);
    office.edit(
        "rules/small/list.rhai",
        "program.state == \"CA\"",
        "program.state == \"NV\"",
    );
    let both = office.ids();
    assert!(both.contains(&"small/many".to_owned()), "{both:?}");
    assert!(both.contains(&"small/list/near".to_owned()), "{both:?}");
    let run = office
        .test(["--accept", "small/many", "--reason", "fewer"])
        .run()
        .done();
    assert!(run.stdout.contains("not accepted"), "{}", run.stdout);
    let between = office.snapshot("outcomes/low");
    assert_ne!(between, before);
    assert!(!between.contains("many_imgs +8"), "{between}");
    assert!(between.contains("list/near tier 1"), "{between}");
    assert_eq!(office.ids(), ["small/list/near"]);
    office.test([]).run().exits(1);
    office.test(["--accept", "--reason", "Nevada"]).run().done();
    office.test([]).run().done();
    let log = office.0.read("snapshots/changes.md");
    for said in [
        "2026-11-22: fewer",
        "2026-11-22: Nevada",
        "small: many 30 → 85",
        "meaning ",
    ] {
        assert!(log.contains(said), "{said} in {log}");
    }
    assert!(log.find("fewer").unwrap() < log.find("Nevada").unwrap());
}

#[test]
fn two_numbers_that_do_it_only_together_are_said_as_such() {
    let office = Office::new();
    office.edit(
        "rules/small/list.rhai",
        "program.img_percent >= policy.many {",
        "program.img_percent >= policy.many || program.img_percent >= policy.most {",
    );
    office.edit(
        "rules/small/guide.yaml",
        "parameters:\n",
        "parameters:\n  most: { meaning: m, number: 40, range: [0, 100], basis: { reading: r } }\n",
    );
    office
        .test(["--accept", "--reason", "as received"])
        .run()
        .done();
    office.many(85);
    office.edit(
        "rules/small/guide.yaml",
        "most: { meaning: m, number: 40",
        "most: { meaning: m, number: 90",
    );
    // Either number as it was is enough, so the first of them explains it alone.
    assert_eq!(office.ids().len(), 2, "{:?}", office.ids());
    office.edit("rules/small/list.rhai", "policy.many ||", "policy.many &&");
    let ids = office.ids();
    assert!(ids.contains(&"small/many+most".to_owned()), "{ids:?}");
}

#[test]
fn a_rule_with_another_name_and_a_number_without_effect_are_said() {
    let office = Office::accepted();
    office.edit("rules/small/list.rhai", "fn near(", "fn close_by(");
    office.many(31);
    let groups = office.groups();
    let causes: Vec<&str> = groups
        .iter()
        .map(|group| group["cause"].as_str().unwrap())
        .collect();
    assert!(
        causes.contains(&"small/list/near is now list/close_by and says the same"),
        "{causes:?}"
    );
    assert!(causes.contains(&"small: many 30 → 31"), "{causes:?}");
    let renamed = groups
        .iter()
        .find(|group| group["id"] == "small/list/close_by")
        .unwrap();
    assert_eq!(renamed["moves"], 0, "{renamed:#}");
    let still = groups
        .iter()
        .find(|group| group["id"] == "small/many")
        .unwrap();
    assert_eq!(still["summary"], "It moves nothing that is pinned.");
    office.test(["--accept", "--reason", "names"]).run().done();
    office.test([]).run().done();
}

#[test]
fn new_profiles_and_orphans_are_said() {
    let office = Office::accepted();
    let profiles = office.file("datasets/applicants");
    fs::rename(profiles.join("high.yaml"), profiles.join("higher.yaml")).unwrap();
    let run = office.test([]).run().exits(1);
    assert!(
        run.stdout.contains("there are no snapshots of these yet"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("high: a snapshot of something that is there no more"),
        "{}",
        run.stdout
    );
    office
        .test(["--accept", "--reason", "renamed"])
        .run()
        .done();
    assert!(!office.file("snapshots/outcomes/high.snap").exists());
    assert!(office.file("snapshots/outcomes/higher.snap").exists());
    office.test([]).run().done();
}

#[test]
fn a_damaged_snapshot_is_named_with_its_line() {
    let office = Office::accepted();
    office.edit("snapshots/outcomes/low.snap", "tiers: 1", "tears");
    let run = office.test([]).run().exits(3);
    assert!(run.stderr.contains("low.snap:7"), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("this line of the snapshot cannot be read"),
        "{}",
        run.stderr
    );
}

#[test]
fn accepting_needs_a_reason_and_a_group_that_there_is() {
    let office = Office::accepted();
    office.test(["--accept"]).run().exits(2);
    office.many(85);
    let before = office.snapshot("outcomes/low");
    let run = office
        .test(["--accept", "small/mani", "--reason", "x"])
        .run()
        .exits(3);
    assert!(
        run.stderr.contains("did you mean `small/many`?"),
        "{}",
        run.stderr
    );
    assert_eq!(office.snapshot("outcomes/low"), before);
    let run = office.test(["--review"]).run().exits(3);
    assert!(
        run.stderr.contains("there is no terminal to review on"),
        "{}",
        run.stderr
    );
}

#[test]
fn junit_has_a_test_for_each_case_and_profile() {
    let office = Office::accepted();
    office.many(85);
    office.edit(
        "datasets/programs/ca-example-valley-internal-medicine.yaml",
        "Example Valley",
        "A <b> & \"c\"",
    );
    let run = office.test(["--format", "junit"]).run().exits(1);
    let xml = &run.stdout;
    assert!(
        xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
        "{xml}"
    );
    assert!(
        xml.contains("<testcase classname=\"snapshots\" name=\"low\">"),
        "{xml}"
    );
    assert!(
        xml.contains("<testsuite name=\"snapshots\" tests=\"2\" failures=\"2\""),
        "{xml}"
    );
    assert!(!xml.contains("<b>"), "{xml}");
    assert!(xml.contains("A &lt;b&gt; &amp; "), "{xml}");
}

#[test]
fn coverage_shows_the_ways_that_no_case_takes() {
    let office = Office::new();
    office.0.write(
        "rules/small/ways.rhai",
        "/// Ways.\n/// cites: S-01\nfn ways(applicant, policy) {\n    \
         if applicant.step2_ck.score >= policy.low_score {\n        return;\n    }\n    \
         switch applicant.visa {\n        \"J-1\" => flag(\"j\"),\n        \"H-1B\" => flag(\"h\"),\n    }\n}\n",
    );
    office.0.write(
        "rules/small/cases/ways.yaml",
        "about: ways\nas_of: 2026-11-01\napplicant:\n  type_of_graduate: img\n  citizenship: foreign-national\n  \
         visa: J-1\n  targets: [{ specialty: internal-medicine, track: categorical }]\n  \
         step2_ck: { taken: 2026-03-12, score: 222, attempts: 1 }\nrules:\n  ways/ways:\n    fires: [{}]\n",
    );
    let run = office.test(["--coverage"]).run().done();
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "no case of small/ways/ways comes here, where the condition holds",
        "no case of small/ways/ways comes to this case of the `switch`",
        "no case of small/ways/ways comes past this `switch`, where no case fits",
        "rules/small/ways.rhai:9:",
        "9 | \"H-1B\" => flag(\"h\"),",
        "small: 6 of 13 ways taken",
    ] {
        assert!(said.contains(line), "{line}\n{}", run.stdout);
    }
    assert!(!said.contains("`return`"), "it begins another way: {said}");
    assert!(!run.stdout.contains("ways.rhai:8:"), "{}", run.stdout);
}

/// The ways that a run notes are those of the answers that a plain run gives.
#[test]
fn every_way_that_is_taken_is_one_that_there_is() {
    let datasets = Files::folder(&root().join("datasets"));
    let references = References::load(&datasets).unwrap();
    let rules = Files::folder(&root().join("rules"));
    let guides = Guides::load(&rules, references.titles()).unwrap();
    let mut ways = 0;
    for guide in &guides.guides {
        let cases = CaseFile::load_all(&rules, guide).unwrap();
        let covered = reached(guide, &cases, &references);
        ways += covered.counts().0;
        for (id, subjects) in cases.iter().flat_map(|file| file.calls(guide, &references)) {
            let Some(Ok(plan)) = guide.rule(id).map(|rule| rule.function.plan.as_ref()) else {
                continue;
            };
            let (answer, trace) = preceptor::plan::traced(plan, &subjects);
            assert_eq!(answer, preceptor::plan::run(plan, &subjects).0, "{id}");
            for (node, number) in trace.ways {
                let mut all = plan.branches().iter();
                assert!(
                    all.any(|one| (one.node, one.number) == (node, number)),
                    "{id}"
                );
            }
        }
    }
    assert!(ways > 1000, "{ways}");
}

#[test]
fn what_a_snapshot_holds_is_what_stands_after_its_head() {
    assert_eq!(body_of("---\nsource: a\n---\nx\ny\n"), "x\ny");
    assert_eq!(body_of("x\n"), "x");
}
