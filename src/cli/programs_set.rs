use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil;

use crate::dataset::{Claim, Files, Recorded, References, Source, add_source, program_of, record};
use crate::model::{AsOf, Date, Kind, PROGRAM, Program, Reading, question};
use crate::place::{Problem, Problems, SourceText};
use crate::report::inert;

use super::options::WorldOptions;
use super::world::{Catalogued, catalogued, datasets};
use super::{Exit, Failure, writing};

/// Record what a program answered in its file; everything else in the file stays as it is.
///
/// Works in a working copy (`preceptor init FOLDER`). An answer that differs from what is stated
/// stands beside it, and rules take the value for unknown, until --replace settles it.
#[derive(Debug, Args)]
pub(super) struct Set {
    /// The program's id, or a part of its name that no other program has.
    #[arg(value_name = "ID")]
    id: String,
    /// What it answered, e.g. `visas.j1=yes` or `step2_ck.minimum=none`; several are recorded all or
    /// not at all.
    #[arg(required = true, value_name = "FIELD=VALUE")]
    values: Vec<String>,
    /// Who said it and when, e.g. `phone 2026-11-20`, which is added to sources.yaml; or the id of a
    /// source that is there. Without a date it was today, or on the day of --as-of.
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// What was said, in its own words.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Put the answer in the place of what is stated, also where sources disagree.
    #[arg(long)]
    replace: bool,
}

/// Something to record, as it was typed.
struct Typed {
    text: String,
    keys: String,
    value: String,
}

/// Where an answer comes from.
struct Origin {
    source: Source,
    is_new: bool,
    as_of: AsOf,
}

/// The files that may be written.
struct Place {
    record: PathBuf,
    sources: Option<PathBuf>,
}

impl Set {
    pub(super) fn run(&self, options: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        let place = Place::of(options)?;
        let Catalogued {
            mut references,
            catalogue,
        } = catalogued(options)?;
        let program = catalogue.find(&self.id)?;
        let mut problems = Problems::new();
        let typed = self.typed().map_err(|found| problems.extend(found));
        let origin = self.origin(&references, options.day());
        let origin = origin.map_err(|problem| problems.push(problem));
        let (Ok(typed), Ok(origin)) = (typed, origin) else {
            return Err(problems.into());
        };
        let file = place.record_of(program)?;
        let old = Files::file(&file)?;
        let (new, outcomes) = self.recorded(&old, &typed, &origin)?;
        let id = origin.source.id.clone();
        references.sources.insert(id, origin.source.clone());
        let after = program_of(&new, &references).map_err(|found| with(&typed, &found))?;
        let lines = typed.iter().zip(&outcomes);
        let lines: Vec<String> = lines
            .map(|(typed, outcome)| told(&typed.keys, *outcome, program, &after, &references))
            .collect();
        if new.text() == old.text() {
            for line in lines {
                writeln!(out, "{line}")?;
            }
            writeln!(out, "{}: nothing to change", file.display())?;
            return Ok(Exit::Done);
        }
        let added = place.write(&origin, (&file, &old, &new))?;
        for line in lines {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "written to {}", file.display())?;
        if let Some(sources) = added {
            writeln!(
                out,
                "the source `{}` was added to {}",
                origin.source.id,
                sources.display()
            )?;
        }
        if outcomes.contains(&Recorded::Disputed) {
            let said = "Sources disagree now, so rules take the value for unknown. If the answer settles it, \
                        run the command again with --replace.";
            writeln!(out, "{}", textwrap::fill(said, 88))?;
        }
        Ok(Exit::Done)
    }

    fn typed(&self) -> Result<Vec<Typed>, Problems> {
        let mut problems = Problems::new();
        let mut all: Vec<Typed> = Vec::new();
        for text in &self.values {
            match typed(text) {
                Ok(one) if all.iter().any(|known| known.keys == one.keys) => {
                    let message = format!("`{}` is set twice", one.keys);
                    problems.push(Problem::error(message).help("keep one of them"));
                }
                Ok(one) => all.push(one),
                Err(problem) => problems.push(problem),
            }
        }
        problems.or(all)
    }

    fn recorded(
        &self,
        old: &SourceText,
        typed: &[Typed],
        origin: &Origin,
    ) -> Result<(SourceText, Vec<Recorded>), Problems> {
        let mut new = old.clone();
        let mut outcomes = Vec::new();
        for one in typed {
            let keys: Vec<&str> = one.keys.split('.').collect();
            let claim = Claim {
                value: one.value.clone(),
                source: origin.source.id.to_string(),
                as_of: origin.as_of,
                note: self.note.clone(),
            };
            let (text, outcome) = record(&new, &keys, &claim, self.replace)?;
            new = text;
            outcomes.push(outcome);
        }
        Ok((new, outcomes))
    }

