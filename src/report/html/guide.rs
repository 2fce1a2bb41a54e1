use crate::advise::Moves;
use crate::report::Report;
use crate::report::text::about::lines;
use crate::report::text::short::together;

use super::about::{Cited, Document, Ours, cited, documents, ours, sources, spoken};
use super::spending::{Budget, budget};
use super::target::{Target, target};

/// What one guide says.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) short: String,
    pub(super) title: String,
    pub(super) stage: &'static str,
    pub(super) caution: String,
    /// Targets it does not judge, and why.
    pub(super) outside: Vec<(String, String)>,
    pub(super) together: String,
    pub(super) budget: Option<Budget>,
    pub(super) targets: Vec<Target>,
    pub(super) about: Vec<String>,
    pub(super) documents: Vec<Document>,
    pub(super) passages: Vec<Cited>,
    pub(super) sources: Vec<Document>,
    pub(super) ours: Vec<Ours>,
    /// Choices of ours that are not numbers.
    pub(super) choices: Vec<String>,
}

pub(super) fn section(report: &Report<'_>, moves: Option<&[Moves]>) -> Section {
    let (guide, advice) = (report.guide, report.advice);
    let outside = advice.outside.iter();
    let outside = outside.map(|(target, reasons)| (target.to_string(), reasons.join("; ")));
    let targets = advice.targets.iter().enumerate();
    let targets = targets.map(|(number, one)| {
        let moves = moves.and_then(|moves| moves.get(number));
        target(report, number, one, moves)
    });
    Section {
        id: guide.id.clone(),
        short: guide.manifest.short.clone(),
        title: guide.manifest.title.clone(),
        stage: advice.stage.as_str(),
        caution: report.caution.unwrap_or_default().to_owned(),
        outside: outside.collect(),
        together: together(report).unwrap_or_default(),
        budget: budget(report),
        targets: targets.collect(),
        about: lines(report),
        documents: documents(guide),
        passages: cited(guide, &spoken(report)),
        sources: sources(report),
        ours: ours(guide),
        choices: guide
            .manifest
            .readings
            .iter()
            .map(|one| one.reading.clone())
            .collect(),
    }
}
