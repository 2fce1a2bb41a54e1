use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::dataset::{
    Catalogue, Files, Mark, Marking, Profile, Record, References, Sheet, Tree, Version,
};
use crate::guide::{Guide, Guides, Override};
use crate::model::Applicant;
use crate::place::{Problems, SourceText};

use super::import;
use super::options::WorldOptions;

/// What saved files have made stale of a world; the rest can be taken over.
#[derive(Debug, Default)]
pub(crate) struct Stale {
    /// Sources, regions, official tables: all else is checked against them.
    pub(crate) references: bool,
    pub(crate) programs: bool,
    /// Helpers and topics, which all guides share.
    pub(crate) shared: bool,
    /// The guides with these ids.
    pub(crate) guides: BTreeSet<String>,
}

impl Stale {
    /// Whether the file that is noted under that path is not read again.
    fn keeps(&self, path: &str) -> bool {
        let mut names = path.split('/');
        match (names.next(), names.next()) {
            (Some("programs"), _) | (Some("datasets"), Some("programs")) => !self.programs,
            (Some("datasets"), _) => true,
            (Some("rules"), Some(guide)) => !self.shared && !self.guides.contains(guide),
            _ => false,
        }
    }
}

/// Everything that is read before a command starts.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) as_of: Date,
    pub(crate) references: Arc<References>,
    pub(crate) catalogue: Arc<Catalogue>,
    /// The guides with the office's numbers, which are those in force.
    pub(crate) guides: Guides,
    /// The guides with their own numbers, which are those that their cases are about.
    pub(crate) published: Guides,
    pub(crate) rules: Files,
    pub(crate) datasets: Files,
    /// Which files all that was made from.
    pub(crate) record: Record,
    /// What they mean, once somebody has asked.
    meaning: OnceLock<Mark>,
}

impl World {
    /// Reads datasets, programs and rules; says everything that is wrong in them at once.
    pub(crate) fn load(options: &WorldOptions) -> Result<Self, Problems> {
        Self::load_after(None, options)
    }

    /// The same, taking over from an earlier world what no saved file has changed.
    pub(crate) fn load_after(
        before: Option<(&Self, &Stale)>,
        options: &WorldOptions,
    ) -> Result<Self, Problems> {
        let as_of = options.day();
        let record = Record::default();
        let before = before.filter(|(_, stale)| !stale.references);
        if let Some((before, stale)) = before {
            record.keep(&before.record, |path| stale.keeps(path));
        }
        let references = match before {
            Some((before, _)) => before.references.clone(),
            None => References::load(&datasets(options).noted_in(&record, "datasets"))?.into(),
        };
        let rules = rules(options);
        let programs = match before {
            Some((before, stale)) if !stale.programs => Ok((before.catalogue.clone(), None)),
            _ => catalogue(options, &references, &record)
                .map(|(catalogue, own)| (Arc::new(catalogue), own)),
        };
        let noted = rules.clone().noted_in(&record, "rules");
        let published = match before {
            Some((before, stale)) if !stale.shared => {
                before.published.reload(&noted, &stale.guides)
            }
            _ => Guides::load(&noted, references.titles()),
        };
        let guides = published.and_then(|published| {
            let guides = in_office(options, published.clone(), &record)?;
            Ok((guides, published))
        });
        match (programs, guides) {
            (Ok((catalogue, own)), Ok((guides, published))) => Ok(Self {
                as_of,
                references: own.map_or(references, Arc::new),
                catalogue,
                guides,
                published,
                rules,
                datasets: datasets(options),
                record,
                meaning: OnceLock::new(),
            }),
            (catalogue, guides) => {
                let mut problems = catalogue.err().unwrap_or_default();
                problems.extend(guides.err().unwrap_or_default());
                Err(problems)
            }
        }
    }

    /// Whether this guide and the packs that go along with it are as they were in the world
    /// before, rules and numbers and all that they are applied to.
    pub(crate) fn judges_alike(&self, before: &Self, now: &Guide, then: &Guide) -> bool {
        let whole = |guide: &Guide| {
            let packs = guide.companions.iter();
            let packs = packs.map(|pack| (pack.id.clone(), pack.policy.clone()));
            let own = (guide.id.clone(), guide.policy.clone());
            [own].into_iter().chain(packs).collect::<Vec<_>>()
        };
        let files = |(id, _): &(String, _)| {
            let (Ok(now), Ok(then)) = (self.published.find(id), before.published.find(id)) else {
                return false;
            };
            Arc::ptr_eq(now, then)
        };
        self.as_of == before.as_of
            && Arc::ptr_eq(&self.references, &before.references)
            && Arc::ptr_eq(&self.catalogue, &before.catalogue)
            && Arc::ptr_eq(&self.guides.host, &before.guides.host)
            && whole(now) == whole(then)
            && whole(now).iter().all(files)
    }

    /// Reads a profile.
    pub(crate) fn applicant(&self, path: &Path) -> Result<(SourceText, Applicant), Problems> {
        let source = Files::file(path)?;
        let applicant = Profile::read(&source, &self.references, self.as_of)?;
        Ok((source, applicant))
    }

    /// What a result is made from that rests on this and on that profile.
    pub(crate) fn version(&self, profile: &SourceText) -> Version {
        let mut meaning = Marking::default();
        meaning.mark(*self.meaning.get_or_init(|| self.meaning()));
        // NOTE: it was read as YAML before.
        if let Ok(tree) = Tree::parse(profile) {
            meaning.yaml(&tree.to_json());
        }
        Version {
            files: self.record.with("profile", profile),
            meaning: meaning.finish(),
        }
    }

