use std::io::Write;

use crate::advise::TargetAdvice;
use crate::model::Stage;
use crate::report::reference::reference;
use crate::report::sentence::sentence;
use crate::report::{Paper, Report, plural};

use super::next::faults;
use super::program::name;
use super::{Written, budget};

/// Writes the first screen only: whose report it is, each target in short, rules that failed, and
/// what the budget buys.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    title(report, paper)?;
    for target in &report.advice.targets {
        in_short(report, target, paper)?;
        faults(report, target, paper)?;
    }
    budget::brief(report, paper)
}

pub(super) fn title<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let manifest = &report.guide.manifest;
    paper.title(report.applicant_name())?;
    let day = report.as_of;
    let stage = report.advice.stage.as_str();
    paper.item("", &format!("Guide: {}", manifest.title), "")?;
    let match_year = report.applicant.match_year;
    paper.item(
        "",
        &format!("As of {day}, for the {match_year} Match, stage: {stage}."),
        "",
    )?;
    if let Some(caution) = report.caution {
        paper.item("", &format!("Note: {caution}"), "")?;
    }
    for (target, reasons) in &report.advice.outside {
        let text = format!("Not judged here: {target}: {}.", reasons.join("; "));
        paper.item("", &text, "")?;
    }
    Ok(())
}

pub(super) fn in_short<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    paper.heading(&format!("In short: {}", target.target))?;
    paper.item("  You stand   ", &stand(target), "")?;
    if let Some(concerns) = concerns(target) {
        paper.item("  To address  ", &concerns, "")?;
    }
    if report.advice.stage == Stage::Applying {
        let source = target
            .apply_to
            .as_ref()
            .map(|(_, rule)| reference(report.guide, *rule));
        paper.item(
            "  Apply to    ",
            &how_many(target),
            &source.unwrap_or_default(),
        )?;
        paper.item("  Cost        ", &cost(report, target), "")?;
        paper.item("  First       ", &first(report, target), "")?;
    }
    paper.item("  Next        ", next(target), "")
}

/// The first two things that the guide says of where the applicant stands.
pub(crate) fn stand(target: &TargetAdvice) -> String {
    stand_in(target, 2)
}

/// The first so many things that the guide says of where the applicant stands.
pub(crate) fn stand_in(target: &TargetAdvice, sentences: usize) -> String {
    let bands = target.standing.bands.iter();
    let bands: Vec<&str> = bands
        .take(sentences)
        .map(|(_, _, said)| &*said.text)
        .collect();
    match (bands.is_empty(), target.standing.flags.is_empty()) {
        (false, _) => bands.join(" "),
        (true, false) => "The guide has only concerns to name so far.".to_owned(),
        (true, true) => {
            "The profile does not say enough for the guide to place you; see \"Tell us\"."
                .to_owned()
        }
    }
}

/// The concern that comes first, how many there are beside it, and how much speaks against them.
pub(crate) fn concerns(target: &TargetAdvice) -> Option<String> {
    let standing = &target.standing;
    let first = standing.flags.first()?;
    let more = match standing.flags.len() - 1 {
        0 => String::new(),
        more => format!(" And {} below.", plural(more, "more concern")),
    };
    let strengths = match standing.pillars.len() {
        0 => String::new(),
        all => {
            let holding = standing.holding();
            format!(" Of {all} things that could make up for it you have {holding}.")
        }
    };
    Some(format!("{}{more}{strengths}", sentence(&first.text)))
}

pub(crate) fn next(target: &TargetAdvice) -> &str {
    match target.plan.first() {
        Some(step) => &step.said.text,
        None if target.tell_us.is_empty() => "Nothing more by this guide.",
        None => "Add to your profile what stands under \"Tell us\", then evaluate it again.",
    }
}

/// How many programs the guide asks for, and how many there are.
pub(crate) fn how_many(target: &TargetAdvice) -> String {
    let list = &target.list;
    let wanted = match &target.apply_to {
        Some((band, _)) => format!("{band} programs by this guide."),
        None => "The guide gives no number for this profile.".to_owned(),
    };
    let there = match (list.placed, list.possible) {
        (0, 0) => "No program of the catalogue fits.".to_owned(),
        (0, may) => {
            format!(
                "No program of the catalogue fits for certain; {may} may, once you know what their records leave open."
            )
        }
        (fit, 0) => format!("The catalogue has {fit} that fit."),
        (fit, may) => format!(
            "The catalogue has {fit} that fit and {may} that may, once you know what their records leave open."
        ),
    };
    let least = target
        .apply_to
        .as_ref()
        .map_or(0.0, |(band, _)| band.from.as_f64());
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let short = |programs: usize| (programs as f64) < least;
    let warning = if short(list.placed + list.possible) {
        " That is fewer than the guide asks for."
    } else if short(list.placed) {
        " It takes those that may to reach what the guide asks for."
    } else {
        ""
    };
    format!("{wanted} {there}{warning}")
}

/// What applying costs.
pub(crate) fn cost(report: &Report<'_>, target: &TargetAdvice) -> String {
    let fees = &report.references.fees;
    let cost = &target.cost;
    let range = match (cost.from, cost.to) {
        (Some(from), Some(to)) => {
            let open = target.apply_to.as_ref().is_some_and(|(band, _)| band.open);
            let more = if open { "+" } else { "" };
            format!(
                "; the guide's range would be ${}–${}{more}",
                dollars(from),
                dollars(to)
            )
        }
        _ => String::new(),
    };
    let (placed, all) = (dollars(cost.placed), dollars(cost.with_possible));
    let paid = match (target.list.placed, target.list.possible) {
        (0, 0) => "Nothing to apply to yet".to_owned(),
        (0, may) => format!("${all} for the {may} that may fit"),
        (fit, 0) => format!("${placed} for the {fit} that fit"),
        (fit, _) => format!("${placed} for the {fit} that fit, ${all} with those that may"),
    };
    format!("{paid}{range} (ERAS {} fees, per specialty).", fees.season)
}

/// `1830` as `1,830`.
pub(crate) fn dollars(amount: u64) -> String {
    let digits = amount.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The programs to begin with.
pub(crate) fn first(report: &Report<'_>, target: &TargetAdvice) -> String {
    let open = target
        .list
        .placements
        .iter()
        .filter(|p| p.is_open() && p.tier.is_some());
    let names: Vec<String> = open.take(3).map(|p| name(report, p)).collect();
    if !names.is_empty() {
        return format!("{}.", names.join("; "));
    }
    let possible = target.list.possible(report.guide);
    let names: Vec<String> = possible
        .iter()
        .take(3)
        .map(|(_, p)| name(report, p))
        .collect();
    if names.is_empty() {
        "No program of the catalogue fits.".to_owned()
    } else {
        format!(
            "No program is certain yet; ask first: {}.",
            names.join("; ")
        )
    }
}

pub(super) fn total<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let Some(text) = together(report) else {
        return Ok(());
    };
    paper.heading("Together")?;
    paper.item("  ", &text, "")
}

/// What several targets cost together.
pub(crate) fn together(report: &Report<'_>) -> Option<String> {
    let targets = &report.advice.targets;
    if targets.len() < 2 {
        return None;
    }
    let cost = report.advice.cost;
    let names: Vec<String> = targets
        .iter()
        .map(|target| target.target.to_string())
        .collect();
    Some(format!(
        "{} ({}): ${} for the programs that fit, ${} with those that may. ERAS charges each specialty from its first program on; two tracks of one program are one application.",
        plural(targets.len(), "target"),
        names.join("; "),
        dollars(cost.placed),
        dollars(cost.with_possible)
    ))
}
