use std::io::{self, Write};

use crate::report::Paper;
use crate::report::text::short::dollars as number;
use crate::review::diff::{Cause, Counts};

use super::DiffReport;

/// How many sentences of a group are shown.
const SENTENCES: usize = 5;

/// Writes what a change of policy does.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(
    report: &DiffReport<'_>,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    paper.title(&format!("What changes: {} → {}", report.old, report.new))?;
    paper.item("", &report.judged_by(), "")?;
    edit(report, paper)?;
    paper.heading("In short")?;
    paper.item("  ", &report.in_short(), "")?;
    for words in report
        .tally
        .slices
        .first()
        .iter()
        .flat_map(|all| report.lists(all))
    {
        paper.item("  ", &words, "")?;
    }
    budget(report, paper)?;
    let causes = report.causes();
    for (cause, counts) in causes {
        group(report, cause, counts, paper)?;
    }
    distribution(report, paper)?;
    closing(report, paper)
}

fn edit<W: Write + ?Sized>(report: &DiffReport<'_>, paper: &mut Paper<'_, W>) -> io::Result<()> {
    paper.heading("The edit")?;
    for (number, unit) in report.units.iter().enumerate() {
        paper.item(&format!("  ({}) ", number + 1), &unit.words, "")?;
    }
    let none = report.units.is_empty() && report.changes.notes.is_empty();
    if none {
        paper.item("  ", "The two are the same.", "")?;
    }
    for note in &report.changes.notes {
        paper.item("  decides nothing: ", note, "")?;
    }
    let idle: Vec<String> = report
        .idle()
        .iter()
        .map(|unit| format!("({})", unit + 1))
        .collect();
    if !idle.is_empty() {
        let words = format!(
            "changes no place, score or sentence of anybody judged here: {}",
            idle.join(", ")
        );
        paper.item("  ", &words, "")?;
    }
    Ok(())
}

fn budget<W: Write + ?Sized>(report: &DiffReport<'_>, paper: &mut Paper<'_, W>) -> io::Result<()> {
    let Some(verdicts) = &report.verdicts else {
        return Ok(());
    };
    paper.heading("Budget")?;
    for verdict in verdicts {
        let place = &verdict.limit.place;
        paper.item("  ", &DiffReport::verdict(verdict), &format!("[{place}]"))?;
        if !verdict.is_over {
            continue;
        }
        if let Some(why) = &verdict.limit.why {
            paper.item("     because ", why, "")?;
        }
        if let Some(shows) = report.shows(verdict) {
            paper.item("     e.g. ", &shows, "")?;
        }
    }
    let words = if report.is_over_budget() {
        "This change is over its budget."
    } else {
        "This change is within its budget."
    };
    paper.item("  ", words, "")
}

fn group<W: Write + ?Sized>(
    report: &DiffReport<'_>,
    cause: Cause,
    counts: &Counts,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    paper.heading_as_is(&format!("Because of {}", report.cause(cause)))?;
    if let Some(words) = DiffReport::together(cause) {
        paper.item("   ", words, "")?;
    }
    paper.item("   ", &format!("{}.", DiffReport::reach(counts)), "")?;
    let mut kinds = DiffReport::kinds(counts);
    kinds.extend(DiffReport::judged(counts));
    if !kinds.is_empty() {
        paper.item("   ", &format!("{}.", kinds.join("; ")), "")?;
    }
    if let Some(words) = report.tiers_in_short(counts) {
        paper.item("   tiers: ", &words, "")?;
    }
    if let Some(words) = DiffReport::scores_in_short(counts) {
        paper.item("   scores: ", &words, "")?;
    }
    if let Some(example) = counts.example() {
        let (whose, moves) = report.example(example);
        paper.item("   e.g. ", &whose, "")?;
        let told = report.told.get(&cause);
        let program = told.map_or_else(String::new, |told| told.program.clone());
        paper.row("        ", &program, &moves)?;
        if let Some(told) = told {
            if !told.rules.is_empty() {
                paper.item("        by ", &told.rules.join("; "), "")?;
            }
            if !told.read.is_empty() {
                paper.item("        which read: ", &told.read.join(", "), "")?;
            }
        }
    }
    sentences(counts, paper)
}

fn sentences<W: Write + ?Sized>(counts: &Counts, paper: &mut Paper<'_, W>) -> io::Result<()> {
    let mut said: Vec<(&String, u64, &str)> = Vec::new();
    for (sentence, (new, gone)) in &counts.said {
        if *new > 0 {
            said.push((sentence, *new, "   now said:     "));
        }
        if *gone > 0 {
            said.push((sentence, *gone, "   said no more: "));
        }
    }
    said.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| (a.2, a.0).cmp(&(b.2, b.0))));
    for (sentence, times, first) in said.iter().take(SENTENCES) {
        let times = if *times == 1 {
            String::new()
        } else {
            format!("[{} times]", number(*times))
        };
        paper.item(first, sentence, &times)?;
    }
    let all = counts.said_new + counts.said_gone;
    let shown: u64 = said.iter().take(SENTENCES).map(|(_, times, _)| times).sum();
    if all > shown {
        let words = format!("and {} more sentences new or gone", number(all - shown));
        paper.item("   ", &words, "")?;
    }
    Ok(())
}

/// Every tier move, as a table where the format has one.
fn distribution<W: Write + ?Sized>(
    report: &DiffReport<'_>,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    let Some(all) = report.tally.slices.first() else {
        return Ok(());
    };
    let moves = report.tier_moves(&all.counts);
    if moves.len() < 2 {
        return Ok(());
    }
    paper.heading("Tier moves")?;
    for (guide, moved, count) in moves {
        paper.row("  ", &format!("{guide}: {moved}"), &number(count))?;
    }
    Ok(())
}

fn closing<W: Write + ?Sized>(report: &DiffReport<'_>, paper: &mut Paper<'_, W>) -> io::Result<()> {
    paper.gap()?;
    for words in report.closing() {
        paper.item("", &words, "")?;
    }
    Ok(())
}
