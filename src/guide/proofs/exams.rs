//! Every way in which an exam can stand, as far as rules can tell it apart. Most of what they read
//! of one is derived, so not everything that a way through a rule supposes can be so at once.

use std::sync::LazyLock;

use serde_json::{Map, Value as Json, json};

use crate::model::{APPLICANT, Date, Exam, ExamResult, Facts, Reading, Sitting, Value};
use crate::plan::Held;

/// The exams.
pub(super) const EXAMS: [&str; 3] = ["step1", "step2_ck", "step3"];
/// What a score does not tell apart, nor anything else that any exam can have besides.
const FREE: [&str; 6] = [
    "pass_mark",
    "practice.first",
    "practice.latest",
    "practice.gain",
    "readiness",
    "borderline",
];
/// When an exam may have been sat of which another date does not fit: pass marks rose over the years.
pub(super) const SAT: [&str; 3] = ["2025-09", "2021-06", "2010-06"];
/// When an exam will be sat whose date is known.
const AHEAD: &str = "2027-01";
/// How many shapes are tried.
const SHAPES: usize = 6;

/// What a way through rules supposes of one exam: parts of its fields, e.g. `score`.
pub(super) type Parts<'g> = Vec<(&'static str, &'g Option<Held>)>;

/// Each shape with what rules read of it.
static SHAPED: LazyLock<Vec<(Option<Exam>, Facts)>> = LazyLock::new(|| {
    // Nothing, the month, only the year.
    let dates = [None, Date::parse("2020-01"), Date::parse("2020")];
    let taken = dates.map(Sitting::Taken);
    let ahead = dates.map(Sitting::Planned);
    let results = [Some(ExamResult::Pass), Some(ExamResult::Fail), None];
    let attempts: Vec<Option<i64>> = (1..=12).map(Some).chain([None, Some(0)]).collect();
    let mut all = vec![shaped(Sitting::None, None, None, None)];
    for attempts in attempts {
        for sitting in taken {
            for result in results {
                for score in [Some(1), None] {
                    all.push(shaped(sitting, result, score, attempts));
                }
            }
        }
        all.extend(ahead.map(|sitting| shaped(sitting, None, None, attempts)));
    }
    let absent = (None, Facts::new(&APPLICANT));
    let sat_never = |exam: &(Option<Exam>, Facts)| {
        let exam = exam.0.as_ref();
        let taken = exam.filter(|exam| matches!(exam.sitting, Sitting::Taken(_)));
        taken.is_some_and(|exam| exam.attempts == Some(0))
    };
    all.retain(|exam| !sat_never(exam));
    all.push(absent);
    all
});

fn shaped(
    sitting: Sitting,
    result: Option<ExamResult>,
    score: Option<i64>,
    attempts: Option<i64>,
) -> (Option<Exam>, Facts) {
    let exam = Exam {
        sitting,
        result,
        score,
        attempts,
        practice: Vec::new(),
        readiness: None,
        pass_mark: None,
    };
    let mut facts = Facts::new(&APPLICANT);
    exam.state(EXAMS[0], 2027, &mut facts);
    (Some(exam), facts)
}

/// What rules read of each shape, as if it were Step 1.
#[cfg(test)]
pub(super) fn shapes() -> impl Iterator<Item = &'static Facts> {
    SHAPED.iter().map(|(_, facts)| facts)
}

/// Whether an exam can be so.
pub(super) fn is_possible(parts: &Parts<'_>) -> bool {
    SHAPED.iter().any(|(_, facts)| fits(facts, parts))
}

/// Whether the shape can have these parts, its score and its month being any.
fn fits(facts: &Facts, parts: &Parts<'_>) -> bool {
    parts.iter().all(|(part, wanted)| {
        let value = facts.get(&format!("{}.{part}", EXAMS[0])).value();
        match (*part, value, wanted) {
            (part, ..) if FREE.contains(&part) => true,
            ("score" | "months_before_match", value, wanted) => value.is_some() == wanted.is_some(),
            (_, None, None) => true,
            (_, Some(Value::Bool(a)), Some(Held::Bool(b))) => a == b,
            (_, Some(Value::Int(a)), Some(Held::Int(b))) => a == b,
            _ => false,
        }
    })
}

/// The exams that a profile can state so that these parts are so, those first that differ least from
/// what it states (`stated`, which rules read as `known` under the path `exam`).
pub(super) fn written(
    exam: &str,
    parts: &Parts<'_>,
    stated: Option<&Json>,
    known: &Facts,
    match_year: i64,
) -> Vec<Json> {
    let mut shapes: Vec<(usize, &Option<Exam>)> = SHAPED
        .iter()
        .filter(|(_, facts)| fits(facts, parts))
        .map(|(shape, facts)| (differences(exam, facts, known), shape))
        .collect();
    shapes.sort_by_key(|(differences, _)| *differences);
    shapes.truncate(SHAPES);
    let shapes = shapes.into_iter().flat_map(|(_, shape)| match shape {
        None => vec![Json::Null],
        Some(shape) => with_dates(shape, parts, stated, match_year),
    });
    shapes.collect()
}

/// In how much of what rules read of it the shape differs from what is known.
fn differences(exam: &str, shape: &Facts, known: &Facts) -> usize {
    let first = format!("{}.", EXAMS[0]);
    let fields = APPLICANT.fields.iter();
    let parts = fields.filter_map(|field| field.path.strip_prefix(first.as_str()));
    let differs = |part: &&str| {
        let shape = shape.get(&format!("{first}{part}"));
        let known = known.get(&format!("{exam}.{part}"));
        match *part {
            "score" | "months_before_match" => shape.value().is_some() != known.value().is_some(),
            part if FREE.contains(&part) => false,
            _ => shape != known,
        }
    };
    parts.filter(differs).count()
}

