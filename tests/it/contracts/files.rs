use std::fs;

use super::{none, shipped, shown_path};
use crate::runner::preceptor;
use crate::snapshot::{files, root};

#[test]
fn every_yaml_file_names_a_schema_that_exists() {
    let mut problems = Vec::new();
    for path in files("datasets", "yaml")
        .into_iter()
        .chain(files("rules", "yaml"))
    {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        let schema = first.strip_prefix("# yaml-language-server: $schema=");
        let found = schema.map(|relative| path.parent().unwrap().join(relative));
        match found {
            None => problems.push(format!("{} names no schema", shown_path(&path))),
            Some(found) if !found.is_file() => {
                problems.push(format!(
                    "{} names {}",
                    shown_path(&path),
                    schema.unwrap_or_default()
                ));
            }
            Some(_) => {}
        }
    }
    let more = problems.len().saturating_sub(20);
    problems.truncate(20);
    if more > 0 {
        problems.push(format!("and {more} more"));
    }
    none(
        &problems,
        "begin the file with `# yaml-language-server: $schema=…` and generate schemas/",
    );
}

#[test]
fn every_program_file_is_named_after_its_id() {
    let mut problems = Vec::new();
    for path in files("datasets/programs", "yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let id = format!("id: {}", path.file_stem().unwrap().to_string_lossy());
        if !text.lines().any(|line| line == id) {
            problems.push(shown_path(&path));
        }
    }
    none(&problems, "the file's name is the id");
}

#[test]
fn every_snapshot_belongs_to_a_test() {
    let tests: String = files("tests/it", "rs")
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let applicants: Vec<String> = files("datasets/applicants", "yaml")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let guides: Vec<String> = shipped()
        .guides
        .guides
        .iter()
        .map(|guide| guide.id.clone())
        .collect();
    let help = preceptor(["--help"]).run().done().stdout;
    let mut problems = Vec::new();
    for path in files("snapshots", "snap") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let folder = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let known = match folder.as_str() {
            "check" => root().join("tests/fixtures/broken").join(&name).is_dir(),
            "reports" | "outcomes" => applicants.contains(&name),
            "policy" => guides.contains(&name),
            "guides" => guides.iter().any(|guide| name.starts_with(guide.as_str())),
            "help" => name == "preceptor" || help.contains(name.split('-').next().unwrap()),
            _ => tests.contains(&format!("\"{name}\"")),
        };
        if !known {
            problems.push(shown_path(&path));
        }
    }
    none(&problems, "no test writes these snapshots; remove them");
}

#[test]
fn no_snapshot_waits_to_be_read() {
    let waiting: Vec<String> = files("snapshots", "new")
        .iter()
        .map(|path| shown_path(path))
        .collect();
    none(&waiting, "read them, then accept or remove them");
}
