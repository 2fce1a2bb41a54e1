use std::collections::BTreeMap;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Deserialize;

use super::columns::{folded, unknown};
use super::reads::Reads;
use crate::dataset::yaml;
use crate::model::{AsOf, Specialty, Track};
use crate::place::{Problem, Problems, SourceText};

/// How a list is read: what it is, and what each of its columns says.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Mapping")]
pub(in crate::dataset) struct RawMapping {
    /// The id under which values name the list as their source.
    source: Option<String>,
    /// What the list is.
    title: Option<String>,
    /// The day on which it was true, where its rows do not say.
    as_of: Option<String>,
    /// The specialty of all its programs, where no column says.
    specialty: Option<String>,
    /// The track of all its programs, where no column says.
    track: Option<Track>,
    /// What each column is read as, by its header; `nothing` leaves it out.
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

/// How a list is read, as far as somebody has said.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// The id under which values name the list as their source.
    pub source: Option<String>,
    /// What the list is.
    pub title: Option<String>,
    /// The day on which it was true, where its rows do not say.
    pub as_of: Option<AsOf>,
    /// The specialty of all its programs, where no column says.
    pub specialty: Option<&'static Specialty>,
    /// The track of all its programs, where no column says.
    pub track: Option<Track>,
    /// What columns are read as, by header.
    columns: Vec<(String, Reads, Problem)>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// Everything that is wrong with it, each in its place.
    pub fn read(text: &SourceText) -> Result<Self, Problems> {
        let raw: RawMapping = yaml::parse(text)?;
        let tree = yaml::Tree::parse(text)?;
        let mut problems = Problems::new();
        let mut mapping = Self {
            source: raw.source,
            title: raw.title,
            track: raw.track,
            ..Self::default()
        };
        if let Some(text) = &raw.as_of {
            mapping.as_of = AsOf::parse(text);
            if mapping.as_of.is_none() {
                let message = format!("`{text}` does not say when this was true");
                let help = "write 2025-03-28, 2025-03, 2025, before 2022, about 2016 or undated";
                problems.push(tree.problem(&["as_of"], &message).help(help));
            }
        }
        if let Some(id) = &raw.specialty {
            mapping.specialty = Specialty::find(id);
            if mapping.specialty.is_none() {
                let problem = tree.problem(&["specialty"], &format!("unknown specialty `{id}`"));
                let problem = problem.near(id, Specialty::WORDS.iter().copied());
                problems.push(problem.or_help("e.g. internal-medicine or family-medicine"));
            }
        }
        for (header, word) in &raw.columns {
            let Some(reads) = Reads::parse(word) else {
                let found = tree.problem(&["columns", header], "");
                let (place, line) = (found.place, found.line);
                problems.push(Problem {
                    place,
                    line,
                    ..unknown(word)
                });
                continue;
            };
            let message = format!("the list has no column `{header}`");
            let missing = tree.key_problem(&["columns", header], &message);
            mapping.columns.push((header.clone(), reads, missing));
        }
        problems.or(mapping)
    }

    /// What the column with that header is read as.
    pub(super) fn find(&self, header: &str) -> Option<Reads> {
        let exact = self.columns.iter().find(|(known, ..)| known == header);
        let like = || {
            self.columns
                .iter()
                .find(|(known, ..)| folded(known) == folded(header))
        };
        exact.or_else(like).map(|(_, reads, _)| *reads)
    }

    /// Columns that it names and the list does not have.
    pub(super) fn missing(&self, headers: &[&str]) -> Problems {
        let has = |name: &str| headers.iter().any(|header| folded(header) == folded(name));
        let missing = self.columns.iter().filter(|(name, ..)| !has(name));
        missing
            .map(|(name, _, problem)| {
                let problem = problem.clone().near(name, headers.iter().copied());
                problem.or_help("write the header as the list does, or remove the line")
            })
            .collect()
    }
}

/// The text of a mapping that reads a list as it was read.
pub(super) fn text(list: &str, mapping: &Mapping, columns: &[(&str, Option<Reads>)]) -> String {
    let mut text = format!(
        "# How `{}` is read: preceptor programs import LIST --mapping THIS\n",
        list.replace(['\n', '\r'], " ")
    );
    let quoted = |words: &str| serde_json::Value::from(words).to_string();
    if let Some(source) = &mapping.source {
        let _ = writeln!(text, "source: {}", quoted(source));
    }
    if let Some(title) = &mapping.title {
        let _ = writeln!(text, "title: {}", quoted(title));
    }
    if let Some(as_of) = &mapping.as_of {
        let _ = writeln!(text, "as_of: {as_of}");
    }
    if let Some(specialty) = &mapping.specialty {
        let _ = writeln!(text, "specialty: {}", specialty.id);
    }
    if let Some(track) = &mapping.track {
        let _ = writeln!(text, "track: {track}");
    }
    text += "columns:\n";
    for (header, reads) in columns {
        let reads = reads.unwrap_or(Reads::Nothing);
        let _ = writeln!(text, "  {}: {reads}", quoted(header));
    }
    text
}
