use std::fmt::Write;

use preceptor::dataset::{Catalogue, Files, References, applicant_from_json, change};
use preceptor::evaluate::{Evaluation, Finding, evaluate_list};
use preceptor::guide::{Guide, Guides};
use preceptor::model::{Effect, Entry, Facts, LIST, Reading, Value as Known};
use serde_json::{Value, json};

use crate::snapshot::{assert_snapshot, root};

/// A guide, and the profile from which one thing at a time is changed.
const GUIDES: [(&str, &str); 5] = [
    ("central-valley", "rp-13"),
    ("county-safety-net", "rp-12"),
    ("prelim-medicine", "rp-09"),
    ("step-score-strategy", "rp-02"),
    ("us-citizen-img", "rp-04"),
];

const STEP2_CK: [i64; 24] = [
    205, 209, 210, 211, 212, 214, 215, 217, 218, 219, 220, 224, 225, 226, 229, 230, 234, 235, 239,
    240, 244, 245, 249, 250,
];
const STEP1: [i64; 5] = [214, 215, 219, 220, 225];
const YEARS: [i64; 8] = [0, 1, 3, 4, 5, 6, 7, 8];
const IMG_PERCENT: [i64; 8] = [19, 20, 29, 30, 31, 39, 40, 41];
const PROGRAMS: [i64; 13] = [39, 40, 50, 79, 80, 100, 119, 120, 121, 150, 160, 161, 200];
const SHARE: [i64; 4] = [49, 50, 70, 71];

struct Bench {
    references: References,
    guides: Guides,
    guide: Guide,
    profile: Value,
}

impl Bench {
    fn new(guide: &str, profile: &str) -> Self {
        let datasets = Files::folder(&root().join("datasets"));
        let references = References::load(&datasets).unwrap();
        let rules = Files::folder(&root().join("rules"));
        let guides = Guides::load(&rules, references.titles()).unwrap();
        let text = datasets
            .read(&format!("applicants/{profile}.yaml"))
            .unwrap();
        let mut profile: Value = serde_yaml::from_str(text.text()).unwrap();
        // One failure would drown what a score does.
        for (path, value) in [
            (
                "step1",
                json!({ "taken": "2023-09", "result": "pass", "attempts": 1 }),
            ),
            ("step3", json!({ "planned": false })),
        ] {
            change(&mut profile, path, Some(value)).unwrap();
        }
        let guide = Guide::clone(guides.find(guide).unwrap());
        Self {
            references,
            guides,
            guide,
            profile,
        }
    }

    fn evaluate(&self, changes: &[(&str, Value)], catalogue: &Catalogue) -> Evaluation {
        let mut profile = self.profile.clone();
        for (path, value) in changes {
            change(&mut profile, path, Some(value.clone())).unwrap();
        }
        let today = jiff::civil::date(2026, 11, 22);
        let applicant = applicant_from_json(&profile, &self.references, today);
        let applicant = applicant.map_err(|problems| problems.to_string()).unwrap();
        let (host, stage) = (&self.guides.host, applicant.stage());
        preceptor::evaluate(&self.guide, host, &applicant, 0, stage, catalogue).unwrap()
    }

    /// What the rules about the applicant decide: bands and numbers of programs, and how many
    /// concerns they raise.
    fn standing(&self, changes: &[(&str, Value)]) -> String {
        let evaluation = self.evaluate(changes, &Catalogue::default());
        let effects = || evaluation.standing_effects().map(|(_, effect)| effect);
        let mut said: Vec<String> = effects()
            .filter_map(|effect| match effect {
                Effect::Band { topic, id, .. } => Some(format!("{topic}: {id}")),
                Effect::ApplyTo { programs } => Some(format!("apply to {programs}")),
                _ => None,
            })
            .collect();
        let list = self.list(&evaluation, &list(100, 50));
        said.extend(list.into_iter().filter(|text| text.starts_with("apply to")));
        let concerns = effects().filter(|effect| matches!(effect, Effect::Flag { .. }));
        said.push(format!("{} concerns", concerns.count()));
        said.join("; ")
    }

    fn list(&self, evaluation: &Evaluation, facts: &Facts) -> Vec<String> {
        let host = &self.guides.host;
        let findings = evaluate_list(&self.guide, host, evaluation, facts.clone());
        let fired = findings
            .iter()
            .filter(|finding| !finding.effects().is_empty());
        fired
            .map(|finding| match finding.effects() {
                [Effect::ApplyTo { programs }] => format!("apply to {programs}"),
                _ => self.guide.rules[finding.rule].id.clone(),
            })
            .collect()
    }

