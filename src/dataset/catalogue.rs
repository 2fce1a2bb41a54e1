mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::reader::Reader;
use super::cache::Cache;
use super::{Draft, Files, Mark, Marking, References};
use crate::model::{Program, ProgramId};
use crate::place::{Place, Problem, Problems, SourceText};

/// How many programs a message names at most.
const NAMED: usize = 8;

/// All programs, sorted by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    programs: Vec<Program>,
    groups: BTreeMap<ProgramId, ProgramId>,
}

impl Catalogue {
    /// Reads the records of a folder: those in its `programs`, or else its own. They may name the
    /// sources that the folder brings along in a `sources.yaml`.
    ///
    /// # Errors
    /// Everything that is wrong with any of the records.
    pub fn load(files: &Files, references: &References) -> Result<Self, Problems> {
        let folder = if files.contains("programs") {
            "programs"
        } else {
            ""
        };
        let own = references.with_sources_of(files)?;
        let references = own.as_ref().unwrap_or(references);
        let mut reader = Reader::new(references);
        let mut cache = Cache::beside(files, folder, references);
        let mut texts = Vec::new();
        for path in files.list(folder, "yaml")? {
            // A folder of records may bring along the sources that they name.
            if path == "sources.yaml" {
                continue;
            }
            match files.read(&path) {
                Ok(text) => texts.push(text),
                Err(problem) => reader.problems.push(problem),
            }
        }
        reader.read_all(&texts, &mut cache);
        if reader.texts.is_empty() && reader.problems.is_empty() {
            let place = Place::file(&files.shown(folder));
            return Err(Problem::error("there is no program in this folder")
                .at(place)
                .into());
        }
        if reader.problems.is_empty() {
            cache.keep(&reader.programs);
        }
        reader.finish()
    }

    /// Reads the records of a folder, or the one record of a file.
    ///
    /// # Errors
    /// Everything that is wrong with any of the records.
    pub fn from_path(path: &Path, references: &References) -> Result<Self, Problems> {
        if path.is_dir() {
            return Self::load(&Files::folder(path), references);
        }
        Self::of_one(&Files::file(path)?, references)
    }

    /// The catalogue of one record.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn of_one(record: &SourceText, references: &References) -> Result<Self, Problems> {
        let mut reader = Reader::new(references);
        reader.read(record);
        reader.finish()
    }

    /// The catalogue that these records make.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn of_drafts<'d>(
        drafts: impl IntoIterator<Item = &'d Draft>,
        references: &References,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(references);
        for draft in drafts {
            let path = format!("{}.yaml", draft.id);
            reader.read(&SourceText::new(&path, &draft.text()));
        }
        reader.finish()
    }

    /// These programs, none of which may be another.
    #[must_use]
    pub fn of(mut programs: Vec<Program>) -> Self {
        programs.sort_by(|a, b| a.id.cmp(&b.id));
        let groups = BTreeMap::new();
        Self { programs, groups }
    }

    /// The same programs, but these records in the place of those with their ids, and without
    /// those that are gone.
    ///
    /// # Errors
    /// Everything that is wrong with these records, alone and beside the others.
    pub fn with_records(
        &self,
        records: &[SourceText],
        gone: &BTreeSet<String>,
        references: &References,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(references);
        for record in records {
            reader.read(record);
        }
        let kept = self.programs.iter().filter(|program| {
            !gone.contains(program.id.as_str()) && !reader.texts.contains_key(&program.id)
        });
        let kept: Vec<Program> = kept.cloned().collect();
        reader.programs.extend(kept);
        reader.finish()
    }

    /// The mark of what the records say, whatever their order and layout.
    #[must_use]
    pub fn meaning(&self) -> Mark {
        let mut marking = Marking::default();
        marking.value(&self.programs);
        marking.finish()
    }

    /// The programs, sorted by id.
    #[must_use]
    pub fn programs(&self) -> &[Program] {
        &self.programs
    }

    /// The program with that id.
    #[must_use]
    pub fn get(&self, id: &ProgramId) -> Option<&Program> {
        let at = self
            .programs
            .binary_search_by(|program| program.id.cmp(id))
            .ok()?;
        self.programs.get(at)
    }

    /// The program with that id, or the only one with that text in its name.
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn find(&self, text: &str) -> Result<&Program, Problem> {
        let exact = self
            .programs
            .iter()
            .find(|program| program.id.as_str() == text);
        if let Some(program) = exact {
            return Ok(program);
        }
        let part = text.to_lowercase();
        let named = |program: &&Program| program.name.to_lowercase().contains(&part);
        let found: Vec<&Program> = self.programs.iter().filter(named).collect();
        match found.as_slice() {
            [program] => Ok(program),
            [] => Err(self.none(text)),
            several => Err(ambiguous(text, several)),
        }
    }

    /// The least id of the records that may all be the same program as this one.
    #[must_use]
    pub fn group_of<'c>(&'c self, id: &'c ProgramId) -> &'c ProgramId {
        self.groups.get(id).unwrap_or(id)
    }

    fn none(&self, text: &str) -> Problem {
        let ids = self.programs.iter().map(|program| program.id.as_str());
        let names = self.programs.iter().map(|program| program.name.as_ref());
        Problem::error(format!("no program has the id or name `{text}`"))
            .near(text, ids.chain(names))
    }
}

fn ambiguous(text: &str, found: &[&Program]) -> Problem {
    let name = |program: &&Program| format!("{} ({})", program.id, program.name);
    let mut named: Vec<String> = found.iter().take(NAMED).map(name).collect();
    if found.len() > NAMED {
        named.push(format!("{} more", found.len() - NAMED));
    }
    let message = format!("{} programs have `{text}` in their name", found.len());
    Problem::error(message).help(format!("give the id: {}", named.join(", ")))
}

#[cfg(test)]
mod tests;
