//! What is counted, in words: kinds of change, moves between tiers, changes of scores.

use crate::report::text::short::dollars as number;
use crate::review::diff::Counts;

use super::DiffReport;
use super::words::{many, signed};

/// How many tier moves and score changes are named.
const NAMED: usize = 6;

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
}
