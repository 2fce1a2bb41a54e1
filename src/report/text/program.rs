use std::collections::BTreeSet;
use std::io::Write;

use crate::advise::{Because, Could, Placement, Said, TargetAdvice, Way};
use crate::dataset::LISTED;
use crate::model::{IDENTITY, PROGRAM};
use crate::report::reference::reference;
use crate::report::remark::Remark;
use crate::report::{Paper, Report};

use super::Written;

pub(super) fn program<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    number: usize,
    placement: &Placement,
    paper: &mut Paper<'_, W>,
) -> Written {
    head(report, number, placement, paper)?;
    if let Some((_, said)) = &placement.tier {
        line(report, "       ", said, paper)?;
    }
    for points in &placement.points {
        let first = format!("   {:>+4}", points.points);
        line(report, &format!("{first} "), &points.said, paper)?;
    }
    write(report, &remarks(report, target, placement), paper)
}

pub(super) fn head<W: Write + ?Sized>(
    report: &Report<'_>,
    number: usize,
    placement: &Placement,
    paper: &mut Paper<'_, W>,
) -> Written {
    let Some(program) = report.program(placement.program) else {
        return Ok(());
    };
    let left = format!("{}, {}, {}", program.name, program.city, program.state);
    paper.row(&format!(" {number:>3}. "), &left, &score(placement))
}

/// `28 points, up to 33 (+5 your wishes)`.
pub(crate) fn score(placement: &Placement) -> String {
    let (low, high) = placement.score_range();
    let score = placement.score;
    let score = match (low < score, score < high) {
        (false, false) => format!("{score} points"),
        (false, true) => format!("{score} points, up to {high}"),
        (true, _) => format!("{score} points, {low} to {high}"),
    };
    match placement.wishes {
        0 => score,
        wishes => format!("{score} ({wishes:+} your wishes)"),
    }
}

/// A finding with its reference, and the age of a value that is old.
pub(super) fn line<W: Write + ?Sized>(
    report: &Report<'_>,
    first: &str,
    said: &Said,
    paper: &mut Paper<'_, W>,
) -> Written {
    let text = aged(report, said);
    paper.item(first, &text, &reference(report.guide, said.rule))
}

/// What is said, with the age of a value that is old.
pub(crate) fn aged(report: &Report<'_>, said: &Said) -> String {
    let old: BTreeSet<String> = said
        .because
        .iter()
        .filter(|because| !IDENTITY.contains(&because.path))
        .filter_map(|because| Some((because.path, because.provenance.as_ref()?)))
        .filter(|(path, provenance)| report.is_stale(path, provenance))
        .map(|(_, provenance)| report.dated(provenance))
        .collect();
    let old: Vec<String> = old.into_iter().collect();
    match old.as_slice() {
        [] => said.text.to_string(),
        old => format!("{} (old data: {})", said.text, old.join("; ")),
    }
}

pub(super) fn write<W: Write + ?Sized>(
    report: &Report<'_>,
    remarks: &[Remark],
    paper: &mut Paper<'_, W>,
) -> Written {
    for remark in remarks {
        let source = remark.rule.map(|rule| reference(report.guide, rule));
        let first = format!("     {} ", remark.mark);
        paper.item(&first, &remark.text, &source.unwrap_or_default())?;
    }
    Ok(())
}

/// Everything to know of a program beside its tier and its points.
pub(crate) fn remarks(
    report: &Report<'_>,
    target: &TargetAdvice,
    placement: &Placement,
) -> Vec<Remark> {
    let flags = placement.flags.iter();
    let mut all: Vec<Remark> = flags
        .map(|said| Remark::concern(aged(report, said), said.rule))
        .collect();
    if let Some(program) = report.program(placement.program)
        && report.is_stale(LISTED, &program.listed)
    {
        let listed = report.dated(&program.listed);
        all.push(Remark::told(format!(
            "listed long ago ({listed}): check that it still takes applications"
        )));
    }
    let notes = placement.tier.iter().map(|(_, said)| said);
    let notes = notes.chain(placement.points.iter().map(|points| &points.said));
    let notes: BTreeSet<String> = notes
        .flat_map(|said| &said.because)
        .filter_map(note)
        .collect();
    all.extend(notes.into_iter().map(Remark::told));
    let better = placement.could_be(report.guide);
    all.extend(better.map(|(rank, could)| could_be(report, rank, could)));
    for could in target.list.own_risks(placement) {
        let way = could.ways.first();
        let text = way.map(|way| format!("not an option if {}", way.sentence()));
        all.extend(text.map(|text| Remark::open(text, could.rule)));
    }
    for (path, said) in target.list.own_questions(placement) {
        let text = format!("{}: {}", PROGRAM.label(path), said.text);
        all.push(Remark::open(text, said.rule));
    }
    all.extend(same_as(report, target, placement));
    all
}

/// What a program's own page adds to a value.
fn note(because: &Because) -> Option<String> {
    let note = because.provenance.as_ref()?.note.as_ref()?;
    Some(format!("its page on {}: {note}", because.label))
}

fn could_be(report: &Report<'_>, rank: usize, could: &Could) -> Remark {
    let tier = report
        .guide
        .manifest
        .tiers
        .get(rank)
        .map_or("?", |tier| tier.id.as_str());
    let ways: Vec<String> = could.ways.iter().take(2).map(Way::sentence).collect();
    let text = format!("could be tier {tier} if {}", ways.join(", or if "));
    Remark::open(text, could.rule)
}

/// The records that may be the same program.
pub(crate) fn same_as(
    report: &Report<'_>,
    target: &TargetAdvice,
    placement: &Placement,
) -> Vec<Remark> {
    let Some(program) = report.program(placement.program) else {
        return Vec::new();
    };
    let placements = &target.list.placements;
    let twins = program.possibly_same_as.iter().filter_map(|other| {
        let twin = placements.iter().find(|one| one.id == *other)?;
        let mut text = format!("may be the same program as {other}; counted once");
        if twin.is_open() != placement.is_open() {
            text.push_str(if twin.is_open() {
                "; that record is still open"
            } else {
                "; that record is ruled out below: check before you apply"
            });
        }
        Some(Remark::told(text))
    });
    twins.collect()
}

/// A program and its city.
pub(crate) fn name(report: &Report<'_>, placement: &Placement) -> String {
    let program = report.program(placement.program);
    program.map_or_else(
        || placement.id.to_string(),
        |program| {
            if program.name.contains(&*program.city) {
                program.name.to_string()
            } else {
                format!("{} ({})", program.name, program.city)
            }
        },
    )
}
