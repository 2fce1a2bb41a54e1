//! Where an answer comes from, and the files that it is written to.

use std::path::{Path, PathBuf};

use jiff::civil;

use crate::dataset::{Files, References, Source, add_source};
use crate::model::{AsOf, Date, Program, slug};
use crate::place::{Problem, SourceText};

use super::options::WorldOptions;
use super::world::datasets;
use super::{Failure, writing};

/// Where an answer comes from.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) source: Source,
    pub(super) is_new: bool,
    pub(super) as_of: AsOf,
}

/// The files that may be written.
#[derive(Debug)]
pub(super) struct Place {
    record: PathBuf,
    sources: Option<PathBuf>,
}

impl Origin {
    /// The source that is meant, or a new one of that name and day.
    pub(super) fn of(
        text: &str,
        references: &References,
        today: civil::Date,
    ) -> Result<Self, Problem> {
        let text = text.trim();
        if let Some(source) = references.sources.get(text) {
            return Ok(Self {
                as_of: source.as_of,
                source: source.clone(),
                is_new: false,
            });
        }
        let help = "say who said it and when, e.g. `--source \"phone 2026-11-20\"`, or name a source of \
                    sources.yaml";
        if !text.contains(char::is_whitespace) {
            let problem = Problem::error(format!("unknown source `{text}`"));
            let known = references.sources.keys().map(AsRef::as_ref);
            return Err(problem.near(text, known).or_help(help));
        }
        let dated = text.rsplit_once(char::is_whitespace);
        let dated = dated.and_then(|(title, date)| Some((title.trim(), Date::parse(date)?)));
        let (title, date) = dated.unwrap_or((text, Date::Day(today)));
        let title = title.trim_end_matches([',', ' ']);
        if title.chars().count() > LONGEST || title.chars().any(char::is_control) {
            return Err(Problem::error("this is no name of a source").help(help));
        }
        if date.earliest() > today {
            let message = format!("{date} lies ahead: the answers are recorded as of {today}");
            return Err(Problem::error(message).help("correct the date of --source"));
        }
        let as_of = AsOf::On(date);
        let name = match slug(title) {
            name if name.is_empty() => format!("answer-{date}"),
            name => format!("{name}-{date}"),
        };
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        for id in std::iter::once(name.clone()).chain(numbered) {
            let known = references.sources.get(id.as_str());
            let same = |known: &Source| *known.title == *title && known.as_of == as_of;
            if known.is_none_or(same) {
                let source = Source {
                    id: id.as_str().into(),
                    title: title.into(),
                    as_of,
                    address: None,
                    note: None,
                };
                let is_new = known.is_none();
                return Ok(Self {
                    source,
                    is_new,
                    as_of,
                });
            }
        }
        Err(Problem::error("there are too many sources of this name").help(help))
    }
}

/// The longest name of a source.
const LONGEST: usize = 200;

impl Place {
    /// Where programs and sources lie on disk.
    pub(super) fn of(options: &WorldOptions) -> Result<Self, Failure> {
        let data = datasets(options);
        let sources = data.on_disk().map(|folder| folder.join("sources.yaml"));
        let record = options
            .programs
            .clone()
            .or_else(|| data.on_disk().map(Path::to_owned));
        let record = record.ok_or_else(|| {
            let message = "the built-in programs cannot be written";
            let help = "make a working copy with `preceptor init FOLDER`, then run this there";
            writing::refused(Path::new("datasets"), message, help)
        })?;
        Ok(Self { record, sources })
    }

    /// The file of that program.
    pub(super) fn record_of(&self, program: &Program) -> Result<PathBuf, Failure> {
        if !self.record.is_dir() {
            return Ok(self.record.clone());
        }
        let files = Files::folder(&self.record);
        let folder = if files.contains("programs") {
            "programs"
        } else {
            ""
        };
        let paths = files.list(folder, "yaml")?;
        let name = program.id.as_str();
        let own = |path: &&String| Path::new(path).file_stem().is_some_and(|stem| stem == name);
        let found = paths.iter().find(own).map(|path| self.record.join(path));
        found.ok_or_else(|| {
            let message = format!("there is no file of `{name}` in this folder");
            writing::refused(
                &self.record,
                &message,
                "a record's file has the name of its id",
            )
        })
    }

    /// Writes the record, and before it the source where that is new; both or neither. Says where the
    /// source was added.
    pub(super) fn write(
        &self,
        origin: &Origin,
        (file, old, new): (&Path, &SourceText, &SourceText),
    ) -> Result<Option<&Path>, Failure> {
        let unchanged = Files::file(file)?.text() == old.text();
        if !unchanged {
            let message = "the file was saved by somebody else in the meantime";
            let help = "nothing was written; run the command again";
            return Err(writing::refused(file, message, help));
        }
        let mut before = None;
        if origin.is_new {
            let path = self.sources.as_deref().ok_or_else(|| {
                let message = "the built-in sources cannot be added to";
                let help = "make a working copy with `preceptor init FOLDER`, or name a source that is \
                            there";
                writing::refused(Path::new("datasets/sources.yaml"), message, help)
            })?;
            let sources = Files::file(path)?;
            let Source {
                id, title, as_of, ..
            } = &origin.source;
            let added = add_source(&sources, id, title, as_of)?;
            writing::replace(path, added.text())?;
            before = Some((path, sources));
        }
        if let Err(failure) = writing::replace(file, new.text()) {
            if let Some((path, sources)) = &before {
                writing::replace(path, sources.text())?;
            }
            return Err(failure);
        }
        Ok(before.map(|(path, _)| path))
    }
}
