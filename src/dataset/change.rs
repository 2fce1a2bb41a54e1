use jiff::civil;
use serde_json::{Map, Value, json};

use super::check::{self, Check};
use super::raw::RawProgram;
use super::{Profile, References, Step, yaml};
use crate::model::{Applicant, Program};
use crate::place::{Problem, Problems, SourceText};

/// Changes the value at that path of keys, joined by dots, of a profile or record; without a value
/// the key is removed. An item of a list goes by its number from 0.
///
/// `step3=passed` and `step3=failed` are short for an exam taken with that result.
///
/// # Errors
/// When the path leads through something that has no keys, or to an item the list does not have.
pub fn change(record: &mut Value, path: &str, value: Option<Value>) -> Result<(), Problem> {
    let value = value.map(|value| expand(path, value));
    let (parents, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut node = record;
    for part in parents.split('.').filter(|part| !part.is_empty()) {
        node = descend(node, part, path)?;
    }
    match (node, value) {
        (Value::Object(map), Some(value)) => {
            map.insert(key.to_owned(), value);
        }
        (Value::Object(map), None) => {
            map.shift_remove(key);
        }
        (Value::Array(list), value) => return change_item(list, key, path, value),
        _ => return Err(nowhere(path)),
    }
    Ok(())
}

fn change_item(
    list: &mut Vec<Value>,
    key: &str,
    path: &str,
    value: Option<Value>,
) -> Result<(), Problem> {
    let at = key.parse::<usize>().ok().filter(|at| *at < list.len());
    let at = at.ok_or_else(|| nowhere(path))?;
    match value {
        Some(value) => {
            if let Some(item) = list.get_mut(at) {
                *item = value;
            }
        }
        None => drop(list.remove(at)),
    }
    Ok(())
}

/// The value of a key on the way; a key that is not there yet begins a group of keys.
fn descend<'v>(node: &'v mut Value, key: &str, path: &str) -> Result<&'v mut Value, Problem> {
    match node {
        Value::Object(map) => Ok(map
            .entry(key.to_owned())
            .or_insert_with(|| Value::Object(Map::new()))),
        Value::Array(list) => {
            let at = key.parse::<usize>().ok();
            at.and_then(|at| list.get_mut(at))
                .ok_or_else(|| nowhere(path))
        }
        _ => Err(nowhere(path)),
    }
}

fn nowhere(path: &str) -> Problem {
    Problem::error(format!("`{path}` leads nowhere"))
}

fn expand(path: &str, value: Value) -> Value {
    if !Step::WORDS.contains(&path) {
        return value;
    }
    match value.as_str() {
        Some("passed") => json!({ "taken": true, "result": "pass" }),
        Some("failed") => json!({ "taken": true, "result": "fail" }),
        _ => value,
    }
}

/// The applicant that a changed profile describes, as of that day.
///
/// # Errors
/// Everything that is wrong with it; the problems have no place.
pub fn applicant_from_json(
    profile: &Value,
    references: &References,
    as_of: civil::Date,
) -> Result<Applicant, Problems> {
    let text = text_of(profile);
    Profile::read_json(&text, references, as_of).map_err(|problems| without_places(&problems))
}

/// The program that a changed record describes.
///
/// # Errors
/// Everything that is wrong with it; the problems have no place.
pub fn program_from_json(record: &Value, references: &References) -> Result<Program, Problems> {
    program_of_text(&text_of(record), references).map_err(|problems| without_places(&problems))
}

/// The program that a record describes, whatever its file is called.
///
/// # Errors
/// Everything that is wrong with it.
pub fn program_of_text(text: &SourceText, references: &References) -> Result<Program, Problems> {
    let raw: RawProgram = yaml::parse(text)?;
    let mut check = Check::new(text, &references.sources);
    let program = check::program(&mut check, &raw, references);
    check.finish(program)
}

/// JSON is YAML too, so one reader and one set of messages do for both.
fn text_of(value: &Value) -> SourceText {
    SourceText::new("", &format!("{value:#}"))
}

