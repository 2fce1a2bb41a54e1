use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use notify_debouncer_full::notify::RecursiveMode;

use crate::dataset::Files;
use crate::place::Problem;

/// The endings of the files that are read.
const ENDINGS: [&str; 2] = ["rhai", "yaml"];

/// The folders and files to watch.
#[derive(Debug, Clone)]
pub struct Watched {
    paths: BTreeSet<PathBuf>,
    ignored: Option<PathBuf>,
}

impl Watched {
    /// Folders with all that is below them, and single files. What does not exist yet is watched
    /// for.
    #[must_use]
    pub fn new<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Self {
        Self {
            paths: paths.into_iter().map(absolute).collect(),
            ignored: None,
        }
    }

    /// The same without one file: the one that we write ourselves.
    #[must_use]
    pub fn ignoring(self, path: &Path) -> Self {
        Self {
            ignored: Some(absolute(path)),
            ..self
        }
    }

    /// Whether what happens to that path can matter.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.ignored.as_deref() != Some(path)
            && self.paths.iter().any(|watched| path.starts_with(watched))
    }

    /// The folders to be told about: those watched with all below them, and the parents of
    /// everything watched, because whoever replaces a file or folder by renaming acts on its parent.
    pub(super) fn folders(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let whole: Vec<&PathBuf> = self.paths.iter().filter(|path| path.is_dir()).collect();
        let parents = self.paths.iter().filter_map(|path| path.parent());
        let mut folders: BTreeMap<PathBuf, RecursiveMode> = parents
            .filter(|parent| !whole.iter().any(|folder| parent.starts_with(folder)))
            .map(|parent| (parent.to_owned(), RecursiveMode::NonRecursive))
            .collect();
        let outermost = |path: &&&PathBuf| {
            !whole
                .iter()
                .any(|folder| *folder != **path && path.starts_with(folder))
        };
        for folder in whole.iter().filter(outermost) {
            folders.insert((*folder).clone(), RecursiveMode::Recursive);
        }
        folders
    }

    /// Every file that is read, and every folder that cannot be listed with the reason.
    pub(super) fn files(&self) -> BTreeMap<PathBuf, Option<Problem>> {
        let mut files = BTreeMap::new();
        for path in &self.paths {
            if path.is_dir() {
                for ending in ENDINGS {
                    match Files::folder(path).list("", ending) {
                        Ok(found) => {
                            files.extend(found.into_iter().map(|file| (path.join(file), None)));
                        }
                        Err(problem) => drop(files.insert(path.clone(), Some(problem))),
                    }
                }
            } else {
                files.insert(path.clone(), None);
            }
        }
        if let Some(ignored) = &self.ignored {
            files.remove(ignored);
        }
        files
    }
}

/// The path from the root on, as events name it; unchanged when the working folder is gone.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
