use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_embed::RustEmbed;

use super::Record;
use crate::place::{Place, Problem, Problems, SourceText};

/// The largest file that is read, in bytes.
const LIMIT: u64 = 1024 * 1024;
/// How deep folders may lie in each other.
const DEPTH: usize = 16;

#[derive(RustEmbed)]
#[folder = "datasets"]
struct ShippedDatasets;

#[derive(RustEmbed)]
#[folder = "rules"]
struct ShippedRules;

/// Where files are read from, and where it is noted what was read.
#[derive(Debug, Clone)]
pub struct Files {
    home: Home,
    /// The record, and the name that stands before the path of each file in it.
    record: Option<(Record, &'static str)>,
}

#[derive(Debug, Clone)]
enum Home {
    /// The datasets inside the program.
    ShippedDatasets,
    /// The rules inside the program.
    ShippedRules,
    /// A folder on disk.
    Folder(PathBuf),
    /// Texts that were read before, by their paths inside.
    Texts(Texts),
}

/// The texts of a folder, by their paths inside; each text knows where it was read.
pub type Texts = Arc<BTreeMap<String, SourceText>>;

impl Files {
    /// The files inside the program: `rules`, or else `datasets`.
    #[must_use]
    pub fn shipped(name: &str) -> Self {
        Self::at(if name == "rules" {
            Home::ShippedRules
        } else {
            Home::ShippedDatasets
        })
    }

    /// The files of a folder on disk.
    #[must_use]
    pub fn folder(path: &Path) -> Self {
        Self::at(Home::Folder(path.to_owned()))
    }

    /// Texts that were read before: another version of a folder, that lies nowhere on disk.
    #[must_use]
    pub fn texts(texts: Texts) -> Self {
        Self::at(Home::Texts(texts))
    }

