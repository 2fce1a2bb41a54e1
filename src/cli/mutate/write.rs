//! Adding the cases that would notice to their files.

use std::collections::BTreeMap;
use std::path::Path;

use crate::dataset::Files;
use crate::guide::{CaseFile, with_case};
use crate::place::{Problem, Problems, SourceText};
use crate::report::plural;
use crate::review::mutants::{Evidence, NewCase, Verdict, fewest};

use super::super::world::World;
use super::super::{Failure, writing};

/// Adds them, after each file with its new cases was read again and run; says what was added.
pub(super) fn cases(
    world: &World,
    verdicts: &[Verdict],
    evidence: &Evidence<'_>,
) -> Result<String, Failure> {
    let cases = fewest(verdicts, evidence);
    if cases.is_empty() {
        return Ok("no case to add".to_owned());
    }
    let mut by_file: BTreeMap<&str, Vec<&NewCase>> = BTreeMap::new();
    for case in &cases {
        by_file.entry(&case.path).or_default().push(case);
    }
    let mut problems = Problems::new();
    let mut changed = Vec::new();
    for (path, cases) in &by_file {
        match with_cases(world, path, cases) {
            Ok(text) => changed.push((*path, text)),
            Err(found) => problems.extend(found),
        }
    }
    let changed = problems.or(changed)?;
    for (path, text) in &changed {
        writing::replace(Path::new(path), text.text())?;
    }
    let files = plural(changed.len(), "file");
    Ok(format!("added {} to {files}", plural(cases.len(), "case")))
}

fn with_cases(world: &World, path: &str, cases: &[&NewCase]) -> Result<SourceText, Problems> {
    let mut text = Files::file(Path::new(path))?;
    for case in cases {
        text = with_case(&text, &case.rule, case.expected, &case.line)?;
    }
    let Some(case) = cases.first() else {
        return Ok(text);
    };
    let guide = world.published.find(&case.guide)?;
    let file = CaseFile::read(&text, guide)?;
    let results = file.run(guide, &world.published.host, &world.references);
    let new = |problem: &Problem| {
        let line = problem.line.as_deref().unwrap_or_default();
        cases.iter().any(|case| line.contains(&case.line))
    };
    let wrong = results.into_iter().filter_map(|result| result.problem);
    let wrong: Problems = wrong.filter(new).collect();
    wrong.or(text)
}
