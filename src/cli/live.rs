use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwap;

use crate::advise::Moves;
use crate::guide::Guide;
use crate::place::Problems;
use crate::report::{Paper, Report, plural, v1, write_moves, write_short};
use crate::watch::Fingerprint;

use super::changes::changes;
use super::evaluate::{Evaluate, Evaluated, moves};
use super::on_disk::{Kind, OnDisk};
use super::output::{Format, width};
use super::proof::{Failing, prove};
use super::world::World;
use super::{Failure, diagnostic};

/// How long to wait before files that could not be used are read once more: they may have been
/// read in the middle of a save.
pub(crate) const SECOND_LOOK: Duration = Duration::from_millis(150);

/// What is shown now, and what it was made from.
pub(crate) struct Live {
    evaluate: Evaluate,
    disk: OnDisk,
    /// The last good evaluation. Whoever works with it keeps it, also when the next one is there.
    current: ArcSwap<Evaluated>,
    /// The files of the last good evaluation.
    good: Fingerprint,
    /// What was said of the files when they were last read and not good.
    refused: Option<Refused>,
}

/// What was said of files that were not taken over.
#[derive(Debug, Default, PartialEq, Eq)]
struct Refused {
    problems: Problems,
    /// What would move, when that is known.
    effect: String,
}

/// How many of the cases that fail are shown; the rest is counted.
const SHOWN: usize = 3;

/// What to do about cases that fail.
const FAILING: &str = "change the cases along with the rule; numbers can be tried without touching \
    the guide in an office policy (--policy FILE)";

impl Live {
    pub(crate) fn new(
        evaluate: Evaluate,
        disk: OnDisk,
        first: Evaluated,
        good: Fingerprint,
    ) -> Self {
        Self {
            evaluate,
            disk,
            current: ArcSwap::from_pointee(first),
            good,
            refused: None,
        }
    }

    /// Says what is watched, and what stands in the way of a reload already.
    pub(crate) fn announce(&self, err: &mut dyn Write) -> Result<(), Failure> {
        let names = self.disk.names();
        let rules = if self.disk.has_rules() {
            ""
        } else {
            "; the rules are built in: to edit them, copy Preceptor's `rules` folder and pass it with --rules"
        };
        writeln!(err, "\nwatching {names}{rules} (Ctrl-C ends)")?;
        let current = self.current.load_full();
        if !self.disk.has_rules() {
            return Ok(());
        }
        let why = match prove(&current.world, &current.guides()) {
            Ok(None) => return Ok(()),
            Ok(Some(failing)) => failing.sentence,
            Err(problems) => format!("the cases have {}", plural(problems.len(), "problem")),
        };
        let until = "saves in there are not taken until that is mended";
        writeln!(
            err,
            "note: {why} already; {until} (`preceptor test` says more)"
        )?;
        Ok(())
    }

    /// Takes over what the files hold now, if all of it is good.
    pub(crate) fn take(
        &mut self,
        seen: Fingerprint,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let files = self.disk.read_of(&self.good, &seen);
        if files.is_empty() && self.refused.is_none() {
            self.good = seen;
            return Ok(());
        }
        let mut built = self.build(&files);
        if !matches!(built, Ok((_, None))) {
            thread::sleep(SECOND_LOOK);
            built = self.build(&files);
        }
        match built {
            Ok((built, None)) => {
                self.good = seen;
                self.accept(built, &files, out, err)
            }
            Ok((built, Some(failing))) => self.hold_back(&built, failing, &files, err),
            Err(problems) => self.refuse(problems, err),
        }
    }

    /// Reads and evaluates everything off to the side, and proves the guides that changed.
    fn build(&self, files: &BTreeSet<PathBuf>) -> Result<(Evaluated, Option<Failing>), Problems> {
        let built = self.evaluate.evaluate()?;
        let failing = prove(&built.world, &self.touched(&built.world, files))?;
        Ok((built, failing))
    }

    /// The guides that these files can change.
    fn touched(&self, world: &World, files: &BTreeSet<PathBuf>) -> Vec<Arc<Guide>> {
        let touches = |guide: &&Arc<Guide>| {
            files.iter().any(|path| match self.disk.kind(path) {
                Kind::Guide(id) => guide.id == id,
                Kind::Helpers | Kind::Reference => true,
                Kind::Profile | Kind::Policy | Kind::Program(_) | Kind::Unread => false,
            })
        };
        world
            .published
            .guides
            .iter()
            .filter(touches)
            .cloned()
            .collect()
    }

