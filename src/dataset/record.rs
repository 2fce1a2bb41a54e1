use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Files, Mark, Marking};
use crate::place::{Problem, SourceText};

/// Which files a result is made from, and what stood in them when they were read.
///
/// Noted at the very reading, so a result cannot claim a version that it was not made from. A file
/// that is read twice and holds something else the second time counts with both.
#[derive(Debug, Clone, Default)]
pub struct Record(Arc<Mutex<BTreeMap<String, BTreeSet<Mark>>>>);

impl Record {
    /// Reads one file on disk and notes it under that name with its own name.
    ///
    /// # Errors
    /// When it is missing, a folder, too large, unreadable or not UTF-8.
    pub fn file(&self, name: &str, path: &Path) -> Result<SourceText, Problem> {
        let source = Files::file(path)?;
        self.note(&under(name, path), source.text().as_bytes());
        Ok(source)
    }

    /// Notes the bytes of one file on disk under that name with its own name.
    pub(super) fn bytes(&self, name: &str, path: &Path, bytes: &[u8]) {
        self.note(&under(name, path), bytes);
    }

    /// The mark of all that was read so far and of this file, which was read apart.
    #[must_use]
    pub fn with(&self, name: &str, source: &SourceText) -> Mark {
        let own = Self(Arc::new(Mutex::new(self.all())));
        own.note(
            &under(name, Path::new(source.path())),
            source.text().as_bytes(),
        );
        own.mark()
    }

    /// The mark of all that was read so far: each file's path and bytes, in the order of the paths.
    #[must_use]
    pub fn mark(&self) -> Mark {
        let mut marking = Marking::default();
        for (path, contents) in self.all() {
            marking.text(&path);
            for mark in contents {
                marking.mark(mark);
            }
        }
        marking.finish()
    }

    /// What was read of the file with that path: its mark, or several when it changed meanwhile.
    #[must_use]
    pub fn of(&self, path: &str) -> Vec<Mark> {
        let all = self.all();
        all.get(path).into_iter().flatten().copied().collect()
    }

    /// Takes over what another record says of these files: what they held is used again unread.
    pub fn keep(&self, before: &Self, is_kept: impl Fn(&str) -> bool) {
        let kept = before.all().into_iter();
        let kept = kept.filter(|(path, _)| is_kept(path));
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(kept);
    }

    pub(super) fn note(&self, path: &str, bytes: &[u8]) {
        let mut read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let contents = read.entry(path.to_owned()).or_default();
        contents.insert(Mark::of(bytes));
    }

    fn all(&self) -> BTreeMap<String, BTreeSet<Mark>> {
        let read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        read.clone()
    }
}

fn under(name: &str, path: &Path) -> String {
    let file = path.file_name().unwrap_or(path.as_os_str());
    format!("{name}/{}", file.to_string_lossy())
}
