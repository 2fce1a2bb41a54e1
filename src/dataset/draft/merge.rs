use std::collections::{BTreeMap, BTreeSet};

use super::draft::add;
use super::{Claim, Draft, Likeness, Pair};
use crate::dataset::References;
use crate::dataset::program_of_text;
use crate::model::{AsOf, PROGRAM, ProgramId, Text};
use crate::place::SourceText;

/// Which of two values stays when both are dated and one is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winner {
    /// Both stay, as conflicting.
    Nobody,
    /// The newer one, where both dates are known and it lies after the other.
    Newer,
}

/// A field on which two catalogues disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The program.
    pub program: ProgramId,
    /// The path of the field.
    pub field: Text,
    /// What the first said.
    pub first: Vec<Claim>,
    /// What the second says.
    pub second: Claim,
    /// Whether the second took the place of the first.
    pub is_settled: bool,
}

/// What came of putting two catalogues together.
#[derive(Debug, Default)]
pub struct Merge {
    /// All programs, by their ids.
    pub programs: BTreeMap<ProgramId, Draft>,
    /// The ids of those that are not as they were in the first catalogue.
    pub changed: BTreeSet<ProgramId>,
    /// Which records of both were put together.
    pub pairs: Vec<Pair>,
    /// Records that may be one program; both were kept and name each other.
    pub proposed: Vec<Pair>,
    /// How many programs are in the second catalogue only.
    pub added_programs: usize,
    /// How many values the first did not have.
    pub added_values: usize,
    /// How many values both have alike.
    pub same_values: usize,
    /// How many notes were added.
    pub added_notes: usize,
    /// Where they disagree.
    pub disagreements: Vec<Disagreement>,
    /// Programs that were left as they were, since together they would say what cannot be.
    pub impossible: Vec<(ProgramId, String)>,
}

impl Merge {
    /// Puts the second catalogue into the first, value by value. `pairs` says which records are of
    /// one program; a pair that goes by name and place is only proposed.
    #[must_use]
    pub fn of(
        first: Vec<Draft>,
        second: Vec<Draft>,
        pairs: Vec<Pair>,
        winner: Winner,
        references: &References,
    ) -> Self {
        let (proposed, pairs): (Vec<Pair>, Vec<Pair>) = pairs
            .into_iter()
            .partition(|pair| pair.by == Likeness::NameAndPlace);
        let mut merge = Self {
            programs: first
                .into_iter()
                .map(|draft| (draft.id.clone(), draft))
                .collect(),
            ..Self::default()
        };
        let home: BTreeMap<&ProgramId, &ProgramId> = pairs
            .iter()
            .map(|pair| (&pair.second, &pair.first))
            .collect();
        for draft in second {
            match home.get(&draft.id) {
                Some(id) => merge.put_into(&(*id).clone(), draft, winner, references),
                None => merge.add(draft),
            }
        }
        merge.rename(&home);
        for pair in &proposed {
            merge.propose(pair);
        }
        merge.pairs = pairs;
        merge.proposed = proposed;
        merge
    }

    fn add(&mut self, draft: Draft) {
        self.added_programs += 1;
        self.added_values += draft.count();
        self.added_notes += draft.notes.len();
        self.changed.insert(draft.id.clone());
        self.programs.insert(draft.id.clone(), draft);
    }

    fn put_into(&mut self, id: &ProgramId, second: Draft, winner: Winner, references: &References) {
        let Some(first) = self.programs.get(id) else {
            return self.add(second);
        };
        let mut both = Both {
            draft: first.clone(),
            winner,
            added: 0,
            same: 0,
            notes: 0,
            disagreements: Vec::new(),
        };
        both.put(second);
        if both.draft == *first {
            self.same_values += both.same;
            return;
        }
        let text = SourceText::new(&format!("{id}.yaml"), &both.draft.text());
        if let Err(problems) = program_of_text(&text, references) {
            let why = problems
                .sorted()
                .first()
                .map(|problem| problem.message.clone());
            self.impossible.push((id.clone(), why.unwrap_or_default()));
            return;
        }
        self.same_values += both.same;
        self.added_values += both.added;
        self.added_notes += both.notes;
        self.disagreements.extend(both.disagreements);
        self.changed.insert(id.clone());
        self.programs.insert(id.clone(), both.draft);
    }

    /// Records that named one of the second catalogue name the one it was put into.
    fn rename(&mut self, home: &BTreeMap<&ProgramId, &ProgramId>) {
        let known: BTreeSet<ProgramId> = self.programs.keys().cloned().collect();
        for draft in self.programs.values_mut() {
            let own = draft.id.clone();
            let before = std::mem::take(&mut draft.possibly_same_as);
            let names = before.into_iter().map(|id| match home.get(&id) {
                Some(home) => (*home).clone(),
                None => id,
            });
            draft.possibly_same_as = names
                .filter(|id| *id != own && known.contains(id))
                .collect();
        }
    }

    fn propose(&mut self, pair: &Pair) {
        for (one, other) in [(&pair.first, &pair.second), (&pair.second, &pair.first)] {
            if let Some(draft) = self.programs.get_mut(one)
                && draft.possibly_same_as.insert(other.clone())
            {
                self.changed.insert(one.clone());
            }
        }
    }
}

/// A record into which another one of the same program is put.
struct Both {
    draft: Draft,
    winner: Winner,
    added: usize,
    same: usize,
    notes: usize,
    disagreements: Vec<Disagreement>,
}

impl Both {
    fn put(&mut self, second: Draft) {
        for (at, claims) in second.values {
            let path = PROGRAM.fields.get(at).map_or("", |field| field.path);
            let mut before = self.draft.values.remove(&at).unwrap_or_default();
            self.claims(path, &mut before, claims);
            self.draft.values.insert(at, before);
        }
        for track in second.tracks {
            let own = self.draft.offer(track.track);
            own.codes.extend(track.codes);
            let mut values = std::mem::take(&mut own.values);
            for (key, claims) in track.values {
                let path = format!("{} {key}", track.track);
                self.claims(&path, values.entry(key).or_default(), claims);
            }
            self.draft.offer(track.track).values = values;
        }
        for note in second.notes {
            self.notes += usize::from(self.draft.note(note));
        }
        self.draft.possibly_same_as.extend(second.possibly_same_as);
        self.draft.institution = self.draft.institution.take().or(second.institution);
        self.draft.county = self.draft.county.take().or(second.county);
    }

    fn claims(&mut self, path: &str, before: &mut Vec<Claim>, second: Vec<Claim>) {
        for claim in second {
            let first = before.clone();
            if first.iter().any(|known| known.value == claim.value) {
                self.same += 1;
                continue;
            }
            let wins = self.winner == Winner::Newer && is_newer(&claim, &first);
            if wins {
                before.clear();
            }
            add(before, claim.clone());
            if first.is_empty() {
                self.added += 1;
                continue;
            }
            self.disagreements.push(Disagreement {
                program: self.draft.id.clone(),
                field: path.into(),
                first,
                second: claim,
                is_settled: wins,
            });
        }
    }
}

/// Whether a value is surely newer than all of those.
fn is_newer(claim: &Claim, than: &[Claim]) -> bool {
    let AsOf::On(date) = claim.provenance.as_of else {
        return false;
    };
    than.iter().all(|other| match other.provenance.as_of {
        AsOf::On(before) => date.earliest() > before.latest(),
        // Before a year that is over by then; about a year is no bound.
        AsOf::Before(year) => i64::from(year) <= date.year(),
        AsOf::About(_) | AsOf::Undated => false,
    })
}
