use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::dataset::{Files, Profile, References, applicant_from_json, change};
use crate::model::Applicant;
use crate::place::{Place, Problem, Problems, SourceText};

/// The longest line that is read, in bytes.
const LINE: usize = 1 << 20;

/// One applicant on the way in.
#[derive(Debug)]
pub(crate) struct Record {
    path: String,
    line: u64,
    body: Result<Body, Problem>,
}

#[derive(Debug)]
enum Body {
    /// A profile of its own.
    File(PathBuf),
    /// A line of a file.
    Line(String),
    /// The cells of a row, by the names in the first row.
    Row(Vec<(String, String)>),
}

/// The applicants, one after another.
pub(crate) struct Records {
    path: String,
    from: From,
}

enum From {
    Folder(std::vec::IntoIter<PathBuf>),
    Lines(BufReader<File>, u64),
    Rows(Box<csv::Reader<File>>, Vec<String>),
    /// What follows a line that is too long or cannot be read is not looked at.
    Nothing,
}

impl Records {
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let shown = path.display().to_string();
        if path.is_dir() {
            let files = Files::folder(path).list("", "yaml")?;
            if files.is_empty() {
                let problem = Problem::error("there is no profile in this folder");
                return Err(problem.at(Place::file(&shown)));
            }
            let files: Vec<PathBuf> = files.iter().map(|file| path.join(file)).collect();
            let from = From::Folder(files.into_iter());
            return Ok(Self { path: shown, from });
        }
        let file = File::open(path).map_err(|error| {
            Problem::error(format!("this cannot be read: {error}")).at(Place::file(&shown))
        })?;
        let ending = path.extension().and_then(|ending| ending.to_str());
        let from = match ending {
            Some("csv") => {
                let mut reader = csv::Reader::from_reader(file);
                let names = reader
                    .headers()
                    .map_err(|error| unreadable(&shown, 1, &error))?;
                let names = names.iter().map(str::to_owned).collect();
                From::Rows(Box::new(reader), names)
            }
            Some("jsonl" | "ndjson") => From::Lines(BufReader::new(file), 0),
            _ => {
                let problem = Problem::error(
                    "applicants come from a folder, or from a file that ends in .jsonl or .csv",
                );
                return Err(problem.at(Place::file(&shown)));
            }
        };
        Ok(Self { path: shown, from })
    }

    /// How many there are, where that is known before they are read.
    pub(crate) fn length(&self) -> Option<usize> {
        match &self.from {
            From::Folder(files) => Some(files.len()),
            From::Lines(..) | From::Rows(..) | From::Nothing => None,
        }
    }

    fn next_line(&mut self) -> Option<Record> {
        let From::Lines(reader, line) = &mut self.from else {
            return None;
        };
        loop {
            *line += 1;
            let mut text = Vec::new();
            let read = reader
                .by_ref()
                .take(LINE as u64)
                .read_until(b'\n', &mut text);
            let body = match read {
                Ok(0) => return None,
                Ok(LINE) if text.last() != Some(&b'\n') => {
                    Err(Problem::error("this line is too long to be a profile"))
                }
                Ok(_) => String::from_utf8(text)
                    .map(Body::Line)
                    .map_err(|_| Problem::error("this line is not UTF-8 text")),
                Err(error) => Err(Problem::error(format!("this cannot be read: {error}"))),
            };
            if matches!(&body, Ok(Body::Line(text)) if text.trim().is_empty()) {
                continue;
            }
            let line = *line;
            if body.is_err() {
                self.from = From::Nothing;
            }
            return Some(Record {
                path: self.path.clone(),
                line,
                body,
            });
        }
    }
}

fn unreadable(path: &str, line: u64, error: &csv::Error) -> Problem {
    let place = place(path, line);
    Problem::error(format!("this row cannot be read: {error}")).at(place)
}

