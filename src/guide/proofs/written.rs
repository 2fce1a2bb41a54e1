//! How a file states what a way through rules supposes, derived fields included.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::guide::{CaseFile, Change};
use crate::model::{Role, Value};
use crate::plan::{Given, Held};
use crate::script::Subjects;

use super::exams::{self, EXAMS, json_of};
use super::stated::{Supposed, one, parts, supposed, visas};

/// How many ways of stating it all are tried for one profile.
const MOST: usize = 24;

/// The changes of a case under which what is supposed should be so, at most a few; none when it
/// cannot be stated. What holds already is left as it is.
pub(super) fn changes(
    given: &Given,
    case: &CaseFile,
    change: &Change,
    now: &Subjects,
) -> Vec<Change> {
    let mut groups: BTreeMap<String, Vec<Supposed<'_>>> = BTreeMap::new();
    for one in supposed(given) {
        groups.entry(one.group()).or_default().push(one);
    }
    let mut all = vec![Change::new()];
    for (group, wanted) in groups {
        if wanted.iter().all(|one| one.holds(now)) {
            continue;
        }
        let options = options(&group, &wanted, case, change, now);
        let with = |so_far: &Change| {
            let so_far = so_far.clone();
            let each = options.iter().map(move |option| {
                let mut both = so_far.clone();
                both.extend(option.clone());
                both
            });
            each.collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).take(MOST).collect();
    }
    all
}

/// The ways to state what belongs together.
fn options(
    group: &str,
    wanted: &[Supposed<'_>],
    case: &CaseFile,
    change: &Change,
    now: &Subjects,
) -> Vec<Change> {
    match group {
        exam if EXAMS.contains(&exam) => {
            let key = format!("applicant.{exam}");
            let stated = exam_in(exam, case, change);
            let year = match_year(now);
            let parts = parts(exam, wanted);
            let all = exams::written(exam, &parts, stated.as_ref(), &now.applicant, year);
            all.into_iter().map(|exam| one(&key, exam)).collect()
        }
        "visa" => visas(wanted).collect(),
        "yog" => years(wanted, now),
        "targets" => vec![target(wanted, now)],
        "country" => single("applicant.medical_school.country", wanted),
        "failed_exams" | "has_any_failure" => failures(wanted, now).into_iter().collect(),
        other => match wanted.first().map(|one| one.role) {
            Some(Role::Applicant) => single(&format!("applicant.{other}"), wanted),
            Some(Role::Program) => of_program(other, wanted, case),
            _ => single(other, wanted),
        },
    }
}

/// One key that states one field.
fn single(key: &str, wanted: &[Supposed<'_>]) -> Vec<Change> {
    let value = wanted.first().and_then(|one| match one.value {
        None => Some(Json::Null),
        Some(Held::Words(_) | Held::Entries(_)) => Some(json!([])),
        Some(held) => json_of(held),
    });
    value.map(|value| one(key, value)).into_iter().collect()
}

/// What a record states of a program, with the source of the case's own.
fn of_program(key: &str, wanted: &[Supposed<'_>], case: &CaseFile) -> Vec<Change> {
    let path = wanted.first().map_or("", |one| one.field.path);
    let named = ["id", "name", "specialty", "city", "county", "state"].contains(&path);
    let plain = single(key, wanted).into_iter();
    if named {
        return plain.collect();
    }
    let listed = case.base("program").and_then(|base| base.get("listed"));
    let part = |key: &str| listed.and_then(|listed| listed.get(key)).cloned();
    let state = |value: Json| match value {
        Json::Null => Json::Null,
        value => json!({ "value": value, "source": part("source"), "as_of": part("as_of") }),
    };
    let limit = path.contains(".has_").then(|| key.replace(".has_", "."));
    plain
        .map(|change| {
            let pairs = change.into_iter();
            let pairs = pairs.map(|(key, value)| match (&limit, value) {
                (Some(limit), Json::Bool(false)) => (limit.clone(), state("none".into())),
                (Some(limit), Json::Bool(true)) => (limit.clone(), state(1.into())),
                (Some(limit), value) => (limit.clone(), state(value)),
                (None, value) => (key, state(value)),
            });
            pairs.collect()
        })
        .collect()
}

/// The exam as the case states it.
fn exam_in(exam: &str, case: &CaseFile, change: &Change) -> Option<Json> {
    let key = format!("applicant.{exam}");
    let base = case.base("applicant").and_then(|base| base.get(exam));
    let mut stated = change.get(&key).or(base).cloned()?;
    if let Json::Object(map) = &mut stated {
        let inside = change.iter().filter_map(|(path, value)| {
            let part = path.strip_prefix(&key)?.strip_prefix('.')?;
            Some((part.to_owned(), value.clone()))
        });
        map.extend(inside);
    }
    Some(stated)
}

/// The year of graduation that makes it so many years.
fn years(wanted: &[Supposed<'_>], now: &Subjects) -> Vec<Change> {
    let of = |path: &str| wanted.iter().find(|one| one.field.path == path);
    let number = |path: &str| match of(path).map(|one| one.value) {
        Some(Some(Held::Int(number))) => Some(*number),
        _ => None,
    };
    let year = number("match_year").unwrap_or_else(|| match_year(now));
    let mut change = Change::new();
    if of("match_year").is_some() {
        change.insert("applicant.match_year".to_owned(), year.into());
    }
    if of("yog").is_some() || of("years_since_graduation").is_some() {
        let since = number("years_since_graduation").map(|years| year - years);
        let yog = number("yog").or(since).map_or(Json::Null, Json::from);
        change.insert("applicant.yog".to_owned(), yog);
    }
    vec![change]
}

/// So many exams with a failed sitting; of the others none was failed.
fn failures(wanted: &[Supposed<'_>], now: &Subjects) -> Option<Change> {
    let count = match wanted.first()?.value.as_ref()? {
        Held::Bool(any) => usize::from(*any),
        Held::Int(number) => usize::try_from(*number).ok()?,
        _ => return None,
    };
    let mut change = Change::new();
    for (at, exam) in EXAMS.into_iter().enumerate() {
        let fails = at < count;
        let told = now.applicant.get(&format!("{exam}.has_failure")).value();
        if told == Some(&Value::Bool(fails)) {
            continue;
        }
        let stated = if fails {
            json!({ "taken": true, "result": "pass", "attempts": 2 })
        } else {
            json!({ "planned": false })
        };
        change.insert(format!("applicant.{exam}"), stated);
    }
    Some(change)
}

/// The Match year as it is read.
pub(super) fn match_year(now: &Subjects) -> i64 {
    match now.applicant.get("match_year").value() {
        Some(Value::Int(year)) => *year,
        _ => 0,
    }
}

/// One target, with what is not supposed of it as it is.
fn target(wanted: &[Supposed<'_>], now: &Subjects) -> Change {
    let of = |path: &str| {
        let one = wanted.iter().find(|one| one.field.path == path);
        let told = now.applicant.get(path).value().map(ToString::to_string);
        match one.map(|one| one.value) {
            Some(Some(Held::Text(word))) => Some(word.to_string()),
            _ => told,
        }
    };
    let (specialty, track) = (of("target.specialty"), of("target.track"));
    let target = json!([{ "specialty": specialty, "track": track }]);
    one("applicant.targets", target)
}
