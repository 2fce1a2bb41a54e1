use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::dataset::Files;

use super::Watched;

/// What can be known of a file without reading it: its length and when it was written.
type Stamp = Option<(u64, Option<SystemTime>)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    stamp: Stamp,
    content: u64,
}

/// What stood in the watched files at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprint(BTreeMap<PathBuf, Mark>);

impl Fingerprint {
    /// Reads everything that is watched, exactly as it is read for use.
    #[must_use]
    pub fn of(watched: &Watched) -> Self {
        let marks = watched.files().into_iter().map(|(path, problem)| {
            // NOTE: first the stamp; a write in between then shows as a stamp that has changed.
            let stamp = stamp(&path);
            let text = match problem {
                Some(problem) => Err(problem.to_string()),
                None => Files::file(&path)
                    .map(|source| source.text().to_owned())
                    .map_err(|problem| problem.to_string()),
            };
            (
                path,
                Mark {
                    stamp,
                    content: hash(&text),
                },
            )
        });
        Self(marks.collect())
    }

    /// Whether all stamps are as they were. Reads no file.
    #[must_use]
    pub fn is_current(&self, watched: &Watched) -> bool {
        let files = watched.files();
        files.len() == self.0.len()
            && files.keys().all(|path| {
                self.0
                    .get(path)
                    .is_some_and(|mark| mark.stamp == stamp(path))
            })
    }

    /// Whether the files still hold that. Reads them all again, since two saves within a few
    /// milliseconds can leave the same stamp: what held before and after held all the while.
    #[must_use]
    pub fn holds(&self, watched: &Watched) -> bool {
        self.changes(&Self::of(watched)).is_empty()
    }

    /// The files that hold something else now, are new or are gone.
    #[must_use]
    pub fn changes(&self, now: &Self) -> BTreeSet<PathBuf> {
        let content = |of: &Self, path: &PathBuf| of.0.get(path).map(|mark| mark.content);
        let paths = self.0.keys().chain(now.0.keys());
        paths
            .filter(|path| content(self, path) != content(now, path))
            .cloned()
            .collect()
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = path.metadata().ok()?;
    Some((about.len(), about.modified().ok()))
}

fn hash(text: &Result<String, String>) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn watched(folder: &Path) -> Watched {
        Watched::new([folder])
    }

    fn names(paths: &BTreeSet<PathBuf>) -> Vec<String> {
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        paths.iter().map(name).collect()
    }

    #[test]
    fn changed_new_and_removed_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        for name in ["changed.yaml", "gone.rhai", "kept.yaml"] {
            fs::write(file(name), "one").unwrap();
        }
        let before = Fingerprint::of(&watched(folder.path()));
        fs::write(file("changed.yaml"), "two").unwrap();
        fs::remove_file(file("gone.rhai")).unwrap();
        fs::create_dir(file("inner")).unwrap();
        fs::write(file("inner/new.yaml"), "one").unwrap();
        let after = Fingerprint::of(&watched(folder.path()));
        assert_eq!(
            names(&before.changes(&after)),
            ["changed.yaml", "gone.rhai", "new.yaml"]
        );
    }

    #[test]
    fn what_nobody_reads_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let watched = watched(folder.path()).ignoring(&folder.path().join("report.yaml"));
        let before = Fingerprint::of(&watched);
        for name in ["report.yaml", ".draft.yaml", "guide.yaml~", "notes.txt"] {
            fs::write(folder.path().join(name), "text").unwrap();
        }
        assert!(before.is_current(&watched));
        assert_eq!(before, Fingerprint::of(&watched));
    }

    #[test]
    fn a_file_written_again_as_it_was_has_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "one").unwrap();
        let watched = watched(folder.path());
        let before = Fingerprint::of(&watched);
        fs::remove_file(&file).unwrap();
        assert!(!before.is_current(&watched));
        fs::write(&file, "one").unwrap();
        assert!(before.changes(&Fingerprint::of(&watched)).is_empty());
    }

    #[test]
    fn a_file_that_does_not_exist_yet_is_watched_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("office.yaml");
        let watched = watched(&file);
        let before = Fingerprint::of(&watched);
        assert!(before.is_current(&watched));
        fs::write(&file, "one").unwrap();
        assert!(!before.is_current(&watched));
        assert_eq!(
            names(&before.changes(&Fingerprint::of(&watched))),
            ["office.yaml"]
        );
    }
}
