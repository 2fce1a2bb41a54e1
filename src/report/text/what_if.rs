use std::io::Write;

use crate::advise::{Moves, Standpoint};
use crate::report::{Paper, Report, plural};

use super::Written;
use super::budget::brief;
use super::next::faults;
use super::short::{in_short, write as write_short};

/// Writes what moves when something is changed: both standings in short, then the programs.
///
/// # Errors
/// When it cannot be written.
pub fn write_what_if<W: Write + ?Sized>(
    before: &Report<'_>,
    after: &Report<'_>,
    changes: &[String],
    moves: &[Moves],
    paper: &mut Paper<'_, W>,
) -> Written {
    write_short(before, paper)?;
    paper.heading_as_is(&format!("WITH {}", changes.join(" and ")))?;
    for target in &after.advice.targets {
        in_short(after, target, paper)?;
        faults(after, target, paper)?;
    }
    if before.advice.budget != after.advice.budget {
        brief(after, paper)?;
    }
    write_moves(after, moves, paper)
}

/// Writes what moved for each target: how many, the programs, and what is new or gone.
///
/// # Errors
/// When it cannot be written.
pub fn write_moves<W: Write + ?Sized>(
    after: &Report<'_>,
    moves: &[Moves],
    paper: &mut Paper<'_, W>,
) -> Written {
    for (target, moves) in after.advice.targets.iter().zip(moves) {
        paper.heading(&format!("What moves: {}", target.target))?;
        moved(after, moves, paper)?;
    }
    Ok(())
}

fn moved<W: Write + ?Sized>(
    report: &Report<'_>,
    moves: &Moves,
    paper: &mut Paper<'_, W>,
) -> Written {
    let tier = moves
        .programs
        .iter()
        .filter(|moved| moved.changes_tier())
        .count();
    let points = moves.programs.len() - tier;
    let text = format!(
        "{} to another tier or off the list, {} only in points.",
        plural(tier, "record"),
        plural(points, "record")
    );
    paper.item("  ", &text, "")?;
    for moved in moves.programs.iter().take(report.top) {
        let Some(program) = report.program(moved.program) else {
            continue;
        };
        let (before, after) = (
            standpoint(report, moved.before),
            standpoint(report, moved.after),
        );
        let left = format!("{}, {}", program.name, program.city);
        paper.row("   ", &left, &format!("{before} → {after}"))?;
    }
    let rest = moves.programs.len().saturating_sub(report.top);
    if rest > 0 {
        paper.item("   ", &format!("and {rest} more"), "")?;
    }
    for (first, texts) in [("   new:  ", &moves.gained), ("   gone: ", &moves.lost)] {
        for text in texts {
            paper.item(first, text, "")?;
        }
    }
    Ok(())
}

/// `tier 1, 47`.
pub(crate) fn standpoint(report: &Report<'_>, stand: Standpoint) -> String {
    let tier = stand
        .tier
        .and_then(|rank| report.guide.manifest.tiers.get(rank));
    match (stand.excluded, tier) {
        (true, _) => "not an option".to_owned(),
        (false, Some(tier)) => format!("tier {}, {}", tier.id, stand.score),
        (false, None) => format!("no tier, {}", stand.score),
    }
}
