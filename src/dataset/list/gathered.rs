use std::collections::BTreeMap;

use super::cell::{Row, Spot};
use super::layout::Layout;
use super::reads::Reads;
use super::remarks::{Fate, Remarks};
use super::row::{Context, record};
use crate::dataset::draft::{Claim, Draft};
use crate::model::{PROGRAM, ProgramId, Value};

/// Shares add up to 100 but for rounding: within so much of it.
const ROUNDING: f64 = 1.0;

/// The records of a list so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) rows: usize,
    pub(super) programs: BTreeMap<ProgramId, Draft>,
    pub(super) remarks: Remarks,
}

impl Gathered {
    /// Takes a row.
    pub(super) fn take(&mut self, row: &Row, layout: &mut Layout, context: &Context<'_>) {
        self.rows += 1;
        let Some(mut draft) = record(row, layout, context, &mut self.remarks) else {
            return;
        };
        let spot = Spot {
            row: row.number,
            column: 0,
        };
        self.shares(&mut draft, spot);
        self.zeros(&draft, spot);
        match self.programs.remove(&draft.id) {
            None => drop(self.programs.insert(draft.id.clone(), draft)),
            Some(first) => {
                let both = self.again(first, draft, spot);
                self.programs.insert(both.id.clone(), both);
            }
        }
    }

    /// A program that stands in another row already: what the rows say is put together.
    fn again(&mut self, mut first: Draft, second: Draft, spot: Spot) -> Draft {
        let before = first.listed.place.clone().unwrap_or_default();
        let shown = format!("{} ({before}): {}", second.id, second.name);
        if first.specialty != second.specialty || first.state != second.state {
            let why = "the row has the id of another row, and another specialty or state: two programs cannot share an id, so this one was left out";
            self.remarks.add(
                Fate::RowRefused,
                spot,
                None,
                why,
                "correct the id of one of them",
                &shown,
            );
            return first;
        }
        if first.name != second.name || first.city != second.city {
            let why = "the row has the id of another row, and another name or city: taken for the same program, with the name of the first";
            self.remarks.add(
                Fate::Kept,
                spot,
                None,
                why,
                "correct the id if they are two programs",
                &shown,
            );
        }
        let differ = put_together(&mut first, second);
        if differ.is_empty() {
            let why =
                "the program stands in an earlier row too, and they do not disagree: one program";
            self.remarks
                .add(Fate::Kept, spot, None, why, "nothing to do", &shown);
        } else {
            let why = "the program stands in an earlier row too, and they disagree: both values are kept, as conflicting";
            let shown = format!("{shown}: {}", differ.join(", "));
            self.remarks.add(
                Fate::Kept,
                spot,
                None,
                why,
                "correct the list, or ask the program",
                &shown,
            );
        }
        first
    }

    /// Shares of IMG, DO and US MD are the residents: together 100 percent. More cannot be, so none
    /// of the three can be relied on; less is kept as it stands.
    fn shares(&mut self, draft: &mut Draft, spot: Spot) {
        let fields =
            ["img_percent", "do_percent", "usmd_percent"].map(|path| PROGRAM.position(path));
        let share = |field: Option<usize>| match draft.values.get(&field?)?.as_slice() {
            [
                Claim {
                    value: Value::Float(share),
                    ..
                },
            ] => Some(*share),
            _ => None,
        };
        let known: Vec<f64> = fields.iter().filter_map(|field| share(*field)).collect();
        let sum: f64 = known.iter().sum();
        let shown = format!("{sum:.1} percent: {}", draft.name);
        if sum > 100.0 + ROUNDING {
            let why = "the shares of IMG, DO and US MD add up to more than 100 percent; nothing says which is wrong, so none was read";
            self.remarks.add(
                Fate::Refused,
                spot,
                None,
                why,
                "correct the list, or ask the program",
                &shown,
            );
            for field in fields.into_iter().flatten() {
                draft.values.remove(&field);
            }
        } else if known.len() == 3 && sum < 100.0 - ROUNDING {
            let why = "the shares of IMG, DO and US MD add up to less than 100 percent: kept as they stand, never corrected";
            self.remarks.add(
                Fate::Kept,
                spot,
                None,
                why,
                "there may be others, or one of them is wrong",
                &shown,
            );
        }
    }

    fn zeros(&mut self, draft: &Draft, spot: Spot) {
        let zero = |path: &str| {
            let claims = PROGRAM.position(path).and_then(|at| draft.values.get(&at));
            claims.is_some_and(|claims| claims.iter().any(|claim| claim.value == Value::Int(0)))
        };
        for (path, why) in [
            (
                "positions",
                "the list says that there are no positions in the first year: kept as it stands; ask whether the program takes residents",
            ),
            (
                "interviews",
                "the list says that no interviews were held last year: kept as it stands; it may be new, or not have answered",
            ),
        ] {
            if zero(path) {
                self.remarks
                    .add(Fate::Kept, spot, None, why, "ask the program", &draft.name);
            }
        }
    }

    /// Says which Step a minimum is taken for, where the header does not.
    pub(super) fn which_step(&mut self, layout: &Layout) {
        let step2 = PROGRAM.position("step2_ck.minimum").map(Reads::Field);
        for (number, column) in (1..).zip(&layout.columns) {
            if column.reads.is_some() && column.reads == step2 && !column.header.contains('2') {
                let spot = Spot {
                    row: layout.header,
                    column: number,
                };
                let why = "the header does not say which Step: read as Step 2 CK, which still has a number (our reading ‡)";
                let help = "where it is another, leave it out with a mapping";
                let header = column.header.clone();
                self.remarks.add(Fate::Kept, spot, None, why, help, &header);
            }
        }
    }

    /// Leaves out of `possibly_same_as` what the list does not hold: it may be in another catalogue.
    pub(super) fn only_known(&mut self) {
        let known: std::collections::BTreeSet<ProgramId> = self.programs.keys().cloned().collect();
        for (id, draft) in &mut self.programs {
            draft
                .possibly_same_as
                .retain(|other| other != id && known.contains(other));
            draft.values.retain(|_, claims| !claims.is_empty());
            draft.tracks.shrink_to_fit();
        }
    }
}

/// Puts a second row into the record of the first. Says on which fields they disagree.
fn put_together(first: &mut Draft, second: Draft) -> Vec<&'static str> {
    let mut differ = Vec::new();
    for (field, claims) in second.values {
        for claim in claims {
            if first.state(field, claim) {
                differ.extend(PROGRAM.fields.get(field).map(|field| field.label));
            }
        }
    }
    for track in second.tracks {
        let own = first.offer(track.track);
        own.codes.extend(track.codes);
        for (key, claims) in track.values {
            for claim in claims {
                if own.state(key, claim) {
                    differ.push(key);
                }
            }
        }
    }
    for note in second.notes {
        first.note(note);
    }
    first.possibly_same_as.extend(second.possibly_same_as);
    differ.dedup();
    differ
}
