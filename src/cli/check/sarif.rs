//! SARIF 2.1.0, as far as code scanning needs it: one run, one kind of problem for each kind of file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::place::{Problem, Problems};
use crate::report::write_json;

use super::super::diagnostic;
use super::scope::Scope;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The kinds of files, which are the kinds of problems: id and what it stands for.
const KINDS: [(&str, &str); 9] = [
    ("rules", "A rule file has a problem"),
    (
        "guide",
        "A guide's manifest or one of its numbers has a problem",
    ),
    ("passages", "The passages of a guide have a problem"),
    ("positions", "Topics or positions on them have a problem"),
    ("cases", "The cases of a guide have a problem"),
    ("program", "The record of a program has a problem"),
    ("profile", "The profile of an applicant has a problem"),
    ("policy", "An office policy has a problem"),
    ("data", "A source, region or official table has a problem"),
];

#[derive(Debug, Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Physical<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact,
    region: Region<'a>,
}

#[derive(Debug, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet<'a>>,
}

#[derive(Debug, Serialize)]
struct Snippet<'a> {
    text: &'a str,
}

pub(super) fn write(problems: &Problems, scope: &Scope, out: &mut dyn Write) -> io::Result<()> {
    let rules = KINDS.iter().map(|(id, about)| Descriptor {
        id,
        short_description: text(about),
    });
    let here = std::env::current_dir().ok();
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "preceptor",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: problems
                .sorted()
                .into_iter()
                .map(|problem| outcome(problem, scope, here.as_deref()))
                .collect(),
        }],
    };
    write_json(&log, out)
}

fn text(text: &str) -> Text {
    Text {
        text: text.to_owned(),
    }
}

fn outcome<'a>(problem: &'a Problem, scope: &Scope, here: Option<&Path>) -> Outcome<'a> {
    // A location is asked for; what has no place is about what was checked as a whole.
    let path = problem.place.as_ref().map_or_else(
        || scope.path.clone().unwrap_or_else(|| PathBuf::from(".")),
        |place| PathBuf::from(&*place.path),
    );
    let rule_index = kind(&path, scope);
    let line = problem.place.as_ref().map_or(1, |place| place.line.max(1));
    let columns = diagnostic::columns(problem);
    let message = match &problem.help {
        Some(help) => format!("{} {}", sentence(&problem.message), sentence(help)),
        None => sentence(&problem.message),
    };
    Outcome {
        rule_id: KINDS.get(rule_index).map_or("data", |(id, _)| id),
        rule_index,
        level: problem.severity.as_str(),
        message: text(&message),
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact {
                    uri: uri(&path, here),
                },
                region: Region {
                    start_line: line,
                    start_column: columns.map(|(from, _)| from),
                    end_column: columns.map(|(_, to)| to),
                    snippet: problem.line.as_deref().map(|text| Snippet { text }),
                },
            },
        }],
    }
}

/// The number of the kind of a file.
fn kind(path: &Path, scope: &Scope) -> usize {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    let folder = path.parent().and_then(Path::file_name);
    let folder = folder.and_then(|name| name.to_str()).unwrap_or("");
    let id = if scope.policies.iter().any(|policy| policy == path) {
        "policy"
    } else if scope.profiles.iter().any(|profile| profile == path) || folder == "applicants" {
        "profile"
    } else if scope
        .programs
        .as_ref()
        .is_some_and(|programs| path.starts_with(programs))
    {
        "program"
    } else {
        match (folder, name) {
            _ if path.extension().is_some_and(|one| one == "rhai") => "rules",
            ("cases", _) => "cases",
            ("programs", _) => "program",
            (_, "guide.yaml") => "guide",
            (_, "passages.yaml") => "passages",
            (_, "positions.yaml" | "topics.yaml") => "positions",
            _ => "data",
        }
    };
    KINDS.iter().position(|(kind, _)| *kind == id).unwrap_or(0)
}

/// The path as a URI: relative to the working folder where it lies in it.
fn uri(path: &Path, here: Option<&Path>) -> String {
    let inner = here.and_then(|here| path.strip_prefix(here).ok());
    let parts = inner.unwrap_or(path).to_string_lossy().replace('\\', "/");
    let parts = parts.strip_prefix("./").unwrap_or(&parts);
    let mut uri = String::new();
    if path.is_absolute() && inner.is_none() {
        uri.push_str("file://");
    }
    for byte in parts.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.extend(["%".to_owned(), format!("{byte:02X}")]);
        }
    }
    uri
}

/// With a capital at its beginning and a sign at its end.
fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '?']) { "" } else { "." };
    let mut signs = text.chars();
    match signs.next() {
        Some(first) => first
            .to_uppercase()
            .chain(signs)
            .chain(end.chars())
            .collect(),
        None => String::new(),
    }
}
