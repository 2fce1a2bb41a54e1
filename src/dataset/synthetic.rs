use fastrand::Rng;
use jiff::civil;
use serde_json::{Map, Value, json};

use super::{Files, References, Tree, applicant_from_json, program_from_json};
use crate::place::Problems;

/// What is drawn together, because one says something about the other.
const PROGRAM_PARTS: [&[&str]; 4] = [
    &["specialty", "tracks"],
    &["city", "county", "state", "institution", "listed"],
    &[
        "img_percent",
        "do_percent",
        "usmd_percent",
        "us_img_percent",
        "non_us_img_percent",
    ],
    &["positions", "interviews"],
];
const APPLICANT_PARTS: [&[&str]; 5] = [
    &["type_of_graduate", "citizenship", "visa", "medical_school"],
    &["match_year", "yog", "gaps", "prelim_year"],
    &["step1", "step2_ck", "step3", "ecfmg"],
    &["targets", "goal", "planned_programs"],
    &["usce", "lors"],
];
/// What is not drawn: it names one record.
const NEVER: [&str; 4] = ["id", "name", "possibly_same_as", "invented"];
/// How often a record that does not hold together is drawn again.
const TRIES: usize = 50;

/// Draws catalogues and cohorts for trials: each value as often as the shipped records have it,
/// what is unstated included. Every record says that it is invented.
#[derive(Debug)]
pub struct Synthetic<'r> {
    references: &'r References,
    programs: Vec<Map<String, Value>>,
    applicants: Vec<Map<String, Value>>,
    as_of: civil::Date,
    random: Rng,
}

impl<'r> Synthetic<'r> {
    /// Reads the shipped records. The same seed draws the same records.
    ///
    /// # Errors
    /// Everything that is wrong with the shipped records.
    pub fn new(
        references: &'r References,
        as_of: civil::Date,
        seed: u64,
    ) -> Result<Self, Problems> {
        let datasets = Files::shipped("datasets");
        Ok(Self {
            references,
            programs: records(&datasets, "programs")?,
            applicants: records(&datasets, "applicants")?,
            as_of,
            random: Rng::with_seed(seed),
        })
    }

    /// The program of that number; of that specialty and with that track when they are given.
    ///
    /// # Errors
    /// What is wrong with the last of many draws.
    pub fn program(
        &mut self,
        number: usize,
        target: Option<(&str, &str)>,
    ) -> Result<Value, Problems> {
        self.draw(|this| {
            let mut record = draw(&mut this.random, &this.programs, &PROGRAM_PARTS);
            if let Some((specialty, track)) = target {
                record.insert("specialty".to_owned(), json!(specialty));
                record.insert("tracks".to_owned(), json!([{ "track": track }]));
            }
            if let Some(Value::Array(tracks)) = record.get_mut("tracks") {
                for track in tracks.iter_mut().filter_map(Value::as_object_mut) {
                    track.shift_remove("nrmp_codes");
                }
            }
            let word = |key: &str| record.get(key).and_then(Value::as_str).unwrap_or_default();
            let id = format!(
                "{}-synthetic-{number:06}-{}",
                word("state").to_lowercase(),
                word("specialty")
            );
            let name = format!("Synthetic program {number} (invented)");
            let record = named(record, &[("id", json!(id)), ("name", json!(name))]);
            program_from_json(&record, this.references).map(|_| record)
        })
    }

    /// The applicant of that number; with that target alone when one is given.
    ///
    /// # Errors
    /// What is wrong with the last of many draws.
    pub fn applicant(
        &mut self,
        number: usize,
        target: Option<(&str, &str)>,
    ) -> Result<Value, Problems> {
        self.draw(|this| {
            let mut record = draw(&mut this.random, &this.applicants, &APPLICANT_PARTS);
            if let Some((specialty, track)) = target {
                let targets = json!([{ "specialty": specialty, "track": track }]);
                record.insert("targets".to_owned(), targets);
            }
            let random = &mut this.random;
            if let Some(score) = record
                .get_mut("step2_ck")
                .and_then(|exam| exam.get_mut("score"))
            {
                // The shipped profiles gather at the guides' marks; a cohort lies around them.
                let near = score.as_i64().unwrap_or(225) + random.i64(-12..=12);
                *score = json!(near.clamp(195, 275));
            }
            let name = format!("Synthetic applicant {number} (invented)");
            let record = named(record, &[("name", json!(name))]);
            applicant_from_json(&record, this.references, this.as_of).map(|_| record)
        })
    }

    fn draw(
        &mut self,
        mut once: impl FnMut(&mut Self) -> Result<Value, Problems>,
    ) -> Result<Value, Problems> {
        let mut drawn = once(self);
        for _ in 1..TRIES {
            if drawn.is_ok() {
                break;
            }
            drawn = once(self);
        }
        drawn
    }
}

fn records(datasets: &Files, folder: &str) -> Result<Vec<Map<String, Value>>, Problems> {
    let mut records = Vec::new();
    for path in datasets.list(folder, "yaml")? {
        let record = Tree::parse(&datasets.read(&path)?)?.to_json();
        if let Value::Object(record) = record {
            records.push(record);
        }
    }
    Ok(records)
}

/// Each part from a record drawn for it alone.
fn draw(random: &mut Rng, records: &[Map<String, Value>], parts: &[&[&str]]) -> Map<String, Value> {
    let mut keys: Vec<&str> = Vec::new();
    for key in records.iter().flat_map(Map::keys) {
        let in_part = parts.iter().any(|part| part.contains(&key.as_str()));
        if !in_part && !NEVER.contains(&key.as_str()) && !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    let single = keys.iter().map(std::slice::from_ref);
    let mut drawn = Map::new();
    for part in parts.iter().copied().chain(single) {
        let donor = random.choice(records);
        for key in part {
            if let Some(value) = donor.and_then(|donor| donor.get(*key)) {
                drawn.insert((*key).to_owned(), value.clone());
            }
        }
    }
    drawn
}

/// The record with its own names first, marked as invented.
fn named(record: Map<String, Value>, names: &[(&str, Value)]) -> Value {
    let mut whole = Map::new();
    for (key, value) in names {
        whole.insert((*key).to_owned(), value.clone());
    }
    whole.insert("invented".to_owned(), json!(true));
    whole.extend(record);
    Value::Object(whole)
}
