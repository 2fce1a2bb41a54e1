use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::columns::Columns;
use super::finish::NO_TRACKS;
use super::gathered::Gathered;
use super::layout::{Column, Layout};
use super::limits;
use super::mapping::{self, Mapping};
use super::read::{Sheet, Unread, Written};
use super::reads::Reads;
use super::remarks::{Fate, Remark};
use super::row::Context;
use super::values::Reader;
use crate::dataset::draft::Draft;
use crate::dataset::{References, Source};
use crate::model::{AsOf, ProgramId, Text, slug};
use crate::place::{Place, Problem, Problems};

/// A list of programs, read: what was understood, what was not, and the records it makes.
#[derive(Debug)]
pub struct Imported {
    /// The list's path as the user wrote it.
    pub path: String,
    /// How it was written.
    pub written: Written,
    /// In which row the header stands.
    pub header: u32,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows lie below the header.
    pub rows: usize,
    /// What is to be said of its cells.
    pub remarks: Vec<Remark>,
    /// The list as a source of values.
    pub source: Source,
    /// The records, by their ids.
    pub programs: BTreeMap<ProgramId, Draft>,
    /// A mapping that reads the list as it was read.
    pub mapping: String,
}

impl Imported {
    /// Reads a list.
    ///
    /// # Errors
    /// What keeps it from being read at all; what is wrong with single cells is in the remarks.
    pub fn of(
        sheet: &Sheet,
        columns: &Columns,
        mapping: &Mapping,
        references: &References,
    ) -> Result<Self, Problems> {
        let mut layout = Layout::of(sheet, columns, mapping)?;
        let source = source(sheet, mapping, references)?;
        let decimal_comma = layout.written.delimiter == Some(';');
        let context = Context {
            reader: Reader {
                columns,
                decimal_comma,
            },
            mapping,
            references,
            source: source.id.clone(),
        };
        let mut gathered = Gathered::default();
        let header = layout.header;
        sheet.rows(|row| {
            if row.number > header {
                gathered.take(&row, &mut layout, &context);
            }
            Ok::<(), Unread>(())
        })?;
        gathered.only_known();
        gathered.which_step(&layout);
        let Gathered {
            rows,
            programs,
            remarks,
            ..
        } = gathered;
        if programs.is_empty() && rows == 0 {
            return Err(super::layout::about(sheet, "there is no row below the header").into());
        }
        let mut told = mapping.clone();
        told.source = Some(source.id.to_string());
        let named = layout
            .columns
            .iter()
            .filter(|column| !column.header.is_empty());
        let named: Vec<(&str, Option<Reads>)> = named
            .map(|column| (column.header.as_str(), column.reads))
            .collect();
        Ok(Self {
            path: sheet.path().to_owned(),
            header,
            rows,
            remarks: remarks.into_list(),
            mapping: mapping::text(sheet.path(), &told, &named),
            written: layout.written,
            columns: layout.columns,
            source,
            programs,
        })
    }

    /// How many values were read.
    #[must_use]
    pub fn values(&self) -> usize {
        self.programs.values().map(Draft::count).sum()
    }

    /// How many cells, or rows, met that fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        let remarks = self.remarks.iter().filter(|remark| remark.fate == fate);
        remarks.map(|remark| remark.count).sum()
    }

    /// What the programs are taken to offer, where the list does not say it.
    #[must_use]
    pub fn assumed_tracks(&self) -> Option<&str> {
        let mut remarks = self.remarks.iter().map(|remark| remark.why.as_str());
        remarks.find(|why| why.starts_with(NO_TRACKS))
    }

    /// Refuses a list with more programs than an evaluation reads on the fly.
    ///
    /// # Errors
    /// When there are more.
    pub fn on_the_fly(&self) -> Result<(), Problem> {
        if self.programs.len() <= limits::ON_THE_FLY {
            return Ok(());
        }
        let message = format!(
            "this list has {} programs, and at most {} are read without an import",
            self.programs.len(),
            limits::ON_THE_FLY
        );
        let problem = Problem::error(message).at(Place::file(&self.path));
        Err(problem.help("`preceptor programs import LIST -o FOLDER`, leave out what the applicant does not apply to, then `--programs FOLDER`"))
    }

    /// The text that a file of sources needs for the list.
    #[must_use]
    pub fn source_text(&self) -> String {
        source_text(&self.source)
    }
}

/// An entry of a file of sources.
#[must_use]
pub fn source_text(source: &Source) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = format!(
        "{}:\n  title: {}\n  as_of: {}\n",
        source.id,
        quoted(&source.title),
        source.as_of
    );
    for (key, value) in [("address", &source.address), ("note", &source.note)] {
        if let Some(value) = value {
            let _ = writeln!(text, "  {key}: {}", quoted(value));
        }
    }
    text
}

/// The list as a source: as the mapping says, else after its file.
fn source(sheet: &Sheet, mapping: &Mapping, references: &References) -> Result<Source, Problem> {
    let path = std::path::Path::new(sheet.path());
    let name = path
        .file_name()
        .map_or_else(|| sheet.path().into(), |name| name.to_string_lossy());
    let stem = path
        .file_stem()
        .map_or_else(|| name.clone(), |stem| stem.to_string_lossy());
    let id = mapping
        .source
        .clone()
        .unwrap_or_else(|| format!("list-{}", slug(&stem)));
    let fits = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    if id.is_empty()
        || !id.chars().all(fits)
        || !id.starts_with(|sign: char| sign.is_ascii_alphabetic())
    {
        let problem =
            Problem::error(format!("`{id}` is no id of a source")).at(Place::file(sheet.path()));
        return Err(problem.help(
            "begin with a letter and use letters, digits and hyphens, e.g. --source my-list-2026",
        ));
    }
    if let Some(known) = references.sources.get(id.as_str()) {
        return Ok(known.clone());
    }
    let title = mapping
        .title
        .clone()
        .unwrap_or_else(|| format!("Program list {name}"));
    Ok(Source {
        id: id.as_str().into(),
        title: title.into(),
        as_of: mapping.as_of.unwrap_or(AsOf::Undated),
        address: None,
        note: None,
    })
}

/// The catalogue's text for each record: file name and text.
pub fn files(programs: &BTreeMap<ProgramId, Draft>) -> impl Iterator<Item = (Text, String)> {
    programs
        .iter()
        .map(|(id, draft)| (format!("{id}.yaml").into(), draft.text()))
}