/// The shape as a profile writes it, on each day on which it may have been sat.
fn with_dates(
    shape: &Exam,
    parts: &Parts<'_>,
    stated: Option<&Json>,
    match_year: i64,
) -> Vec<Json> {
    let of = |key: &str| stated.and_then(|stated| stated.get(key)).cloned();
    let mut exam = Map::new();
    for (key, part) in [("readiness", "readiness"), ("borderline", "borderline")] {
        let wanted = parts.iter().find(|(name, _)| *name == part);
        let value = match wanted {
            Some((_, wanted)) => wanted.as_ref().and_then(json_of),
            None => of(key),
        };
        exam.extend(value.map(|value| (key.to_owned(), value)));
    }
    if let Some(scores) = practice(parts).or_else(|| of("practice")) {
        exam.insert("practice".to_owned(), scores);
    }
    if let Some(attempts) = shape.attempts {
        exam.insert("attempts".to_owned(), attempts.into());
    }
    if let (Some(result), Sitting::Taken(_)) = (shape.result, shape.sitting) {
        let word = match result {
            ExamResult::Pass => "pass",
            ExamResult::Fail => "fail",
        };
        exam.insert("result".to_owned(), word.into());
    }
    if shape.score.is_some() {
        let score = number(parts, "score").map(Json::from);
        exam.extend(
            score
                .or_else(|| of("score"))
                .map(|score| ("score".to_owned(), score)),
        );
    }
    let (key, dates) = dates(shape, parts, stated, match_year);
    let with = |date: Json| {
        let mut exam = exam.clone();
        exam.insert(key.to_owned(), date);
        Json::Object(exam)
    };
    dates.into_iter().map(with).collect()
}

/// The key of the sitting, and the days on which it may have been.
fn dates(
    shape: &Exam,
    parts: &Parts<'_>,
    stated: Option<&Json>,
    match_year: i64,
) -> (&'static str, Vec<Json>) {
    let day = |key: &str| {
        let day = stated.and_then(|stated| stated.get(key)).cloned();
        day.filter(Json::is_string)
    };
    let month =
        number(parts, "months_before_match").map(|months| json!(before(match_year, months)));
    match shape.sitting {
        Sitting::None => ("planned", vec![json!(false)]),
        Sitting::Planned(None) => ("planned", vec![json!(true)]),
        Sitting::Planned(Some(Date::Year(_))) => ("planned", vec![json!(match_year.to_string())]),
        Sitting::Taken(Some(Date::Year(_))) => {
            let years = [match_year - 2, match_year - 6, match_year - 17];
            ("taken", years.map(|year| json!(year.to_string())).to_vec())
        }
        Sitting::Planned(Some(_)) => {
            let known = month.or_else(|| day("planned"));
            ("planned", vec![known.unwrap_or_else(|| AHEAD.into())])
        }
        Sitting::Taken(None) => ("taken", vec![json!(true)]),
        Sitting::Taken(Some(_)) => {
            let known = day("taken").into_iter();
            let some = known.chain(SAT.map(Json::from)).collect();
            ("taken", month.map_or(some, |month| vec![month]))
        }
    }
}

/// Practice scores of which these parts are so; nothing where none is spoken of.
fn practice(parts: &Parts<'_>) -> Option<Json> {
    let is_named = parts.iter().any(|(part, _)| part.starts_with("practice."));
    let of = |part: &str| number(parts, &format!("practice.{part}"));
    Some(match (of("first"), of("latest"), of("gain")) {
        _ if !is_named => return None,
        (None, None, None) => json!([]),
        (Some(first), Some(latest), _) => json!([first, latest]),
        (Some(first), None, Some(gain)) => json!([first, first + gain]),
        (None, Some(latest), Some(gain)) => json!([latest - gain, latest]),
        (Some(only), None, None) | (None, Some(only), None) => json!([only]),
        (None, None, Some(gain)) => json!([220 - gain, 220]),
    })
}

/// The number that is supposed of that part.
fn number(parts: &Parts<'_>, part: &str) -> Option<i64> {
    parts.iter().find_map(|(name, wanted)| match wanted {
        Some(Held::Int(number)) if *name == part => Some(*number),
        _ => None,
    })
}

/// A plain value as a file writes it.
pub(super) fn json_of(held: &Held) -> Option<Json> {
    Some(match held {
        Held::Bool(yes) => (*yes).into(),
        Held::Int(number) => (*number).into(),
        Held::Float(number) => (*number).into(),
        Held::Text(text) => (&**text).into(),
        _ => return None,
    })
}

/// The month that lies so many months before March of that year.
fn before(year: i64, months: i64) -> String {
    let all = year * 12 + 2 - months;
    format!("{}-{:02}", all.div_euclid(12), all.rem_euclid(12) + 1)
}

/// Whether what is read of a field is what is supposed of it.
pub(super) fn is_so(reading: &Reading, wanted: Option<&Held>) -> bool {
    match (reading.value(), wanted) {
        (Some(Value::Bool(a)), Some(Held::Bool(b))) => a == b,
        (Some(Value::Int(a)), Some(Held::Int(b))) => a == b,
        #[expect(clippy::float_cmp, reason = "set from the very number")]
        (Some(Value::Float(a)), Some(Held::Float(b))) => a == b,
        (Some(Value::Text(a)), Some(Held::Text(b))) => a == b,
        // Lists are asked questions that are left open: any will do.
        (None, None)
        | (Some(Value::Texts(_) | Value::Entries(_)), Some(Held::Words(_) | Held::Entries(_))) => {
            true
        }
        _ => false,
    }
}
