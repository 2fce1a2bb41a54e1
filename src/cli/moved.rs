//! What a reload moved: in one line, then program by program with the rules that moved it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::advise::{Move, Moves, Standpoint, TargetAdvice, compare};
use crate::model::ProgramId;
use crate::report::{Paper, Report, plural, standpoint};
use crate::review::diff::{Saying, differing, saying};

/// How many rules are named for one program; the rest is counted.
const RULES: usize = 3;

/// One target of an applicant by one guide, before and after.
#[derive(Debug)]
pub(crate) struct Moved<'r> {
    before: Report<'r>,
    after: Report<'r>,
    then: &'r TargetAdvice,
    now: &'r TargetAdvice,
    moves: Moves,
}

impl<'r> Moved<'r> {
    /// What moved of each target that was there before.
    pub(crate) fn between(before: Report<'r>, after: Report<'r>) -> Vec<Self> {
        let targets = after.advice.targets.iter();
        let pairs = targets.filter_map(|now| {
            let mut before = before.advice.targets.iter();
            Some((before.find(|then| then.target == now.target)?, now))
        });
        let moved = pairs.map(|(then, now)| Self {
            before,
            after,
            then,
            now,
            moves: compare(then, now),
        });
        moved.collect()
    }

    /// Whether anything is another than it was.
    pub(crate) fn is_any(&self) -> bool {
        let Moves {
            programs,
            gained,
            lost,
        } = &self.moves;
        !(programs.is_empty() && gained.is_empty() && lost.is_empty() && !self.list_differs())
    }

    /// How many programs moved.
    pub(crate) fn programs(&self) -> usize {
        self.moves.programs.len()
    }

    /// Whose list it is: applicant, guide, target.
    pub(crate) fn of(&self) -> String {
        let (name, guide) = (
            self.after.applicant_name(),
            &self.after.guide.manifest.short,
        );
        format!("{name}, {guide}, {}", self.now.target)
    }

    /// `41 programs move, 3 leave tier 1, list 118 → 97`.
    pub(crate) fn in_one_line(&self) -> String {
        let mut parts = vec![programs_move(self.programs())];
        let tier = |report: &Report<'_>, at: Standpoint| {
            let tiers = &report.guide.manifest.tiers;
            let tier = at.tier.filter(|_| !at.excluded)?;
            tiers.get(tier).map(|tier| tier.id.clone())
        };
        let (mut left, mut entered) = (BTreeMap::new(), BTreeMap::new());
        for one in self.moves.programs.iter().filter(|one| one.changes_tier()) {
            for (report, at, count) in [
                (&self.before, one.before, &mut left),
                (&self.after, one.after, &mut entered),
            ] {
                if let Some(tier) = tier(report, at) {
                    *count.entry(tier).or_insert(0_usize) += 1;
                }
            }
        }
        let verb = |count: usize, one: &str, many: &str| {
            format!("{count} {}", if count == 1 { one } else { many })
        };
        parts.extend(
            left.iter()
                .map(|(tier, count)| format!("{} tier {tier}", verb(*count, "leaves", "leave"))),
        );
        parts.extend(
            entered
                .iter()
                .map(|(tier, count)| format!("{} tier {tier}", verb(*count, "enters", "enter"))),
        );
        if self.list_differs() {
            let (then, now) = (self.then.list.placed, self.now.list.placed);
            parts.push(format!("list {then} → {now}"));
        }
        if self.moves.programs.is_empty() && !(self.says_as_before()) {
            parts.push("what the guide says to the applicant changes".to_owned());
        }
        parts.join(", ")
    }

    /// The programs that moved, those that changed tier first, each with the rules that moved it;
    /// then what is said no more, or newly.
    pub(crate) fn write(&self, paper: &mut Paper<'_, dyn Write + '_>) -> io::Result<()> {
        paper.heading(&format!("What moves: {}", self.now.target))?;
        paper.item("  ", &format!("{}.", self.in_one_line()), "")?;
        let shown = self.after.top;
        for moved in self.moves.programs.iter().take(shown) {
            let Some(program) = self.after.program(moved.program) else {
                continue;
            };
            let left = format!("{}, {}", program.name, program.city);
            paper.row("   ", &left, &self.stands(moved))?;
            let rules = by(
                &said(&self.before, self.then, self.numbered(&moved.id)),
                &said(&self.after, self.now, Some(moved.program)),
            );
            paper.item("      by ", &rules, "")?;
        }
        let rest = self.programs().saturating_sub(shown);
        if rest > 0 {
            paper.item("   ", &format!("and {rest} more"), "")?;
        }
        let Moves { gained, lost, .. } = &self.moves;
        for (first, texts) in [("   new:  ", gained), ("   gone: ", lost)] {
            for text in texts {
                paper.item(first, text, "")?;
            }
        }
        Ok(())
    }

    fn stands(&self, moved: &Move) -> String {
        let before = standpoint(&self.before, moved.before);
        let after = standpoint(&self.after, moved.after);
        format!("{before} → {after}")
    }

    fn list_differs(&self) -> bool {
        self.then.list.placed != self.now.list.placed
    }

    fn says_as_before(&self) -> bool {
        self.moves.gained.is_empty() && self.moves.lost.is_empty()
    }

    /// The program's number in the catalogue of before.
    fn numbered(&self, id: &ProgramId) -> Option<usize> {
        let placements = &self.then.list.placements;
        let placement = placements.iter().find(|placement| placement.id == *id);
        placement.map(|placement| placement.program)
    }
}

/// `41 programs move`.
pub(crate) fn programs_move(count: usize) -> String {
    match count {
        0 => "no program moves".to_owned(),
        1 => "1 program moves".to_owned(),
        count => format!("{} move", plural(count, "program")),
    }
}

/// What the rules said of the program with that number in the catalogue.
fn said(report: &Report<'_>, target: &TargetAdvice, program: Option<usize>) -> Saying {
    let findings = program.and_then(|program| target.evaluation.program(program));
    let findings = findings.map(|one| one.findings.as_slice());
    saying(report.guide, findings.unwrap_or_default())
}

/// `programs/img_presence: +12 → nothing`, for each rule that says something else now.
fn by(then: &Saying, now: &Saying) -> String {
    let changed = differing(then, now);
    let mut shown: Vec<String> = changed.iter().take(RULES).cloned().collect();
    if changed.len() > RULES {
        shown.push(plural(changed.len() - RULES, "more rule"));
    }
    if shown.is_empty() {
        return "the order of the guide's tiers".to_owned();
    }
    shown.join("; ")
}
