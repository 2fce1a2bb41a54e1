//! The sentences that every format of a diff says.

use crate::report::plural;
use crate::report::text::short::dollars as number;
use crate::review::diff::{
    Cause, Counts, Example, ListExample, Most, Slice, Stand, Verdict, Where,
};

use super::DiffReport;

/// How many tier moves and score changes are named.
const NAMED: usize = 6;

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
    /// What changed, kind by kind: each a phrase with its figure.
    pub(super) fn kinds(counts: &Counts) -> Vec<String> {
        let mut kinds = Vec::new();
        let mut add = |count: u64, one: &str, several: &str| {
            if count > 0 {
                let words = if count == 1 { one } else { several };
                kinds.push(format!("{} {words}", number(count)));
            }
        };
        add(counts.excluded, "is newly excluded", "are newly excluded");
        add(counts.opened, "is newly open", "are newly open");
        add(counts.gone, "is gone from a list", "are gone from lists");
        add(counts.came, "is new in a list", "are new in lists");
        add(counts.tier_moves(), "changes tier", "change tier");
        add(
            counts.score_moves(),
            "only changes its score",
            "only change their scores",
        );
        add(
            counts.unknown_more,
            "now waits for a fact that is not stated",
            "now wait for facts that are not stated",
        );
        add(
            counts.unknown_less,
            "no longer waits for a fact that is not stated",
            "no longer wait for facts that are not stated",
        );
        kinds
    }

    /// Lists that guides judge no more, or newly.
    pub(super) fn judged(counts: &Counts) -> Vec<String> {
        let mut words = Vec::new();
        if counts.unjudged > 0 {
            words.push(format!(
                "{} no longer judged by the guide",
                many(counts.unjudged, "list")
            ));
        }
        if counts.judged > 0 {
            words.push(format!(
                "{} newly judged by the guide",
                many(counts.judged, "list")
            ));
        }
        words
    }

    /// `12 applicants, 15 lists, 8 programs`.
    pub(super) fn reach(counts: &Counts) -> String {
        let programs = match counts.programs.count() {
            0 => String::new(),
            count => format!(", {}", many(count, "program")),
        };
        let (applicants, lists) = (
            many(counts.applicants, "applicant"),
            many(counts.lists, "list"),
        );
        format!("{applicants}, {lists}{programs}")
    }

    /// The moves from tier to tier: guide, move, how many.
    pub(super) fn tier_moves(&self, counts: &Counts) -> Vec<(String, String, u64)> {
        let moves = counts.tiers.iter().map(|((guide, from, to), count)| {
            let (_, short) = self.sweep.guide(*guide);
            let tier = |tier: &Option<usize>| match tier {
                Some(tier) => format!("tier {}", self.sweep.tier(*guide, *tier).0),
                None => "no tier".to_owned(),
            };
            (
                short.to_owned(),
                format!("{} → {}", tier(from), tier(to)),
                *count,
            )
        });
        let mut moves: Vec<_> = moves.collect();
        moves.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
        moves
    }

    /// The tier moves in one phrase.
    pub(super) fn tiers_in_short(&self, counts: &Counts) -> Option<String> {
        let moves = self.tier_moves(counts);
        let named = moves.iter().take(NAMED);
        let mut named: Vec<String> = named
            .map(|(guide, moved, count)| format!("{guide}, {moved}: {}", number(*count)))
            .collect();
        if moves.len() > NAMED {
            let rest: u64 = moves.iter().skip(NAMED).map(|(_, _, count)| count).sum();
            named.push(format!("other moves: {}", number(rest)));
        }
        (!named.is_empty()).then(|| named.join("; "))
    }

    /// Changes of scores, the most frequent first: by how much, how many.
    pub(super) fn scores_in_short(counts: &Counts) -> Option<String> {
        let mut points: Vec<(i64, u64)> = counts
            .points
            .iter()
            .map(|(by, count)| (*by, *count))
            .collect();
        points.sort_by_key(|(by, count)| (std::cmp::Reverse(*count), *by));
        let named = points.iter().take(NAMED);
        let mut named: Vec<String> = named
            .map(|(by, count)| format!("{} for {}", signed(*by), number(*count)))
            .collect();
        if points.len() > NAMED {
            let rest: u64 = points.iter().skip(NAMED).map(|(_, count)| count).sum();
            named.push(format!("other changes for {}", number(rest)));
        }
        (!named.is_empty()).then(|| named.join(", "))
    }

    /// What became of whole lists: their lengths, cost and order.
    pub(super) fn lists(&self, slice: &Slice) -> Vec<String> {
        let changed = &slice.changed;
        let count = |wanted: &dyn Fn(i64) -> bool| -> u64 {
            let sizes = changed.sizes.iter().filter(|(by, _)| wanted(**by));
            sizes.map(|(_, count)| count).sum()
        };
        let (longer, shorter) = (count(&|by| by > 0), count(&|by| by < 0));
        let (was, is) = changed.placed;
        let mut words = Vec::new();
        if longer + shorter > 0 {
            let gets = |count: u64, how: &str| match count {
                0 => None,
                1 => Some(format!("1 gets {how}")),
                count => Some(format!("{} get {how}", number(count))),
            };
            let gets: Vec<String> = gets(longer, "longer")
                .into_iter()
                .chain(gets(shorter, "shorter"))
                .collect();
            words.push(format!(
                "Of the lists in which something changes, {}; together they have {} → {} programs in tiers, and applying to all of these costs ${} → ${}.",
                gets.join(" and "),
                number(was),
                number(is),
                number(changed.cost.0),
                number(changed.cost.1)
            ));
        } else if changed.sizes.values().sum::<u64>() > 0 {
            words.push("No list gets longer or shorter, and none dearer.".to_owned());
        }
        for (most, verb) in [(Most::Grows, "grows"), (Most::Shrinks, "shrinks")] {
            if let Some(list) = changed.most.get(&most) {
                let by = many(u64::try_from(list.by).unwrap_or(0), "program");
                words.push(format!(
                    "The most that one {verb}: {by}, {}.",
                    self.list(list)
                ));
            }
        }
        if !changed.ranks.is_empty() {
            let ranges = [(1, "1–5"), (6, "6–20"), (21, "21–100"), (101, "over 100")];
            let ranges = ranges.iter().filter_map(|(from, words)| {
                let count = changed.ranks.get(from)?;
                Some(format!("{words}: {}", number(*count)))
            });
            let ranges: Vec<String> = ranges.collect();
            let top = match changed.top {
                0 => "nobody's best 20 gets a new program".to_owned(),
                1 => "1 program is newly among somebody's best 20".to_owned(),
                top => format!(
                    "{} programs are newly among somebody's best 20",
                    number(top)
                ),
            };
            words.push(format!(
                "Ranks that programs move by: {}; {top}.",
                ranges.join(", ")
            ));
        }
        words
    }

    /// `RP-03, County & Safety Net, Psychiatry: 118 → 97`.
    pub(super) fn list(&self, list: &ListExample) -> String {
        let (_, guide) = self.sweep.guide(list.guide);
        let (before, after) = (number(list.before), number(list.after));
        format!(
            "{}, {guide}, {}: {before} → {after}",
            list.name, list.target
        )
    }

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
