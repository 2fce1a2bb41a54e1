use std::collections::BTreeMap;

use super::cell::Spot;

/// How many cells of a kind are kept to be shown; the others are counted.
const KEPT: usize = 20;
/// How many kinds of remarks there can be; a list with more has every cell wrong in its own way.
const KINDS: usize = 500;

/// What became of what a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The whole row was left out.
    RowRefused,
    /// The cell was not read.
    Refused,
    /// It was kept, but somebody should look at it.
    Kept,
}

/// What is said of a kind of cells, with where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What became of them.
    pub fate: Fate,
    /// The header of the column; none for what is about rows.
    pub column: Option<String>,
    /// What is said of them.
    pub why: String,
    /// What to do.
    pub help: String,
    /// How many there are.
    pub count: usize,
    /// Where the first of them stand, and what stands there.
    pub first: Vec<(String, String)>,
}

/// Remarks on a list, in the order of what became of it, column and kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Remarks(BTreeMap<(Fate, u32, String), Remark>);

impl Remarks {
    /// Adds one. `spot` has column 0 for what is about a row.
    pub(super) fn add(
        &mut self,
        fate: Fate,
        spot: Spot,
        column: Option<&str>,
        why: &str,
        help: &str,
        shown: &str,
    ) {
        let key = (fate, spot.column, why.to_owned());
        if self.0.len() >= KINDS && !self.0.contains_key(&key) {
            return;
        }
        let remark = self.0.entry(key).or_insert_with(|| Remark {
            fate,
            column: column.map(str::to_owned),
            why: why.to_owned(),
            help: help.to_owned(),
            count: 0,
            first: Vec::new(),
        });
        remark.count += 1;
        if remark.first.len() < KEPT {
            let place = if spot.column == 0 {
                format!("row {}", spot.row)
            } else {
                spot.to_string()
            };
            remark.first.push((place, shown.chars().take(80).collect()));
        }
    }

    pub(super) fn into_list(self) -> Vec<Remark> {
        self.0.into_values().collect()
    }
}
