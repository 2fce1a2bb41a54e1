use std::io::Write;

use crate::advise::{Agreement, ComparedTarget, ForYou, Measure, Stand, Stands};
use crate::guide::ComparedTopic;
use crate::report::reference::reference;
use crate::report::sentence::sentence;
use crate::report::{Paper, plural};

use super::SideBySide;
use super::text::Written;

/// A section of the comparison: its heading, and what belongs in it.
pub(crate) type Section = (&'static str, fn(Agreement) -> bool);

/// The sections, what the guides differ on first.
pub(crate) const SECTIONS: [Section; 4] = [
    ("The guides differ", |agreement| {
        matches!(agreement, Agreement::Differ(_))
    }),
    ("The guides agree", |agreement| {
        matches!(agreement, Agreement::Agree(_))
    }),
    ("Said in words: compare for yourself", |agreement| {
        agreement == Agreement::WordsOnly
    }),
    ("Said by one guide only", |agreement| {
        agreement == Agreement::OneGuide
    }),
];

pub(super) fn topics<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    paper: &mut Paper<'_, W>,
) -> Written {
    for (heading, belongs) in SECTIONS {
        let section = report.wanted(target);
        let section: Vec<(&ComparedTopic, &Stands)> = section
            .filter(|(_, stands)| belongs(stands.agreement))
            .collect();
        if section.is_empty() {
            continue;
        }
        let count = plural(section.len(), "topic");
        match target.judged_by.as_slice() {
            [_] => paper.heading(&format!("What the guide says ({count})"))?,
            _ => paper.heading(&format!("{heading} ({count})"))?,
        }
        overview(report, target, &section, paper)?;
        for (index, (topic, stands)) in section.into_iter().enumerate() {
            if index > 0 {
                paper.gap()?;
            }
            block(report, topic, stands, paper)?;
        }
    }
    silent(report, target, paper)
}

/// A table of topics by guide: the answer for the applicant, else what the guide says.
fn overview<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    section: &[(&ComparedTopic, &Stands)],
    paper: &mut Paper<'_, W>,
) -> Written {
    let mut head = vec!["Topic"];
    head.extend(target.judged_by.iter().map(|guide| report.short(*guide)));
    let rows = section.iter().map(|(topic, stands)| {
        let says = |guide: &usize| {
            let stand = stands.spoken.iter().find(|stand| stand.guide == *guide);
            stand.map_or_else(String::new, |stand| match answer(&stand.for_you) {
                Some((answer, _)) => for_you(&answer),
                None => sentence(&stand.says),
            })
        };
        let cells = target.judged_by.iter().map(says);
        std::iter::once(topic.title.clone()).chain(cells).collect()
    });
    paper.table(&head, &rows.collect::<Vec<_>>())
}

/// The topics on which no guide has anything to say.
fn silent<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    paper: &mut Paper<'_, W>,
) -> Written {
    let silent = report
        .wanted(target)
        .filter(|(_, stands)| stands.agreement == Agreement::Silent);
    if target.judged_by.is_empty() {
        return Ok(());
    }
    let titles: Vec<&str> = silent.map(|(topic, _)| topic.title.as_str()).collect();
    if titles.is_empty() {
        return Ok(());
    }
    paper.heading(&format!(
        "No guide says ({})",
        plural(titles.len(), "topic")
    ))?;
    paper.item("  ", &sentence(&titles.join("; ")), "")
}

/// One topic: the question, then what each guide says.
fn block<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    topic: &ComparedTopic,
    stands: &Stands,
    paper: &mut Paper<'_, W>,
) -> Written {
    paper.row("  ", &topic.question, &topic.id)?;
    if let Some(remark) = remark(stands) {
        paper.item("    ", remark, "")?;
    }
    for stand in &stands.spoken {
        self::stand(report, stand, paper)?;
    }
    if stands.silent.is_empty() || stands.agreement == Agreement::OneGuide {
        return Ok(());
    }
    let names = report.shorts(&stands.silent);
    paper.item("    ", &format!("Silent: {names}."), "")
}

/// What should be known of the comparison itself.
pub(crate) fn remark(stands: &Stands) -> Option<&'static str> {
    let ours = stands.spoken.iter().any(|stand| stand.says.contains('‡'));
    match stands.agreement {
        Agreement::Agree(Measure::Answers {
            other_figures: true,
        }) => Some("The same answer for you, by other figures."),
        Agreement::Agree(Measure::Figures) if ours => Some("The same figures, some of them ours."),
        Agreement::Agree(Measure::Figures) => Some("The same figures."),
        Agreement::Differ(Measure::Figures) if ours => Some("Other figures, some of them ours."),
        _ => None,
    }
}

/// The answer for the applicant with its rule, when there is one; then what the guide says to
/// everybody, with the passages.
fn stand<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    stand: &Stand,
    paper: &mut Paper<'_, W>,
) -> Written {
    let name = format!("    {:<1$}  ", report.short(stand.guide), report.widest());
    let says = sentence(&stand.says);
    let cites = format!("({})", stand.cites.join(", "));
    let Some((answer, rule)) = answer(&stand.for_you) else {
        return paper.item(&name, &says, &cites);
    };
    let judge = report.guides.get(stand.guide);
    let source = judge.and_then(|judge| Some(reference(judge.guide, rule?)));
    paper.item(&name, &for_you(&answer), &source.unwrap_or_default())?;
    let indent = " ".repeat(name.chars().count());
    paper.item(&indent, &says, &cites)
}

/// The answer, with the number of the rule behind it.
pub(crate) fn answer(for_you: &ForYou) -> Option<(String, Option<usize>)> {
    match for_you {
        ForYou::Words { text, rule } => Some((text.clone(), *rule)),
        ForYou::Programs { range, rule } => Some((format!("{range} programs"), Some(*rule))),
        ForYou::CannotTell { key, rule } => {
            Some((format!("cannot tell, `{key}` is not stated"), Some(*rule)))
        }
        ForYou::Failed { rule } => Some(("cannot tell, a rule failed".to_owned(), Some(*rule))),
        ForYou::NotInStage => Some(("no answer in this stage of the season".to_owned(), None)),
        ForYou::Nothing => None,
    }
}

/// The answer as a sentence that tells it from what the guide says to everybody.
pub(crate) fn for_you(answer: &str) -> String {
    sentence(&format!("For you: {answer}"))
}
