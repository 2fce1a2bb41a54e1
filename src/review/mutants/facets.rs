//! Changes of what rules read only through something derived: visa, target, place, tracks.

use serde_json::{Value as Json, json};

use crate::guide::Change;
use crate::model::{Field, Program, Specialty, Track, Value, Visa};

use super::exams::match_year;
use super::knobs::{Ground, Hints, one, values};

/// The changes that a derived field of an applicant depends on; nothing for other fields.
pub(super) fn of_applicant(
    ground: &Ground<'_>,
    field: &'static Field,
    hints: &Hints,
) -> Option<Vec<Change>> {
    let all = match field.path {
        "visa" | "needs_visa" | "j1_possible" | "h1b_possible" => {
            let visas = Visa::WORDS
                .iter()
                .map(|visa| json!(visa))
                .chain([Json::Null]);
            let with = |visa: Json| {
                let citizen = visa == "none";
                let mut change = one("applicant.visa", visa);
                if citizen {
                    let resident = "us-permanent-resident";
                    change.insert("applicant.citizenship".to_owned(), resident.into());
                }
                change
            };
            visas.map(with).collect()
        }
        "target.specialty" | "target.track" => targets(ground, hints),
        "years_since_graduation" => {
            let years = values(field.kind, hints);
            let years = years.iter().filter_map(Json::as_i64);
            let years = years.map(|years| json!(match_year(ground) - years));
            let years = years.chain([Json::Null]);
            years.map(|yog| one("applicant.yog", yog)).collect()
        }
        "country" => {
            let countries = hints
                .words
                .iter()
                .map(|word| json!(word))
                .chain([Json::Null]);
            let key = "applicant.medical_school.country";
            countries.map(|country| one(key, country)).collect()
        }
        _ => return None,
    };
    Some(all)
}

/// One target of each specialty and track that the rule names.
fn targets(ground: &Ground<'_>, hints: &Hints) -> Vec<Change> {
    let text = |path: &str| match ground.base.applicant.get(path).value() {
        Some(Value::Text(text)) => text.to_string(),
        _ => String::new(),
    };
    let (specialty, track) = (text("target.specialty"), text("target.track"));
    let target = |specialty: &str, track: &str| {
        let target = json!([{ "specialty": specialty, "track": track }]);
        one("applicant.targets", target)
    };
    let named = Specialty::WORDS
        .iter()
        .filter(|word| hints.words.contains(**word));
    let other = Specialty::WORDS
        .iter()
        .rev()
        .find(|word| !hints.words.contains(**word));
    let mut all: Vec<Change> = named
        .chain(other)
        .map(|specialty| target(specialty, &track))
        .collect();
    all.extend(Track::WORDS.iter().map(|track| target(&specialty, track)));
    all
}

/// The changes that a derived field of a program depends on; nothing for other fields.
pub(super) fn of_program(
    ground: &Ground<'_>,
    field: &'static Field,
    hints: &Hints,
) -> Option<Vec<Change>> {
    let group = field.path.split('.').next().unwrap_or(field.path);
    let all = match (group, field.path) {
        ("areas" | "region" | "division" | "county" | "city" | "state", _) => places(ground, hints),
        ("track", path) => {
            let part = path.split('.').next_back().unwrap_or(path);
            let key = format!("program.tracks.0.{part}");
            let each = values(field.kind, hints).into_iter();
            each.map(|number| one(&key, ground.stated(number)))
                .collect()
        }
        ("tracks", _) => {
            let tracks = Track::WORDS.iter().map(|track| json!([{ "track": track }]));
            tracks.map(|tracks| one("program.tracks", tracks)).collect()
        }
        ("imgs_a_year", _) => {
            let each = values(field.kind, hints);
            let each = each.iter().filter_map(Json::as_i64).map(|imgs| {
                let mut change = one("program.positions", ground.stated(json!(imgs * 2)));
                change.insert("program.img_percent".to_owned(), ground.stated(json!(50)));
                change
            });
            each.collect()
        }
        (_, path) if path.ends_with(".has_maximum") || path.ends_with(".has_minimum") => {
            let key = format!("program.{}", path.replace(".has_", "."));
            [json!("none"), json!(1), json!(100)]
                .map(|limit| one(&key, ground.stated(limit)))
                .to_vec()
        }
        (_, "id" | "name" | "institution" | "specialties_here" | "quota") => Vec::new(),
        _ => return None,
    };
    Some(all)
}

/// A place in each state and region that the rule names, as a program of the catalogue has it.
fn places(ground: &Ground<'_>, hints: &Hints) -> Vec<Change> {
    let lies_in = |program: &Program, word: &str| {
        let facts = program.facts(Track::Categorical);
        ["state", "region", "division", "areas", "city", "county"]
            .iter()
            .any(|path| match facts.get(path).value() {
                Some(Value::Text(text)) => **text == *word,
                Some(Value::Texts(texts)) => texts.iter().any(|text| **text == *word),
                _ => false,
            })
    };
    let programs = ground.catalogue.programs();
    let named = hints.words.iter().filter_map(|word| {
        let program = programs.iter().find(|program| lies_in(program, word))?;
        let facts = program.facts(Track::Categorical);
        let parts = ["city", "county", "state"].map(|path| {
            let value = match facts.get(path).value() {
                Some(Value::Text(text)) => json!(&**text),
                _ => Json::Null,
            };
            (format!("program.{path}"), value)
        });
        Some(parts.into_iter().collect())
    });
    named.collect()
}
