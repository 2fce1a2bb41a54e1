//! `replay`: evaluates again what a decision log holds.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;

use super::decision::{Broken, Decision, Marks, to_json};
use super::evaluate::{Evaluate, Evaluated};
use super::options::WorldOptions;
use super::output::width;
use super::world::World;
use super::{Exit, Failure, diagnostic};
use crate::dataset::Profile;
use crate::place::{Place, Problem, Problems, SourceText};
use crate::report::{Paper, Tested, plural, write_tested};
use crate::review::pinned::{Change, Judged, Now, Numbers, Outcomes, changes, groups};

/// Evaluate again what `evaluate --log` kept, and say what comes out otherwise.
///
/// By the same rules and data every decision must come out as it did, to the byte; by others, e.g.
/// `--rules NEW`, what changes is shown by what brings it about. A line that was torn or changed, or
/// that is missing, is named.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The log.
    #[arg(value_name = "FILE")]
    log: PathBuf,
    /// How many changes of each group to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    #[command(flatten)]
    world: WorldOptions,
}

/// Lines that were decided by the same rules and data, and how they come out now.
#[derive(Debug, Default)]
struct Again {
    same: usize,
    differ: usize,
    then: BTreeMap<String, Outcomes>,
    changes: Vec<Change>,
    numbers: BTreeMap<String, (Numbers, Numbers)>,
}

/// What evaluates the lines, and keeps what several of them share.
struct Replaying<'a> {
    options: &'a WorldOptions,
    worlds: BTreeMap<Date, Arc<World>>,
    last: Option<(String, Evaluated)>,
}

impl Replay {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let file = File::open(&self.log).map_err(|error| unreadable(&self.log, &error))?;
        let mut lines = Lines {
            reader: BufReader::new(file),
            path: &self.log,
            number: 0,
            before: String::new(),
        };
        let mut replaying = Replaying {
            options: &self.world,
            worlds: BTreeMap::new(),
            last: None,
        };
        let mut problems = Problems::new();
        let mut by_version: BTreeMap<Marks, Again> = BTreeMap::new();
        while let Some(read) = lines.next() {
            let (source, decision) = match read? {
                Ok(read) => read,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            if let Some(problem) = lines.follow(&source, &decision) {
                problems.push(problem);
            }
            let again = by_version
                .entry(decision.0.made_from.rules_and_data.clone())
                .or_default();
            replaying.again(&source, &decision.0, lines.number, again)?;
        }
        let now = match replaying.worlds.values().next() {
            Some(world) => world.clone(),
            None => Arc::new(World::load(&self.world)?),
        };
        let version = Marks::from(now.version_of_rules_and_data());
        let mut exit = Exit::Done;
        for (marks, again) in by_version {
            let same = marks.files == version.files;
            if same && again.differ > 0 {
                exit = Exit::CheckFailed;
            }
            self.show(again, &marks, same, &now, out)?;
        }
        if lines.number == 0 {
            writeln!(out, "the log is empty")?;
        }
        if !problems.is_empty() {
            writeln!(out)?;
            diagnostic::write(&problems, out)?;
            writeln!(
                out,
                "{} of the log cannot be relied on",
                plural(problems.len(), "line")
            )?;
            exit = Exit::CheckFailed;
        }
        Ok(exit)
    }

    fn show(
        &self,
        again: Again,
        marks: &Marks,
        same: bool,
        world: &World,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let Again {
            same: alike,
            differ,
            then,
            changes,
            numbers,
        } = again;
        let all = plural(alike + differ, "decision");
        let short = marks.files.get(..12).unwrap_or(&marks.files);
        if differ == 0 {
            let by = if same {
                "the same rules and data"
            } else {
                "other rules or data"
            };
            writeln!(
                out,
                "{all} by version {short}: as decided, to the byte, by {by}"
            )?;
            return Ok(());
        }
        let by = if same {
            "though the rules and data are the same"
        } else {
            "by other rules or data"
        };
        writeln!(
            out,
            "{all} by version {short}: {differ} not as decided, {by}"
        )?;
        let groups = groups(changes, &then, &numbers);
        let tested = Tested {
            groups: &groups,
            catalogue: &world.catalogue,
            top: self.top,
        };
        write_tested(&tested, &mut Paper::new(out, width()))?;
        Ok(())
    }
}

