use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::check::{self, Check};
use super::raw::RawProgram;
use super::{Files, References, yaml};
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
    /// Reads the records of a folder: those in its `programs`, or else its own.
    ///
    /// # Errors
    /// Everything that is wrong with any of the records.
    pub fn load(files: &Files, references: &References) -> Result<Self, Problems> {
        let folder = if files.contains("programs") {
            "programs"
        } else {
            ""
        };
        let mut reader = Reader::new(references);
        for path in files.list(folder, "yaml")? {
            match files.read(&path) {
                Ok(text) => reader.read(&text),
                Err(problem) => reader.problems.push(problem),
            }
        }
        if reader.texts.is_empty() && reader.problems.is_empty() {
            let place = Place::file(&files.shown(folder));
            return Err(Problem::error("there is no program in this folder")
                .at(place)
                .into());
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
        let mut reader = Reader::new(references);
        reader.read(&Files::file(path)?);
        reader.finish()
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

/// Records on their way to being a catalogue.
struct Reader<'r> {
    references: &'r References,
    programs: Vec<Program>,
    texts: BTreeMap<ProgramId, SourceText>,
    problems: Problems,
}

impl<'r> Reader<'r> {
    fn new(references: &'r References) -> Self {
        let (programs, texts) = (Vec::new(), BTreeMap::new());
        Self {
            references,
            programs,
            texts,
            problems: Problems::new(),
        }
    }

    fn read(&mut self, text: &SourceText) {
        match record(text, self.references, &self.texts) {
            Ok(program) => {
                self.texts.insert(program.id.clone(), text.clone());
                self.programs.push(program);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn finish(mut self) -> Result<Catalogue, Problems> {
        self.programs.sort_by(|a, b| a.id.cmp(&b.id));
        self.same_as();
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

/// One record, whose id is the file's name and not taken yet.
fn record(
    text: &SourceText,
    references: &References,
    taken: &BTreeMap<ProgramId, SourceText>,
) -> Result<Program, Problems> {
    let raw: RawProgram = yaml::parse(text)?;
    let mut check = Check::new(text, &references.sources);
    let program = check::program(&mut check, &raw, references);
    let stem = Path::new(text.path())
        .file_stem()
        .and_then(|stem| stem.to_str());
    if stem.is_some_and(|stem| stem != raw.id) {
        let message = format!(
            "the file is named `{}`, not `{}`",
            stem.unwrap_or(""),
            raw.id
        );
        check.error("id", message);
    }
    if let Some(other) = program.as_ref().and_then(|program| taken.get(&program.id)) {
        check.error(
            "id",
            format!("`{}` is also the id in {}", raw.id, other.path()),
        );
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