    /// The rules and data alone, without any profile.
    pub(crate) fn version_of_rules_and_data(&self) -> Version {
        Version {
            files: self.record.mark(),
            meaning: *self.meaning.get_or_init(|| self.meaning()),
        }
    }

    fn meaning(&self) -> Mark {
        let mut marking = Marking::default();
        marking.mark(self.references.meaning());
        marking.mark(self.catalogue.meaning());
        marking.mark(self.guides.meaning());
        marking.finish()
    }
}

/// The programs with what they are checked against, for commands that need no guide.
#[derive(Debug)]
pub(crate) struct Catalogued {
    pub(crate) references: References,
    pub(crate) catalogue: Catalogue,
}

/// Reads the programs only.
pub(crate) fn catalogued(options: &WorldOptions) -> Result<Catalogued, Problems> {
    let references = References::load(&datasets(options))?;
    let (catalogue, own) = catalogue(options, &references, &Record::default())?;
    Ok(Catalogued {
        references: own.unwrap_or(references),
        catalogue,
    })
}

/// The guides with what they are checked against, for commands that need no programs.
#[derive(Debug)]
pub(crate) struct Guidance {
    pub(crate) references: References,
    /// The guides with the office's numbers.
    pub(crate) guides: Guides,
    /// The guides with their own numbers.
    pub(crate) published: Guides,
    pub(crate) rules: Files,
}

/// Reads the guides only.
pub(crate) fn guidance(options: &WorldOptions) -> Result<Guidance, Problems> {
    let references = References::load(&datasets(options))?;
    let rules = rules(options);
    let published = Guides::load(&rules, references.titles())?;
    let guides = in_office(options, published.clone(), &Record::default())?;
    Ok(Guidance {
        references,
        guides,
        published,
        rules,
    })
}

/// Reads the guides with their own numbers only.
pub(crate) fn guidance_without_office(options: &WorldOptions) -> Result<Guidance, Problems> {
    guidance(&WorldOptions {
        policy: Vec::new(),
        ..options.clone()
    })
}

/// The programs in force; and the references with the sources that they bring along, where they do.
pub(crate) fn catalogue(
    options: &WorldOptions,
    references: &References,
    record: &Record,
) -> Result<(Catalogue, Option<References>), Problems> {
    let files = match &options.programs {
        Some(path) if Sheet::is_one(path) => {
            return import::on_the_fly(path, &datasets(options), references, record);
        }
        Some(path) if !path.is_dir() => {
            let one = Catalogue::of_one(&record.file("programs", path)?, references)?;
            return Ok((one, None));
        }
        Some(path) => Files::folder(path).noted_in(record, "programs"),
        None => {
            let files = datasets(options).noted_in(record, "datasets");
            return Ok((Catalogue::load(&files, references)?, None));
        }
    };
    let own = references.with_sources_of(&files)?;
    let catalogue = Catalogue::load(&files, own.as_ref().unwrap_or(references))?;
    Ok((catalogue, own))
}

/// The guides with the numbers of the office policies, the last one on top.
fn in_office(
    options: &WorldOptions,
    mut guides: Guides,
    record: &Record,
) -> Result<Guides, Problems> {
    for path in &options.policy {
        guides = guides.with_override(&Override::read(&record.file("policy", path)?)?)?;
    }
    Ok(guides)
}

/// The files and folders that a world is made from, as far as they lie on disk.
pub(crate) fn inputs(options: &WorldOptions) -> Vec<PathBuf> {
    let folders = [rules(options), datasets(options)];
    let folders = folders.iter().filter_map(Files::on_disk);
    let given = options.policy.iter().chain(&options.programs);
    folders.map(Path::to_owned).chain(given.cloned()).collect()
}

/// The rules in force: the folder given, the one here or beside the program, or the built-in ones.
pub(crate) fn rules(options: &WorldOptions) -> Files {
    in_force(options.rules.as_ref(), "rules")
}

/// The datasets in force, likewise.
pub(crate) fn datasets(options: &WorldOptions) -> Files {
    in_force(options.datasets.as_ref(), "datasets")
}

/// The same files for as long as the program runs: a folder that is in force unasked stays so, and is
/// missed when it goes away.
pub(crate) fn settled(options: &WorldOptions) -> WorldOptions {
    WorldOptions {
        rules: folder_in_force(options.rules.as_ref(), "rules"),
        datasets: folder_in_force(options.datasets.as_ref(), "datasets"),
        ..options.clone()
    }
}

fn in_force(given: Option<&PathBuf>, name: &'static str) -> Files {
    let folder = folder_in_force(given, name);
    folder.map_or_else(|| Files::shipped(name), |folder| Files::folder(&folder))
}

/// The folder given; else the one of a working copy here or beside the program; none where what is
/// built in is in force.
fn folder_in_force(given: Option<&PathBuf>, name: &str) -> Option<PathBuf> {
    if let Some(folder) = given {
        return Some(folder.clone());
    }
    let here = PathBuf::from(name);
    if is_copy(&here, name) {
        return Some(here);
    }
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?.join(name);
    beside.is_dir().then_some(beside)
}

/// Whether a folder of that name holds rules or datasets of ours, and not another program's.
fn is_copy(folder: &Path, name: &str) -> bool {
    let files = Files::folder(folder);
    if name == "datasets" {
        return files.contains("sources.yaml");
    }
    let paths = files.list("", "yaml").unwrap_or_default();
    paths.iter().any(|path| path.ends_with("/guide.yaml"))
}
