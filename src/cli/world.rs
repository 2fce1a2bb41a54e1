use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::dataset::{Catalogue, Files, Mark, Marking, Profile, Record, References, Tree, Version};
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
    /// Which files all that was made from.
    record: Record,
    /// What they mean, once somebody has asked.
    meaning: OnceLock<Mark>,
}

impl World {
    /// Reads datasets, programs and rules; says everything that is wrong in them at once.
    pub(crate) fn load(options: &WorldOptions) -> Result<Self, Problems> {
        let as_of = options.day();
        let record = Record::default();
        let references = References::load(&datasets(options).noted_in(&record, "datasets"))?;
        let rules = rules(options);
        let catalogue = catalogue(options, &references, &record);
        let noted = rules.clone().noted_in(&record, "rules");
        let guides = Guides::load(&noted, references.titles()).and_then(|published| {
            let guides = in_office(options, published.clone(), &record)?;
            Ok((guides, published))
        });
        match (catalogue, guides) {
            (Ok(catalogue), Ok((guides, published))) => Ok(Self {
                as_of,
                references,
                catalogue,
                guides,
                published,
                rules,
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
    let catalogue = catalogue(options, &references, &Record::default())?;
    Ok(Catalogued {
        references,
        catalogue,
    })
}

/// The guides with what they are checked against, for commands that need no programs.
#[derive(Debug)]
pub(crate) struct Guidance {
    pub(crate) references: References,
    pub(crate) guides: Guides,
    pub(crate) rules: Files,
}

/// Reads the guides only.
pub(crate) fn guidance(options: &WorldOptions) -> Result<Guidance, Problems> {
    let references = References::load(&datasets(options))?;
    let rules = rules(options);
    let guides = Guides::load(&rules, references.titles())?;
    let guides = in_office(options, guides, &Record::default())?;
    Ok(Guidance {
        references,
        guides,
        rules,
    })
}

pub(crate) fn catalogue(
    options: &WorldOptions,
    references: &References,
    record: &Record,
) -> Result<Catalogue, Problems> {
    let files = match &options.programs {
        Some(path) if !path.is_dir() => {
            return Catalogue::of_one(&record.file("programs", path)?, references);
        }
        Some(path) => Files::folder(path).noted_in(record, "programs"),
        None => datasets(options).noted_in(record, "datasets"),
    };
    Catalogue::load(&files, references)
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

/// The rules in force: the folder given, the one beside the program, or the built-in ones.
pub(crate) fn rules(options: &WorldOptions) -> Files {
    in_force(options.rules.as_ref(), "rules")
}

/// The datasets in force, likewise.
pub(crate) fn datasets(options: &WorldOptions) -> Files {
    in_force(options.datasets.as_ref(), "datasets")
}

fn in_force(given: Option<&PathBuf>, name: &'static str) -> Files {
    if let Some(folder) = given {
        return Files::folder(folder);
    }
    let beside = std::env::current_exe().ok().and_then(|program| {
        let folder = program.parent()?.join(name);
        folder.is_dir().then_some(folder)
    });
    beside.map_or_else(|| Files::shipped(name), |folder| Files::folder(&folder))
}
