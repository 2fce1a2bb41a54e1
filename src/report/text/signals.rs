use std::io::Write;

use crate::advise::{Question, Said, Signals, Suggestion, TargetAdvice};
use crate::dataset::{Allotment, SignalKind};
use crate::report::reference::reference;
use crate::report::{Paper, Report, plural};

use super::Written;
use super::program::line;

/// How many reasons a signal of the strongest kind shows; any other shows one.
const REASONS: usize = 3;

/// Where to spend the signals of the target's specialty; once for each specialty.
pub(super) fn signals<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let specialty = target.target.specialty;
    let mut targets = report.advice.targets.iter();
    let first = targets.find(|one| one.target.specialty == specialty);
    let is_first = first.is_some_and(|first| first.target == target.target);
    let signals = report.advice.signals.iter();
    match signals
        .filter(|_| is_first)
        .find(|one| one.specialty == specialty)
    {
        Some(signals) => specialty_signals(report, signals, paper),
        None => Ok(()),
    }
}

fn specialty_signals<W: Write + ?Sized>(
    report: &Report<'_>,
    signals: &Signals,
    paper: &mut Paper<'_, W>,
) -> Written {
    let title = signals.specialty.title;
    let Some(allotment) = &signals.allotment else {
        paper.heading(&format!("Signals: {title}"))?;
        return paper.item("  ", &no_number(title), "");
    };
    paper.heading(&format!("Signals: {title} ({})", kinds(allotment)))?;
    paper.item("  ", &opening(report, signals, allotment), "")?;
    let shared = shared(signals);
    for (index, suggestion) in signals.suggestions.iter().enumerate() {
        one(report, index + 1, suggestion, &shared, paper)?;
    }
    for question in &shared {
        let asks = |suggestion: &Suggestion| suggestion.ask_first.contains(question);
        let all = signals.suggestions.iter().enumerate();
        let numbers = all.filter(|(_, suggestion)| asks(suggestion));
        let numbers: Vec<usize> = numbers.map(|(index, _)| index + 1).collect();
        let text = format!("ask {} first: {}", ranges(&numbers), question.text);
        paper.item("   ? ", &text, &reference(report.guide, question.rule))?;
    }
    for sentence in ending(signals, allotment) {
        paper.item("  ", &sentence, "")?;
    }
    Ok(())
}

/// What is said where no source gives the number of signals.
pub(crate) fn no_number(title: &str) -> String {
    format!(
        "No source here gives the number of program signals for {title}, so none are suggested. ERAS says how many you have; send them where you would really go."
    )
}

/// `3 gold, 12 silver`.
pub(crate) fn kinds(allotment: &Allotment) -> String {
    let kinds = allotment.kinds.iter().map(|(kind, number)| match kind {
        SignalKind::Untiered => plural(*number, "signal"),
        kind => format!("{number} {kind}"),
    });
    kinds.collect::<Vec<_>>().join(", ")
}

/// What people call a signal of that kind.
pub(crate) fn kind(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Untiered => "signal",
        kind => kind.as_str(),
    }
}

/// What a signal is, and where its number comes from.
pub(crate) fn opening(report: &Report<'_>, signals: &Signals, allotment: &Allotment) -> String {
    let source = report.dated(&allotment.provenance);
    let match_year = report.applicant.match_year;
    let season = if allotment.season == match_year {
        format!("The number is that of the {match_year} Match ({source}).")
    } else {
        format!(
            "The number is that of the {} Match ({source}); for the {match_year} Match none is known here, so check ERAS.",
            allotment.season
        )
    };
    let one_each = if signals.suggestions.is_empty() {
        ""
    } else {
        "; where no record names the institution, the program's name stands for it, so look whether two of these are one"
    };
    format!(
        "A signal tells a program that you want to go there. Send one only where you would really go; it promises no interview. One signal reaches all programs and tracks of the specialty at an institution{one_each}. {season}"
    )
}

