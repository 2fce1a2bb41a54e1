use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind};
use std::path::{Path, PathBuf};

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use jiff::civil::Date;

use crate::dataset::{Files, Mark, Marking, Profile, References, TextForm};
use crate::model::Applicant;
use crate::place::{Place, Problem, Problems, SourceText};

use super::lines::Lines;
use super::row::place;
use super::sheet::{Named, Sheet};

/// How much of a file is looked at to tell how it was written, in bytes.
const LOOKED_AT: usize = 1 << 16;
/// The largest file that is read when it is not written in UTF-8, in bytes.
const DECODED: u64 = 128 << 20;

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
    /// A row of a sheet.
    Row(Named),
}

/// The applicants, one after another; there is at least one.
pub(crate) struct Records {
    path: String,
    from: From,
    /// Read already, to know that there is one.
    first: Option<Record>,
}

enum From {
    Folder(std::vec::IntoIter<PathBuf>),
    Lines(Lines),
    Rows(Box<Sheet>),
}

/// The mark of the files that applicants come from: another one when a byte of them is.
pub(super) fn mark(path: &Path) -> Result<Mark, Problem> {
    if path.is_dir() {
        let mut marking = Marking::default();
        for file in profiles(path)? {
            marking.text(&file.display().to_string());
            marking.mark(mark(&file)?);
        }
        return Ok(marking.finish());
    }
    let mark = opened(path).and_then(Mark::of_reader);
    mark.map_err(|error| not_read(path, &error))
}

/// The profiles of a folder, in order.
fn profiles(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let files = Files::folder(folder);
    let mut all = files.list("", "yaml")?;
    all.extend(files.list("", "yml")?);
    all.sort();
    Ok(all.iter().map(|file| folder.join(file)).collect())
}

fn opened(path: &Path) -> io::Result<BufReader<File>> {
    let file = File::open(path)?;
    Ok(BufReader::with_capacity(LOOKED_AT, file))
}

fn not_read(path: &Path, error: &io::Error) -> Problem {
    let why = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "you may not read this file".to_owned(),
        kind => format!("this file cannot be read: {kind}"),
    };
    Problem::error(why).at(Place::file(&path.display().to_string()))
}

/// What applicants are read from, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lines,
    Sheet,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending.unwrap_or_default().to_lowercase().as_str() {
            "csv" | "tsv" => Some(Self::Sheet),
            "jsonl" | "ndjson" => Some(Self::Lines),
            _ => None,
        }
    }
}

/// How a file was written, and its text in UTF-8.
fn text(path: &Path, kind: Kind) -> Result<(TextForm, Box<dyn BufRead>), Problem> {
    let failed = |error: io::Error| not_read(path, &error);
    let about = |problem: Problem| problem.at(Place::file(&path.display().to_string()));
    let length = fs::metadata(path).map_err(failed)?;
    if !length.is_file() {
        let problem = Problem::error("applicants are not read from a device or a pipe");
        return Err(about(problem.help("write them to a file first")));
    }
    let mut reader = opened(path).map_err(failed)?;
    let head = reader.fill_buf().map_err(failed)?;
    let plain = TextForm {
        encoding: UTF_8,
        delimiter: ',',
    };
    if head.is_empty() {
        return Ok((plain, Box::new(reader)));
    }
    let form = match (TextForm::of(head), kind) {
        // JSON is written in UTF-8 or UTF-16; each line in which that is not so is said.
        (Ok(form), Kind::Lines) if ![UTF_16LE, UTF_16BE].contains(&form.encoding) => plain,
        (Err(_), Kind::Lines) => plain,
        (Ok(form), _) => form,
        (Err(_), Kind::Sheet) if head.iter().all(u8::is_ascii_whitespace) => plain,
        (Err(why), Kind::Sheet) => {
            let help = "open it in the spreadsheet program and save it as CSV in UTF-8";
            return Err(about(Problem::error(why).help(help)));
        }
    };
    if form.encoding == UTF_8 {
        return Ok((form, Box::new(reader)));
    }
    let bytes = Files::bytes(path, DECODED)?;
    let text = form.decode(&bytes).map_err(|why| {
        let problem = Problem::error(why);
        about(problem.help("save it again in UTF-8; editors call it the encoding"))
    })?;
    Ok((form, Box::new(Cursor::new(text.into_bytes()))))
}

