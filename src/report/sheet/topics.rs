use std::io::{self, Write};

use crate::advise::{Agreement, ComparedTarget, Stand};
use crate::guide::ComparedTopic;
use crate::report::SideBySide;
use crate::report::comparison::answer;
use crate::report::sentence::sentence;

use super::cell::Cell;
use super::{SheetForm, table};

const COLUMNS: [&str; 9] = [
    "target",
    "topic",
    "question",
    "agreement",
    "guide",
    "for you",
    "what the guide says",
    "passages",
    "id",
];

/// Writes a comparison: a row for each topic and guide that speaks of it. Where the guides place
/// the programs is in the sheet of an evaluation.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    form: SheetForm,
    out: &mut W,
) -> io::Result<()> {
    let targets = report.comparison.targets.iter();
    let rows = targets.flat_map(|target| rows(report, target));
    table("topics", &COLUMNS, rows, form, out)
}

fn rows(report: &SideBySide<'_>, target: &ComparedTarget) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for (topic, stands) in report.wanted(target) {
        let agreement = agreement(stands.agreement);
        for stand in &stands.spoken {
            rows.push(row(report, target, topic, agreement, stand));
        }
    }
    rows
}

fn row(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    topic: &ComparedTopic,
    agreement: &str,
    stand: &Stand,
) -> Vec<Cell> {
    let for_you = answer(&stand.for_you).map(|(text, _)| text);
    vec![
        Cell::words(&target.target.to_string()),
        Cell::words(&topic.title),
        Cell::words(&topic.question),
        Cell::words(agreement),
        Cell::words(report.short(stand.guide)),
        for_you.map_or_else(Cell::empty, |text| Cell::words(&sentence(&text))),
        Cell::words(&sentence(&stand.says)),
        Cell::sentences(&stand.cites),
        Cell::words(&topic.id),
    ]
}

fn agreement(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Differ(_) => "the guides differ",
        Agreement::Agree(_) => "the guides agree",
        Agreement::WordsOnly => "said in words",
        Agreement::OneGuide => "said by one guide only",
        Agreement::Silent => "",
    }
}
