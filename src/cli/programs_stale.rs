use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::dataset::{Files, Profile};
use crate::guide::Guide;
use crate::model::Applicant;
use crate::place::{Place, Problem, Problems};
use crate::report::{Paper, cell, plural, write_json};

use super::options::WorldOptions;
use super::output::width;
use super::programs_stale_rows::{Row, rows};
use super::world::{World, datasets};
use super::{Exit, Failure};

/// List the stale values of the catalogue, by how many reference applicants' outcomes hang on them.
///
/// A value is stale when it is older than datasets/freshness.yaml allows, or of no known date. Each
/// is tried with the rules at every other value that makes a difference: does any applicant's option
/// or tier change?
#[derive(Debug, Args)]
pub(super) struct Stale {
    /// Judge by this guide only; without it by every guide that is for an applicant.
    #[arg(long, value_name = "ID")]
    guide: Option<String>,
    /// How many values to list.
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Take the reference applicants from this folder, not those of the datasets.
    #[arg(long, value_name = "DIR")]
    applicants: Option<PathBuf>,
    /// What the list is written as.
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
}

/// The formats of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// A text for people.
    Text,
    /// A sheet, one row for each value.
    Csv,
    /// JSON for other programs.
    Json,
}

/// The whole list, as JSON shows it.
#[derive(Debug, Serialize)]
struct List<'l> {
    format: &'static str,
    version: u32,
    as_of: String,
    months: i64,
    applicants: usize,
    stale: usize,
    values: &'l [Row],
}

impl Stale {
    pub(super) fn run(&self, options: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        let world = World::load(options)?;
        let guides = self.guides(&world)?;
        let applicants = self.applicants(options, &world)?;
        let (all, rows) = rows(&world, &guides, &applicants);
        let shown = rows.len().min(self.top);
        let list = List {
            format: "preceptor/stale",
            version: 1,
            as_of: world.as_of.to_string(),
            months: world.references.freshness.months,
            applicants: applicants.len(),
            stale: all,
            values: rows.get(..shown).unwrap_or_default(),
        };
        match self.format {
            ListFormat::Text => text(&list, rows.len(), out)?,
            ListFormat::Csv => csv(list.values, out)?,
            ListFormat::Json => write_json(&list, out)?,
        }
        Ok(Exit::Done)
    }

    fn guides(&self, world: &World) -> Result<Vec<Arc<Guide>>, Problem> {
        let judging = world.guides.judging();
        let Some(id) = &self.guide else {
            return Ok(judging);
        };
        let known: Vec<String> = judging.iter().map(|guide| guide.id.clone()).collect();
        let mut found = judging;
        found.retain(|guide| guide.id == *id);
        if found.is_empty() {
            let problem = Problem::error(format!("there is no guide `{id}` to judge by"));
            return Err(problem.near_or_all(id, known.iter().map(String::as_str)));
        }
        Ok(found)
    }

    /// The reference applicants, each by the name of its file.
    fn applicants(
        &self,
        options: &WorldOptions,
        world: &World,
    ) -> Result<Vec<(String, Applicant)>, Problems> {
        let (files, folder) = match &self.applicants {
            Some(folder) => (Files::folder(folder), ""),
            None => (datasets(options), "applicants"),
        };
        let mut problems = Problems::new();
        let mut all = Vec::new();
        for path in files.list(folder, "yaml")? {
            let read = files.read(&path).map_err(Problems::from);
            let read = read.and_then(|text| Profile::read(&text, &world.references, world.as_of));
            match read {
                Ok(applicant) => {
                    let name = path.strip_prefix("applicants/").unwrap_or(&path);
                    all.push((name.trim_end_matches(".yaml").to_owned(), applicant));
                }
                Err(found) => problems.extend(found),
            }
        }
        if all.is_empty() && !problems.has_errors() {
            let place = Place::file(&files.shown(folder));
            let problem = Problem::error("there is no applicant in this folder").at(place);
            return Err(problem
                .help("name a folder of profiles with --applicants")
                .into());
        }
        problems.or(all)
    }
}

fn text(list: &List<'_>, matter: usize, out: &mut dyn Write) -> io::Result<()> {
    let paper = &mut Paper::new(out, width());
    let summary = format!(
        "{} that rules read for {} are stale as of {}: older than {} months, or of no known date. On {} \
         of them something hangs for somebody; those that decide most come first.",
        plural(list.stale, "value"),
        plural(list.applicants, "reference applicant"),
        list.as_of,
        list.months,
        matter,
    );
    paper.item("", &summary, "")?;
    for row in list.values {
        paper.gap()?;
        let count = format!("{} of {}", row.decides.len(), list.applicants);
        paper.row("", &format!("{}, {}", row.name, row.place), &count)?;
        let stated = format!(
            "{}: {} ({}, {})",
            row.label, row.value, row.source, row.as_of
        );
        paper.item("   ", &stated, "")?;
        if !row.decides.is_empty() {
            let text = format!("decides an option or a tier for {}", names(&row.decides));
            paper.item("   ", &text, "")?;
        }
        if !row.points_only.is_empty() {
            paper.item(
                "   ",
                &format!("points for {}", names(&row.points_only)),
                "",
            )?;
        }
        let set = format!("preceptor programs set {} {}=…", row.program, row.field);
        paper.item("   ", &set, "")?;
    }
    if matter > list.values.len() {
        paper.gap()?;
        let more = format!(
            "and {} more (--top {matter} shows them all)",
            matter - list.values.len()
        );
        paper.item("", &more, "")?;
    }
    Ok(())
}

/// How many names are spelt out.
const NAMES: usize = 6;

fn names(all: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = all.iter().take(NAMES).map(String::as_str).collect();
    match all.len().saturating_sub(NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The header of the sheet.
const COLUMNS: [&str; 11] = [
    "applicants whose option or tier hangs on it",
    "applicants for whom only points do",
    "program",
    "place",
    "id",
    "field",
    "what it is",
    "value",
    "source",
    "as of",
    "applicants",
];

fn csv(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = csv::Writer::from_writer(Vec::new());
    sheet.write_record(COLUMNS)?;
    for row in rows {
        let names: Vec<&str> = row.decides.iter().map(String::as_str).collect();
        sheet.write_record([
            row.decides.len().to_string(),
            row.points_only.len().to_string(),
            cell(&row.name),
            cell(&row.place),
            cell(&row.program),
            cell(&row.field),
            cell(row.label),
            cell(&row.value),
            cell(&row.source),
            cell(&row.as_of),
            cell(&names.join("; ")),
        ])?;
    }
    let bytes = sheet.into_inner().map_err(io::Error::other)?;
    out.write_all(&bytes)
}