    /// All files with these endings, read into memory, without those that `skips` their path.
    ///
    /// # Errors
    /// Every file that cannot be read.
    pub fn all(
        &self,
        endings: &[&str],
        skips: impl Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, SourceText>, Problems> {
        let (mut texts, mut problems) = (BTreeMap::new(), Problems::new());
        for ending in endings {
            for path in self.list("", ending)? {
                if skips(&path) {
                    continue;
                }
                match self.read(&path) {
                    Ok(text) => drop(texts.insert(path, text)),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        problems.or(texts)
    }

    /// The text of bytes that were read from `path`.
    ///
    /// # Errors
    /// When they are too many, or not UTF-8.
    pub fn decoded(path: &str, bytes: Vec<u8>) -> Result<SourceText, Problem> {
        let length = bytes.len() as u64;
        if length > LIMIT {
            return Err(about(path, too_large(length, LIMIT)));
        }
        decode(path, bytes)
    }

    fn at(home: Home) -> Self {
        Self { home, record: None }
    }

    /// The same files; every one that is read is noted in that record, under that name.
    #[must_use]
    pub fn noted_in(self, record: &Record, name: &'static str) -> Self {
        Self {
            record: Some((record.clone(), name)),
            ..self
        }
    }

    /// The folder on disk; none for what is inside the program.
    #[must_use]
    pub fn on_disk(&self) -> Option<&Path> {
        match &self.home {
            Home::Folder(folder) => Some(folder),
            Home::ShippedDatasets | Home::ShippedRules | Home::Texts(_) => None,
        }
    }

    /// One file on disk.
    ///
    /// # Errors
    /// When it is missing, a folder, too large, unreadable or not UTF-8.
    pub fn file(path: &Path) -> Result<SourceText, Problem> {
        let shown = path.display().to_string();
        decode(&shown, Self::bytes(path, LIMIT)?)
    }

    /// The bytes of one file on disk, of which there may be so many.
    ///
    /// # Errors
    /// When it is missing, a folder, too large or unreadable.
    pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
        bytes_of(path, most).map_err(|message| about(&path.display().to_string(), message))
    }

    /// The path of a file as the user would recognise it.
    #[must_use]
    pub fn shown(&self, relative: &str) -> String {
        match &self.home {
            Home::ShippedDatasets => format!("shipped/datasets/{relative}"),
            Home::ShippedRules => format!("shipped/rules/{relative}"),
            Home::Folder(folder) => folder.join(relative).display().to_string(),
            Home::Texts(texts) => texts
                .get(relative)
                .map_or_else(|| relative.to_owned(), |text| text.path().to_owned()),
        }
    }

    /// The text of a file, by its path inside.
    ///
    /// # Errors
    /// When it is missing, a folder, too large, unreadable or not UTF-8.
    pub fn read(&self, relative: &str) -> Result<SourceText, Problem> {
        let source = self.source(relative)?;
        if let Some((record, name)) = &self.record {
            record.note(&format!("{name}/{relative}"), source.text().as_bytes());
        }
        Ok(source)
    }

    fn source(&self, relative: &str) -> Result<SourceText, Problem> {
        let embedded = match &self.home {
            Home::ShippedDatasets => ShippedDatasets::get(relative),
            Home::ShippedRules => ShippedRules::get(relative),
            Home::Folder(folder) => return Self::file(&folder.join(relative)),
            Home::Texts(texts) => {
                let text = texts.get(relative).cloned();
                return text.ok_or_else(|| about(relative, MISSING.to_owned()));
            }
        };
        let shown = self.shown(relative);
        let file = embedded.ok_or_else(|| about(&shown, MISSING.to_owned()))?;
        decode(&shown, file.data.into_owned())
    }

    /// Whether there is such a file or folder.
    #[must_use]
    pub fn contains(&self, relative: &str) -> bool {
        match &self.home {
            Home::ShippedDatasets => holds(ShippedDatasets::iter(), relative),
            Home::ShippedRules => holds(ShippedRules::iter(), relative),
            Home::Folder(folder) => folder.join(relative).exists(),
            Home::Texts(texts) => texts.keys().any(|path| within(path, relative)),
        }
    }

    /// The paths of all files with that extension in a folder and in those below it, sorted.
    ///
    /// # Errors
    /// When the folder is missing, not a folder or unreadable.
    pub fn list(&self, folder: &str, extension: &str) -> Result<Vec<String>, Problem> {
        let mut paths = match &self.home {
            Home::ShippedDatasets => embedded(ShippedDatasets::iter(), folder),
            Home::ShippedRules => embedded(ShippedRules::iter(), folder),
            Home::Folder(root) => {
                let mut found = Vec::new();
                walk(root, folder, DEPTH, &mut found)?;
                found
            }
            Home::Texts(texts) => {
                let paths = texts.keys().filter(|path| within(path, folder));
                paths.cloned().collect()
            }
        };
        paths.retain(|path| {
            Path::new(path)
                .extension()
                .is_some_and(|found| found == extension)
        });
        paths.sort();
        Ok(paths)
    }
}

const MISSING: &str = "there is no such file";

type Name = std::borrow::Cow<'static, str>;

fn within(path: &str, folder: &str) -> bool {
    folder.is_empty() || Path::new(path).starts_with(folder)
}

fn holds(mut names: impl Iterator<Item = Name>, relative: &str) -> bool {
    names.any(|name| within(&name, relative))
}

fn embedded(names: impl Iterator<Item = Name>, folder: &str) -> Vec<String> {
    names
        .filter(|name| within(name, folder))
        .map(Name::into_owned)
        .collect()
}

fn about(shown: &str, message: String) -> Problem {
    Problem::error(message).at(Place::file(shown))
}

/// Collects the files below `root/folder`; names that begin with a dot are left out.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one file that touches the disk"
)]
fn walk(root: &Path, folder: &str, depth: usize, found: &mut Vec<String>) -> Result<(), Problem> {
    let path = root.join(folder);
    let refused = |error: &io::Error| about(&path.display().to_string(), folder_refusal(error));
    if depth == 0 {
        return Err(about(
            &path.display().to_string(),
            "the folders lie too deep".to_owned(),
        ));
    }
    for entry in fs::read_dir(&path).map_err(|error| refused(&error))? {
        let entry = entry.map_err(|error| refused(&error))?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let inner = if folder.is_empty() {
            name
        } else {
            format!("{folder}/{name}")
        };
        if entry.path().is_dir() {
            walk(root, &inner, depth - 1, found)?;
        } else {
            found.push(inner);
        }
    }
    Ok(())
}

fn folder_refusal(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        ErrorKind::NotADirectory => "this is not a folder".to_owned(),
        ErrorKind::PermissionDenied => "you may not read this folder".to_owned(),
        kind => format!("this folder cannot be read: {kind}"),
    }
}

/// The bytes of a regular file that is not too large.
fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let about = fs::metadata(path).map_err(|error| refusal(&error))?;
    if about.is_dir() {
        return Err("this is a folder, but a file belongs here".to_owned());
    }
    if !about.is_file() {
        return Err("this is not a regular file".to_owned());
    }
    if about.len() > most {
        return Err(too_large(about.len(), most));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| refusal(&error))?;
    // NOTE: the file may grow while it is read.
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refusal(&error))?;
    let length = bytes.len() as u64;
    if length > most {
        Err(too_large(length, most))
    } else {
        Ok(bytes)
    }
}

fn too_large(length: u64, most: u64) -> String {
    let mebibytes = most / 1024 / 1024;
    format!("this file has {length} bytes, and at most {most} are read ({mebibytes} MiB)")
}

fn refusal(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => MISSING.to_owned(),
        ErrorKind::PermissionDenied => "you may not read this file".to_owned(),
        kind => format!("this file cannot be read: {kind}"),
    }
}

fn decode(shown: &str, bytes: Vec<u8>) -> Result<SourceText, Problem> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceText::new(shown, &text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..valid).unwrap_or_default();
            let lines = before.split(|byte| *byte == b'\n').count();
            let line = u32::try_from(lines).unwrap_or(0);
            let place = Place {
                path: shown.into(),
                line,
                column: 0,
                length: 0,
            };
            let problem = Problem::error("this line is not UTF-8 text").at(place);
            Err(problem.help("save the file again as UTF-8; editors call it the encoding"))
        }
    }
}

#[cfg(test)]
mod tests;