    /// The source that is meant, or a new one of that name and day.
    fn origin(&self, references: &References, today: civil::Date) -> Result<Origin, Problem> {
        let text = self.source.trim();
        if let Some(source) = references.sources.get(text) {
            return Ok(Origin {
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
        let name = format!("{}-{date}", slug(title));
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
                return Ok(Origin {
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

/// A name as an id: lower-case letters, digits and hyphens.
fn slug(title: &str) -> String {
    let signs = title.to_lowercase();
    let words = signs.split(|sign: char| !sign.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(8).collect();
    if words.is_empty() {
        "answer".to_owned()
    } else {
        words.join("-")
    }
}

/// What is typed as `FIELD=VALUE`, the value as YAML.
fn typed(text: &str) -> Result<Typed, Problem> {
    let Some((keys, value)) = text.split_once('=') else {
        let problem = Problem::error(format!("`{text}` does not say what was answered"));
        return Err(problem.help("write FIELD=VALUE, e.g. `visas.j1=yes`"));
    };
    let (keys, value) = (keys.trim(), value.trim());
    let keys = keys.replace(".has_", ".");
    if question(&keys).is_none() {
        let known: Vec<&str> = PROGRAM
            .fields
            .iter()
            .map(|field| field.path)
            .filter(|path| question(path).is_some())
            .collect();
        let problem = Problem::error(format!("`{keys}` is nothing that is recorded of a program"));
        let problem = problem.near(&keys, known.iter().copied());
        return Err(problem.or_help(
            "e.g. visas.j1, step2_ck.minimum or tracks.categorical.quota; name, place and tracks are \
             changed in the file itself",
        ));
    }
    let value = yaml(&keys, value).map_err(|message| {
        let message = format!("with {text}: {message}");
        Problem::error(message).help("leave out what nobody says: unstated is not \"no\"")
    })?;
    Ok(Typed {
        text: text.to_owned(),
        keys,
        value,
    })
}

/// A value as the record writes it.
fn yaml(keys: &str, value: &str) -> Result<String, String> {
    if value.is_empty() {
        return Err("there is no value behind the `=`".to_owned());
    }
    let path = keys
        .rsplit_once('.')
        .filter(|_| keys.starts_with("tracks."));
    let path = path.map_or_else(|| keys.to_owned(), |(_, name)| format!("track.{name}"));
    let kind = PROGRAM.fields.iter().find(|field| field.path == path);
    match kind.map(|field| field.kind) {
        Some(Kind::Bool) => match value {
            "yes" | "true" => Ok("true".to_owned()),
            "no" | "false" => Ok("false".to_owned()),
            _ => Err(format!("this is yes or no, not `{value}`")),
        },
        Some(Kind::Int { .. } | Kind::Float { .. }) => {
            let is_number = value.parse::<f64>().is_ok_and(f64::is_finite);
            if is_number && !value.starts_with('+') || value == "none" {
                Ok(value.to_owned())
            } else {
                Err(format!("this is a number, not `{value}`"))
            }
        }
        Some(Kind::Texts(_)) => {
            let items = value
                .trim_start_matches('[')
                .trim_end_matches(']')
                .split(',');
            let items: Vec<String> = items.map(|item| scalar(item.trim())).collect();
            Ok(format!("[{}]", items.join(", ")))
        }
        _ => Ok(scalar(value)),
    }
}

/// A text as a scalar, quoted where it would be read as something else.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && text
            .chars()
            .all(|sign| sign.is_ascii_alphanumeric() || "-_".contains(sign))
        && !["true", "false", "null"].contains(&text.to_lowercase().as_str());
    if plain {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

/// What is wrong with the changed record, said of what was typed.
fn with(typed: &[Typed], problems: &Problems) -> Problems {
    let typed: Vec<&str> = typed.iter().map(|one| one.text.as_str()).collect();
    let said = |problem: &Problem| Problem {
        message: format!("with {}: {}", typed.join(" "), problem.message),
        ..problem.clone()
    };
    problems.sorted().into_iter().map(said).collect()
}

/// What became of a value, in a line.
fn told(
    keys: &str,
    outcome: Recorded,
    before: &Program,
    after: &Program,
    references: &References,
) -> String {
    let path = keys.rsplit('.').next().unwrap_or(keys);
    let shown =
        |program: &Program| match keys.split_once('.').filter(|(group, _)| *group == "tracks") {
            Some((_, rest)) => {
                let track = rest.split('.').next().unwrap_or(rest);
                let track = program
                    .tracks
                    .iter()
                    .find(|one| one.track.as_str() == track);
                let reading = track.map(|track| match path {
                    "quota" => &track.quota,
                    "matched" => &track.matched,
                    _ => &track.unfilled,
                });
                reading.map_or_else(String::new, |reading| values(reading, references))
            }
            None => {
                let group = keys.rsplit_once('.').map(|(group, _)| group);
                let has = group.map(|group| format!("{group}.has_{path}"));
                let limit = values(program.known.get(keys), references);
                match has {
                    Some(has) if limit == UNSTATED && PROGRAM.position(&has).is_some() => {
                        values(program.known.get(&has), references).replacen("no ", "none ", 1)
                    }
                    _ => limit,
                }
            }
        };
    let label = if PROGRAM.position(keys).is_some() {
        PROGRAM.label(keys)
    } else {
        keys
    };
    let (old, new) = (shown(before), shown(after));
    match outcome {
        Recorded::Added => format!("{label}: {new}; nobody stated it before"),
        Recorded::Confirmed => format!("{label}: {new}; confirmed, before {old}"),
        Recorded::Replaced => format!("{label}: {old} → {new}"),
        Recorded::Disputed => format!("{label}: {old} → disputed: {new}"),
        Recorded::Unchanged => format!("{label}: {new}, as it is recorded already"),
    }
}

const UNSTATED: &str = "not stated";

/// Every value that is stated, with source and date.
fn values(reading: &Reading, references: &References) -> String {
    let all = reading.values().iter().map(|one| {
        let origin = one.provenance.as_ref();
        let origin = origin.map_or_else(String::new, |origin| {
            let source = references.sources.get(&*origin.source);
            let title = source.map_or(&*origin.source, |source| &*source.title);
            format!(" ({title}, {})", origin.as_of)
        });
        inert(&format!("{}{origin}", one.value))
    });
    let all: Vec<String> = all.collect();
    if all.is_empty() {
        UNSTATED.to_owned()
    } else {
        all.join(" or ")
    }
}

impl Place {
    /// Where programs and sources lie on disk.
    fn of(options: &WorldOptions) -> Result<Self, Failure> {
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
    fn record_of(&self, program: &Program) -> Result<PathBuf, Failure> {
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
    fn write(
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
