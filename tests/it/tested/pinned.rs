use jiff::civil::date;
use preceptor::guide::Fit;
use preceptor::review::pinned::{Judged, Numbers, Outcomes, body_of};
use preceptor::{Catalogue, Files, Guides, Profile, References, advise};

use crate::runner::preceptor;
use crate::snapshot::{assert_snapshot, files, root};

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

#[test]
fn what_a_snapshot_holds_is_what_stands_after_its_head() {
    assert_eq!(body_of("---\nsource: a\n---\nx\ny\n"), "x\ny");
    assert_eq!(body_of("x\n"), "x");
}
