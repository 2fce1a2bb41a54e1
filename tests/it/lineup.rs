use std::collections::BTreeMap;
use std::sync::Arc;

use preceptor::evaluate::{Applicants, Lineup, Outline, Programs, RollCall, standing_findings};
use preceptor::guide::Guide;
use preceptor::model::{Effect, Facts, Reading, Stage, Value};
use preceptor::plan::{self, Subjects};
use preceptor::script::Role;
use preceptor::{Files, Profile, References};

use crate::plan::shipped;

/// Of the reference profiles what rules read of each target, each in two stages of the season.
fn everybody(references: &References) -> Vec<(Arc<Facts>, Stage)> {
    let datasets = Files::shipped("datasets");
    let today = jiff::civil::date(2026, 11, 22);
    let mut all = Vec::new();
    for path in datasets.list("applicants", "yaml").unwrap() {
        let source = datasets.read(&path).unwrap();
        let applicant = Profile::read(&source, references, today).unwrap();
        for index in 0..applicant.targets.len() {
            for stage in [Stage::Applying, Stage::Ranking] {
                let mut facts = applicant.facts(index);
                facts.set("stage", Reading::told(Value::text(stage.as_str())));
                all.push((Arc::new(facts), stage));
            }
        }
    }
    all
}

/// Who is judged together with others stands where they would alone, by every guide.
#[test]
fn applicants_stand_together_where_each_stands_alone() {
    let (references, _, guides) = shipped();
    let all = everybody(&references);
    let (mut bands, mut unknown, mut pillars) = (0, 0, 0);
    for guide in guides.judging() {
        let mut roll_call = RollCall::new(guide.clone(), guides.host.clone());
        // In threes first, so that what was kept of some would be seen in the next.
        for size in [3, all.len()] {
            for some in all.chunks(size) {
                let applicants = Applicants::new(some.iter().cloned());
                let everyone = applicants.among(|_| true);
                let together = roll_call.judge(&applicants, &everyone);
                for ((facts, stage), together) in some.iter().zip(together) {
                    let alone = standing_findings(&guide, &guides.host, facts, *stage);
                    let alone = Outline::of(&guide, &alone);
                    assert_eq!(together, alone, "{} {facts:?}", guide.id);
                    bands += alone.bands.len();
                    unknown += alone.unknown;
                    pillars += alone.pillars.len();
                }
            }
        }
    }
    assert!(
        bands > 500 && unknown > 500 && pillars > 500,
        "{bands} {unknown} {pillars}"
    );
}

/// Lanes that are not asked about stand nowhere.
#[test]
fn who_is_not_asked_about_stands_nowhere() {
    let (references, _, guides) = shipped();
    let all = everybody(&references);
    let applicants = Applicants::new(all.iter().cloned());
    let is_j1 = |facts: &Facts| facts.get("visa").value() == Some(&Value::text("J-1"));
    let lanes = applicants.among(is_j1);
    let guide = guides.judging().remove(0);
    let outlines = RollCall::new(guide, guides.host.clone()).judge(&applicants, &lanes);
    let stands = outlines
        .iter()
        .map(|outline| *outline != Outline::default());
    let expected = all.iter().map(|(facts, _)| is_j1(facts));
    assert_eq!(stands.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

/// What one applicant was told is never what another should have been.
#[test]
fn applicants_judged_together_are_told_what_their_rules_say() {
    let (references, catalogue, guides) = shipped();
    let datasets = Files::shipped("datasets");
    let today = jiff::civil::date(2026, 11, 22);
    let mut lineups = BTreeMap::new();
    let mut compared = 0;
    for path in datasets.list("applicants", "yaml").unwrap() {
        let source = datasets.read(&path).unwrap();
        let applicant = Profile::read(&source, &references, today).unwrap();
        for (index, target) in applicant.targets.iter().enumerate() {
            let mut facts = applicant.facts(index);
            let stage = Stage::Applying;
            facts.set("stage", Reading::told(Value::text(stage.as_str())));
            let facts = Arc::new(facts);
            for guide in guides.judging() {
                let key = (guide.id.clone(), target.specialty.id, target.track.as_str());
                let (lineup, programs) = lineups.entry(key).or_insert_with(|| {
                    let programs = Programs::of(&catalogue, *target);
                    let lineup = Lineup::new(guide.clone(), guides.host.clone(), &programs);
                    (lineup, programs)
                });
                let scores = lineup.judge(&facts, stage);
                assert_eq!(scores.asked, 0, "{}: all in columns", guide.id);
                for (lane, number) in programs.numbers.iter().enumerate() {
                    let program = Arc::new(catalogue.programs()[*number].facts(target.track));
                    let told = one_by_one(&guide, (&facts, &program), stage);
                    let score = (scores.score(lane), scores.is_excluded(lane));
                    let found = (score, scores.tier(lane), scores.is_open(lane));
                    assert_eq!(found, told, "{path} {} {program:?}", guide.id);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

/// Score and exclusion, tier, and whether something is unknown, from the typed form of each rule for
/// this pair alone.
fn one_by_one(
    guide: &Guide,
    (applicant, program): (&Arc<Facts>, &Arc<Facts>),
    stage: Stage,
) -> ((i64, bool), Option<usize>, bool) {
    let mut told = ((0, false), None, false);
    let rules = guide.rules_on(Role::Program).map(|(_, rule)| rule);
    for rule in rules.filter(|rule| rule.counts_in(stage)) {
        let subjects = Subjects {
            applicant: applicant.clone(),
            program: Some(program.clone()),
            standing: None,
            list: None,
            policy: rule.policy.clone(),
        };
        let effects = match plan::run(rule.function.plan.as_ref().unwrap(), &subjects).0 {
            plan::Answer::Found(effects) => effects,
            plan::Answer::Unknown(_) => {
                told.2 = true;
                continue;
            }
            plan::Answer::Unsure => panic!("{} is unsure", rule.id),
        };
        for effect in effects {
            match effect {
                Effect::Exclude { .. } => told.0.1 = true,
                Effect::Points { points, .. } => told.0.0 += points,
                Effect::Tier { id, .. } => {
                    let rank = guide.manifest.tier_rank(&id).unwrap();
                    told.1 = Some(told.1.map_or(rank, |best: usize| best.min(rank)));
                }
                _ => {}
            }
        }
    }
    told
}
