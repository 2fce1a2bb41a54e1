//! The sentences that every format of a diff says.

use crate::report::plural;
use crate::report::text::short::dollars as number;
use crate::review::diff::{Cause, Example, Stand, Verdict, Where};

use super::DiffReport;

/// `1 list`, `2,000 lists`.
pub(super) fn many(count: u64, noun: &str) -> String {
    let plain = plural(usize::try_from(count).unwrap_or(usize::MAX), noun);
    let word = plain.split_once(' ').map_or(noun, |(_, word)| word);
    format!("{} {word}", number(count))
}

/// `+3`, `−8`, `0`.
pub(super) fn signed(by: i64) -> String {
    let sign = match by {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    format!("{sign}{}", number(by.unsigned_abs()))
}

impl DiffReport<'_> {
    /// `tier 1, 47`.
    fn stand(&self, guide: usize, stand: &Stand) -> String {
        match stand.at {
            Where::Absent => "not in the list".to_owned(),
            Where::Excluded => "not an option".to_owned(),
            Where::NoTier => format!("no tier, {}", stand.score),
            Where::Tier(tier) => {
                format!("tier {}, {}", self.sweep.tier(guide, tier).0, stand.score)
            }
        }
    }

    /// Whose list an example is of, and how the program stands then and now.
    pub(super) fn example(&self, example: &Example) -> (String, String) {
        let (_, guide) = self.sweep.guide(example.guide);
        let whose = format!("{}, {guide}, {}", example.person.name, example.target);
        let stand = |stand: &Stand| self.stand(example.guide, stand);
        let mut moves = format!("{} → {}", stand(&example.before), stand(&example.after));
        if example.before.unknown != example.after.unknown
            && (example.before.at, example.before.score) == (example.after.at, example.after.score)
        {
            let more = if example.after.unknown {
                "something is"
            } else {
                "nothing is"
            };
            moves = format!("{}; now {more} unknown", stand(&example.after));
        }
        (whose, moves)
    }

    /// What the units of a cause change: several are said to be several.
    pub(super) fn cause(&self, cause: Cause) -> String {
        let units: Vec<usize> = cause.units().collect();
        let named: Vec<String> = units.iter().map(|unit| format!("({})", unit + 1)).collect();
        match (units.as_slice(), cause.whole) {
            ([unit], false) => {
                let words = self.units.get(*unit).map_or("", |unit| unit.words.as_str());
                format!("({}) {words}", unit + 1)
            }
            ([], _) => "the edit as a whole".to_owned(),
            ([unit], true) => format!(
                "({}), and something that no part of the edit names",
                unit + 1
            ),
            (_, false) => format!("{} together", named.join(" and ")),
            (_, true) => format!("{} as a whole", named.join(" and ")),
        }
    }

    /// What a cause of several units means.
    pub(super) fn together(cause: Cause) -> Option<&'static str> {
        match (cause.units().count(), cause.whole) {
            (0 | 1, false) => None,
            (_, false) => Some(
                "without any one of these it would come out otherwise, so no single one explains it",
            ),
            (_, true) => Some(
                "taking back any one of these alone does not undo it: each does it, or only all do",
            ),
        }
    }

    /// How the edit stands against one limit.
    pub(super) fn verdict(verdict: &Verdict<'_>) -> String {
        let is = if verdict.is_over { "OVER" } else { "within" };
        format!("{is}: {}: {}", verdict.limit.words(), verdict.figure)
    }

    /// What shows a breach best.
    pub(super) fn shows(&self, verdict: &Verdict<'_>) -> Option<String> {
        if let Some(list) = verdict.list {
            return Some(self.list(list));
        }
        let example = verdict.example?;
        let (whose, moves) = self.example(example);
        let program = example.program.as_ref()?;
        Some(format!("{whose}: {program}: {moves}"))
    }

    /// The result in one sentence.
    pub(super) fn in_short(&self) -> String {
        let Some(all) = self.tally.slices.first() else {
            return String::new();
        };
        let counts = &all.counts;
        if counts.is_empty() {
            return "Nothing changes for anybody: no program moves, no score changes, nothing else is said to an applicant.".to_owned();
        }
        let reach = format!(
            "{} of {}, {} of {}, {} of {} programs",
            number(counts.applicants),
            many(all.applicants, "applicant"),
            number(counts.lists),
            many(all.lists, "list"),
            number(counts.programs.count()),
            number(self.programs.1 as u64),
        );
        let mut parts = Self::kinds(counts);
        parts.extend(Self::judged(counts));
        let mut words = format!("Something changes for {reach}.");
        if !parts.is_empty() {
            let pairs = many(all.pairs, "place");
            let parts = parts.join("; ");
            words = format!("{words} Of {pairs} in lists: {parts}.");
        }
        if counts.said_new + counts.said_gone > 0 {
            let (new, gone) = (number(counts.said_new), number(counts.said_gone));
            words = format!("{words} Sentences to applicants: {new} new, {gone} gone.");
        }
        words
    }

    /// Who was judged: `40 reference profiles`.
    pub(super) fn who(&self) -> String {
        let (count, noun) = self.people;
        many(count, noun)
    }

    /// Who was judged, by how many programs, and on which day.
    pub(super) fn judged_by(&self) -> String {
        let (then, now) = self.programs;
        let programs = if then == now {
            format!("{} programs", number(now as u64))
        } else {
            format!("{} → {} programs", number(then as u64), number(now as u64))
        };
        format!("{}, {programs}, as of {}.", self.who(), self.as_of)
    }

    /// What to keep in mind.
    pub(super) fn closing(&self) -> Vec<String> {
        let tally = self.tally;
        let mut words = Vec::new();
        if tally.faulted.1 > 0 {
            words.push(format!(
                "Rules that differ failed {} times in the new version and {} times in the old: what they would say is missing here.",
                number(tally.faulted.1),
                number(tally.faulted.0)
            ));
        }
        if tally.unread > 0 {
            words.push(format!(
                "{} could not be read.",
                many(tally.unread, "applicant")
            ));
        }
        if tally.without_guide > 0 {
            words.push(format!(
                "No guide is for {}.",
                many(tally.without_guide, "applicant")
            ));
        }
        let lists: Vec<&str> = self.sweep.lists_otherwise().collect();
        if !self.sweep.lists && !lists.is_empty() {
            words.push(format!(
                "Rules about the list as a whole differ in {} and were not compared for so many applicants; the reference profiles show what they do.",
                lists.join(" and ")
            ));
        }
        words.push("Not compared: flags, questions and groups of single programs, what guides say of a list as a whole because other programs are in it, and which unknown facts could move a program. Each program of each list counts once; nothing here says how a program will decide.".to_owned());
        words
    }
}