impl Replaying<'_> {
    /// Evaluates a line again and notes how it comes out.
    fn again(
        &mut self,
        source: &SourceText,
        decision: &Decision,
        number: u32,
        again: &mut Again,
    ) -> Result<(), Failure> {
        let world = self.world(decision.as_of)?;
        let command = Evaluate::again(&decision.options).map_err(|message| {
            let problem = source.problem(number, 1, 0, &message);
            Failure::Files(problem.into())
        })?;
        let key = format!(
            "{} {:?} {}",
            decision.as_of, decision.options, decision.profile
        );
        if self.last.as_ref().is_none_or(|(last, _)| *last != key) {
            let text = SourceText::new(
                &format!("{}:{number}", source.path()),
                &format!("{:#}", decision.profile),
            );
            let applicant = Profile::read(&text, &world.references, world.as_of)?;
            let evaluated = command.evaluate_read(world.clone(), text, applicant, None);
            self.last = Some((key, evaluated?));
        }
        let Some((_, evaluated)) = &self.last else {
            return Ok(());
        };
        let mut reports = evaluated.latest(0);
        let report = reports.find(|report| report.guide.id == decision.guide);
        let then = decision.outcomes();
        let name = format!("line {number}");
        let (now, judges, numbers) = match &report {
            Some(report) => {
                let judged = Judged {
                    guide: report.guide,
                    advice: Ok(report.advice),
                };
                let mut now = Outcomes::of(world.as_of, [judged]);
                let of_target = |target: &str| target.is_empty() || target == decision.target;
                now.pinned.retain(|key, _| of_target(&key.target));
                let packs = report.guide.companions.iter().map(|pack| &**pack);
                let numbers = packs
                    .chain([report.guide])
                    .map(Numbers::of_with_id)
                    .collect();
                let host = &*world.guides.host;
                (
                    now,
                    vec![Now {
                        host,
                        guide: report.guide,
                        advice: report.advice,
                    }],
                    numbers,
                )
            }
            None => (Outcomes::default(), Vec::new(), BTreeMap::new()),
        };
        let text = to_json(&now, &decision.guide, &decision.target).to_string();
        if text == decision.outcome.to_string() {
            again.same += 1;
        } else {
            again.differ += 1;
        }
        let numbers_then: BTreeMap<String, Numbers> = decision
            .numbers
            .iter()
            .map(|(guide, set)| {
                (
                    guide.clone(),
                    Numbers {
                        parameters: set.clone(),
                        ..Numbers::default()
                    },
                )
            })
            .collect();
        again
            .changes
            .extend(changes(&name, &then, &now, &judges, &numbers_then));
        for (guide, now) in numbers {
            let now = Numbers {
                parameters: now.parameters,
                ..Numbers::default()
            };
            if let Some(then) = numbers_then.get(&guide) {
                again.numbers.insert(guide, (then.clone(), now));
            }
        }
        again.then.insert(name, then);
        Ok(())
    }

    fn world(&mut self, as_of: Date) -> Result<Arc<World>, Problems> {
        if let Some(world) = self.worlds.get(&as_of) {
            return Ok(world.clone());
        }
        let options = WorldOptions {
            as_of: Some(as_of),
            ..self.options.clone()
        };
        let world = Arc::new(World::load(&options)?);
        self.worlds.insert(as_of, world.clone());
        Ok(world)
    }
}

/// The lines of a log, each checked.
struct Lines<'a> {
    reader: BufReader<File>,
    path: &'a Path,
    number: u32,
    /// The mark of the last whole line.
    before: String,
}

/// A whole line with its mark.
type Line = (SourceText, (Decision, String));

impl Lines<'_> {
    /// The next line, or what is wrong with it; nothing at the end.
    fn next(&mut self) -> Option<Result<Result<Line, Problem>, Failure>> {
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
    fn follow(
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
