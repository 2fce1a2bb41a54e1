use super::{Check, Checked};
use crate::dataset::raw::{
    NumberOrNone, RawAllotment, RawAttemptLimits, RawFees, RawPassMark, RawPassMarks, RawSeasons,
    RawSignals, RawStated,
};
use crate::dataset::{Allotment, AttemptLimit, Fees, PassMark, PassMarks, Season, SignalKind};
use crate::model::{AsOf, Date, Provenance, Reading, Value};

/// The pass marks of all Steps.
pub(in crate::dataset) fn pass_marks(check: &mut Check<'_>, raw: &RawPassMarks) -> PassMarks {
    PassMarks {
        step1: marks(check, "step1", &raw.step1),
        step2_ck: marks(check, "step2_ck", &raw.step2_ck),
        step3: marks(check, "step3", &raw.step3),
    }
}

fn marks(check: &mut Check<'_>, step: &str, raw: &[RawPassMark]) -> Vec<PassMark> {
    let mut marks: Vec<PassMark> = Vec::new();
    for (number, raw) in raw.iter().enumerate() {
        let at = format!("{step}.{number}");
        let Some(mark) = mark(check, &at, raw) else {
            continue;
        };
        if marks.last().is_some_and(|last| last.from >= mark.from) {
            check.error(
                &format!("{at}.from"),
                "the pass marks stand oldest first",
                "put them in the order of their days",
            );
        }
        marks.push(mark);
    }
    marks
}

fn mark(check: &mut Check<'_>, at: &str, raw: &RawPassMark) -> Checked<PassMark> {
    let from = check.day(&format!("{at}.from"), &raw.from)?;
    let NumberOrNone(text) = &raw.pass_mark;
    let score = match text.parse() {
        Ok(score) => check
            .within(&format!("{at}.pass_mark"), score, (1, 300))
            .map(Some),
        Err(_) if text == "none" => Some(None),
        Err(_) => {
            let message = format!("a whole number or `none` belongs here, not `{text}`");
            check.error(
                &format!("{at}.pass_mark"),
                message,
                "write `none` for a Step without a score",
            );
            None
        }
    };
    let source = check.source(&format!("{at}.source"), &raw.source);
    let as_of = match &raw.as_of {
        Some(text) => check.as_of(&format!("{at}.as_of"), text)?,
        None => AsOf::On(Date::Day(from)),
    };
    let note = raw.note.as_deref().map(Into::into);
    let provenance = Provenance {
        source: source?,
        as_of,
        note,
        place: None,
    };
    Some(PassMark {
        from,
        score: score?,
        provenance,
    })
}

/// What applications cost.
pub(in crate::dataset) fn fees(check: &mut Check<'_>, raw: &RawFees) -> Checked<Fees> {
    let provenance = check.provenance("", &raw.source, &raw.as_of, None);
    let tiers: Vec<_> = raw
        .tiers
        .iter()
        .map(|tier| (tier.programs, tier.each))
        .collect();
    let rising = tiers.windows(2).all(|pair| match pair {
        [(Some(a), _), (Some(b), _)] => a < b,
        [(Some(_), _), (None, _)] => true,
        _ => false,
    });
    if !rising || tiers.last().is_none_or(|(last, _)| last.is_some()) {
        check.error(
            "tiers",
            "the tiers rise, and only the last one has no `programs`",
            "let `programs` grow from tier to tier, and leave it out of the last",
        );
    }
    Some(Fees {
        season: raw.season,
        provenance: provenance?,
        tiers,
    })
}

/// The program signals of each specialty and season.
pub(in crate::dataset) fn signals(check: &mut Check<'_>, raw: &RawSignals) -> Vec<Allotment> {
    let mut allotments: Vec<Allotment> = Vec::new();
    for (number, raw) in raw.specialties.iter().enumerate() {
        let at = format!("specialties.{number}");
        let Some(allotment) = allotment(check, &at, raw) else {
            continue;
        };
        let same = |known: &Allotment| {
            (known.specialty, known.season) == (allotment.specialty, allotment.season)
        };
        if allotments.iter().any(same) {
            let message = format!("{} stands twice for {}", raw.specialty, raw.season);
            check.error(&at, message, "keep one of them");
        }
        allotments.push(allotment);
    }
    allotments
}

fn allotment(check: &mut Check<'_>, at: &str, raw: &RawAllotment) -> Checked<Allotment> {
    let specialty = check.specialty(&format!("{at}.specialty"), &raw.specialty);
    let season = check.within(&format!("{at}.season"), raw.season, (2022, 2100));
    let provenance = check.provenance(at, &raw.source, &raw.as_of, raw.note.as_ref());
    let mut kinds: Vec<(SignalKind, usize)> = Vec::new();
    for (number, raw) in raw.kinds.iter().enumerate() {
        let at = format!("{at}.kinds.{number}");
        if kinds.iter().any(|(kind, _)| *kind == raw.kind) {
            check.error(
                &format!("{at}.kind"),
                format!("`{}` stands twice", raw.kind),
                "keep one of them, with the number of both",
            );
        }
        let number = check.within(&format!("{at}.number"), raw.number, (1, 99));
        let number = number.and_then(|number| usize::try_from(number).ok());
        kinds.extend(number.map(|number| (raw.kind, number)));
    }
    if raw.kinds.is_empty() {
        check.error(
            &format!("{at}.kinds"),
            "signals have at least one kind",
            "e.g. `kinds: [{ kind: gold, number: 3 }]`",
        );
    }
    Some(Allotment {
        specialty: specialty?,
        season: season?,
        kinds,
        provenance: provenance?,
        unclear: raw
            .unclear
            .iter()
            .map(|text| text.as_str().into())
            .collect(),
    })
}

