use crate::advise::{Signals, Suggestion, TargetAdvice};
use crate::report::Report;
use crate::report::text::budget::{bought_and_left, headline};
use crate::report::text::signals::{ending, kind, kinds, no_number, opening, reached, reasons};

use super::line::Line;

/// What the budget buys.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) headline: String,
    pub(super) lines: Vec<Line>,
}

/// Where the signals of a specialty go.
#[derive(Debug)]
pub(super) struct SignalPlan {
    pub(super) specialty: String,
    /// `3 gold, 12 silver`; empty when no source gives the number.
    pub(super) kinds: String,
    pub(super) opening: String,
    pub(super) suggestions: Vec<Signal>,
    pub(super) ending: Vec<String>,
}

/// A program to send a signal to.
#[derive(Debug)]
pub(super) struct Signal {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) tier: String,
    pub(super) score: i64,
    pub(super) lines: Vec<Line>,
    pub(super) reaches: String,
}

pub(super) fn budget(report: &Report<'_>) -> Option<Budget> {
    let budget = report.advice.budget.as_ref()?;
    let lines = bought_and_left(report);
    let lines = lines.iter().map(|one| Line::remark(report.guide, one));
    Some(Budget {
        headline: headline(report, budget),
        lines: lines.collect(),
    })
}

/// The signals of the target's specialty; with its first target only.
pub(super) fn signals(report: &Report<'_>, target: &TargetAdvice) -> Option<SignalPlan> {
    let specialty = target.target.specialty;
    let mut targets = report.advice.targets.iter();
    let first = targets.find(|one| one.target.specialty == specialty)?;
    let mut all = report.advice.signals.iter();
    let signals = all.find(|one| one.specialty == specialty)?;
    (first.target == target.target).then(|| plan(report, signals))
}

fn plan(report: &Report<'_>, signals: &Signals) -> SignalPlan {
    let specialty = signals.specialty.title.to_owned();
    let Some(allotment) = &signals.allotment else {
        return SignalPlan {
            opening: no_number(&specialty),
            specialty,
            kinds: String::new(),
            suggestions: Vec::new(),
            ending: Vec::new(),
        };
    };
    let suggestions = signals.suggestions.iter();
    SignalPlan {
        specialty,
        kinds: kinds(allotment),
        opening: opening(report, signals, allotment),
        suggestions: suggestions.filter_map(|one| signal(report, one)).collect(),
        ending: ending(signals, allotment),
    }
}

fn signal(report: &Report<'_>, suggestion: &Suggestion) -> Option<Signal> {
    let program = report.program(suggestion.program)?;
    let (rank, said) = &suggestion.tier;
    let tier = report.guide.manifest.tiers.get(*rank);
    let fits = suggestion.fits.iter().take(reasons(suggestion));
    let fits = fits.map(|points| {
        let mark = format!("{:+}", points.points);
        Line::said(report, &points.said).marked(&mark)
    });
    let ask = suggestion.ask_first.iter().map(|question| {
        let text = format!("ask first: {}", question.text);
        Line::new(report.guide, text, Some(question.rule)).marked("?")
    });
    let lines = std::iter::once(Line::said(report, said))
        .chain(fits)
        .chain(ask);
    Some(Signal {
        kind: kind(suggestion.kind),
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        tier: tier.map_or_else(String::new, |tier| tier.id.clone()),
        score: suggestion.score,
        lines: lines.collect(),
        reaches: reached(report, suggestion),
    })
}
