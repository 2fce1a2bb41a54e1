use std::io::{self, Write};

use crate::advise::ComparedTarget;
use crate::report::text::about::set_by_the_office;
use crate::report::{Paper, plural};

use super::programs::programs;
use super::topics::topics;
use super::{Compared, SideBySide};

pub(super) type Written = io::Result<()>;

/// Writes the whole comparison.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &SideBySide<'_>, paper: &mut Paper<'_, W>) -> Written {
    title(report, paper)?;
    for target in &report.comparison.targets {
        if report.comparison.targets.len() > 1 {
            paper.part(&target.target.to_string())?;
        }
        judges(report, target, paper)?;
        topics(report, target, paper)?;
        if report.only.is_none() && target.judged_by.len() > 1 {
            programs(report, target, paper)?;
        }
    }
    about(report, paper)
}

/// Which guides judge the target, when not all of them do.
fn judges<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    paper: &mut Paper<'_, W>,
) -> Written {
    let elsewhere = report.shorts(&report.elsewhere(target));
    match (target.judged_by.is_empty(), elsewhere.is_empty()) {
        (_, true) => Ok(()),
        (true, false) => paper.item("  ", "No guide here judges this target.", ""),
        (false, false) => {
            let text = format!("Not asked here, because they judge other targets: {elsewhere}.");
            paper.item("  ", &text, "")
        }
    }
}

fn title<W: Write + ?Sized>(report: &SideBySide<'_>, paper: &mut Paper<'_, W>) -> Written {
    let name = report.applicant.name.as_deref().unwrap_or("Your profile");
    paper.title(name)?;
    let (day, match_year, stage) = (report.as_of, report.applicant.match_year, report.stage);
    let text = format!("As of {day}, for the {match_year} Match, stage: {stage}.");
    paper.item("", &text, "")?;
    paper.item("", &how_many(report), "")?;
    for compared in report.guides {
        about_guide(compared, paper)?;
    }
    if !report.unfit.is_empty() {
        paper.item("", "Not for you:", "")?;
    }
    for unfit in report.unfit {
        let (short, id) = (&unfit.guide.manifest.short, &unfit.guide.id);
        let reasons = unfit.reasons.join("; ");
        paper.item("  - ", &format!("{short} ({id}): {reasons}"), "")?;
    }
    Ok(())
}

/// How many guides are compared, in a sentence.
pub(crate) fn how_many(report: &SideBySide<'_>) -> String {
    match report.guides.len() {
        1 => "One guide is compared, so nothing stands beside it; this is what it says.".to_owned(),
        several => {
            let guides = plural(several, "guide");
            format!("{guides} side by side, each by its own rules and numbers; nothing is merged.")
        }
    }
}

fn about_guide<W: Write + ?Sized>(compared: &Compared<'_>, paper: &mut Paper<'_, W>) -> Written {
    let manifest = &compared.guide.manifest;
    let (short, id) = (&manifest.short, &compared.guide.id);
    paper.item("  - ", &format!("{short} ({id}): {}", manifest.title), "")?;
    if let Some(caution) = compared.caution {
        paper.item("    ", &format!("Note: {caution}"), "")?;
    }
    if compared.advice.has_faults() {
        let text = format!("Rules of it failed; `preceptor evaluate … --guide {id}` says which.");
        paper.item("    ! ", &text, "")?;
    }
    Ok(())
}

fn about<W: Write + ?Sized>(report: &SideBySide<'_>, paper: &mut Paper<'_, W>) -> Written {
    paper.heading("About this comparison")?;
    let lines = closing(report);
    lines.iter().try_for_each(|line| paper.item("  ", line, ""))
}

/// What to know of a comparison.
pub(crate) fn closing(report: &SideBySide<'_>) -> Vec<String> {
    let odds = "It gives no odds. It says what published guides advise for what the profile says; which of them to follow, no rule here decides.";
    let compared = "Answers are compared where a topic has words or a range for them, figures elsewhere; sentences are left to you.";
    let ids = "The ids in parentheses name passages of the guides; `preceptor guides show ID` gives a guide's numbers, `preceptor evaluate APPLICANT --guide ID` its whole report. ‡ marks a number of ours because the guide gives none.";
    let mut all = vec![odds.to_owned()];
    all.extend((report.guides.len() > 1).then(|| compared.to_owned()));
    all.push(ids.to_owned());
    let set: Vec<String> = report.guides.iter().filter_map(set_by_office).collect();
    if !set.is_empty() {
        all.push(format!("Numbers set by your office: {}.", set.join("; ")));
    }
    all
}

fn set_by_office(compared: &Compared<'_>) -> Option<String> {
    let set: Vec<String> = set_by_the_office(compared.guide).collect();
    let short = &compared.guide.manifest.short;
    (!set.is_empty()).then(|| format!("{short}: {}", set.join(", ")))
}
