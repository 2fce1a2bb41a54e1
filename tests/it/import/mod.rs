//! `preceptor programs import`: a list that people keep becomes records.

/// The same list in another form, and under other headers.
mod forms;
/// Sheets that attack, and cells that hold no value.
mod hostile;
/// What is understood of the cells of a list.
mod values;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::runner::preceptor;
use crate::snapshot::root;

fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/lists").join(name)
}

fn import(list: &Path) -> crate::runner::Run {
    preceptor(["programs", "import"]).arg(list)
}

/// The folder that the export is imported into.
fn imported_export() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    import(&fixture("export.csv"))
        .arg("-o")
        .arg(&out)
        .run()
        .done();
    (folder, out)
}

/// The export's rows as a table of texts.
fn export() -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(fixture("export.csv"))
        .unwrap();
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// The records that a list becomes: each file's name and text, without the note on the cell.
fn records(list: &Path, more: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let run = more.iter().fold(import(list), |run, one| run.arg(*one));
    run.args(["--source", "list-x", "-o"])
        .arg(&out)
        .run()
        .done();
    let mut all = Vec::new();
    for entry in fs::read_dir(out.join("programs")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut plain = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(", at: \"row ") {
            plain += &rest[..at];
            let tail = &rest[at + 8..];
            rest = &tail[tail.find('"').unwrap() + 1..];
        }
        plain += rest;
        all.push((
            path.file_name().unwrap().to_string_lossy().into_owned(),
            plain,
        ));
    }
    all.sort();
    all
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}
