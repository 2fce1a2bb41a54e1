use std::io::Write;

use crate::advise::{ComparedProgram, ComparedTarget, Dispute, Verdict};
use crate::guide::Guide;
use crate::report::reference::reference;
use crate::report::sentence::sentence;
use crate::report::{Paper, plural};

use super::SideBySide;
use super::text::Written;

/// The disputes, with how the text counts them.
pub(crate) const DISPUTES: [(Dispute, &str); 4] = [
    (
        Dispute::Option,
        "no option by one guide, a place by another",
    ),
    (Dispute::Tier, "in a tier of one guide, in none of another"),
    (Dispute::Height, "in higher and lower tiers"),
    (Dispute::Unsettled, "open by one guide until more is known"),
];

pub(super) fn programs<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    paper: &mut Paper<'_, W>,
) -> Written {
    let all = target.programs.iter();
    let disputed: Vec<&ComparedProgram> = all
        .filter(|program| program.dispute != Dispute::None)
        .collect();
    let (count, records) = (disputed.len(), plural(target.programs.len(), "record"));
    paper.heading(&format!("Placed differently ({count} of {records})"))?;
    if disputed.is_empty() {
        return paper.item("  ", "The guides are at odds over none of them.", "");
    }
    let counts: Vec<String> = DISPUTES
        .iter()
        .filter_map(|one| tally(&disputed, *one))
        .collect();
    let note =
        "What a tier means is each guide's own affair, and points count only within one guide.";
    paper.item("  ", &format!("{} {note}", counts.join(" ")), "")?;
    for (index, program) in disputed.iter().take(report.top).enumerate() {
        block(report, target, index + 1, program, paper)?;
    }
    if count > report.top {
        let more = count - report.top;
        paper.item(
            "  ",
            &format!("and {more} more (--top {count} shows them all)"),
            "",
        )?;
    }
    Ok(())
}

/// How many programs there are of one dispute; none without any.
pub(crate) fn tally(
    disputed: &[&ComparedProgram],
    (dispute, words): (Dispute, &str),
) -> Option<String> {
    let same = disputed.iter().filter(|program| program.dispute == dispute);
    let count = same.count();
    (count > 0).then(|| sentence(&format!("{words}: {count}")))
}

fn block<W: Write + ?Sized>(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    number: usize,
    compared: &ComparedProgram,
    paper: &mut Paper<'_, W>,
) -> Written {
    let Some(program) = report.catalogue.programs().get(compared.program) else {
        return Ok(());
    };
    let left = format!("{}, {}, {}", program.name, program.city, program.state);
    paper.row(&format!(" {number:>3}. "), &left, "")?;
    for guide in &target.judged_by {
        let (Some(verdict), Some(judge)) =
            (compared.verdicts.get(*guide), report.guides.get(*guide))
        else {
            continue;
        };
        let first = format!("      {:<1$}  ", report.short(*guide), report.widest());
        let (text, rule) = told(judge.guide, verdict);
        let source = rule.map(|rule| reference(judge.guide, rule));
        paper.item(&first, &text, &source.unwrap_or_default())?;
    }
    Ok(())
}

/// What the guide makes of the program, and the rule behind it where that is one.
pub(crate) fn told(guide: &Guide, verdict: &Verdict) -> (String, Option<usize>) {
    let plain = |text: String| (text, None);
    match verdict {
        Verdict::Tier { rank, score } => {
            plain(format!("{}, {}", tier(guide, *rank), points(*score)))
        }
        Verdict::Possible {
            rank,
            condition,
            score,
        } => {
            let (tier, points) = (tier(guide, *rank), points(*score));
            plain(format!("no tier yet, {points}; {tier} if {condition}"))
        }
        Verdict::NoTier { score } if guide.manifest.tiers.is_empty() => {
            plain(format!("an option, {}", points(*score)))
        }
        Verdict::NoTier { score } => plain(format!("no tier, {}", points(*score))),
        Verdict::Excluded(reasons) => {
            let words: Vec<&str> = reasons.iter().map(|(_, reason)| &**reason).collect();
            let text = format!("not an option: {}", words.join("; "));
            (text, reasons.first().map(|(rule, _)| *rule))
        }
        Verdict::NotJudged => plain("not judged: this guide judges another target".to_owned()),
    }
}

/// `tier 1 (Central Valley)`.
fn tier(guide: &Guide, rank: usize) -> String {
    let tier = guide.manifest.tiers.get(rank);
    tier.map_or_else(String::new, |tier| {
        format!("tier {} ({})", tier.id, tier.title)
    })
}

fn points(score: i64) -> String {
    let noun = if score.abs() == 1 { "point" } else { "points" };
    format!("{score} {noun}")
}
