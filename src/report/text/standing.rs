use std::io::Write;

use crate::advise::TargetAdvice;
use crate::report::reference::reference;
use crate::report::{Paper, Report};

use super::Written;

pub(super) fn standing<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let standing = &target.standing;
    paper.heading("Where you stand")?;
    for (_, _, said) in &standing.bands {
        paper.item("  ", &said.text, &reference(report.guide, said.rule))?;
    }
    for topic in &standing.doubled {
        paper.item(
            "  ! ",
            &format!("the guide puts you in two bands of `{topic}`"),
            "",
        )?;
    }
    if standing.bands.is_empty() && standing.flags.is_empty() {
        paper.item(
            "  ",
            "No rule of the guide could place you with what the profile says.",
            "",
        )?;
    }
    if !standing.flags.is_empty() {
        if !standing.bands.is_empty() {
            paper.gap()?;
        }
        paper.item("  ", "To own and address:", "")?;
        for said in &standing.flags {
            paper.item("   - ", &said.text, &reference(report.guide, said.rule))?;
        }
    }
    pillars(report, target, paper)
}

pub(super) fn pillars<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let standing = &target.standing;
    if standing.pillars.is_empty() {
        return Ok(());
    }
    paper.gap()?;
    let (holding, all) = (standing.holding(), standing.pillars.len());
    paper.item(
        "  ",
        &format!("What speaks for you: {holding} of {all}."),
        "",
    )?;
    for pillar in &standing.pillars {
        if pillar.said.is_empty() {
            paper.item(
                "   . ",
                &format!("{}: nothing yet that this guide counts", pillar.title),
                "",
            )?;
        }
        for said in &pillar.said {
            let text = format!("{}: {}", pillar.title, said.text);
            paper.item("   + ", &text, &reference(report.guide, said.rule))?;
        }
    }
    Ok(())
}
