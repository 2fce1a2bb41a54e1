//! New rules tried before they are written.

use std::path::Path;

use crate::cli::Failure;
use crate::cli::world::Guidance;
use crate::dataset::Files;
use crate::guide::{CaseFile, Guides};
use crate::place::{Place, Problem, Problems};

/// Reads all rules as they would be, and runs the new cases.
pub(super) fn tried(
    guidance: &Guidance,
    files: &Files,
    id: &str,
    changed: [(&String, &String); 2],
) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    for extension in ["yaml", "rhai"] {
        for path in files.list("", extension)? {
            put(&folder.path().join(&path), files.read(&path)?.text())?;
        }
    }
    for (path, text) in changed {
        put(&folder.path().join(path), text)?;
    }
    let trial = Files::folder(folder.path());
    let titles = guidance.references.titles();
    let problems = Guides::load(&trial, titles).and_then(|guides| {
        let guide = guides.find(id)?;
        CaseFile::run_all(&trial, guide, &guides.host, &guidance.references)
    });
    let cases = changed.map(|(path, _)| trial.shown(path));
    let problems: Problems = match problems {
        Err(problems) => problems,
        Ok(results) => {
            let own = |place: &Place| cases.iter().any(|path| **path == *place.path);
            let own = results.into_iter().filter(|result| own(&result.place));
            own.filter_map(|result| result.problem).collect()
        }
    };
    let named = problems.sorted().into_iter().map(|problem| {
        let place = problem.place.as_ref().map(|place| {
            let inner = Path::new(&*place.path).strip_prefix(folder.path()).ok();
            let inner = inner.and_then(Path::to_str).map(|inner| files.shown(inner));
            let path = inner.map_or_else(|| place.path.clone(), Into::into);
            Place {
                path,
                ..place.clone()
            }
        });
        Problem {
            place,
            ..problem.clone()
        }
    });
    named.collect::<Problems>().or(())?;
    Ok(())
}

fn put(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