impl Records {
    /// The applicants of a folder or file; that there is none is an error.
    pub(crate) fn open(path: &Path) -> Result<Self, Problems> {
        let shown = path.display().to_string();
        let about = |problem: Problem| problem.at(Place::file(&shown));
        let from = if path.is_dir() {
            From::Folder(profiles(path)?.into_iter())
        } else if let Some(kind) = Kind::of(path) {
            let (form, text) = text(path, kind)?;
            let lines = Lines::new(text);
            match kind {
                Kind::Lines => From::Lines(lines),
                Kind::Sheet => From::Rows(Box::new(Sheet::open(&shown, lines, form.delimiter)?)),
            }
        } else {
            let message =
                "applicants come from a folder, or from a file that ends in .jsonl or .csv";
            let problem = Problem::error(message);
            return Err(about(problem.help("save a workbook as CSV, and name that")).into());
        };
        let mut records = Self {
            path: shown.clone(),
            from,
            first: None,
        };
        records.first = records.read();
        if records.first.is_some() {
            return Ok(records);
        }
        let (message, help) = match records.from {
            From::Folder(_) => (
                "there is no profile in this folder",
                "a profile is a file that ends in .yaml; `preceptor new applicant ME.yaml` makes one",
            ),
            From::Lines(_) => (
                "there is no applicant in this file",
                "write a profile in JSON to each line",
            ),
            From::Rows(_) => (
                "there is no applicant in this file",
                "its first row names fields, e.g. `type_of_graduate`, `step2_ck.score`; each row \
                 below is an applicant",
            ),
        };
        Err(about(Problem::error(message).help(help)).into())
    }

    /// How many there are, where that is known before they are read.
    pub(crate) fn length(&self) -> Option<usize> {
        match &self.from {
            From::Folder(files) => Some(files.len() + usize::from(self.first.is_some())),
            From::Lines(_) | From::Rows(_) => None,
        }
    }

    fn read(&mut self) -> Option<Record> {
        let path = self.path.clone();
        match &mut self.from {
            From::Folder(files) => files.next().map(|file| Record {
                path: file.display().to_string(),
                line: 0,
                body: Ok(Body::File(file)),
            }),
            From::Lines(lines) => {
                let is_blank = |text: &String| text.trim().is_empty();
                let line = lines.find(|line| !line.text.as_ref().is_ok_and(is_blank))?;
                Some(Record {
                    path,
                    line: line.number,
                    body: line.text.map(Body::Line),
                })
            }
            From::Rows(rows) => {
                let (line, row) = rows.next()?;
                let body = row.map(Body::Row);
                Some(Record { path, line, body })
            }
        }
    }
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        self.first.take().or_else(|| self.read())
    }
}

impl Record {
    /// Where the applicant stands: the file, and the line where it has many.
    pub(crate) fn called(&self) -> String {
        match self.line {
            0 => self.path.clone(),
            line => format!("{}:{line}", self.path),
        }
    }

    /// The applicant.
    pub(crate) fn read(&self, references: &References, as_of: Date) -> Result<Applicant, Problems> {
        match self.body.as_ref() {
            Err(problem) if problem.place.is_some() => Err(problem.clone().into()),
            Err(problem) => Err(problem
                .clone()
                .at(place(&self.path, self.line, 1, 0))
                .into()),
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
            Ok(Body::Row(row)) => row.read(&self.path, references, as_of),
        }
    }
}