fn place(path: &str, line: u64) -> Place {
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    SourceText::new(path, "").place(line, 1, 0)
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        match &mut self.from {
            From::Folder(files) => files.next().map(|file| Record {
                path: file.display().to_string(),
                line: 0,
                body: Ok(Body::File(file)),
            }),
            From::Lines(..) => self.next_line(),
            From::Rows(reader, names) => {
                let line = reader.position().line();
                let row = reader.records().next()?;
                let body = row.map_err(|error| unreadable(&self.path, line, &error));
                let body = body.map(|row| {
                    let cells = names.iter().cloned().zip(row.iter().map(str::to_owned));
                    Body::Row(cells.collect())
                });
                Some(Record {
                    path: self.path.clone(),
                    line,
                    body,
                })
            }
            From::Nothing => None,
        }
    }
}

impl Record {
    /// What to call an applicant without a name.
    pub(crate) fn called(&self) -> String {
        match self.line {
            0 => self.path.clone(),
            line => format!("{}:{line}", self.path),
        }
    }

    /// The applicant.
    pub(crate) fn read(&self, references: &References, as_of: Date) -> Result<Applicant, Problems> {
        let here = || place(&self.path, self.line);
        match self.body.as_ref() {
            Err(problem) if problem.place.is_some() => Err(problem.clone().into()),
            Err(problem) => Err(problem.clone().at(here()).into()),
            Ok(Body::File(path)) => Profile::read(&Files::file(path)?, references, as_of),
            Ok(Body::Line(text)) => {
                let source = SourceText::new(&self.path, text);
                Profile::read_json(&source, references, as_of).or_else(|_| {
                    // Once more with all the lines before it, so that its problems say where.
                    let before = usize::try_from(self.line.saturating_sub(1)).unwrap_or(0);
                    let whole = format!("{}{text}", "\n".repeat(before));
                    Profile::read(&SourceText::new(&self.path, &whole), references, as_of)
                })
            }
            Ok(Body::Row(cells)) => {
                let row: Vec<&str> = cells.iter().map(|(_, cell)| cell.as_str()).collect();
                let row = row.join(",");
                let placed = |problem: Problem| problem.at(here()).with_line(Some(&row));
                let profile = profile(cells).map_err(placed)?;
                applicant_from_json(&profile, references, as_of).map_err(|problems| {
                    let all = problems.sorted().into_iter().cloned();
                    all.map(placed).collect()
                })
            }
        }
    }
}

/// The profile that a row describes; an empty cell states nothing.
fn profile(cells: &[(String, String)]) -> Result<Value, Problem> {
    let mut profile = Value::Object(Map::new());
    let mut target = Map::new();
    for (name, cell) in cells {
        let (name, cell) = (name.trim(), cell.trim());
        if cell.is_empty() {
            continue;
        }
        if matches!(name, "specialty" | "track") {
            target.insert(name.to_owned(), json!(cell));
            continue;
        }
        // Numbers, true, false and lists as JSON writes them; everything else is a text.
        let value = serde_json::from_str(cell).unwrap_or_else(|_| json!(cell));
        change(&mut profile, name, Some(value))?;
    }
    if !target.is_empty() {
        change(&mut profile, "targets", Some(json!([target])))?;
    }
    Ok(profile)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::profile;

    #[test]
    fn a_row_is_a_profile() {
        let cells = [
            ("type_of_graduate", "img"),
            ("specialty", "pediatrics"),
            ("track", "categorical"),
            ("step2_ck.score", "231"),
            ("step2_ck.taken", "2026-03"),
            ("usce", "[]"),
            ("yog", ""),
        ];
        let cells = cells.map(|(name, cell)| (name.to_owned(), cell.to_owned()));
        let expected = json!({
            "type_of_graduate": "img",
            "step2_ck": { "score": 231, "taken": "2026-03" },
            "usce": [],
            "targets": [{ "specialty": "pediatrics", "track": "categorical" }],
        });
        assert_eq!(profile(&cells).unwrap(), expected);
    }
}
