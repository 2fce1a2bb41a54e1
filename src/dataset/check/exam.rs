use jiff::civil;

use super::{Check, Checked};
use crate::dataset::raw::RawExam;
use crate::dataset::{PassMarks, Step};
use crate::model::{Date, Exam, ExamResult, Sitting};
use crate::place::Problem;

const SCORES: std::ops::RangeInclusive<i64> = 1..=300;

/// One exam of a profile; everything stands below the key of the Step.
pub(super) fn exam(
    check: &mut Check<'_>,
    step: Step,
    raw: &RawExam,
    marks: &PassMarks,
    today: civil::Date,
) -> Checked<Exam> {
    let sitting = sitting(check, step, raw, today)?;
    ranges(check, step, raw);
    if !matches!(sitting, Sitting::Taken(_)) && raw.score.is_some() {
        check.error(
            &at(step, "score"),
            "an exam that was not taken has no score",
            "give scores of practice tests as `practice: [215, 222]`",
        );
    }
    let result = result(check, step, raw, sitting, marks);
    Some(Exam {
        sitting,
        result,
        score: raw.score,
        attempts: raw.attempts,
        practice: raw.practice.clone().unwrap_or_default(),
        readiness: raw.readiness,
        pass_mark: match sitting {
            Sitting::None => None,
            Sitting::Planned(date) | Sitting::Taken(date) => {
                date.and_then(|date| marks.mark(step, date))
            }
        },
    })
}

fn at(step: Step, key: &str) -> String {
    format!("{step}.{key}")
}

/// Whether and when it was sat.
fn sitting(
    check: &mut Check<'_>,
    step: Step,
    raw: &RawExam,
    today: civil::Date,
) -> Checked<Sitting> {
    match (raw.taken.as_deref(), raw.planned.as_deref()) {
        (Some("false"), _) => {
            let problem = Problem::error("an exam that was not taken is `planned`");
            let help = "give `planned` a date, or `true`, or `false` when it is not planned either";
            check.wrong(&at(step, "taken"), problem.help(help));
            None
        }
        (Some(text), None) => taken(check, step, text, today).map(Sitting::Taken),
        (None, Some("false")) => Some(Sitting::None),
        (None, Some(text)) => when(check, &at(step, "planned"), text).map(Sitting::Planned),
        (Some(_), Some("false")) => {
            check.error(
                &at(step, "planned"),
                "leave `planned` out when the exam was taken",
                "remove `planned: false`",
            );
            None
        }
        (Some(text), Some(planned)) => {
            taken(check, step, text, today)?;
            retake(check, step, raw, planned)
        }
        (None, None) => {
            let title = step.title();
            let problem = Problem::error(format!("{title} is neither `taken` nor `planned`"));
            check.wrong(step.as_str(), problem.help("give either a date, or `true`"));
            None
        }
    }
}

/// A date, or `true` where it is not known.
fn when(check: &mut Check<'_>, at: &str, text: &str) -> Checked<Option<Date>> {
    if text == "true" {
        Some(None)
    } else {
        check.date(at, text).map(Some)
    }
}

fn taken(
    check: &mut Check<'_>,
    step: Step,
    text: &str,
    today: civil::Date,
) -> Checked<Option<Date>> {
    let date = when(check, &at(step, "taken"), text)?;
    if date.is_some_and(|date| date.earliest() > today) {
        let message =
            format!("an exam taken on {text} lies after {today}, the day this is judged on");
        let problem = Problem::error(message).help("an exam ahead is `planned`");
        check.wrong(&at(step, "taken"), problem);
        return None;
    }
    Some(date)
}

/// A failed exam with another sitting ahead.
fn retake(check: &mut Check<'_>, step: Step, raw: &RawExam, planned: &str) -> Checked<Sitting> {
    if raw.result != Some(ExamResult::Fail) {
        let message = "only an exam with `result: fail` is both taken and planned";
        check.error(&at(step, "planned"), message, "remove `taken` or `planned`");
        return None;
    }
    if raw.attempts.is_none() {
        let message = "give `attempts` for a retake: how often the exam was sat";
        check.error(step.as_str(), message, "add it, e.g. `attempts: 1`");
        return None;
    }
    when(check, &at(step, "planned"), planned).map(Sitting::Planned)
}

fn ranges(check: &mut Check<'_>, step: Step, raw: &RawExam) {
    let title = step.title();
    if raw.score.is_some_and(|score| !SCORES.contains(&score)) {
        check.error(
            &at(step, "score"),
            format!("a {title} score lies between 1 and 300"),
            "correct the score, or leave it out when it is not known",
        );
    }
    for (number, score) in raw.practice.iter().flatten().enumerate() {
        if !SCORES.contains(score) {
            let at = at(step, &format!("practice.{number}"));
            check.error(
                &at,
                "a practice score lies between 1 and 300",
                "correct the score, or leave it out",
            );
        }
    }
    let least = i64::from(raw.taken.is_some());
    if raw
        .attempts
        .is_some_and(|attempts| !(least..=12).contains(&attempts))
    {
        let message = format!("the attempts of {title} lie between {least} and 12");
        check.error(
            &at(step, "attempts"),
            message,
            "count every sitting, the failed ones as well",
        );
    }
    if raw.borderline.is_some() && step != Step::Step1 {
        check.error(
            &at(step, "borderline"),
            "only Step 1 can be `borderline`",
            "remove it",
        );
    }
}

/// How it ended: as stated, or by the pass mark of its day.
fn result(
    check: &mut Check<'_>,
    step: Step,
    raw: &RawExam,
    sitting: Sitting,
    marks: &PassMarks,
) -> Option<ExamResult> {
    let Sitting::Taken(date) = sitting else {
        return None;
    };
    let Some(score) = raw.score else {
        return raw.result;
    };
    if let Some(since) = date.and_then(|date| marks.without_score(step, date)) {
        let message = format!("{} has had no score since {since}", step.title());
        check.error(
            &at(step, "score"),
            message,
            "give `result: pass` or `result: fail` instead",
        );
    }
    let derived = marks.result(step, date, score);
    match (raw.result, derived) {
        (Some(stated), Some(derived)) if stated != derived => {
            let day = date.map_or_else(|| "any day".to_owned(), |date| date.to_string());
            let message = format!("a score of {score} on {day} is a {derived}, not a {stated}");
            check.error(
                &at(step, "result"),
                message,
                "correct the score, the day or the result",
            );
        }
        _ => {}
    }
    raw.result.or(derived)
}
