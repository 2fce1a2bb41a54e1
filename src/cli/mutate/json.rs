use std::io::{self, Write};

use serde_json::{Value, json};

use crate::review::mutants::{Fate, Verdict};

use super::{Mutated, shown};

/// Writes the same for other programs.
pub(super) fn write(result: &Mutated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let scores = result.scores.iter().map(|score| {
        json!({
            "of": score.of,
            "changes": score.all(),
            "by_case": score.by_case,
            "by_profile": score.by_profile,
            "equivalent": score.equivalent,
            "unnoticed": score.survive,
            "percent": (score.percent() * 10.0).round() / 10.0,
        })
    });
    let interpreted = result.interpreted.iter();
    let interpreted =
        interpreted.map(|(rule, because)| json!({ "rule": rule, "because": because }));
    let document = json!({
        "version": 1,
        "disagreeing_cases": result.disagreeing,
        "scores": scores.collect::<Vec<_>>(),
        "unnoticed": result.verdicts.iter().filter_map(survivor).collect::<Vec<_>>(),
        "equivalent": result.verdicts.iter().filter_map(equivalent).collect::<Vec<_>>(),
        "interpreted": interpreted.collect::<Vec<_>>(),
    });
    writeln!(out, "{document:#}")
}

fn change(verdict: &Verdict) -> Value {
    let problem = &verdict.mutant.problem;
    let place = problem.place.as_ref();
    json!({
        "in": shown(&verdict.mutant.owner),
        "change": problem.message,
        "path": place.map(|place| place.path.to_string()),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "text": problem.line,
    })
}

fn survivor(verdict: &Verdict) -> Option<Value> {
    let Fate::Survives(case) = &verdict.fate else {
        return None;
    };
    let mut value = change(verdict);
    let case = case.as_ref().map(|case| {
        json!({
            "path": case.path,
            "rule": case.rule,
            "expected": case.expected.key(),
            "case": case.line,
        })
    });
    value
        .as_object_mut()?
        .insert("would_notice".to_owned(), case.into());
    Some(value)
}

fn equivalent(verdict: &Verdict) -> Option<Value> {
    let Fate::Equivalent(tried) = verdict.fate else {
        return None;
    };
    let mut value = change(verdict);
    value
        .as_object_mut()?
        .insert("tried".to_owned(), tried.into());
    Some(value)
}
