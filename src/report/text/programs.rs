use std::io::Write;

use crate::advise::{Placement, Share, TargetAdvice};
use crate::model::{PROGRAM, Stage};
use crate::report::reference::reference;
use crate::report::remark::Remark;
use crate::report::{Paper, Report, plural};

use super::Written;
use super::program::{line, name, program, same_as, score};

/// How many excluded programs are spelt out.
pub(super) const EXCLUDED: usize = 10;

pub(super) fn programs<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    mix(report, target, paper)?;
    for (rank, tier) in report.guide.manifest.tiers.iter().enumerate() {
        let all: Vec<&Placement> = target.list.in_tier(rank).collect();
        let count = plural(all.len(), "record");
        paper.heading(&format!("Tier {}: {} ({count})", tier.id, tier.title))?;
        ranked(report, target, &all, paper)?;
    }
    possible(report, target, paper)?;
    common(report, target, paper)?;
    without_tier(report, target, paper)?;
    excluded(report, target, paper)
}

/// What the list is made of, beside what the guide wants it to be.
fn mix<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.shares.is_empty() || target.list.placed == 0 {
        return Ok(());
    }
    paper.heading("The mix of the list")?;
    for share in &target.shares {
        paper.item(
            "  ",
            &share_text(report, share),
            &reference(report.guide, share.rule),
        )?;
    }
    Ok(())
}

/// What the guide wants of a part of the list, and what it is.
pub(crate) fn share_text(report: &Report<'_>, share: &Share) -> String {
    let Share { percent, part, .. } = share;
    let title = report.guide.manifest.part_title(&part.of);
    let open = part.possibly - part.surely;
    let more = if open == 0 {
        String::new()
    } else {
        format!("; {open} more could be, which their records leave open")
    };
    format!(
        "{title}: the guide wants {percent}%. Of the {} that fit a tier, {} surely are ({:.0}%){more}.",
        part.placed,
        part.surely,
        part.at_least()
    )
}

pub(super) fn more<W: Write + ?Sized>(
    all: usize,
    shown: usize,
    paper: &mut Paper<'_, W>,
) -> Written {
    if all == 0 {
        return paper.item("  ", "none", "");
    }
    if all > shown {
        paper.item(
            "  ",
            &format!("and {} more (--top {all} shows them all)", all - shown),
            "",
        )?;
    }
    Ok(())
}

pub(super) fn possible<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let all = target.list.possible(report.guide);
    if all.is_empty() {
        return Ok(());
    }
    paper.heading(&format!(
        "May fit once unknowns are settled ({})",
        plural(all.len(), "record")
    ))?;
    let all: Vec<&Placement> = all.into_iter().map(|(_, placement)| placement).collect();
    ranked(report, target, &all, paper)
}

/// The programs one after the other, as a table first where the format has tables.
fn ranked<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    all: &[&Placement],
    paper: &mut Paper<'_, W>,
) -> Written {
    let shown = all.iter().take(report.top).enumerate();
    let rows: Vec<Vec<String>> = shown
        .clone()
        .filter_map(|(index, placement)| overview(report, index + 1, placement))
        .collect();
    paper.table(&["#", "Program", "City", "State", "Score"], &rows)?;
    for (index, placement) in shown {
        program(report, target, index + 1, placement, paper)?;
    }
    more(all.len(), report.top, paper)
}

fn overview(report: &Report<'_>, number: usize, placement: &Placement) -> Option<Vec<String>> {
    let program = report.program(placement.program)?;
    Some(vec![
        number.to_string(),
        program.name.to_string(),
        program.city.to_string(),
        program.state.to_string(),
        score(placement),
    ])
}

pub(super) fn common<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let remarks = shared(report, target);
    if remarks.is_empty() {
        return Ok(());
    }
    paper.heading("What to settle with many programs")?;
    for remark in remarks {
        let source = remark.rule.map(|rule| reference(report.guide, rule));
        paper.item("   ? ", &remark.text, &source.unwrap_or_default())?;
    }
    Ok(())
}

/// What is open with many programs alike.
pub(crate) fn shared(report: &Report<'_>, target: &TargetAdvice) -> Vec<Remark> {
    let list = &target.list;
    let before = match report.advice.stage {
        Stage::Applying => "Look it up before you pay.",
        Stage::Interviewing | Stage::Ranking | Stage::Unmatched => "Look it up.",
    };
    let risks = list.common.iter().map(|common| {
        let (records, way) = (plural(common.programs, "record"), common.way.sentence());
        let text = format!("{records} would be no option if {way}. {before}");
        Remark::open(text, common.rule)
    });
    let questions = list.ask_all.iter().map(|ask| {
        let (records, label) = (plural(ask.programs, "record"), PROGRAM.label(&ask.field));
        Remark::open(format!("{records}: {label}: {}", ask.why), ask.rule)
    });
    risks.chain(questions).collect()
}

pub(super) fn without_tier<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let all: Vec<&Placement> = target.list.without_tier(report.guide).collect();
    if all.is_empty() {
        return Ok(());
    }
    paper.heading(&format!(
        "In no tier of this guide ({})",
        plural(all.len(), "record")
    ))?;
    let names: Vec<String> = all
        .iter()
        .take(report.top.max(1))
        .map(|p| name(report, p))
        .collect();
    let text = "Not ruled out, but nothing known of them meets a tier of the guide, e.g.";
    paper.item("  ", &format!("{text} {}.", names.join("; ")), "")
}

pub(super) fn excluded<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let all: Vec<&Placement> = target.list.not_an_option().collect();
    if all.is_empty() {
        return Ok(());
    }
    paper.heading(&format!("Not an option ({})", plural(all.len(), "record")))?;
    let shown = report.top.max(EXCLUDED);
    for placement in all.iter().take(shown) {
        let Some(program) = report.program(placement.program) else {
            continue;
        };
        let left = format!("{}, {}, {}", program.name, program.city, program.state);
        paper.row("   x ", &left, "")?;
        for said in &placement.excluded {
            line(report, "       ", said, paper)?;
        }
        super::program::write(report, &same_as(report, target, placement), paper)?;
    }
    more(all.len(), shown, paper)
}
