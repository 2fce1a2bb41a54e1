use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::dataset::{Catalogue, Files, Profile, References};
use crate::guide::{Guides, Override};
use crate::model::Applicant;
use crate::place::{Problems, SourceText};

use super::options::WorldOptions;

/// Everything that is read before a command starts.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) as_of: Date,
    pub(crate) references: References,
    pub(crate) catalogue: Catalogue,
    /// The guides with the office's numbers, which are those in force.
    pub(crate) guides: Guides,
    /// The guides with their own numbers, which are those that their cases are about.
    pub(crate) published: Guides,
    pub(crate) rules: Files,
}

impl World {
    /// Reads datasets, programs and rules; says everything that is wrong in them at once.
    pub(crate) fn load(options: &WorldOptions) -> Result<Self, Problems> {
        let as_of = options.day();
        let references = References::load(&datasets(options))?;
        let rules = rules(options);
        let catalogue = catalogue(options, &references);
        let guides = Guides::load(&rules, references.titles())
            .and_then(|published| Ok((in_office(options, published.clone())?, published)));
        match (catalogue, guides) {
            (Ok(catalogue), Ok((guides, published))) => Ok(Self {
                as_of,
                references,
                catalogue,
                guides,
                published,
                rules,
            }),
            (catalogue, guides) => {
                let mut problems = catalogue.err().unwrap_or_default();
                problems.extend(guides.err().unwrap_or_default());
                Err(problems)
            }
        }
    }

    /// Reads a profile.
    pub(crate) fn applicant(&self, path: &Path) -> Result<(SourceText, Applicant), Problems> {
        let source = Files::file(path)?;
        let applicant = Profile::read(&source, &self.references, self.as_of)?;
        Ok((source, applicant))
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
    let catalogue = catalogue(options, &references)?;
    Ok(Catalogued {
        references,
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
    let guides = in_office(options, published.clone())?;
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

pub(crate) fn catalogue(
    options: &WorldOptions,
    references: &References,
) -> Result<Catalogue, Problems> {
    match &options.programs {
        Some(path) => Catalogue::from_path(path, references),
        None => Catalogue::load(&datasets(options), references),
    }
}

/// The guides with the numbers of the office policies, the last one on top.
fn in_office(options: &WorldOptions, mut guides: Guides) -> Result<Guides, Problems> {
    for path in &options.policy {
        guides = guides.with_override(&Override::read(&Files::file(path)?)?)?;
    }
    Ok(guides)
}

/// The rules in force: the folder given, the one here or beside the program, or the built-in ones.
pub(crate) fn rules(options: &WorldOptions) -> Files {
    in_force(options.rules.as_ref(), "rules")
}

/// The datasets in force, likewise.
pub(crate) fn datasets(options: &WorldOptions) -> Files {
    in_force(options.datasets.as_ref(), "datasets")
}

/// The folder given; else the one of a working copy here or beside the program; else what is built
/// in.
fn in_force(given: Option<&PathBuf>, name: &'static str) -> Files {
    if let Some(folder) = given {
        return Files::folder(folder);
    }
    let here = PathBuf::from(name);
    if is_copy(&here, name) {
        return Files::folder(&here);
    }
    let beside = std::env::current_exe().ok().and_then(|program| {
        let folder = program.parent()?.join(name);
        folder.is_dir().then_some(folder)
    });
    beside.map_or_else(|| Files::shipped(name), |folder| Files::folder(&folder))
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
