use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use preceptor::advise::{Advice, Call, Inquiry, Verdict, advise, calls};
use preceptor::dataset::{Catalogue, Files, Profile, References, Tree, change, program_from_json};
use preceptor::guide::{Fit, Guide, Guides};
use preceptor::model::Applicant;
use preceptor::place::SourceText;
use serde_json::{Value, json};

use crate::runner::TODAY;
use crate::snapshot::root;

struct Shipped {
    references: References,
    catalogue: Catalogue,
    guides: Guides,
}

fn shipped() -> Shipped {
    let data = Files::folder(&root().join("datasets"));
    let references = References::load(&data).unwrap();
    let catalogue = Catalogue::load(&data, &references).unwrap();
    let guides = Guides::load(&Files::folder(&root().join("rules")), references.titles()).unwrap();
    Shipped {
        references,
        catalogue,
        guides,
    }
}

impl Shipped {
    fn applicant(&self, name: &str) -> Applicant {
        let path = root().join(format!("datasets/applicants/{name}.yaml"));
        let text = Files::file(&path).unwrap();
        Profile::read(&text, &self.references, TODAY.parse().unwrap()).unwrap()
    }

    /// Each of [`APPLICANTS`] with each guide that is for them.
    fn judged(&self) -> Vec<(&'static str, Applicant, Arc<Guide>)> {
        let mut judged = Vec::new();
        for name in APPLICANTS {
            let applicant = self.applicant(name);
            let guides = self.guides.judging().into_iter();
            let fitting =
                guides.filter(|guide| !matches!(guide.fit_any(&applicant), Fit::DoesNotFit(_)));
            judged.extend(fitting.map(|guide| (name, applicant.clone(), guide)));
        }
        judged
    }

    fn advise(&self, guide: &Guide, applicant: &Applicant, catalogue: &Catalogue) -> Advice {
        let stage = applicant.stage();
        advise(
            guide,
            &self.guides.host,
            applicant,
            stage,
            catalogue,
            &self.references,
        )
    }

    fn calls(&self, guide: &Guide, advice: &Advice, target: usize) -> Vec<Call> {
        let (host, today) = (&self.guides.host, TODAY.parse().unwrap());
        let target = &advice.targets[target];
        calls(
            guide,
            host,
            &self.catalogue,
            &self.references,
            today,
            target,
        )
    }
}

/// The applicants whose sheets are held against the report and the rules: one for each guide and
/// some that differ in visa, scores and stage.
const APPLICANTS: [&str; 5] = [
    "rp-01",
    "j1-internal-medicine",
    "rp-05",
    "h1b-only",
    "unmatched",
];

