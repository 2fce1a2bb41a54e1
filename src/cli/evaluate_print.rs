//! The report of an evaluation, in every format.

use std::io::{self, Write};

use crate::advise::{Moves, compare};
use crate::report::{
    Paper, Report, v1, write_html, write_sheet, write_text, write_what_if, write_words,
};

use super::evaluate::Evaluate;
use super::evaluated::{Evaluated, Judged};
use super::fitting::Against;
use super::output::Format;

impl Evaluate {
    /// Writes the whole report, one guide after the other.
    pub(crate) fn print(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        match self.output.format {
            Format::Text | Format::Markdown => self.text(evaluated, out),
            Format::Json => self.json(evaluated, out),
            Format::Csv | Format::Xlsx => {
                let form = self.output.format.sheet(evaluated.world.as_of);
                write_sheet(evaluated.latest(self.top), form, out)
            }
            Format::Html => self.html(evaluated, out),
        }
    }

    fn text(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        self.text_on(evaluated, self.output.format.paper(out))
    }

    /// Writes the report on that paper.
    pub(crate) fn text_on<'p>(
        &self,
        evaluated: &'p Evaluated,
        paper: Paper<'p, dyn Write + 'p>,
    ) -> io::Result<()> {
        let glossary = &evaluated.world.references.glossary;
        let paper = &mut paper.spelling_out(glossary);
        several(&evaluated.judged, paper)?;
        for judged in &evaluated.judged {
            if evaluated.judged.len() > 1 {
                paper.gap()?;
            }
            let report = evaluated.report(judged, self.top);
            match evaluated.with_set(judged, &report) {
                Some(changed) => {
                    let moves = moves(Some(&report), &changed);
                    write_what_if(&report, &changed, &self.set, &moves, paper)?;
                }
                None => write_text(&report, paper)?,
            }
        }
        not_for_the_applicant(&evaluated.against, paper)?;
        write_words(paper)
    }

    fn json(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        v1::write(&self.judged(evaluated), &evaluated.unfit(), out)
    }

    fn html(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        let judged = self.judged(evaluated);
        write_html(&judged, &evaluated.unfit(), &self.set, out)
    }

    /// What each guide says, with what moves where something is changed.
    fn judged<'e>(&self, evaluated: &'e Evaluated) -> Vec<v1::Judged<'e>> {
        let judged = evaluated.judged.iter().map(|judged| {
            let report = evaluated.report(judged, self.top);
            match evaluated.with_set(judged, &report) {
                Some(changed) => (changed, Some(moves(Some(&report), &changed))),
                None => (report, None),
            }
        });
        judged.collect()
    }
}

/// What moved for each target; nothing for one that is new.
pub(crate) fn moves(before: Option<&Report<'_>>, after: &Report<'_>) -> Vec<Moves> {
    let targets = after.advice.targets.iter();
    targets
        .map(|now| {
            let then = before.and_then(|before| {
                let mut targets = before.advice.targets.iter();
                targets.find(|then| then.target == now.target)
            });
            compare(then.unwrap_or(now), now)
        })
        .collect()
}

/// Says that several guides follow, each by itself.
fn several(judged: &[Judged], paper: &mut Paper<'_, dyn Write + '_>) -> io::Result<()> {
    if judged.len() < 2 {
        return Ok(());
    }
    let names: Vec<&str> = judged
        .iter()
        .map(|judged| judged.guide.manifest.short.as_str())
        .collect();
    let text = format!(
        "{} guides are for you: {}. Each judges by its own rules and has its own report below; \
         `preceptor compare` puts them side by side, --guide ID shows one.",
        names.len(),
        names.join(", ")
    );
    paper.item("", &text, "")
}

/// Says which guides are not for the applicant, and why.
fn not_for_the_applicant(
    against: &[Against],
    paper: &mut Paper<'_, dyn Write + '_>,
) -> io::Result<()> {
    if against.is_empty() {
        return Ok(());
    }
    paper.heading("Guides that are not for you")?;
    for Against { guide, reasons } in against {
        let text = format!("{}: {}.", guide.manifest.short, reasons.join("; "));
        paper.item("  ", &text, "")?;
    }
    Ok(())
}
