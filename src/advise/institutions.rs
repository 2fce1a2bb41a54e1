use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use crate::dataset::Catalogue;
use crate::model::{Program, ProgramId, Specialty, Value};

/// The institutions of a specialty's programs. Programs belong together when records name the same
/// institution, when they have the same name in the same place, or may be the same program.
#[derive(Default)]
pub(super) struct Institutions<'c> {
    /// The number of the institution that is known by it.
    numbers: BTreeMap<Mark<'c>, usize>,
    /// By number: what it is known by; nothing once it turned out to be another.
    marks: Vec<Vec<Mark<'c>>>,
}

/// What an institution is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Mark<'c> {
    /// Its own name, or a program's with the place.
    Name(String),
    /// A program: the least id of its records.
    Program(&'c ProgramId),
}

impl<'c> Institutions<'c> {
    pub(super) fn of(specialty: &Specialty, catalogue: &'c Catalogue) -> Self {
        let mut this = Self::default();
        let programs = catalogue.programs().iter();
        for program in programs.filter(|program| program.specialty == specialty) {
            this.add(marks(program, catalogue));
        }
        this
    }

    /// The number of the institution that has this program.
    pub(super) fn number(&self, program: &'c ProgramId) -> Option<usize> {
        self.numbers.get(&Mark::Program(program)).copied()
    }

    /// Takes what one institution is known by: all that share a mark with it are one.
    fn add(&mut self, mut own: Vec<Mark<'c>>) {
        let known = own
            .iter()
            .filter_map(|mark| self.numbers.get(mark).copied());
        let known: BTreeSet<usize> = known.collect();
        own.retain(|mark| !self.numbers.contains_key(mark));
        // The one with the most marks keeps its number, so that few change theirs.
        let size = |number: &usize| self.marks.get(*number).map_or(0, Vec::len);
        let number = known.iter().copied().max_by_key(size);
        let number = number.unwrap_or_else(|| {
            self.marks.push(Vec::new());
            self.marks.len() - 1
        });
        for other in known.into_iter().filter(|other| *other != number) {
            own.extend(self.marks.get_mut(other).map(mem::take).unwrap_or_default());
        }
        self.numbers
            .extend(own.iter().map(|mark| (mark.clone(), number)));
        if let Some(marks) = self.marks.get_mut(number) {
            marks.append(&mut own);
        }
    }
}

fn marks<'c>(program: &'c Program, catalogue: &'c Catalogue) -> Vec<Mark<'c>> {
    let (name, city, state) = (&program.name, &program.city, &program.state);
    let mut marks = vec![
        Mark::Program(catalogue.group_of(&program.id)),
        Mark::Name(format!("{name}, {city}, {state}")),
    ];
    if let Some(Value::Text(institution)) = program.known.get("institution").value() {
        marks.push(Mark::Name(institution.to_string()));
    }
    marks
}