#[test]
fn the_sheet_asks_what_the_report_asks() {
    let shipped = shipped();
    let mut asked = 0;
    for (name, applicant, guide) in shipped.judged() {
        let advice = shipped.advise(&guide, &applicant, &shipped.catalogue);
        for (number, target) in advice.targets.iter().enumerate() {
            let calls = shipped.calls(&guide, &advice, number);
            let calls: BTreeMap<usize, &Call> =
                calls.iter().map(|call| (call.program, call)).collect();
            for ask in &target.to_ask {
                for question in &ask.questions {
                    for field in &question.fields {
                        let context = format!("{name} {} {}: {question:?}", guide.id, ask.id);
                        if field == "name" || field == "imgs_a_year" {
                            continue;
                        }
                        asked += 1;
                        let call = calls.get(&ask.program);
                        let call = call.unwrap_or_else(|| panic!("{context}: no call"));
                        let found = find(call, field);
                        assert!(found.is_some(), "{context}: not asked");
                        let only = question.fields.len() == 1;
                        let prospects = &found.unwrap().prospects;
                        let has = |holds: fn(&Verdict) -> bool| {
                            prospects.iter().any(|one| holds(&one.verdict))
                        };
                        if only && question.text.starts_with("it could be tier") {
                            assert!(
                                has(|one| matches!(one, Verdict::Tier { .. })),
                                "{context}\n{prospects:?}"
                            );
                        }
                        if only && question.text.starts_with("it is no option if") {
                            assert!(
                                has(|one| matches!(one, Verdict::Excluded(_))),
                                "{context}\n{prospects:?}"
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(asked > 300, "{asked}");
}

fn find<'c>(call: &'c Call, field: &str) -> Option<&'c Inquiry> {
    let field = field.replace(".has_", ".");
    call.inquiries.iter().find(|inquiry| {
        let path = inquiry.asked.path();
        path == field || inquiry.asked.key == field
    })
}

/// What an answer of the sheet is in a record: the first value that it stands for.
fn value(answer: &str) -> Value {
    let first = answer.split(' ').next().unwrap();
    if let Some(most) = answer.strip_suffix(" or less") {
        return json!(most.parse::<i64>().unwrap());
    }
    if let Some(under) = answer.strip_prefix("under ") {
        return json!(under.parse::<f64>().unwrap() - 0.1);
    }
    match first {
        "any" => json!(5),
        _ => first
            .parse::<i64>()
            .map_or_else(|_| json!(answer), |number| json!(number)),
    }
}

/// Whether the record takes the answer: then what the sheet says must come true.
fn with_answer(text: &SourceText, key: &str, answer: &Value) -> Option<Value> {
    let mut record = Tree::parse(text).unwrap().to_json();
    let key = match key.split('.').collect::<Vec<_>>().as_slice() {
        ["tracks", track, name] => {
            let tracks = record["tracks"].as_array().unwrap();
            let at = tracks.iter().position(|one| one["track"] == **track);
            format!("tracks.{}.{name}", at?)
        }
        _ => key.to_owned(),
    };
    let claim = json!({ "value": answer, "source": "freida-2025", "as_of": TODAY });
    change(&mut record, &key, Some(claim)).unwrap();
    record
        .as_object_mut()
        .unwrap()
        .shift_remove("possibly_same_as");
    Some(record)
}

#[test]
fn what_the_sheet_foretells_comes_true() {
    let shipped = shipped();
    let mut tried = 0;
    for (_, applicant, guide) in shipped.judged() {
        let advice = shipped.advise(&guide, &applicant, &shipped.catalogue);
        let calls = shipped.calls(&guide, &advice, 0);
        // Some from everywhere in the sheet, and all kinds of values in time.
        for call in calls.iter().step_by(calls.len() / 5 + 1) {
            for inquiry in &call.inquiries {
                tried += foretold(&shipped, &guide, &applicant, call, inquiry);
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

fn foretold(
    shipped: &Shipped,
    guide: &Guide,
    applicant: &Applicant,
    call: &Call,
    inquiry: &Inquiry,
) -> usize {
    let path = root().join(format!("datasets/programs/{}.yaml", call.id));
    let text = SourceText::new("x.yaml", &fs::read_to_string(path).unwrap());
    let mut tried = 0;
    for prospect in &inquiry.prospects {
        for answer in &prospect.answers {
            let answer_value = match (inquiry.asked.path(), answer.as_str()) {
                ("linked_specialties", one) => json!([one]),
                ("citizenship", one) => json!(one),
                (_, "yes" | "no") if !inquiry.asked.key.starts_with("visas") => {
                    json!(answer == "yes")
                }
                _ => value(answer),
            };
            let context = format!("{} {} {} = {answer}", guide.id, call.id, inquiry.asked.key);
            let Some(record) = with_answer(&text, &inquiry.asked.key, &answer_value) else {
                continue;
            };
            let program = program_from_json(&record, &shipped.references);
            // NOTE: e.g. shares that add up to more than a hundred cannot be recorded.
            let Ok(mut program) = program else { continue };
            // What follows from the rest of the catalogue stays.
            let known = &shipped.catalogue.get(&call.id).unwrap().known;
            program
                .known
                .set("specialties_here", known.get("specialties_here").clone());
            let mut advice = shipped.advise(guide, applicant, &Catalogue::of(vec![program]));
            let placement = advice.targets.remove(0).list.placements.remove(0);
            let excluded = matches!(prospect.verdict, Verdict::Excluded(_));
            assert_eq!(!placement.is_open(), excluded, "{context}");
            let (rank, score) = match &prospect.verdict {
                Verdict::Tier { rank, score } => (Some(*rank), *score),
                Verdict::Possible { score, .. } | Verdict::NoTier { score } => (None, *score),
                Verdict::Excluded(_) | Verdict::NotJudged => continue,
            };
            assert_eq!(
                placement.tier.as_ref().map(|(rank, _)| *rank),
                rank,
                "{context}"
            );
            assert_eq!(placement.score, score, "{context}");
            tried += 1;
        }
    }
    tried
}
