//! What is said otherwise than it is pinned, as people read it: grouped by what brings it about.

use std::io::{self, Write};

use crate::dataset::Catalogue;
use crate::review::pinned::{Cause, Group, Line, Moved};

use super::{Paper, plural};

/// How many profiles are named on a line; the rest is counted.
const PROFILES: usize = 3;

/// Groups of changes, with what it takes to name them.
#[derive(Debug, Clone, Copy)]
pub struct Tested<'a> {
    /// The groups.
    pub groups: &'a [Group],
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// How many lines of a group are shown.
    pub top: usize,
}

/// Writes every group with its clearest examples.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(tested: &Tested<'_>, paper: &mut Paper<'_, W>) -> io::Result<()> {
    for (number, group) in (1..).zip(tested.groups) {
        paper.gap()?;
        write_group(tested, &format!("{number}. "), group, paper)?;
    }
    Ok(())
}

/// Writes one group; `first` stands before its title.
///
/// # Errors
/// When it cannot be written.
pub fn write_group<W: Write + ?Sized>(
    tested: &Tested<'_>,
    first: &str,
    group: &Group,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    paper.item(first, &title(group), "")?;
    paper.item("   ", &in_numbers(group), "")?;
    for line in group.lines.iter().take(tested.top) {
        let what = what(tested.catalogue, line);
        if !what.is_empty() {
            paper.item("   ", &what, "")?;
        }
        for says in &line.says {
            paper.item("      ", says, "")?;
        }
        if !line.profiles.is_empty() {
            paper.item("      for ", &profiles(&line.profiles), "")?;
        }
    }
    let rest = group.lines.len().saturating_sub(tested.top);
    if rest > 0 {
        paper.item("   ", &format!("and {rest} more (--top shows them)"), "")?;
    }
    Ok(())
}

/// What brings it about, in one line.
#[must_use]
pub fn title(group: &Group) -> String {
    match &group.cause {
        Cause::Numbers(guide, _) => {
            let numbers = group.numbers.iter();
            let numbers = numbers.map(|(name, then, now)| format!("{name} {then} → {now}"));
            let numbers: Vec<String> = numbers.collect();
            let together = if numbers.len() > 1 {
                ", only together"
            } else {
                ""
            };
            format!("{guide}: {}{together}", numbers.join(" and "))
        }
        Cause::Rule(guide, rule) => {
            format!("{guide}/{rule}: its text, or data that it reads; none of its numbers")
        }
        Cause::NewRule(guide, rule) => format!("{guide}/{rule}: a new rule"),
        Cause::GoneRule(guide, rule) => format!("{guide}/{rule}: the rule is gone"),
        Cause::Renamed(guide, from, to) => {
            format!("{guide}/{from} is now {to} and says the same")
        }
        Cause::Tiers(guide) => format!("{guide}: its tiers"),
        Cause::Scope(guide) => format!("{guide}: whom and what it is for"),
        Cause::Follows(guide) => format!("{guide}: what follows from several of the others"),
        Cause::Program(id) => format!("{id}: a program that came or went"),
        Cause::Unpinned => "there are no snapshots of these yet".to_owned(),
        Cause::Orphan(name) => format!("{name}: a snapshot of something that is there no more"),
        Cause::Day => "the day that is judged on".to_owned(),
        Cause::Words => "the words of the reports, and nothing else".to_owned(),
    }
}

/// How much a group moves, in one line.
#[must_use]
pub fn in_numbers(group: &Group) -> String {
    if group.lines.is_empty() {
        return "It moves nothing that is pinned.".to_owned();
    }
    let profiles = plural(group.profiles().len(), "profile");
    let (times, tiers) = group.programs();
    if times == 0 {
        return format!("No program moves; {profiles}.");
    }
    let programs = group.movers().len();
    let verb = if programs == 1 { "moves" } else { "move" };
    let often = if times == programs {
        String::new()
    } else {
        format!(", {times} times in all")
    };
    let tiers = match tiers {
        0 => "none to another tier".to_owned(),
        1 => "once to another tier, in or out".to_owned(),
        tiers => format!("{tiers} times to another tier, in or out"),
    };
    format!(
        "{} {verb} for {profiles}{often}; {tiers}.",
        plural(programs, "program")
    )
}

/// What a line is about, and how it moves.
#[must_use]
pub fn what(catalogue: &Catalogue, line: &Line) -> String {
    let mut about = Vec::new();
    if let Some(id) = &line.program {
        let mut programs = catalogue.programs().iter();
        let program = programs.find(|program| program.id.to_string() == *id);
        about.push(program.map_or_else(
            || id.clone(),
            |program| format!("{} ({})", program.name, program.city),
        ));
    }
    about.extend(
        [&line.target, &line.guide]
            .into_iter()
            .filter(|one| !one.is_empty())
            .cloned(),
    );
    let about = about.join(", ");
    match &line.moved {
        Some(moved) => format!("{about}: {}", stands(moved)),
        None => about,
    }
}

/// `tier 1 → tier 2, −8`.
fn stands(moved: &Moved) -> String {
    let place = |stand: &crate::review::pinned::Stand| match (&stand.tier, stand.excluded) {
        (_, true) => "not an option".to_owned(),
        (Some((_, tier)), _) => format!("tier {tier}"),
        (None, _) => "no tier".to_owned(),
    };
    let by = moved.now.score - moved.then.score;
    let score = match by {
        0 => None,
        by if by < 0 => Some(format!("−{}", by.unsigned_abs())),
        by => Some(format!("+{by}")),
    };
    let (then, now) = (place(&moved.then), place(&moved.now));
    let place = if then == now {
        then
    } else {
        format!("{then} → {now}")
    };
    match score {
        Some(score) => format!("{place}, {score}"),
        None => place,
    }
}

/// The profiles, the first few by name.
fn profiles(all: &[String]) -> String {
    let named = all.iter().take(PROFILES).map(String::as_str);
    let named = named.collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(PROFILES) {
        0 => named,
        rest => format!("{named} and {rest} more"),
    }
}
