use jiff::civil::date;
use preceptor::advise::{Agreement, Comparison, Judgement, Verdict};
use preceptor::{Catalogue, Files, Guides, Profile, References, advise};

use super::{agreement, topic};
use crate::guides_beside::{SMALL, world};
use crate::runner::preceptor;
use crate::snapshot::assert_snapshot;

#[test]
fn the_shipped_guides_are_compared() {
    for applicant in ["minimal", "two-targets", "unmatched"] {
        let profile = format!("datasets/applicants/{applicant}.yaml");
        let compared = preceptor(["compare"]).arg(profile).json();
        for target in compared["targets"].as_array().unwrap() {
            assert!(!target["topics"].as_array().unwrap().is_empty());
        }
    }
}

/// A guide may judge only some of the applicant's targets; of the others it is not asked.
#[test]
fn a_guide_that_judges_another_target_is_not_asked() {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let world = world();
    let catalogue = Catalogue::from_path(&world.folder().join("programs"), &references).unwrap();
    let rules = Files::folder(&world.folder().join("rules"));
    let guides = Guides::load(&rules, references.titles()).unwrap();
    let profile = Files::file(&world.folder().join("applicant.yaml")).unwrap();
    let applicant = Profile::read(&profile, &references, date(2026, 11, 22)).unwrap();
    let judge = |id: &str| {
        let guide = guides.find(id).unwrap();
        let stage = applicant.stage();
        (
            guide,
            advise(
                guide,
                &guides.host,
                &applicant,
                stage,
                &catalogue,
                &references,
            ),
        )
    };
    let (mut river, small) = (judge("river"), judge("small"));
    river.1.targets.clear();
    let judgements = [&river, &small].map(|(guide, advice)| Judgement { guide, advice });
    let titles = references.titles();
    let comparison = Comparison::of(&guides.topics, &judgements, &applicant.targets, &titles);
    let target = &comparison.targets[0];
    assert_eq!(target.judged_by, [1]);
    assert!(
        target
            .programs
            .iter()
            .all(|one| one.verdicts[0] == Verdict::NotJudged)
    );
    assert!(target.topics.iter().all(|topic| !topic.silent.contains(&0)));
    assert_eq!(target.topics[0].agreement, Agreement::OneGuide);
}

#[test]
fn positions_are_shown_with_their_guide() {
    let world = world();
    let run = world.preceptor(["guides", "show", "small", "--rules", "rules"]);
    let text = run.run().done().stdout;
    assert!(
        text.contains("- A low score: below 230 is low; 215–225‡ is usual (S-01)"),
        "{text}"
    );
    world.remove(SMALL);
    let text = world
        .preceptor(["guides", "show", "small", "--rules", "rules"])
        .run()
        .done()
        .stdout;
    assert!(!text.contains("WHERE IT STANDS"), "{text}");
}

#[test]
fn the_published_guides_differ_on_low_scores_numbers_friendliness_and_step_3() {
    let profile = "datasets/applicants/several-guides.yaml";
    let compared = preceptor(["compare"]).arg(profile).json();
    for id in ["low_step2_ck", "how_many", "img_friendly", "step3"] {
        let (word, _) = agreement(&compared, id);
        assert_eq!(word, "differ", "{id}");
        for stand in topic(&compared, id)["stands"].as_array().unwrap() {
            assert!(!stand["cites"].as_array().unwrap().is_empty(), "{stand:#}");
        }
    }
    let text = preceptor(["compare"]).arg(profile).run().done().stdout;
    assert_snapshot("compare", "published-guides", &text);
}