    /// What the program rules find for an invented program with that IMG share.
    fn program(&self, percent: i64) -> String {
        let target = &self.profile["targets"][0];
        let record = format!(
            "id: xx-invented\ninvented: true\nname: Invented\nspecialty: {}\ncity: Toledo\nstate: OH\n\
             listed: {{ source: freida-2025, as_of: 2025-03-28 }}\ntracks: [{{ track: {} }}]\n\
             setting: {{ value: community, source: freida-2025, as_of: 2025-03-28 }}\n\
             positions: {{ value: 20, source: freida-2025, as_of: 2025-03-28 }}\n\
             img_percent: {{ value: {percent}, source: freida-2025, as_of: 2025-03-28 }}\n\
             visas: {{ j1: {{ value: yes, source: freida-2025, as_of: 2025-03-28 }} }}\n",
            target["specialty"].as_str().unwrap(),
            target["track"].as_str().unwrap(),
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("xx-invented.yaml");
        std::fs::write(&path, record).unwrap();
        let catalogue = Catalogue::from_path(&path, &self.references).unwrap();
        let evaluation = self.evaluate(&[], &catalogue);
        let findings = &evaluation.programs[0].findings;
        let effects = findings.iter().flat_map(Finding::effects);
        let said: Vec<String> = effects
            .filter_map(|effect| match effect {
                Effect::Tier { id, .. } => Some(format!("tier {id}")),
                Effect::Points { points, .. } => Some(format!("{points:+}")),
                Effect::Group { id, .. } => Some(format!("group {id}")),
                Effect::Exclude { .. } => Some("excluded".to_owned()),
                _ => None,
            })
            .collect();
        said.join(" ")
    }
}

/// A list with so many placed programs, of which that part is in every group, tier and setting.
fn list(placed: i64, percent: i64) -> Facts {
    let mut facts = Facts::new(&LIST);
    let counts = [
        ("placed", placed),
        ("possible", 20),
        ("unplaced", 20),
        ("excluded", 5),
        ("total", placed + 45),
        ("fee", 2000),
    ];
    for (path, count) in counts {
        facts.set(path, Reading::told(Known::Int(count)));
    }
    let parts = [
        "1",
        "2",
        "3",
        "county-safety-net",
        "safety",
        "target",
        "reach",
        "university",
        "community",
    ];
    #[expect(clippy::cast_precision_loss, reason = "a percentage")]
    let percent = Some(Known::Float(percent as f64));
    let part = |of: &&str| {
        Entry::new()
            .with("of", Some(Known::text(of)))
            .with("at_least", percent.clone())
            .with("at_most", percent.clone())
    };
    let parts = parts.iter().map(part).collect();
    facts.set("parts", Reading::told(Known::Entries(parts)));
    facts
}

/// A heading and a line for each value; values that find the same as the one before say so.
fn table(page: &mut String, heading: &str, values: &[i64], found: impl Fn(i64) -> String) {
    writeln!(page, "\n{heading}").unwrap();
    let mut last = String::new();
    for value in values {
        let now = found(*value);
        let shown = if now == last { "the same" } else { &now };
        writeln!(page, "{value:>5}  {shown}").unwrap();
        last = now;
    }
}

#[test]
fn what_each_guide_finds_on_both_sides_of_its_numbers_is_pinned() {
    for (id, profile) in GUIDES {
        let bench = Bench::new(id, profile);
        let mut page = format!("{id}, from {profile} without a failed exam\n");
        // The pass mark of that day was 209, so that nearly all of these are passes.
        let step2 = |score: i64| json!({ "taken": "2021-09-15", "score": score, "attempts": 1 });
        table(&mut page, "Step 2 CK", &STEP2_CK, |score| {
            bench.standing(&[("step2_ck", step2(score))])
        });
        let step1 = |score: i64| json!({ "taken": "2021-03-15", "score": score, "result": "pass", "attempts": 1 });
        table(&mut page, "Step 1", &STEP1, |score| {
            bench.standing(&[("step2_ck", step2(235)), ("step1", step1(score))])
        });
        table(&mut page, "Years since graduation", &YEARS, |years| {
            bench.standing(&[("step2_ck", step2(235)), ("yog", json!(2027 - years))])
        });
        table(
            &mut page,
            "IMG share of an invented community program",
            &IMG_PERCENT,
            |percent| bench.program(percent),
        );
        let low = [("step2_ck", step2(215))];
        table(
            &mut page,
            "Programs that fit a tier, with Step 2 CK 215",
            &PROGRAMS,
            |placed| {
                let evaluation = bench.evaluate(&low, &Catalogue::default());
                bench.list(&evaluation, &list(placed, 60)).join("; ")
            },
        );
        table(
            &mut page,
            "Programs planned, with Step 2 CK 215",
            &PROGRAMS,
            |planned| bench.standing(&[low[0].clone(), ("planned_programs", json!(planned))]),
        );
        table(
            &mut page,
            "Part of the list in each group, in percent",
            &SHARE,
            |percent| {
                let evaluation = bench.evaluate(&low, &Catalogue::default());
                bench.list(&evaluation, &list(100, percent)).join("; ")
            },
        );
        assert_snapshot("boundaries", id, &page);
    }
}
