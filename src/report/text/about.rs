use std::collections::BTreeSet;
use std::io::Write;

use crate::guide::Guide;
use crate::report::{Paper, Report};

use super::Written;

pub(super) fn about<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    paper.heading("About this report")?;
    let lines = lines(report);
    lines.iter().try_for_each(|line| paper.item("  ", line, ""))
}

/// What to know of a report: what it rests on, what is ours, how old it is.
pub(crate) fn lines(report: &Report<'_>) -> Vec<String> {
    let manifest = &report.guide.manifest;
    let odds = "It gives no odds. It says what one published guide advises for what the profile says, and nothing about how any program will decide.";
    let ids = "The ids in brackets name the guide's passages and the rule; `preceptor rules show RULE` explains one, `preceptor explain APPLICANT PROGRAM` shows all of them for a program.";
    let guide = format!("Guide: {} ({}). {ids}", manifest.title, manifest.source);
    let mut all = vec![odds.to_owned(), guide];
    all.extend(report.guide.companions.iter().map(|pack| {
        let about = &pack.manifest;
        let (id, title, source) = (&pack.id, &about.title, &about.source);
        format!("Rules under {id}/ are not the guide's: {title} ({source}).")
    }));
    let ours = ours(report.guide).map(|(guide, readings)| {
        let (all, id) = (guide.policy.len(), &guide.id);
        format!("{readings} of {all} numbers of {id}")
    });
    let ours = ours.collect::<Vec<_>>().join(", ");
    all.push(format!("‡ rests on a number of ours because the source gives none ({ours}; `preceptor guides show ID` lists them with reasons)."));
    let set: Vec<String> = whole(report.guide).flat_map(set_by_the_office).collect();
    if !set.is_empty() {
        all.push(format!("Numbers set by your office: {}.", set.join("; ")));
    }
    all.push(ages(report));
    let (season, source) = (report.references.fees.season, fees_source(report));
    all.push(format!(
        "Fees: ERAS {season} season ({source}). What is not stated was never taken for \"no\"."
    ));
    all.push(made_from(report));
    all
}

/// The two marks of the version that the report is made from.
fn made_from(report: &Report<'_>) -> String {
    let version = report.version;
    let (files, meaning) = (version.files.short(), version.meaning.short());
    format!(
        "Made from files {files}, meaning {meaning}: the same two marks mean the same rules and data. The first changes with every saved file, the second only with what the files say."
    )
}

fn fees_source(report: &Report<'_>) -> String {
    report.dated(&report.references.fees.provenance)
}

/// The guide and its packs.
pub(crate) fn whole(guide: &Guide) -> impl Iterator<Item = &Guide> {
    std::iter::once(guide).chain(guide.companions.iter().map(|pack| &**pack))
}

/// How many numbers of each are ours.
fn ours(guide: &Guide) -> impl Iterator<Item = (&Guide, usize)> {
    whole(guide).map(|guide| {
        let parameters = guide.policy.values();
        (guide, parameters.filter(|one| one.is_reading()).count())
    })
}

/// The guide's numbers that are not its own, each with the file that sets it.
pub(crate) fn set_by_the_office(guide: &Guide) -> impl Iterator<Item = String> {
    guide.policy.values().filter_map(|parameter| {
        let by = parameter.set_by.as_ref()?;
        Some(format!("{} = {} ({by})", parameter.name, parameter.setting))
    })
}

/// How old the data on the programs of this report is.
pub(super) fn ages(report: &Report<'_>) -> String {
    let mut sources: BTreeSet<String> = BTreeSet::new();
    let targets = report.advice.targets.iter();
    for placement in targets.flat_map(|target| &target.list.placements) {
        if let Some(program) = report.program(placement.program) {
            sources.insert(report.dated(&program.listed));
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
