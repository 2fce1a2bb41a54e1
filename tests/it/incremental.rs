//! Judging again only what an edit changed gives what judging everything gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use fastrand::Rng;
use jiff::civil::date;
use preceptor::evaluate::{Lineup, Programs, Rejudge, evaluate, shared_rules};
use preceptor::guide::{Guide, Override};
use preceptor::model::{Facts, Reading, Stage, Value};
use preceptor::place::SourceText;
use preceptor::review::diff::{Changes, Edition, Person, units};
use preceptor::script::Role;
use preceptor::{Catalogue, Files, Guides, Profile, References, advise};

use crate::edits::{Edited, judged};

/// How many random edits are tried.
const EDITS: usize = 40;

/// Changes numbers, rules and values at random; how many.
fn edit(edited: &Edited, random: &mut Rng) -> usize {
    let count = random.usize(1..=3);
    for _ in 0..count {
        match random.u8(0..6) {
            0..=2 => {
                let (name, old, most) = random
                    .choice([
                        ("open", 30, 60),
                        ("positions", 20, 45),
                        ("half", 10, 40),
                        ("many", 50, 90),
                        ("points", 8, 12),
                        ("visa", 6, 9),
                        ("low", 230, 240),
                    ])
                    .unwrap();
                let least = if name == "low" { 205 } else { 0 };
                let to = format!("number: {} # {name}", random.i64(least..most));
                number(edited, &format!("number: {old} # {name}"), &to);
            }
            3 => number(edited, "tier(\"2\",", "tier(\"1\","),
            4 => number(
                edited,
                "program.visas.j1 == \"no\"",
                "program.visas.j1 != \"yes\"",
            ),
            _ => {
                let file = random
                    .choice(["ca-example-bay", "nv-example-mesa", "tx-example-gulf"])
                    .unwrap();
                let file = format!("datasets/programs/{file}-internal-medicine.yaml");
                let path = edited.path("new").join(&file);
                let text = fs::read_to_string(&path).unwrap();
                let from = text
                    .lines()
                    .find(|line| line.starts_with("img_percent"))
                    .unwrap();
                let to = format!(
                    "img_percent: {{ value: {}, source: freida-2025, as_of: 2025-03-28 }}",
                    random.u8(0..100)
                );
                fs::write(&path, text.replace(from, &to)).unwrap();
            }
        }
    }
    count
}

/// Replaces a text wherever it stands in the new version; nothing when an edit before changed it.
fn number(edited: &Edited, from: &str, to: &str) {
    for file in ["guide.yaml", "openness.rhai", "visa.rhai"] {
        let path = edited.path("new/rules/harbour").join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace(from, to)).unwrap();
    }
}

/// Where every program stands by evaluating everything: excluded, tier and score.
type Whole = BTreeMap<String, (bool, Option<String>, i64)>;

fn whole(edition: &Edition, profile: &SourceText) -> Whole {
    let applicant = Profile::read(profile, &edition.references, date(2026, 11, 22)).unwrap();
    let mut all = Whole::new();
    for guide in edition.guides.judging() {
        let host = &edition.guides.host;
        let (catalogue, references) = (&edition.catalogue, &edition.references);
        let advice = advise(
            &guide,
            host,
            &applicant,
            applicant.stage(),
            catalogue,
            references,
        );
        for placement in &advice.targets[0].list.placements {
            let tier = placement.tier.as_ref().map(|(rank, _)| *rank);
            let tier = tier.map(|rank| guide.manifest.tiers[rank].id.clone());
            let stand = (!placement.is_open(), tier, placement.score);
            all.insert(placement.id.to_string(), stand);
        }
    }
    all
}

#[test]
fn incremental_equals_full() {
    let mut random = Rng::with_seed(7);
    let mut moved = 0;
    for _ in 0..EDITS {
        let edited = Edited::unchanged();
        edit(&edited, &mut random);
        let (old, new) = edited.editions();
        let profiles = edited.profiles();
        let (mut excluded, mut opened, mut tiers, mut scores) = (0, 0, 0, 0);
        for profile in &profiles {
            let (before, after) = (whole(&old, profile), whole(&new, profile));
            for (id, then) in &before {
                let now = &after[id];
                match (then.0, now.0) {
                    (false, true) => excluded += 1,
                    (true, false) => opened += 1,
                    (false, false) if then.1 != now.1 => tiers += 1,
                    (false, false) if then.2 != now.2 => scores += 1,
                    _ => {}
                }
            }
        }
        let changes = Changes::between(&old, &new).unwrap();
        let units = units(&old, &new, &changes)
            .map_err(|e| e.to_string())
            .unwrap();
        let (_, tally, _): (_, _, Vec<Arc<Person>>) =
            judged((&old, &new), &changes, &units, &profiles);
        let counts = &tally.slices[0].counts;
        let counted = (
            counts.excluded,
            counts.opened,
            counts.tier_moves(),
            counts.score_moves(),
        );
        assert_eq!(counted, (excluded, opened, tiers, scores), "{changes:#?}");
        moved += excluded + opened + tiers + scores;
    }
    assert!(moved > 100, "only {moved} programs moved in all");
}