fn without_places(problems: &Problems) -> Problems {
    let bare = |problem: &Problem| Problem {
        place: None,
        line: None,
        ..problem.clone()
    };
    problems.sorted().into_iter().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Files;
    use crate::model::{Facts, Reading, Track};

    fn references() -> References {
        References::load(&Files::shipped("datasets")).unwrap()
    }

    fn unset(facts: &Facts) -> Vec<&'static str> {
        let fields = facts.table().fields.iter().map(|field| field.path);
        fields
            .filter(|path| *facts.get(path) == Reading::Unstated)
            .collect()
    }

    #[test]
    fn a_full_profile_states_every_field() {
        let place = json!({ "city": "Fresno", "state": "CA" });
        let exam = json!({
            "taken": "2021-05-01", "score": 240, "result": "pass", "attempts": 1,
            "practice": [220, 230], "readiness": "solid"
        });
        // No pass mark of these is known for that day.
        let without_mark = ["step1.pass_mark", "step3.pass_mark"];
        let mut profile = json!({
            "type_of_graduate": "img", "citizenship": "foreign-national", "visa": "either",
            "medical_school": { "country": "Pakistan" }, "yog": 2020, "match_year": 2027,
            "targets": [{ "specialty": "neurology", "track": "advanced" }],
            "academic_record": "average", "school_known": true, "experience": [],
            "irregular_behavior": false, "documented_disruption": false,
            "prelim_year": false, "planned_programs": 90,
            "step1": exam, "step2_ck": exam, "step3": exam, "ecfmg": "certified",
            "usce": [place], "lors": [place], "research": [], "gaps": [], "languages": [],
            "underserved": [], "ties": [place], "connections": [],
            "regions": { "preferred": ["west"], "avoided": [] }, "will_relocate": true,
            "budget": 100, "reapplicant": false, "stage": "ranking", "strong_story": true,
            "goal": { "specialty": "neurology", "region": "west", "stay": true }
        });
        change(&mut profile, "step1.borderline", Some(false.into())).unwrap();
        let today = civil::date(2026, 11, 1);
        let applicant = applicant_from_json(&profile, &references(), today);
        let facts = applicant
            .map_err(|problems| problems.to_string())
            .unwrap()
            .facts(0);
        assert_eq!(unset(&facts), without_mark);
    }

    #[test]
    fn a_full_record_states_every_field() {
        let stated = |value: Value| json!({ "value": value, "source": "freida-2025", "as_of": "2025-03-28" });
        let mut record = json!({
            "id": "a-1", "name": "A", "institution": "B", "specialty": "neurology",
            "city": "Fresno", "state": "CA",
            "listed": { "source": "freida-2025", "as_of": "2025" },
            "tracks": [
                { "track": "advanced", "quota": stated(5.into()), "matched": stated(4.into()) },
                { "track": "categorical", "quota": stated(5.into()) },
                { "track": "preliminary", "quota": stated(5.into()) }
            ],
        });
        let words = [
            "setting=community",
            "ownership=state",
            "visas.j1=yes",
            "visas.h1b=no",
            "citizenship=any",
            "usce.requirement=none",
            "cost_of_living=low",
        ];
        for (path, word) in words.iter().filter_map(|pair| pair.split_once('=')) {
            change(&mut record, path, Some(stated(word.into()))).unwrap();
        }
        for path in [
            "positions",
            "interviews",
            "step2_ck.minimum",
            "step2_ck.preferred",
            "step2_ck.average",
            "attempts.maximum",
            "attempts.preferred",
            "usce.weeks",
            "letters",
            "years_since_graduation.maximum",
            "years_since_graduation.preferred",
        ] {
            change(&mut record, path, Some(stated(3.into()))).unwrap();
        }
        change(&mut record, "first_accredited", Some(stated(2000.into()))).unwrap();
        for path in [
            "img_percent",
            "do_percent",
            "usmd_percent",
            "us_img_percent",
            "non_us_img_percent",
        ] {
            change(&mut record, path, Some(stated(12.5.into()))).unwrap();
        }
        let program = program_from_json(&full(record, &stated), &references());
        let program = program.map_err(|problems| problems.to_string()).unwrap();
        // Known only beside the other programs of the catalogue.
        assert_eq!(unset(&program.facts(Track::Advanced)), ["specialties_here"]);
    }

    /// The record with everything that is yes or no, and every list.
    fn full(mut record: Value, stated: &dyn Fn(Value) -> Value) -> Value {
        for path in [
            "teaching_health_center",
            "safety_net",
            "usce.observerships",
            "img_welcome",
            "low_score_history",
            "holistic_review",
            "prelim_conversion",
            "outreach",
            "research_focus",
        ] {
            change(&mut record, path, Some(stated(true.into()))).unwrap();
        }
        change(
            &mut record,
            "linked_specialties",
            Some(stated(json!(["neurology"]))),
        )
        .unwrap();
        for path in ["mission", "populations", "languages", "resident_countries"] {
            change(&mut record, path, Some(stated(json!(["rural"])))).unwrap();
        }
        record
    }

    #[test]
    fn the_shipped_profiles_load() {
        let (references, files) = (references(), Files::shipped("datasets"));
        for path in files.list("applicants", "yaml").unwrap() {
            let text = files.read(&path).unwrap();
            let applicant = Profile::read(&text, &references, civil::date(2026, 11, 1));
            applicant.map_err(|problems| problems.to_string()).unwrap();
        }
    }
}
