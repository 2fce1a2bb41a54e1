//! Questions about the applicant's entries: of one applicant with a filter that names fields of the
//! program, or of many applicants.

use std::sync::Arc;

use crate::model::{Entry, Text, Value};
use crate::plan::questions::{self, accepts};
use crate::plan::{EntryList, Held, Node, Question, UnknownRead};

use super::atoms::holding;
use super::lanes::{Lane, Piece, union};
use super::pass::{Once, Pass, Sides};
use super::values::{both, put};
use super::{LANES, Mask};

/// What came of a question, lane by lane; lanes that could not know are in none of it.
#[derive(Default)]
struct Answers {
    yes: Mask,
    no: Mask,
    counted: Mask,
    counts: Vec<i64>,
}

impl Answers {
    fn take(&mut self, lane: usize, answer: &Result<Held, UnknownRead>) {
        match answer {
            Ok(Held::Bool(true)) => self.yes.set(lane),
            Ok(Held::Bool(false)) => self.no.set(lane),
            Ok(Held::Int(count)) => put(&mut self.counted, &mut self.counts, lane, *count),
            Ok(_) | Err(_) => {}
        }
    }

    fn pieces(self) -> Vec<Piece> {
        let (yes, no) = (self.yes, self.no);
        let mut pieces = both(Sides { yes, no });
        if self.counted.any() {
            pieces.push(Piece {
                mask: self.counted,
                lane: Lane::Ints(Arc::new(self.counts)),
            });
        }
        pieces
    }
}

/// What a field of an entry must be.
enum Wanted {
    Held(Held),
    /// The text of the program, or one of its words.
    Field(usize),
}

impl Pass<'_> {
    /// Whether an entry of the applicant matches, where the filter names fields of the program.
    pub(super) fn has(&mut self, list: Node, filter: &[(String, Node)], active: Mask) -> Sides {
        let entries = match self.once(list) {
            Some(Once::Value(Held::Entries(list))) => list.entries,
            Some(Once::Unknown) => return Sides::NONE,
            _ => {
                self.unsure |= active;
                return Sides::NONE;
            }
        };
        let mut live = active;
        let mut wanted = Vec::new();
        for (name, value) in filter {
            let pieces = self.value(*value, live);
            live = union(&pieces);
            let one = match pieces.as_slice() {
                // Nobody is left.
                [] => return Sides::NONE,
                [one] => match &one.lane {
                    Lane::Held(held) => Some(Wanted::Held(held.clone())),
                    Lane::Field(field) => Some(Wanted::Field(*field)),
                    _ => None,
                },
                _ => None,
            };
            let Some(one) = one else {
                self.unsure |= live;
                return Sides::NONE;
            };
            wanted.push((name.as_str(), one));
        }
        let (mut yes, mut maybe) = (Mask::NONE, Mask::NONE);
        for entry in entries.iter() {
            let Some((matching, open)) = self.matching(entry, &wanted, live) else {
                self.unsure |= live;
                return Sides::NONE;
            };
            if open {
                maybe |= matching;
            } else {
                yes |= matching;
            }
        }
        Sides {
            yes,
            no: live.without(&(yes | maybe)),
        }
    }

    /// The answer to a question about the entries of each lane. Other questions, and those about the
    /// same entries for all lanes, are asked one by one.
    pub(super) fn ask(
        &mut self,
        question: &Question,
        list: Node,
        filter: &[(String, Node)],
        active: Mask,
    ) -> Vec<Piece> {
        let lists = self.value(list, active);
        let mut live = union(&lists);
        let key = match question {
            Question::Total(key) => self.alike(*key, &mut live),
            Question::Has | Question::Count => Some(Held::Nothing),
        };
        let mut wanted = Vec::new();
        for (name, value) in filter {
            wanted.extend(
                self.alike(*value, &mut live)
                    .map(|held| (name.as_str(), held)),
            );
        }
        // The rule language keeps such a filter sorted, and names the first field in that order.
        wanted.sort_by_key(|(name, _)| *name);
        let (Some(key), true) = (key, wanted.len() == filter.len()) else {
            self.unsure |= live;
            return Vec::new();
        };
        let key = match (question, &key) {
            (Question::Total(_), Held::Text(key)) => Some(&**key),
            (Question::Total(_), _) => {
                self.unsure |= live;
                return Vec::new();
            }
            _ => None,
        };
        let mut answers = Answers::default();
        for piece in &lists {
            let Lane::Field(field) = piece.lane else {
                self.unsure |= piece.mask & live;
                continue;
            };
            for lane in (piece.mask & live).lanes() {
                match self.entries(field, lane) {
                    Some(list) => {
                        answers.take(lane, &questions::ask(question, &list, key, &wanted));
                    }
                    None => self.unsure.set(lane),
                }
            }
        }
        answers.pieces()
    }

    /// A value that must be the same for all of these lanes: it is none for the others, and none
    /// when it is not the same.
    fn alike(&mut self, node: Node, live: &mut Mask) -> Option<Held> {
        let pieces = self.value(node, *live);
        *live = union(&pieces);
        match pieces.as_slice() {
            [
                Piece {
                    lane: Lane::Held(held),
                    ..
                },
            ] => Some(held.clone()),
            // Nobody is left to ask.
            [] => Some(Held::Nothing),
            _ => None,
        }
    }

    /// The entries that a lane of this block states; none for a field that has no entries.
    fn entries(&self, field: usize, lane: usize) -> Option<EntryList> {
        let facts = self.columns.facts.get(self.block * LANES + lane)?;
        match Held::of_field(self.columns.role, field, facts.read(field).value()?) {
            Held::Entries(list) => Some(list),
            _ => None,
        }
    }

    /// The lanes for which the entry matches as far as it says, and whether it leaves something
    /// open; none when that has to be asked.
    fn matching(
        &self,
        entry: &Entry,
        wanted: &[(&str, Wanted)],
        live: Mask,
    ) -> Option<(Mask, bool)> {
        let (mut matching, mut open) = (live, false);
        for (name, wanted) in wanted {
            let Some(value) = entry.get(name) else {
                open = true;
                continue;
            };
            match wanted {
                Wanted::Held(held) if accepts(held, value) => {}
                Wanted::Held(_) => matching = Mask::NONE,
                Wanted::Field(field) => matching = matching & self.holders(*field, value)?,
            }
        }
        Some((matching, open))
    }

    /// The lanes whose text or words the value of an entry holds.
    fn holders(&self, field: usize, value: &Value) -> Option<Mask> {
        let holding = |text: &Text| holding(self.columns, self.block, field, text);
        match value {
            Value::Text(text) => holding(text),
            Value::Texts(texts) => texts
                .iter()
                .try_fold(Mask::NONE, |all, text| Some(all | holding(text)?)),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Entries(_) => None,
        }
    }
}
