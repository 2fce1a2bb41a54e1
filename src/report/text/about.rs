use std::collections::BTreeSet;
use std::io::Write;

use crate::guide::Guide;
use crate::report::{Paper, Report};

use super::Written;
use super::program::dated;

pub(super) fn about<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let manifest = &report.guide.manifest;
    paper.heading("About this report")?;
    let odds = "It gives no odds. It says what one published guide advises for what the profile says, and nothing about how any program will decide.";
    paper.item("  ", odds, "")?;
    let ids = "The ids in brackets name the guide's passages and the rule; `preceptor rules show RULE` explains one, `preceptor explain APPLICANT PROGRAM` shows all of them for a program.";
    paper.item(
        "  ",
        &format!("Guide: {} ({}). {ids}", manifest.title, manifest.source),
        "",
    )?;
    for pack in &report.guide.companions {
        let about = &pack.manifest;
        let text = format!(
            "Rules under {}/ are not the guide's: {} ({}).",
            pack.id, about.title, about.source
        );
        paper.item("  ", &text, "")?;
    }
    let ours = ours(report.guide);
    let ours: Vec<String> = ours
        .map(|(guide, readings)| {
            let (all, id) = (guide.policy.len(), &guide.id);
            format!("{readings} of {all} numbers of {id}")
        })
        .collect();
    paper.item("  ", &format!("‡ rests on a number of ours because the source gives none ({}; `preceptor guides show ID` lists them with reasons).", ours.join(", ")), "")?;
    let set = set_by_the_office(report.guide);
    if !set.is_empty() {
        let text = format!("Numbers set by your office: {}.", set.join("; "));
        paper.item("  ", &text, "")?;
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

/// The guide and its packs.
fn whole(guide: &Guide) -> impl Iterator<Item = &Guide> {
    std::iter::once(guide).chain(guide.companions.iter().map(|pack| &**pack))
}

/// How many numbers of each are ours.
fn ours(guide: &Guide) -> impl Iterator<Item = (&Guide, usize)> {
    whole(guide).map(|guide| {
        let parameters = guide.policy.values();
        (guide, parameters.filter(|one| one.is_reading()).count())
    })
}

fn set_by_the_office(guide: &Guide) -> Vec<String> {
    let parameters = whole(guide).flat_map(|guide| guide.policy.values());
    let set = parameters.filter_map(|parameter| {
        let by = parameter.set_by.as_ref()?;
        Some(format!("{} = {} ({by})", parameter.name, parameter.setting))
    });
    set.collect()
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
