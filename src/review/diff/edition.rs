use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::{Catalogue, Files, References, Texts};
use crate::guide::{Guides, LIB, Override};
use crate::place::{Problem, Problems, SourceText};

/// Where program records stand among the datasets.
pub(super) const PROGRAMS: &str = "programs/";
/// The topics by which guides are compared, beside the folders of the guides.
pub(super) const TOPICS: &str = "topics.yaml";

/// The texts that one version of the policy is made from.
#[derive(Debug, Clone, Default)]
pub struct EditionTexts {
    /// The files of the rules folder.
    pub rules: Texts,
    /// The files of the datasets folder, without the profiles; program records under `programs/`.
    pub datasets: Texts,
    /// Office policies; of several, the last wins.
    pub policies: Vec<SourceText>,
}

/// One version of rules and data: its texts, and what they mean.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What people call it: a folder, a revision, a file.
    pub name: String,
    /// What it was made from.
    pub texts: EditionTexts,
    /// Sources, regions and official tables.
    pub references: Arc<References>,
    /// The programs.
    pub catalogue: Arc<Catalogue>,
    /// The guides with their own numbers.
    pub published: Guides,
    /// The guides with the numbers in force.
    pub guides: Guides,
}

impl Edition {
    /// Reads and checks a version.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn load(name: &str, texts: EditionTexts) -> Result<Self, Problems> {
        let datasets = Files::texts(texts.datasets.clone());
        let references: Arc<References> = References::load(&datasets)?.into();
        let catalogue = catalogue(&texts, &references);
        let rules = Files::texts(texts.rules.clone());
        let published = Guides::load(&rules, references.titles());
        Self::whole(name, texts, references, catalogue, published)
    }

    /// Reads and checks a version, taking over from a known one what is the same in both.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn load_beside(known: &Self, name: &str, texts: EditionTexts) -> Result<Self, Problems> {
        let is_reference = |path: &str| !path.starts_with(PROGRAMS);
        let changed = differing(&known.texts.datasets, &texts.datasets);
        if changed.iter().any(|path| is_reference(path)) {
            return Self::load(name, texts);
        }
        let references = known.references.clone();
        let catalogue = if changed.is_empty() {
            Ok(known.catalogue.clone())
        } else {
            let records = changed.iter().filter_map(|path| texts.datasets.get(path));
            let records: Vec<SourceText> = records.cloned().collect();
            let gone = changed
                .iter()
                .filter(|path| !texts.datasets.contains_key(*path));
            let gone = gone.map(|path| stem(path)).collect();
            let catalogue = known.catalogue.with_records(&records, &gone, &references);
            catalogue.map(Arc::new)
        };
        let published = published(known, &texts, &references);
        Self::whole(name, texts, references, catalogue, published)
    }

    fn whole(
        name: &str,
        texts: EditionTexts,
        references: Arc<References>,
        catalogue: Result<Arc<Catalogue>, Problems>,
        published: Result<Guides, Problems>,
    ) -> Result<Self, Problems> {
        let (catalogue, published) = match (catalogue, published) {
            (Ok(catalogue), Ok(published)) => (catalogue, published),
            (catalogue, published) => {
                let mut problems = catalogue.err().unwrap_or_default();
                problems.extend(published.err().unwrap_or_default());
                return Err(problems);
            }
        };
        let mut guides = published.clone();
        for policy in &texts.policies {
            guides = guides.with_override(&Override::read(policy)?)?;
        }
        Ok(Self {
            name: name.to_owned(),
            texts,
            references,
            catalogue,
            published,
            guides,
        })
    }
}

fn catalogue(texts: &EditionTexts, references: &References) -> Result<Arc<Catalogue>, Problems> {
    if !texts.datasets.keys().any(|path| path.starts_with(PROGRAMS)) {
        let problem = Problem::error("there is no program in these datasets");
        return Err(problem
            .help("program records stand in the folder `programs`")
            .into());
    }
    Catalogue::load(&Files::texts(texts.datasets.clone()), references).map(Arc::new)
}

fn published(
    known: &Edition,
    texts: &EditionTexts,
    references: &References,
) -> Result<Guides, Problems> {
    let changed = differing(&known.texts.rules, &texts.rules);
    let rules = Files::texts(texts.rules.clone());
    let folders: BTreeSet<String> = changed.iter().map(|path| folder(path).to_owned()).collect();
    if changed.is_empty() {
        return Ok(known.published.clone());
    }
    if folders.contains(LIB) || folders.contains(TOPICS) {
        return Guides::load(&rules, references.titles());
    }
    known.published.reload(&rules, &folders)
}

/// The paths whose texts differ, or that only one has.
pub(super) fn differing(
    one: &BTreeMap<String, SourceText>,
    two: &BTreeMap<String, SourceText>,
) -> BTreeSet<String> {
    let paths: BTreeSet<&String> = one.keys().chain(two.keys()).collect();
    let paths = paths.into_iter();
    let paths = paths.filter(|path| match (one.get(*path), two.get(*path)) {
        (Some(a), Some(b)) => a.text() != b.text(),
        _ => true,
    });
    paths.cloned().collect()
}

/// The first name of a path.
pub(super) fn folder(path: &str) -> &str {
    path.split_once('/').map_or(path, |(folder, _)| folder)
}

/// The name of a file without its folders and ending.
pub(super) fn stem(path: &str) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.to_owned()
}
