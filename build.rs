//! Compiles the program again when a rule or a dataset is added or removed: both are built in. Marks
//! the code that reads records, so that what an older program kept is not taken for what this one
//! would read.

#![expect(
    clippy::disallowed_methods,
    reason = "it runs before the program there is, and reads what that is made of"
)]

use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What the reading of a record depends on.
const READER: [&str; 4] = ["src/dataset", "src/model", "src/place", "Cargo.lock"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=datasets");
    println!("cargo::rerun-if-changed=rules");
    let mut hasher = DefaultHasher::new();
    for path in READER {
        println!("cargo::rerun-if-changed={path}");
        for file in files(Path::new(path))? {
            hasher.write(file.to_string_lossy().as_bytes());
            hasher.write(&fs::read(file)?);
        }
    }
    let (version, mark) = (env!("CARGO_PKG_VERSION"), hasher.finish());
    println!("cargo::rustc-env=PRECEPTOR_READER={version}-{mark:016x}");
    Ok(())
}

/// The file, or all files below the folder, in order.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut inner: Vec<PathBuf> = fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    inner.sort();
    let mut all = Vec::new();
    for path in inner {
        all.extend(files(&path)?);
    }
    Ok(all)
}
