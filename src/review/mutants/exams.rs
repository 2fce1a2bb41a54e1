//! Changes of an exam: much of what rules read of one is derived from a few keys.

use serde_json::{Value as Json, json};

use crate::guide::Change;
use crate::model::Field;

use super::knobs::{Ground, Hints, one, values};

const EXAMS: [&str; 3] = ["step1", "step2_ck", "step3"];
/// When an exam was sat whose date the base does not give.
const SAT: &str = "2025-05-20";

/// The changes that a field of an exam depends on; nothing for other fields.
pub(super) fn changes(
    ground: &Ground<'_>,
    field: &'static Field,
    hints: &Hints,
) -> Option<Vec<Change>> {
    if ["failed_exams", "has_any_failure"].contains(&field.path) {
        return Some(
            EXAMS
                .iter()
                .flat_map(|exam| results(ground, exam))
                .collect(),
        );
    }
    let (exam, part) = field.path.split_once('.')?;
    if !EXAMS.contains(&exam) {
        return None;
    }
    let mut all = results(ground, exam);
    let key = |part: &str| format!("applicant.{exam}.{part}");
    match part {
        "score" => {
            for score in values(field.kind, hints) {
                all.push(one(&key("score"), score.clone()));
                let sat = json!({ "taken": date(ground, exam), "score": score, "attempts": 1 });
                all.push(one(&format!("applicant.{exam}"), sat));
            }
        }
        "months_before_match" => {
            let year = match_year(ground);
            for months in values(field.kind, hints).iter().filter_map(Json::as_i64) {
                let day = months_before(year, months);
                for known in ["taken", "planned"] {
                    all.push(one(&key(known), day.clone().into()));
                }
                all.push(one(&format!("applicant.{exam}"), json!({ "planned": day })));
            }
        }
        "practice.first" | "practice.latest" | "practice.gain" => {
            for number in values(field.kind, hints).iter().filter_map(Json::as_i64) {
                let scores = match part {
                    "practice.gain" => json!([200, 200 + number]),
                    _ => json!([number, number]),
                };
                all.push(one(&key("practice"), scores));
            }
            all.push(one(&key("practice"), Json::Null));
        }
        "readiness" | "borderline" => {
            let each = values(field.kind, hints).into_iter();
            all.extend(each.map(|value| one(&key(part), value)));
            all.push(one(&key(part), Json::Null));
        }
        _ => {}
    }
    Some(all)
}

/// The ways in which an exam can end.
fn results(ground: &Ground<'_>, exam: &str) -> Vec<Change> {
    let whole = format!("applicant.{exam}");
    let day = date(ground, exam);
    let mut all = vec![
        one(&whole, Json::Null),
        one(&whole, json!({ "planned": "2027-01" })),
        one(&whole, json!({ "planned": false })),
        one(
            &whole,
            json!({ "taken": day, "result": "pass", "attempts": 1 }),
        ),
        one(
            &whole,
            json!({ "taken": day, "result": "fail", "attempts": 1 }),
        ),
        one(
            &whole,
            json!({ "taken": day, "result": "pass", "attempts": 2 }),
        ),
        one(&whole, json!({ "taken": day, "result": "pass" })),
        one(&format!("{whole}.planned"), "2027-01".into()),
        one(&format!("{whole}.taken"), true.into()),
    ];
    let attempts = [json!(1), json!(2), json!(3), json!(4), Json::Null];
    all.extend(attempts.map(|attempts| one(&format!("{whole}.attempts"), attempts)));
    all
}

/// When the exam of the base was sat.
fn date(ground: &Ground<'_>, exam: &str) -> Json {
    let base = ground.file.base("applicant");
    let day = base.and_then(|base| base.get(exam)?.get("taken"));
    day.filter(|day| day.is_string())
        .cloned()
        .unwrap_or_else(|| SAT.into())
}

/// The Match year of the base.
pub(super) fn match_year(ground: &Ground<'_>) -> i64 {
    let year = ground.base.applicant.get("match_year").value().cloned();
    match year {
        Some(crate::model::Value::Int(year)) => year,
        _ => 2027,
    }
}

/// The month that lies so many months before March of that year.
fn months_before(year: i64, months: i64) -> String {
    let all = year * 12 + 2 - months;
    format!("{}-{:02}", all.div_euclid(12), all.rem_euclid(12) + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn months_are_counted_back_from_march() {
        assert_eq!(super::months_before(2027, 0), "2027-03");
        assert_eq!(super::months_before(2027, 3), "2026-12");
        assert_eq!(super::months_before(2027, 6), "2026-09");
    }
}