    fn accept(
        &mut self,
        built: Evaluated,
        files: &BTreeSet<PathBuf>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let after = Arc::new(built);
        let before = self.current.swap(after.clone());
        let again = if self.refused.take().is_some() {
            "all good again; "
        } else {
            ""
        };
        let changes = changes(&before.world, &after.world, files, &self.disk);
        writeln!(err, "\nreloaded: {again}{changes}")?;
        if self.evaluate.output.output.is_some() {
            self.evaluate
                .output
                .write(out, |out| self.evaluate.print(&after, out))?;
        }
        self.print(&before, &after, out)
    }

    /// Shows what is wrong with files that cannot be used.
    fn refuse(&mut self, problems: Problems, err: &mut dyn Write) -> Result<(), Failure> {
        let why = plural(problems.len(), "problem");
        let refused = Refused {
            problems,
            ..Refused::default()
        };
        writeln!(err)?;
        if self.is_news(&refused) {
            diagnostic::write(&refused.problems, err)?;
        }
        self.refused = Some(refused);
        writeln!(
            err,
            "not reloaded: {why}; the last good result still stands"
        )?;
        Ok(())
    }

    /// Shows which cases fail, and what would move if the files were taken all the same.
    fn hold_back(
        &mut self,
        built: &Evaluated,
        failing: Failing,
        files: &BTreeSet<PathBuf>,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let before = self.current.load_full();
        let Failing { problems, sentence } = failing;
        let refused = Refused {
            effect: self.effect(&before, built)?,
            problems,
        };
        let is_news = self.is_news(&refused);
        writeln!(err)?;
        if is_news {
            diagnostic::write_first(SHOWN, &refused.problems, err)?;
        }
        writeln!(
            err,
            "not taken: {sentence}; the last good result still stands"
        )?;
        if is_news {
            let changes = changes(&before.world, &built.world, files, &self.disk);
            let effect = &refused.effect;
            writeln!(
                err,
                "{FAILING}\n\nif it were taken ({changes}) this would move:\n{effect}"
            )?;
        }
        self.refused = Some(refused);
        Ok(())
    }

    /// Whether that was not said already: the same again, with other files saved, is no news.
    fn is_news(&self, refused: &Refused) -> bool {
        self.refused.as_ref() != Some(refused)
    }

    /// What moves from one evaluation to the other, as a text.
    fn effect(&self, before: &Evaluated, after: &Evaluated) -> io::Result<String> {
        let mut text = Vec::new();
        let paper = &mut Paper::new(&mut text, width());
        let several = after.judges() > 1;
        for (report, moves) in self.moves(before, after) {
            if several {
                paper.heading(&report.guide.manifest.short)?;
            }
            write_moves(&report, &moves, paper)?;
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// For each guide its report, and what moved for each target.
    fn moves<'e>(
        &self,
        before: &'e Evaluated,
        after: &'e Evaluated,
    ) -> impl Iterator<Item = (Report<'e>, Vec<Moves>)> {
        let top = self.evaluate.top;
        after.latest(top).map(move |report| {
            let same = |old: &Report<'_>| old.guide.id == report.guide.id;
            let moves = moves(before.latest(top).find(same).as_ref(), &report);
            (report, moves)
        })
    }

    /// What moved, then the report in short; in JSON one document with both. A file that was
    /// written has the report already.
    fn print(
        &self,
        before: &Evaluated,
        after: &Evaluated,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let output = &self.evaluate.output;
        match (output.format, &output.output) {
            (Format::Text | Format::Markdown, file) => {
                let several = after.judges() > 1;
                let paper = &mut output.format.paper(out);
                for (report, moves) in self.moves(before, after) {
                    if several {
                        paper.heading(&report.guide.manifest.short)?;
                    }
                    write_moves(&report, &moves, paper)?;
                    if file.is_none() {
                        paper.gap()?;
                        write_short(&report, paper)?;
                    }
                }
            }
            (Format::Json, None) => {
                let judged = self.moves(before, after);
                let judged = judged.map(|(report, moves)| (report, Some(moves)));
                v1::write(&judged.collect::<Vec<_>>(), &after.unfit(), out)?;
            }
            (Format::Csv | Format::Html, None) => self.evaluate.print(after, out)?,
            (Format::Json | Format::Csv | Format::Html, Some(_)) => {}
        }
        Ok(())
    }
}
