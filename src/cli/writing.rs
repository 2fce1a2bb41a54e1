//! Writing files and folders: whole or not at all, and never over what is there unasked.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::place::{Place, Problem};

use super::Failure;

/// Writes a file that is not there yet, with the folders above it.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = folder_of(path);
    let write = || {
        fs::create_dir_all(&folder)?;
        let mut file = temporary(&folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| not_written(path, &error))
}

/// Writes a file in the place of the one that is there; a link stays a link, and who may read the
/// file stays as it is.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let write = || {
        let real = fs::canonicalize(path)?;
        let mut file = temporary(&folder_of(&real))?;
        file.write_all(text.as_bytes())?;
        file.as_file()
            .set_permissions(fs::metadata(&real)?.permissions())?;
        file.as_file().sync_all()?;
        file.persist(&real).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| not_written(path, &error))
}

/// The file that an output goes to: for a link the one that it leads to. Refuses, before anything is
/// done, what cannot be replaced by a file, and what is read itself.
pub(crate) fn target(path: &Path, inputs: &[&Path]) -> Result<PathBuf, Failure> {
    // What is not there yet is made; why that cannot be is said then.
    let Ok(own) = fs::symlink_metadata(path) else {
        return Ok(path.to_owned());
    };
    let (Ok(about), Ok(real)) = (fs::metadata(path), fs::canonicalize(path)) else {
        let help = "name the file itself, or remove the link";
        return Err(refused(path, "this link leads to no file", help));
    };
    if about.is_dir() {
        let help = format!(
            "name a file in it, e.g. `{}`",
            path.join("result").display()
        );
        let why = "this is a folder, and what is written is a file";
        return Err(refused(path, why, &help));
    }
    if !about.is_file() {
        let why = "this is a device or a pipe, which no file can take the place of";
        let help = "name a file; without --output it is written to the terminal, from where `>` or \
                    `|` leads it on";
        return Err(refused(path, why, help));
    }
    for input in inputs {
        let Ok(source) = fs::canonicalize(input) else {
            continue;
        };
        // Beside what is read of a folder there may be results.
        let ending = real.extension().and_then(|ending| ending.to_str());
        let is_read = matches!(ending, Some("yaml" | "yml" | "rhai"));
        if real == source || is_read && source.is_dir() && real.starts_with(&source) {
            let why = "this file is read by the same command, so it cannot be written over";
            let help = "nothing was changed; name another file for the output";
            return Err(refused(path, why, help));
        }
    }
    Ok(if own.is_symlink() {
        real
    } else {
        path.to_owned()
    })
}

/// Writes a folder of files that is not there yet, or is empty: beside it first, then moved.
pub(crate) fn folder(path: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    folder_of_many(path, files.iter().cloned())
}

/// The same for files that are made one after the other, so that they need not be held all at once.
pub(crate) fn folder_of_many(
    path: &Path,
    files: impl Iterator<Item = (String, String)>,
) -> Result<(), Failure> {
    folder_made_by(path, |whole| {
        for (name, text) in files {
            let file = whole.join(name);
            let write = fs::create_dir_all(folder_of(&file)).and_then(|()| fs::write(&file, text));
            write.map_err(|error| not_written(path, &error))?;
        }
        Ok(())
    })
}

/// The same for files that `fill` writes to the folder that it is handed: where that fails, none of
/// them is left.
pub(crate) fn folder_made_by(
    path: &Path,
    fill: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let above = folder_of(path);
    let begin = || {
        fs::create_dir_all(&above)?;
        let made = tempfile::Builder::new()
            .prefix(".preceptor-")
            .tempdir_in(&above)?;
        fs::create_dir(made.path().join("whole"))?;
        Ok(made)
    };
    let made = begin().map_err(|error: io::Error| not_written(path, &error))?;
    let whole = made.path().join("whole");
    fill(&whole)?;
    let finish = || {
        // NOTE: not every system moves a folder onto an empty one.
        if path.is_dir() {
            fs::remove_dir(path)?;
        }
        fs::rename(&whole, path)
    };
    finish().map_err(|error| not_written(path, &error))
}

/// Writes files in the place of those that are there, and new ones: all of them beside their places
/// first, then moved, so that what cannot be written leaves every file as it was.
pub(crate) fn replace_all(files: &[(PathBuf, String)]) -> Result<(), Failure> {
    let mut ready = Vec::new();
    for (path, text) in files {
        let write = || {
            let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            let mut file = temporary(&folder_of(&real))?;
            file.write_all(text.as_bytes())?;
            if let Ok(about) = fs::metadata(&real) {
                file.as_file().set_permissions(about.permissions())?;
            }
            file.as_file().sync_all()?;
            Ok((file, real))
        };
        ready.push(write().map_err(|error: io::Error| not_written(path, &error))?);
    }
    for (file, real) in ready {
        let moved = file.persist(&real);
        moved.map_err(|error| not_written(&real, &error.error))?;
    }
    Ok(())
}

/// The names in a folder, sorted; none when there is no such folder.
#[expect(
    clippy::disallowed_methods,
    reason = "what a new folder would be written over is asked of the disk, not of a dataset"
)]
pub(crate) fn names_in(path: &Path) -> Result<Vec<String>, Failure> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(not_written(path, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| not_written(path, &error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// A refusal to write, with what to do.
pub(crate) fn refused(path: &Path, message: &str, help: &str) -> Failure {
    let place = Place::file(&path.display().to_string());
    Failure::NotWritten(Problem::error(message).at(place).help(help))
}

/// The address of a schema for the first line of a file there: the path to it from the file's
/// folder, where a folder above it holds `schemas`.
pub(crate) fn schema_beside(file: &Path, schema: &str) -> Option<String> {
    let mut folder = folder_of(file);
    let mut up = String::new();
    // A folder that is yet to be made counts as well.
    while !folder.exists() && folder.pop() {
        up.push_str("../");
    }
    if folder.as_os_str().is_empty() {
        folder.push(".");
    }
    let folder = fs::canonicalize(folder).ok()?;
    for above in folder.ancestors().take(8) {
        if above.join("schemas").join(schema).is_file() {
            return Some(format!("{up}schemas/{schema}"));
        }
        up.push_str("../");
    }
    None
}

fn folder_of(path: &Path) -> PathBuf {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    above.unwrap_or(Path::new(".")).to_owned()
}

fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".preceptor-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    builder.tempfile_in(folder)
}

fn not_written(path: &Path, error: &io::Error) -> Failure {
    let (why, help) = match error.kind() {
        ErrorKind::NotFound => (
            "there is no such file or folder",
            "look at the path once more",
        ),
        ErrorKind::NotADirectory => ("a part of this path is a file", "choose another folder"),
        ErrorKind::AlreadyExists => (
            "it is there already",
            "choose another name, or move the old one away first",
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            "you may not write there",
            "choose a folder that you may write to",
        ),
        kind => {
            let why = format!("it could not be written: {kind}");
            return refused(path, &why, "nothing was changed; choose another place");
        }
    };
    refused(path, &format!("it could not be written: {why}"), help)
}
