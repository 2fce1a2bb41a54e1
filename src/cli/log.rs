//! `evaluate --log`: appends what was decided to a file, and never loses what is in it.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::decision::{Decision, MadeFrom, Options, to_json, without_personal};
use super::evaluate::Evaluate;
use super::evaluated::Evaluated;
use super::{Exit, Failure, diagnostic, writing};
use crate::dataset::Tree;
use crate::place::{Place, Problem};
use crate::review::pinned::{Judged, Numbers, Outcomes};

/// How much of the end of a log is read to find its last line, in bytes.
const TAIL: u64 = 4 * 1024 * 1024;

/// Say where an applicant stands, which programs to apply to and what to do next.
#[derive(Debug, Clone, Args)]
pub(crate) struct EvaluateAndLog {
    #[command(flatten)]
    evaluate: Evaluate,
    /// Append what was decided, and from what, to this file: one line for each guide and target.
    /// Names and free text of the profile are left out. `preceptor replay` reads it.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    log: Option<PathBuf>,
    /// Keep names and free text of the profile in the log as well.
    #[arg(long, requires = "log", help_heading = "Output")]
    log_personal: bool,
}

impl EvaluateAndLog {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let Some(path) = &self.log else {
            return self.evaluate.run(out);
        };
        let evaluated = self.evaluate.evaluate()?;
        // What could not be kept is not said either.
        let decisions = decisions(&self.evaluate, &evaluated, self.log_personal)?;
        if let Some(note) = append(path, decisions)? {
            diagnostic::write(&note.into(), &mut anstream::stderr())?;
        }
        self.evaluate.write(&evaluated, out)
    }
}

/// What was decided, one for each guide and target.
fn decisions(
    command: &Evaluate,
    evaluated: &Evaluated,
    personal: bool,
) -> Result<Vec<Decision>, Failure> {
    let world = &evaluated.world;
    let profile = Tree::parse(evaluated.profile())?.to_json();
    let profile = if personal {
        profile
    } else {
        without_personal(profile)
    };
    let rules_and_data = world.version_of_rules_and_data().into();
    let mut decisions = Vec::new();
    for report in evaluated.latest(0) {
        let judged = Judged {
            guide: report.guide,
            advice: Ok(report.advice),
        };
        let outcomes = Outcomes::of(world.as_of, [judged]);
        let packs = report.guide.companions.iter().map(|pack| &**pack);
        let numbers = packs
            .chain([report.guide])
            .map(|guide| (guide.id.clone(), Numbers::of(guide).parameters));
        let numbers: BTreeMap<_, _> = numbers.collect();
        for target in &report.advice.targets {
            let target = target.target.to_string();
            decisions.push(Decision {
                format: "preceptor/decision".to_owned(),
                version: 1,
                preceptor: env!("CARGO_PKG_VERSION").to_owned(),
                as_of: world.as_of,
                guide: report.guide.id.clone(),
                outcome: to_json(&outcomes, &report.guide.id, &target),
                target,
                options: command.options(),
                made_from: MadeFrom {
                    report: evaluated.version.into(),
                    rules_and_data: Clone::clone(&rules_and_data),
                },
                numbers: numbers.clone(),
                profile: profile.clone(),
                follows: String::new(),
            });
        }
    }
    Ok(decisions)
}

/// Appends these lines, all or none, while no other process does; gives a note where the last line
/// that was there is torn.
fn append(path: &Path, decisions: Vec<Decision>) -> Result<Option<Problem>, Failure> {
    let failed = |error: &io::Error| not_logged(path, error);
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .open(path)
        .map_err(|error| failed(&error))?;
    match file.lock() {
        // Not every file can be locked.
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::Unsupported => {}
        Err(error) => return Err(failed(&error)),
    }
    let end = End::of(&mut file).map_err(|error| failed(&error))?;
    let mut text = String::new();
    if end.torn {
        text.push('\n');
    }
    let mut follows = end.last;
    for mut decision in decisions {
        decision.follows = follows;
        let (line, mark) = decision.line().map_err(|error| failed(&error.into()))?;
        text.push_str(&line);
        text.push('\n');
        follows = mark;
    }
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if let Err(error) = written {
        // What was there stays; half a line does not. Where even that fails, the next run says so.
        if end.is_file {
            let _ = file.set_len(end.length);
        }
        return Err(failed(&error));
    }
    Ok(end.torn.then(|| {
        let message = "the last line of the log is torn: an earlier run ended while it wrote";
        let place = Place::file(&path.display().to_string());
        let help = "it was left as it is, and the new lines follow it; `preceptor replay` names it";
        Problem::warning(message).at(place).help(help)
    }))
}

/// How a log ends.
struct End {
    is_file: bool,
    length: u64,
    /// Whether the last line has no end.
    torn: bool,
    /// The mark of the last whole line; empty when there is none.
    last: String,
}

impl End {
    fn of(file: &mut File) -> io::Result<Self> {
        let about = file.metadata()?;
        let (is_file, length) = (about.is_file(), about.len());
        let mut bytes = Vec::new();
        if is_file {
            file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
            file.take(TAIL).read_to_end(&mut bytes)?;
        }
        let text = String::from_utf8_lossy(&bytes);
        let torn = !text.is_empty() && !text.ends_with('\n');
        let marks = text
            .lines()
            .rev()
            .filter_map(|line| Decision::read(line).ok());
        let last = marks.map(|(_, mark)| mark).next().unwrap_or_default();
        Ok(Self {
            is_file,
            length,
            torn,
            last,
        })
    }
}

fn not_logged(path: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        ErrorKind::IsADirectory => "this is a folder".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "you may not write there".to_owned()
        }
        kind => kind.to_string(),
    };
    let message = format!("the decision could not be kept, so it is not shown either: {why}");
    let help = "nothing that was in the log is lost; make room or name another file";
    writing::refused(path, &message, help)
}

impl Evaluate {
    /// What was asked for beside the profile.
    fn options(&self) -> Options {
        Options {
            set: self.set.clone(),
            stage: self.how.stage.map(|stage| stage.as_str().to_owned()),
            budget: self.budget.dollars,
            guide: self.how.guide.clone(),
        }
    }
}
