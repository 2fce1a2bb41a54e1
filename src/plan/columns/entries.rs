//! Questions about the applicant's entries whose filter names fields of the program.

use crate::model::{Entry, Text, Value};
use crate::plan::questions::accepts;
use crate::plan::{Held, Node, Question};

use super::Mask;
use super::atoms::holding;
use super::lanes::{Lane, union};
use super::pass::{Once, Pass, Sides};

/// What a field of an entry must be.
enum Wanted {
    Held(Held),
    /// The text of the program, or one of its words.
    Field(usize),
}

impl Pass<'_> {
    /// Whether an entry matches. Other questions with such a filter are asked one by one.
    pub(super) fn ask(
        &mut self,
        question: &Question,
        list: Node,
        filter: &[(String, Node)],
        active: Mask,
    ) -> Sides {
        let entries = match (question, self.once(list)) {
            (Question::Has, Some(Once::Value(Held::Entries(list)))) => list.entries,
            (_, Some(Once::Unknown)) => return Sides::NONE,
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
