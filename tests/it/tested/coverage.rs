use preceptor::guide::CaseFile;
use preceptor::review::pinned::reached;
use preceptor::{Files, Guides, References};

use super::Office;
use crate::snapshot::root;

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
