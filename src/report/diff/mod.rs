//! What a change of policy does: as a text, Markdown, a page or JSON.
//!
//! Text and Markdown are written once, on a [`Paper`](super::Paper); the page and the JSON say the
//! same from the same words.

mod html;
mod json_v1;
mod text;
mod words;
mod words_counts;
mod words_lists;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::dataset::Glossary;
use crate::review::diff::{Cause, Changes, Counts, Sweep, Tally, Told, Unit, Verdict};

pub use html::write as write_html_diff;
pub use text::write as write_diff;

/// Version 1 of the JSON document, `preceptor/diff`.
pub mod diff_v1 {
    pub use super::json_v1::{schema, write};
}

/// What a change of policy does, ready to be written.
#[derive(Debug)]
pub struct DiffReport<'r> {
    /// What people call the old version.
    pub old: &'r str,
    /// What people call the new version.
    pub new: &'r str,
    /// The day on which everything is judged.
    pub as_of: Date,
    /// Who was judged: how many, and what they are called.
    pub people: (u64, &'static str),
    /// How many programs there are, before and now.
    pub programs: (usize, usize),
    /// What the edit is made of.
    pub changes: &'r Changes,
    /// Its parts that can be taken back.
    pub units: &'r [Unit],
    /// By what was judged.
    pub sweep: &'r Sweep<'r>,
    /// The words that reports explain.
    pub glossary: &'r Glossary,
    /// What came of it.
    pub tally: &'r Tally,
    /// What the rules say of the clearest example of each cause.
    pub told: &'r BTreeMap<Cause, Told>,
    /// How the edit stands against a budget; none without one.
    pub verdicts: Option<Vec<Verdict<'r>>>,
}

impl<'r> DiffReport<'r> {
    /// The causes with what changed by them, those that move most first.
    fn causes(&self) -> Vec<(Cause, &'r Counts)> {
        let groups = self.tally.groups.iter();
        let groups = groups.filter(|(_, counts)| !counts.is_empty());
        let mut groups: Vec<(Cause, &Counts)> =
            groups.map(|(cause, counts)| (*cause, counts)).collect();
        groups.sort_by_key(|(cause, counts)| {
            let place =
                counts.excluded + counts.opened + counts.gone + counts.came + counts.tier_moves();
            let rest = counts.pairs + counts.unjudged + counts.judged;
            let said = counts.said_new + counts.said_gone;
            (std::cmp::Reverse((place, rest, said)), *cause)
        });
        groups
    }

    /// The units that change nothing for anybody.
    fn idle(&self) -> Vec<usize> {
        let causes = self.causes();
        let active: Vec<usize> = causes.iter().flat_map(|(cause, _)| cause.units()).collect();
        (0..self.units.len())
            .filter(|unit| !active.contains(unit))
            .collect()
    }

    /// Whether the edit is over its budget.
    #[must_use]
    pub fn is_over_budget(&self) -> bool {
        let verdicts = self.verdicts.iter().flatten();
        let mut verdicts = verdicts.filter(|verdict| verdict.is_over);
        verdicts.next().is_some()
    }
}
