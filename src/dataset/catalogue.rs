use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::cache::Cache;
use super::check::{self, Check};
use super::raw::RawProgram;
use super::{Draft, Files, Mark, Marking, References, yaml};
use crate::model::{Program, ProgramId, Reading, Text, Value};
use crate::place::{Place, Problem, Problems, SourceText};
use rayon::prelude::*;

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
        self.take(text, record(text, self.references));
    }

    /// Reads these records, those that are not in the cache on all cores.
    fn read_all(&mut self, texts: &[SourceText], cache: &mut Cache) {
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

    fn finish(mut self) -> Result<Catalogue, Problems> {
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

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;
    use crate::model::Track;

    const RECORD: &str = "id: a-1
name: Valley
specialty: internal-medicine
city: Fresno
state: CA
listed: { source: freida-2025, as_of: 2025-03-28 }
tracks:
  - track: categorical
    quota: { value: 5, source: freida-2025, as_of: 2025-03-28 }
    matched: { value: 3, source: freida-2025, as_of: 2025-03-28 }
img_percent: { value: 92.2, source: freida-2025, as_of: 2025-03-28 }
step2_ck:
  minimum: { value: none, source: freida-2025, as_of: before 2022 }
years_since_graduation:
  maximum: { conflict: [{ value: 3, source: freida-2025, as_of: 2024 }, { value: 5, source: freida-survey-2024, as_of: undated }] }
";

    fn references() -> References {
        References::load(&Files::shipped("datasets")).unwrap()
    }

    /// The catalogue of these files: name and text.
    fn load(files: &[(&str, &str)]) -> Result<Catalogue, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let loaded = Catalogue::load(&Files::folder(folder.path()), &references());
        let root = format!("{}/", folder.path().display());
        loaded.map_err(|problems| problems.to_string().replace(&root, ""))
    }

    /// What is wrong with the record after that replacement.
    fn said(from: &str, to: &str) -> String {
        assert!(RECORD.contains(from), "{from}");
        load(&[("a-1.yaml", &RECORD.replace(from, to))])
            .unwrap_err()
            .trim_end()
            .to_owned()
    }

    #[test]
    fn the_shipped_catalogue_loads() {
        let references = references();
        let catalogue = Catalogue::load(&Files::shipped("datasets"), &references);
        let catalogue = catalogue.map_err(|problems| problems.to_string()).unwrap();
        assert!(catalogue.programs().len() > 100);
        assert!(catalogue.programs().is_sorted_by_key(|program| &program.id));
    }

    #[test]
    fn facts_carry_their_source() {
        let catalogue = load(&[("a-1.yaml", RECORD)]).unwrap();
        let facts = catalogue.find("a-1").unwrap().facts(Track::Categorical);
        let said = |path: &str| facts.get(path).value().map(ToString::to_string);
        assert_eq!(said("track.unfilled").as_deref(), Some("2"));
        assert_eq!(said("county").as_deref(), Some("Fresno"));
        assert_eq!(said("step2_ck.has_minimum").as_deref(), Some("no"));
        assert_eq!(said("step2_ck.minimum"), None);
        assert_eq!(
            said("years_since_graduation.has_maximum").as_deref(),
            Some("yes")
        );
        let Reading::Conflicting(limits) = facts.get("years_since_graduation.maximum") else {
            panic!("both limits are kept")
        };
        assert_eq!(limits.len(), 2);
        let Reading::Stated(share) = facts.get("img_percent") else {
            panic!("it is stated")
        };
        let provenance = share.provenance.as_ref().unwrap();
        assert_eq!(provenance.source.as_ref(), "freida-2025");
        assert!(provenance.as_of.is_within(24, date(2026, 11, 1)));
    }

    /// What to replace in the sample, by what, and what is then wrong.
    const WRONG: &[(&str, &str, &str)] = &[
        (
            "value: 92.2",
            "value: 192.2",
            "a-1.yaml:11:23: a percentage lies between 0 and 100, not at 192.2 (write 35 for 35%)",
        ),
        (
            "value: 92.2, source: freida-2025,",
            "value: 92.2,",
            "a-1.yaml:11:14: a value needs its `source` (name one of sources.yaml)",
        ),
        (
            "img_percent: { value: 92.2, source: freida-2025",
            "img_percent: { value: 92.2, source: freida-2052",
            "a-1.yaml:11:37: unknown source `freida-2052` (did you mean `freida-2025`?)",
        ),
        (
            "value: 3, source: freida-2025, as_of: 2025-03-28",
            "value: 7, source: freida-2025, as_of: 2025-03-28",
            "a-1.yaml:10:23: 7 positions cannot be filled of a quota of 5 (correct `quota` or `matched`)",
        ),
        (
            "state: CA",
            "state: CAL",
            "a-1.yaml:5:8: unknown state `CAL` (did you mean `CA`?)",
        ),
        (
            "internal-medicine",
            "internal-medecine",
            "a-1.yaml:3:12: unknown specialty `internal-medecine` (did you mean `internal-medicine`?)",
        ),
        (
            "track: categorical",
            "track: categoric",
            "a-1.yaml:8:12: unknown word `categoric` (did you mean `categorical`?)",
        ),
        (
            "img_percent",
            "img_prcent",
            "a-1.yaml:11:1: unknown key `img_prcent` (did you mean `img_percent`?)",
        ),
        (
            "value: none",
            "value: nope",
            "a-1.yaml:13:21: a whole number or `none` belongs here, not `nope` (write `none` where there is no minimum; leave the key out when nobody says)",
        ),
        (
            "value: none",
            "value: 999",
            "a-1.yaml:13:21: a Step 2 CK score lies between 1 and 300 (correct the score, or write `none` where there is no minimum)",
        ),
        (
            "before 2022",
            "someday",
            "a-1.yaml:13:55: `someday` does not say when this was true (write 2025-03-28, 2025-03, 2025, before 2022, about 2016 or undated)",
        ),
        (
            "id: a-1",
            "id: a-2",
            "a-1.yaml:1:5: the file is named `a-1`, not `a-2` (give both the same name)",
        ),
        (
            "img_percent",
            "possibly_same_as: [a-9]\nimg_percent",
            "a-1.yaml:11:19: there is no program `a-9` (did you mean `a-1`?)",
        ),
    ];

    #[test]
    fn what_is_wrong_with_a_record_is_said_in_its_place() {
        let mut wrong = Vec::new();
        for (from, to, message) in WRONG {
            let said = said(from, to);
            if said != *message {
                wrong.push(format!(
                    "{to}
  said {said}
  not  {message}"
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn all_of_it_is_told_at_once() {
        let text = RECORD
            .replace("92.2", "192")
            .replace("state: CA", "state: XX");
        let problems = load(&[("a-1.yaml", &text), ("b.yaml", "id: 1\n")]).unwrap_err();
        assert_eq!(problems.lines().count(), 3, "{problems}");
    }

    #[test]
    fn two_files_cannot_share_an_id() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["x", "y"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("a-1.yaml"), RECORD).unwrap();
        }
        let loaded = Catalogue::load(&Files::folder(folder.path()), &references());
        let problems = loaded.unwrap_err().to_string();
        assert!(
            problems.contains("y/a-1.yaml:1:5: `a-1` is also the id in"),
            "{problems}"
        );
    }

    #[test]
    fn shares_add_up_to_a_hundred() {
        let more = "img_percent: { value: 92.2, source: freida-2025, as_of: 2025-03-28 }
do_percent: { value: 10, source: freida-2025, as_of: 2025-03-28 }";
        let line = "img_percent: { value: 92.2, source: freida-2025, as_of: 2025-03-28 }";
        let message = "a-1.yaml:11:23: the shares of IMG, DO and US MD add up to 102.2 percent (correct them: together they are the residents, at most 100)";
        assert_eq!(said(line, more), message);
    }

    #[test]
    fn records_of_the_same_program_form_a_group() {
        let other = |id: &str, same: &str| {
            RECORD
                .replace("a-1", id)
                .replace("name:", &format!("possibly_same_as: [{same}]\nname:"))
        };
        let (two, three) = (other("b-2", "c-3"), other("c-3", "a-1"));
        let files = [
            ("a-1.yaml", RECORD),
            ("b-2.yaml", &two),
            ("c-3.yaml", &three),
        ];
        let catalogue = load(&files).unwrap();
        for program in catalogue.programs() {
            assert_eq!(catalogue.group_of(&program.id).as_str(), "a-1");
        }
    }

    #[test]
    fn a_program_is_found_by_id_or_name() {
        let other = RECORD
            .replace("a-1", "b-2")
            .replace("Valley", "Valley Medical");
        let catalogue = load(&[("a-1.yaml", RECORD), ("b-2.yaml", &other)]).unwrap();
        assert_eq!(catalogue.find("medical").unwrap().id.as_str(), "b-2");
        assert_eq!(catalogue.find("a-1").unwrap().id.as_str(), "a-1");
        let several = catalogue.find("valley").unwrap_err().to_string();
        assert_eq!(
            several,
            "2 programs have `valley` in their name (give the id: a-1 (Valley), b-2 (Valley Medical))"
        );
        let none = catalogue.find("Vally").unwrap_err().to_string();
        assert_eq!(
            none,
            "no program has the id or name `Vally` (did you mean `Valley`?)"
        );
    }
}
