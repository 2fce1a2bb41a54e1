use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::Catalogue;
use crate::dataset::cache::Cache;
use crate::dataset::check::{self, Check};
use crate::dataset::raw::RawProgram;
use crate::dataset::{Mark, References, yaml};
use crate::model::{Program, ProgramId, Reading, Text, Value};
use crate::place::{Problem, Problems, SourceText};

/// Records on their way to being a catalogue.
pub(super) struct Reader<'r> {
    references: &'r References,
    pub(super) programs: Vec<Program>,
    /// The records that were read here, as they stand in their files.
    pub(super) texts: BTreeMap<ProgramId, SourceText>,
    pub(super) problems: Problems,
}

impl<'r> Reader<'r> {
    pub(super) fn new(references: &'r References) -> Self {
        let (programs, texts) = (Vec::new(), BTreeMap::new());
        Self {
            references,
            programs,
            texts,
            problems: Problems::new(),
        }
    }

    /// Reads one record.
    pub(super) fn read(&mut self, text: &SourceText) {
        self.take(text, record(text, self.references));
    }

    /// Reads these records, those that are not in the cache on all cores.
    pub(super) fn read_all(&mut self, texts: &[SourceText], cache: &mut Cache) {
        let kept: Vec<(Mark, Option<Program>)> = texts
            .iter()
            .map(|text| {
                let mark = Mark::of(text.text().as_bytes());
                (mark, cache.take(mark, stem(text)))
            })
            .collect();
        let references = self.references;
        let read: Vec<(Mark, bool, Result<Program, Problems>)> = kept
            .into_par_iter()
            .zip(texts)
            .map(|((mark, kept), text)| match kept {
                Some(program) => (mark, true, Ok(program)),
                None => (mark, false, record(text, references)),
            })
            .collect();
        for (text, (mark, was_kept, record)) in texts.iter().zip(read) {
            if record.is_ok() {
                cache.found(mark, was_kept);
            }
            self.take(text, record);
        }
    }

    fn take(&mut self, text: &SourceText, record: Result<Program, Problems>) {
        match record {
            Ok(program) => {
                if let Some(other) = self.texts.get(&program.id) {
                    let problems = taken(text, other, &program.id, self.references);
                    return self.problems.extend(problems);
                }
                self.texts.insert(program.id.clone(), text.clone());
                self.programs.push(program);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    /// The catalogue of all that was read, with what only all records together say.
    pub(super) fn finish(mut self) -> Result<Catalogue, Problems> {
        self.programs.sort_by(|a, b| a.id.cmp(&b.id));
        self.same_as();
        specialties_here(&mut self.programs);
        let groups = groups(&self.programs);
        self.problems.or(Catalogue {
            programs: self.programs,
            groups,
        })
    }

    /// Records that may be the same must be there.
    fn same_as(&mut self) {
        let known: BTreeSet<&ProgramId> = self.programs.iter().map(|program| &program.id).collect();
        for program in &self.programs {
            let Some(text) = self.texts.get(&program.id) else {
                continue;
            };
            let mut check = Check::new(text, &self.references.sources);
            for id in program
                .possibly_same_as
                .iter()
                .filter(|id| !known.contains(id))
            {
                let problem = Problem::error(format!("there is no program `{id}`"));
                let ids = known.iter().map(|id| id.as_str());
                check.wrong("possibly_same_as", problem.near(id.as_str(), ids));
            }
            if let Err(found) = check.finish(Some(())) {
                self.problems.extend(found);
            }
        }
    }
}

/// States for every program which specialties the catalogue knows at its institution.
fn specialties_here(programs: &mut [Program]) {
    let mut known: BTreeMap<Text, BTreeSet<&'static str>> = BTreeMap::new();
    for program in programs.iter() {
        if let Some(Value::Text(institution)) = program.known.get("institution").value() {
            let here = known.entry(institution.clone()).or_default();
            here.insert(program.specialty.id);
        }
    }
    for program in programs {
        let here = match program.known.get("institution").value() {
            Some(Value::Text(institution)) => known.get(institution).cloned(),
            _ => None,
        };
        let here = here.unwrap_or_else(|| BTreeSet::from([program.specialty.id]));
        let reading = Reading::told(Value::texts(here));
        program.known.set("specialties_here", reading);
    }
}

/// What is wrong with a record whose id another one has.
fn taken(
    text: &SourceText,
    other: &SourceText,
    id: &ProgramId,
    references: &References,
) -> Problems {
    let mut check = Check::new(text, &references.sources);
    check.error(
        "id",
        format!("`{id}` is also the id in {}", other.path()),
        "remove one of the files, or give it an id of its own",
    );
    check.finish(Some(())).err().unwrap_or_default()
}

/// The name of a record's file without its ending.
fn stem(text: &SourceText) -> Option<&str> {
    let stem = Path::new(text.path()).file_stem();
    stem.and_then(|stem| stem.to_str())
}

/// One record, whose id is the file's name.
fn record(text: &SourceText, references: &References) -> Result<Program, Problems> {
    let raw: RawProgram = yaml::parse(text)?;
    let mut check = Check::new(text, &references.sources);
    let program = check::program(&mut check, &raw, references);
    let stem = stem(text);
    if stem.is_some_and(|stem| stem != raw.id) {
        let message = format!(
            "the file is named `{}`, not `{}`",
            stem.unwrap_or(""),
            raw.id
        );
        check.error("id", message, "give both the same name");
    }
    check.finish(program)
}

/// The least id of the group of every program that may be the same as others.
fn groups(programs: &[Program]) -> BTreeMap<ProgramId, ProgramId> {
    let mut neighbours: BTreeMap<&ProgramId, BTreeSet<&ProgramId>> = BTreeMap::new();
    for program in programs {
        for other in &program.possibly_same_as {
            neighbours.entry(&program.id).or_default().insert(other);
            neighbours.entry(other).or_default().insert(&program.id);
        }
    }
    let mut groups = BTreeMap::new();
    // Ids come in order, so the first of a group to be met is its least.
    for &start in neighbours.keys() {
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            if groups.contains_key(id) {
                continue;
            }
            groups.insert(id.clone(), start.clone());
            open.extend(neighbours.get(id).into_iter().flatten());
        }
    }
    groups
}
