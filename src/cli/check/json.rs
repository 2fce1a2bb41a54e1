use std::io::{self, Write};

use serde::Serialize;

use crate::place::{Problem, Problems};
use crate::report::write_json;

use super::super::diagnostic;
use super::gather::Checked;

/// The document: what was read, and what is wrong.
#[derive(Debug, Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    checked: Counts,
    /// Programs and profiles were not read, for want of what they refer to.
    unchecked: bool,
    problems: Vec<Listed<'a>>,
}

#[derive(Debug, Serialize)]
struct Counts {
    guides: usize,
    rules: usize,
    programs: usize,
    profiles: usize,
    sources: usize,
    policies: usize,
}

#[derive(Debug, Serialize)]
struct Listed<'a> {
    severity: &'static str,
    /// What is wrong.
    message: &'a str,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// From 1; absent when the file as a whole is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// In characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    /// The column after the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    /// The line itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

pub(super) fn write(problems: &Problems, checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let counts = &checked.counts;
    let document = Document {
        format: "preceptor/check",
        version: 1,
        checked: Counts {
            guides: counts.guides,
            rules: counts.rules,
            programs: counts.programs,
            profiles: counts.profiles,
            sources: counts.sources,
            policies: counts.policies,
        },
        unchecked: checked.unchecked,
        problems: problems.sorted().into_iter().map(listed).collect(),
    };
    write_json(&document, out)
}

fn listed(problem: &Problem) -> Listed<'_> {
    let place = problem.place.as_ref();
    let line = place.map(|place| place.line).filter(|line| *line > 0);
    let columns = line.and_then(|_| diagnostic::columns(problem));
    Listed {
        severity: problem.severity.as_str(),
        message: &problem.message,
        help: problem.help.as_deref(),
        path: place.map(|place| &*place.path),
        line,
        column: columns.map(|(from, _)| from),
        end_column: columns.map(|(_, to)| to),
        text: problem.line.as_deref(),
    }
}
