//! The lines of a decision log, each checked against its own mark and the one before it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::Path;

use super::Failure;
use super::decision::{Broken, Decision};
use crate::place::{Place, Problem, SourceText};

/// The lines of a log, each checked.
pub(super) struct Lines<'a> {
    reader: BufReader<File>,
    path: &'a Path,
    /// The number of the last line that was read, from 1.
    pub(super) number: u32,
    /// The mark of the last whole line.
    before: String,
}

/// A whole line with its mark.
pub(super) type Line = (SourceText, (Decision, String));

impl<'a> Lines<'a> {
    /// The lines of the log with that path.
    pub(super) fn of(path: &'a Path) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        Ok(Self {
            reader: BufReader::new(file),
            path,
            number: 0,
            before: String::new(),
        })
    }

    /// The next line, or what is wrong with it; nothing at the end.
    pub(super) fn next(&mut self) -> Option<Result<Result<Line, Problem>, Failure>> {
        let mut bytes = Vec::new();
        match self.reader.read_until(b'\n', &mut bytes) {
            Ok(0) => return None,
            Ok(_) => {}
            Err(error) => return Some(Err(unreadable(self.path, &error))),
        }
        self.number += 1;
        let text = String::from_utf8_lossy(&bytes);
        let line = text.trim_end_matches(['\n', '\r']);
        let path = self.path.display().to_string();
        let read = Decision::read(line).map_err(|broken| {
            let (message, help) = spelt(&broken);
            let place = Place {
                path: path.as_str().into(),
                line: self.number,
                column: 1,
                length: 1,
            };
            Problem::error(message)
                .at(place)
                .with_line(Some(line))
                .help(help)
        });
        // Only the path is needed of a line that is whole.
        Some(Ok(read.map(|read| (SourceText::new(&path, ""), read))))
    }

    /// What is wrong with the order of the lines.
    pub(super) fn follow(
        &mut self,
        source: &SourceText,
        (decision, mark): &(Decision, String),
    ) -> Option<Problem> {
        let fits = decision.follows == self.before;
        self.before.clone_from(mark);
        let place = Place {
            line: self.number,
            ..Place::file(source.path())
        };
        (!fits).then(|| {
            let message = "this line does not follow the one before it: a line was taken out, changed or put in";
            let help = "compare with a copy of the log; the line itself is as it was written";
            Problem::error(message).at(place).help(help)
        })
    }
}

fn spelt(broken: &Broken) -> (String, &'static str) {
    match broken {
        Broken::Torn => (
            "this line is torn: it was not written to its end".to_owned(),
            "the run that wrote it ended early; the lines before and after it count",
        ),
        Broken::Changed => (
            "this line was changed after it was written: it does not fit its own mark".to_owned(),
            "take it from a copy of the log; the other lines count",
        ),
        Broken::Unknown(why) => (
            format!("this is no decision that this version reads: {why}"),
            "read it with the version of preceptor that wrote it",
        ),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "this is a folder, but a file belongs here".to_owned(),
        kind => format!("this file cannot be read: {kind}"),
    };
    let place = Place::file(&path.display().to_string());
    Failure::Files(Problem::error(why).at(place).into())
}