/// How often a Step may be sat.
pub(in crate::dataset) fn attempt_limit(
    check: &mut Check<'_>,
    raw: &RawAttemptLimits,
) -> Checked<AttemptLimit> {
    let limit = number(check, "limit", &raw.limit);
    let from = check.day("from", &raw.from);
    let previous = raw
        .previous
        .as_ref()
        .and_then(|raw| number(check, "previous", raw));
    let (limit, provenance) = limit?;
    Some(AttemptLimit {
        limit,
        from: from?,
        previous: previous.map(|(limit, _)| limit),
        provenance,
    })
}

fn number(check: &mut Check<'_>, at: &str, raw: &RawStated<i64>) -> Checked<(i64, Provenance)> {
    let reading = check.reading(at, Some(raw), |check, at, number| {
        check.within(at, *number, (1, 99)).map(Value::Int)
    });
    match reading {
        Reading::Stated(stated) => match (stated.value, stated.provenance) {
            (Value::Int(number), Some(provenance)) => Some((number, provenance)),
            _ => None,
        },
        Reading::Conflicting(_) => {
            check.error(
                at,
                "an official number cannot be in conflict",
                "keep the value of the official source",
            );
            None
        }
        Reading::Unstated => None,
    }
}

/// The dates of the seasons, by Match year.
pub(in crate::dataset) fn seasons(check: &mut Check<'_>, raw: &RawSeasons) -> Vec<Season> {
    let mut seasons = Vec::new();
    for (number, raw) in raw.seasons.iter().enumerate() {
        let mut day = |key: &str, raw: Option<&RawStated<String>>| {
            let at = format!("seasons.{number}.{key}");
            let claim = check.claims(&at, raw?).into_iter().next()?;
            let date = check.date(&claim.at, claim.value)?;
            Some((date, claim.provenance))
        };
        seasons.push(Season {
            match_year: raw.match_year,
            eras_opens: day("eras_opens", raw.eras_opens.as_ref()),
            programs_see: day("programs_see", raw.programs_see.as_ref()),
            interviews_end: day("interviews_end", raw.interviews_end.as_ref()),
            rank_list_due: day("rank_list_due", raw.rank_list_due.as_ref()),
            match_day: day("match_day", raw.match_day.as_ref()),
        });
    }
    seasons.sort_by_key(|season| season.match_year);
    seasons
}

#[cfg(test)]
mod tests {
    use crate::dataset::{Files, References, yaml};
    use crate::place::SourceText;

    use super::*;

    const SIGNALS: &str = "specialties:
  - { specialty: neurology, season: 2026, kinds: [{ kind: gold, number: 3 }], per: institution, source: aaim-signals-2026, as_of: 2025 }
";

    /// What is wrong with the table of signals after that replacement.
    fn said(from: &str, to: &str) -> String {
        assert!(SIGNALS.contains(from), "{from}");
        let text = SourceText::new("signals.yaml", &SIGNALS.replace(from, to));
        let sources = References::load(&Files::shipped("datasets"))
            .unwrap()
            .sources;
        let raw: RawSignals = match yaml::parse(&text) {
            Ok(raw) => raw,
            Err(problem) => return problem.to_string(),
        };
        let mut check = Check::new(&text, &sources);
        let value = Some(signals(&mut check, &raw));
        let problems = check.finish(value).unwrap_err().to_string();
        problems.trim_end().to_owned()
    }

    #[test]
    fn what_is_wrong_with_signals_is_said_in_its_place() {
        let kinds = "[{ kind: gold, number: 3 }]";
        let twice = "[{ kind: gold, number: 3 }, { kind: gold, number: 2 }]";
        let entry = SIGNALS.lines().last().unwrap();
        let wrong = [
            (kinds, "[]", "signals have at least one kind"),
            (kinds, twice, "`gold` stands twice"),
            (
                "number: 3",
                "number: 0",
                "`number` lies between 1 and 99, not at 0",
            ),
            (
                "number: 3",
                "number: many",
                "a whole number belongs here, not `many`",
            ),
            ("kind: gold", "kind: golden", "unknown word `golden`"),
            (
                "neurology",
                "neurologie",
                "unknown specialty `neurologie` (did you mean `neurology`?)",
            ),
            (
                "season: 2026",
                "season: 20",
                "`season` lies between 2022 and 2100, not at 20",
            ),
            ("per: institution", "per: program", "unknown word `program`"),
            (
                "signals-2026",
                "signals-2062",
                "unknown source `aaim-signals-2062`",
            ),
            (", as_of: 2025", "", "`as_of` is missing"),
            (
                entry,
                &format!("{entry}\n{entry}"),
                "neurology stands twice for 2026",
            ),
        ];
        for (from, to, message) in wrong {
            let said = said(from, to);
            assert!(
                said.contains(message),
                "{to}\n  said {said}\n  not  {message}"
            );
            assert!(said.starts_with("signals.yaml:"), "{said}");
        }
    }
}