/// What is to be asked of more than half of the programs alike.
fn shared(signals: &Signals) -> Vec<&Question> {
    let half = signals.suggestions.len() / 2;
    let mut all: Vec<(&Question, usize)> = Vec::new();
    for question in signals.suggestions.iter().flat_map(|one| &one.ask_first) {
        match all.iter_mut().find(|(known, _)| *known == question) {
            Some((_, times)) => *times += 1,
            None => all.push((question, 1)),
        }
    }
    let often = all.into_iter().filter(|(_, times)| *times > half.max(1));
    often.map(|(question, _)| question).collect()
}

/// `1, 3–5`.
fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|before, after| before + 1 == *after);
    let texts = runs.map(|run| match run {
        [first, .., last] => format!("{first}–{last}"),
        one => one.iter().map(ToString::to_string).collect(),
    });
    texts.collect::<Vec<_>>().join(", ")
}

fn one<W: Write + ?Sized>(
    report: &Report<'_>,
    number: usize,
    suggestion: &Suggestion,
    shared: &[&Question],
    paper: &mut Paper<'_, W>,
) -> Written {
    let Some(program) = report.program(suggestion.program) else {
        return Ok(());
    };
    let (rank, said) = &suggestion.tier;
    let tier = report.guide.manifest.tiers.get(*rank);
    let tier = tier.map_or("?", |tier| tier.id.as_str());
    let kind = kind(suggestion.kind);
    let left = format!("{}, {}, {}", program.name, program.city, program.state);
    let right = format!("{} points", suggestion.score);
    paper.row(&format!(" {number:>3}. {kind}: "), &left, &right)?;
    let said = Said {
        text: format!("tier {tier}: {}", said.text).into(),
        ..said.clone()
    };
    line(report, "       ", &said, paper)?;
    for points in suggestion.fits.iter().take(reasons(suggestion)) {
        let first = format!("   {:>+4} ", points.points);
        line(report, &first, &points.said, paper)?;
    }
    let own = suggestion.ask_first.iter();
    for question in own.filter(|question| !shared.contains(question)) {
        let text = format!("ask first: {}", question.text);
        paper.item("     ? ", &text, &reference(report.guide, question.rule))?;
    }
    if !suggestion.reaches.is_empty() {
        let text = format!("reaches also {}", reached(report, suggestion));
        paper.item("       ", &text, "")?;
    }
    Ok(())
}

/// How many reasons a suggestion shows.
pub(crate) fn reasons(suggestion: &Suggestion) -> usize {
    match suggestion.kind {
        SignalKind::Gold => REASONS,
        _ => 1,
    }
}

/// The other programs that a signal reaches.
pub(crate) fn reached(report: &Report<'_>, suggestion: &Suggestion) -> String {
    let names = suggestion.reaches.iter().map(|id| {
        let program = report.catalogue.get(id);
        program.map_or_else(|| id.to_string(), |program| program.name.to_string())
    });
    names.collect::<Vec<_>>().join("; ")
}

/// What is left over or falls short, and what the source does not know.
pub(crate) fn ending(signals: &Signals, allotment: &Allotment) -> Vec<String> {
    let mut all = Vec::new();
    if signals.unspent() > 0 {
        all.push(unspent(signals));
    }
    if signals.further > 0 {
        all.push(format!(
            "For {} of the list no signal is left.",
            plural(signals.further, "more institution")
        ));
    }
    all.extend(allotment.unclear.iter().map(ToString::to_string));
    let note = allotment.provenance.note.as_ref();
    all.extend(note.map(ToString::to_string));
    all
}

fn unspent(signals: &Signals) -> String {
    let left = plural(signals.unspent(), "signal");
    if signals.suggestions.is_empty() {
        return format!(
            "No program of the list fits a tier for certain, so no signal is suggested: keep your {left} until what is unknown is settled."
        );
    }
    format!(
        "{left} to spare: no other institution of the list fits a tier. Programs that may fit can take them once what is unknown is settled."
    )
}
