use std::io::{self, IsTerminal, Write};

use crate::advise::Moves;
use crate::report::{Paper, Report, v1, write_short};

use super::Failure;
use super::evaluate::Evaluate;
use super::evaluate_print::moves;
use super::evaluated::Evaluated;
use super::moved::{Moved, programs_move};
use super::output::{Format, PAGE};

/// Goes to the upper left corner and wipes what was there.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

/// Where evaluations are kept in sight while files change.
pub(crate) struct Screen<'w> {
    /// One for each applicant.
    evaluates: &'w [Evaluate],
}

impl<'w> Screen<'w> {
    pub(crate) fn new(evaluates: &'w [Evaluate]) -> Self {
        Self { evaluates }
    }

    /// Whether a person looks at a terminal; else everything is added to what was written before.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_text() && io::stdout().is_terminal()
    }

    fn format(&self) -> Format {
        let first = self.evaluates.first();
        first.map_or(Format::Text, |one| one.output.format)
    }

    fn is_text(&self) -> bool {
        matches!(self.format(), Format::Text)
    }

    /// Wipes a terminal. The terminal is left in no other state than it was, so that there is
    /// nothing to put back when the program is ended.
    pub(crate) fn clear(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.is_terminal() {
            out.write_all(CLEAR.as_bytes())?;
        }
        out.flush()
    }

    /// Writes the whole reports, as the command alone would.
    pub(crate) fn whole(&self, all: &[Evaluated], out: &mut dyn Write) -> Result<(), Failure> {
        for (evaluate, evaluated) in self.evaluates.iter().zip(all) {
            let print = |out: &mut dyn Write| evaluate.print(evaluated, out);
            evaluate.output.write(out, print)?;
        }
        Ok(())
    }

    /// What moved, in one line; a line more for each list that moved when there are several.
    pub(crate) fn effect(&self, before: &[Evaluated], after: &[Evaluated]) -> String {
        let lists: Vec<Moved<'_>> = self.pairs(before, after).flat_map(moved).collect();
        let moving: Vec<&Moved<'_>> = lists.iter().filter(|list| list.is_any()).collect();
        match (lists.as_slice(), moving.as_slice()) {
            (_, []) => programs_move(0),
            ([one], _) => one.in_one_line(),
            (all, some) => {
                let programs = some.iter().map(|list| list.programs()).sum();
                let lines = some.iter();
                let lines = lines.map(|one| format!("\n  {}: {}", one.of(), one.in_one_line()));
                let (count, all) = (some.len(), all.len());
                let each: String = lines.collect();
                format!("{}, {count} of {all} lists{each}", programs_move(programs))
            }
        }
    }

    /// What moved, then the report in short; in JSON one document with both. A file that is written
    /// gets the whole report.
    pub(crate) fn show(
        &self,
        before: &[Evaluated],
        after: &[Evaluated],
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let to_file = self.evaluates.iter().any(|one| one.output.output.is_some());
        if to_file {
            self.whole(after, out)?;
        }
        match self.format() {
            Format::Text | Format::Markdown => self.text(before, after, !to_file, out)?,
            Format::Json if !to_file => self.json(before, after, out)?,
            Format::Csv | Format::Xlsx | Format::Html if !to_file => self.whole(after, out)?,
            Format::Json | Format::Csv | Format::Xlsx | Format::Html => {}
        }
        Ok(())
    }

    /// On a terminal, where it was wiped: the reports in short once more, as what still stands.
    pub(crate) fn show_again(&self, all: &[Evaluated], out: &mut dyn Write) -> Result<(), Failure> {
        if !self.is_terminal() {
            return Ok(());
        }
        let paper = &mut self.format().paper(out);
        paper.heading("The last good result, without this save")?;
        for (evaluate, one) in self.evaluates.iter().zip(all) {
            for report in one.latest(evaluate.top) {
                paper.gap()?;
                write_short(&report, paper)?;
            }
        }
        out.flush()?;
        Ok(())
    }

    fn text(
        &self,
        before: &[Evaluated],
        after: &[Evaluated],
        in_short: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let pairs: Vec<_> = self.pairs(before, after).collect();
        let several = pairs.len() > 1;
        let terminal = self.is_terminal();
        let paper = &mut self.format().paper(out);
        for (then, now) in pairs {
            let moved = then.map(|then| Moved::between(then, now));
            let moved = moved.unwrap_or_default();
            let differs = then.is_none_or(|then| short(&then) != short(&now));
            let is_any = differs || moved.iter().any(Moved::is_any);
            if several && is_any {
                let (name, guide) = (now.applicant_name(), &now.guide.manifest.short);
                paper.heading(&format!("{name}: {guide}"))?;
            }
            for list in moved.iter().filter(|list| list.is_any()) {
                list.write(paper)?;
            }
            if in_short && (is_any || terminal) {
                paper.gap()?;
                write_short(&now, paper)?;
            }
        }
        Ok(())
    }

    fn json(
        &self,
        before: &[Evaluated],
        after: &[Evaluated],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for ((evaluate, then), now) in self.evaluates.iter().zip(before).zip(after) {
            let judged = pair(evaluate, then, now).map(|(then, now)| {
                let moved: Vec<Moves> = moves(then.as_ref(), &now);
                (now, Some(moved))
            });
            v1::write(&judged.collect::<Vec<_>>(), &now.unfit(), out)?;
        }
        Ok(())
    }

    /// Each report with the one before it.
    fn pairs<'e>(
        &'e self,
        before: &'e [Evaluated],
        after: &'e [Evaluated],
    ) -> impl Iterator<Item = (Option<Report<'e>>, Report<'e>)> {
        let all = self.evaluates.iter().zip(before).zip(after);
        all.flat_map(|((evaluate, then), now)| pair(evaluate, then, now))
    }
}

fn pair<'e>(
    evaluate: &Evaluate,
    before: &'e Evaluated,
    after: &'e Evaluated,
) -> impl Iterator<Item = (Option<Report<'e>>, Report<'e>)> {
    let top = evaluate.top;
    after.latest(top).map(move |now| {
        let same = |then: &Report<'_>| then.guide.id == now.guide.id;
        (before.latest(top).find(same), now)
    })
}

/// The report in short, to be compared.
fn short(report: &Report<'_>) -> Vec<u8> {
    let mut text = Vec::new();
    // A vector takes everything that is written to it.
    let _ = write_short(report, &mut Paper::new(&mut text, PAGE));
    text
}

fn moved<'e>((then, now): (Option<Report<'e>>, Report<'e>)) -> Vec<Moved<'e>> {
    then.map(|then| Moved::between(then, now))
        .unwrap_or_default()
}
