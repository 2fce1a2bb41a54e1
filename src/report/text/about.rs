use std::collections::BTreeSet;
use std::io::Write;

use crate::report::{Paper, Report};

use super::Written;
use super::program::dated;

pub(super) fn about<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let manifest = &report.guide.manifest;
    paper.heading("About this report")?;
    let odds = "It gives no odds. It says what one published guide advises for what the profile says, and nothing about how any program will decide.";
    paper.item("  ", odds, "")?;
    let address = manifest
        .source
        .address
        .as_deref()
        .unwrap_or("no address known");
    let ids = "The ids in brackets name the guide's passages and the rule; `preceptor rules show RULE` explains one, `preceptor explain APPLICANT PROGRAM` shows all of them for a program.";
    paper.item(
        "  ",
        &format!(
            "Guide: {} ({}), {address}. {ids}",
            manifest.title, manifest.source.document
        ),
        "",
    )?;
    let readings = report
        .guide
        .policy
        .values()
        .filter(|parameter| parameter.is_reading())
        .count();
    paper.item("  ", &format!("‡ rests on a number of ours because the guide gives none ({readings} of {} numbers; `preceptor guides show {}` lists them with reasons).", report.guide.policy.len(), report.guide.id), "")?;
    let set: Vec<String> = report
        .guide
        .policy
        .values()
        .filter_map(|p| {
            p.set_by
                .as_ref()
                .map(|by| format!("{} = {} ({by})", p.name, p.setting))
        })
        .collect();
    if !set.is_empty() {
        paper.item(
            "  ",
            &format!("Numbers set by your office: {}.", set.join("; ")),
            "",
        )?;
    }
    paper.item("  ", &ages(report), "")?;
    let fees = &report.references.fees;
    paper.item(
        "  ",
        &format!(
            "Fees: ERAS {} season ({}). What is not stated was never taken for \"no\".",
            fees.season,
            dated(report, &fees.provenance)
        ),
        "",
    )
}

/// How old the data on the programs of this report is.
pub(super) fn ages(report: &Report<'_>) -> String {
    let mut sources: BTreeSet<String> = BTreeSet::new();
    let targets = report.advice.targets.iter();
    for placement in targets.flat_map(|target| &target.list.placements) {
        if let Some(program) = report.program(placement.program) {
            sources.insert(dated(report, &program.listed));
        }
    }
    let listed = sources.len();
    let shown: Vec<String> = sources.into_iter().take(6).collect();
    let more = if listed > shown.len() {
        "; and others"
    } else {
        ""
    };
    format!("Programs are listed from: {}{more}.", shown.join("; "))
}
