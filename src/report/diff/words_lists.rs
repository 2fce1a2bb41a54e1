//! What becomes of whole lists, in words.

use crate::report::text::short::dollars as number;
use crate::review::diff::{ListExample, Most, Slice};

use super::DiffReport;
use super::words::many;

impl DiffReport<'_> {
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
}