/// The shipped guides, one number changed at a time: every score, tier and exclusion of every
/// reference profile.
#[test]
fn shipped_guides_with_one_number_changed_are_judged_alike() {
    let datasets = Files::shipped("datasets");
    let references = References::load(&datasets).unwrap();
    let catalogue = Catalogue::load(&datasets, &references).unwrap();
    let guides = Guides::load(&Files::shipped("rules"), references.titles()).unwrap();
    let mut random = Rng::with_seed(11);
    let mut checked = 0;
    let profiles = datasets.list("applicants", "yaml").unwrap();
    for guide in guides.judging() {
        let numbers: Vec<(&String, String)> = numbers(&guide);
        let (name, value) = random.choice(&numbers).unwrap();
        let text = format!("{}: {{ {name}: {value} }}\n", guide.id);
        let office = Override::read(&SourceText::new("office.yaml", &text)).unwrap();
        let other = guides
            .with_override(&office)
            .map_err(|e| format!("{text}{e}"))
            .unwrap();
        let other = other
            .judging()
            .into_iter()
            .find(|one| one.id == guide.id)
            .unwrap();
        let shared = shared_rules(&[&guide, &other], Role::Program);
        let differ: usize = shared.own.iter().map(BTreeSet::len).sum();
        assert!(differ < guide.rules.len(), "{text}");
        for path in profiles.iter().step_by(4) {
            let profile = datasets.read(path).unwrap();
            let applicant = Profile::read(&profile, &references, date(2026, 11, 22)).unwrap();
            let target = applicant.targets[0];
            let programs = Programs::of(&catalogue, target);
            let mut facts = applicant.facts(0);
            facts.set("stage", Reading::told(Value::text("applying")));
            let facts: Arc<Facts> = Arc::new(facts);
            let host = guides.host.clone();
            let versions = [(guide.clone(), host.clone()), (other.clone(), host.clone())];
            let mut again = Rejudge::new(&versions, &shared, &programs).unwrap();
            let common = again.shared(&facts, Stage::Applying);
            for (number, (version, _)) in versions.iter().enumerate() {
                let both = common.with(&again.own(number, &facts, Stage::Applying));
                let mut lineup = Lineup::new(version.clone(), host.clone(), &programs);
                let full = lineup.judge(&facts, Stage::Applying);
                assert_eq!(both.differing(&full), Vec::<usize>::new(), "{text}{path}");
                for lane in 0..full.len() {
                    let of = |scores: &preceptor::evaluate::Scores| {
                        (
                            scores.score(lane),
                            scores.tier(lane),
                            scores.is_excluded(lane),
                        )
                    };
                    assert_eq!(of(&both), of(&full), "{text}{path} {lane}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 5_000, "{checked}");
}

/// The plain numbers of a guide, each with the least that it may be.
fn numbers(guide: &Guide) -> Vec<(&String, String)> {
    let numbers = guide.policy.iter().filter_map(|(name, parameter)| {
        use preceptor::model::ParameterSetting;
        let (least, most) = parameter.range?;
        let ParameterSetting::Number(now) = &parameter.setting else {
            return None;
        };
        let other = if *now == least { most } else { least };
        Some((name, other.to_string()))
    });
    numbers.collect()
}

#[test]
fn evaluating_after_an_edit_says_what_evaluating_anew_says() {
    use preceptor::evaluate::{Known, evaluate_after};
    let mut random = Rng::with_seed(3);
    for _ in 0..12 {
        let edited = Edited::unchanged();
        // Numbers and rules alone: data that changed is judged anew.
        number(
            &edited,
            "number: 30 # open",
            &format!("number: {} # open", random.u8(0..90)),
        );
        if random.bool() {
            number(&edited, "fn many_imgs(", "fn plenty_of_imgs(");
        }
        let (old, new) = edited.editions();
        let (was, is) = (&old.guides.judging()[0], &new.guides.judging()[0]);
        for profile in edited.profiles() {
            let applicant = Profile::read(&profile, &new.references, date(2026, 11, 22)).unwrap();
            let (host, stage, programs) = (&new.guides.host, applicant.stage(), &new.catalogue);
            let before = evaluate(was, host, &applicant, 0, stage, programs).unwrap();
            let known = Known {
                guide: was,
                evaluation: &before,
            };
            let again = evaluate_after(Some(known), is, host, &applicant, 0, stage, programs);
            let anew = evaluate(is, host, &applicant, 0, stage, programs);
            assert_eq!(format!("{again:?}"), format!("{anew:?}"));
        }
    }
}
