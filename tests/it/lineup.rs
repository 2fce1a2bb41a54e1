use std::collections::BTreeMap;
use std::sync::Arc;

use preceptor::evaluate::{Lineup, Programs};
use preceptor::guide::Guide;
use preceptor::model::{Effect, Facts, Reading, Stage, Value};
use preceptor::plan::{self, Subjects};
use preceptor::script::Role;
use preceptor::{Files, Profile};

use crate::plan::shipped;

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
