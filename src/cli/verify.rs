use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::advise::{Advice, advise, calls, to_call};
use crate::guide::Guide;
use crate::model::Applicant;
use crate::report::{
    CallSheet, Judging, Report, write_call_csv, write_call_html, write_call_sheet, write_words,
};

use super::evaluate::How;
use super::fitting::fitting;
use super::options::WorldOptions;
use super::output::{Format, OutputOptions};
use super::world::World;
use super::{Exit, Failure};

/// Say what to ask which programs first: the values nobody states, those that are stale, and those
/// on which sources disagree, by what knowing them could change.
///
/// Every answer is tried with the rules: whether the program would be an option, in which tier, with
/// how many points. `preceptor programs set` records what a program answers.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The applicant's profile, a YAML file.
    applicant: PathBuf,
    #[command(flatten)]
    how: How,
    /// How many programs to call.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// What the sheet is written as.
    #[arg(long, value_enum, default_value = "text")]
    format: SheetFormat,
    /// Write to this file instead of the terminal; it is replaced only when the sheet is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    world: WorldOptions,
}

/// The formats of a call sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SheetFormat {
    /// A text for people.
    Text,
    /// Markdown for e-mail and notes, with the questions to tick off.
    Markdown,
    /// One page for a browser, to print and fill in.
    Html,
    /// A sheet, one row for each question, with empty columns for phone, contact and answer.
    Csv,
}

/// What one guide says.
struct Judged {
    guide: Arc<Guide>,
    caution: Option<String>,
    advice: Advice,
}

impl Verify {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let world = World::load(&self.world)?;
        let (source, applicant) = world.applicant(&self.applicant)?;
        let judged = self.judged(&world, &applicant)?;
        let version = world.version(&source);
        let reports = judged.iter().map(|judged| Report {
            guide: &judged.guide,
            applicant: &applicant,
            advice: &judged.advice,
            catalogue: &world.catalogue,
            references: &world.references,
            as_of: world.as_of,
            version,
            caution: judged.caution.as_deref(),
            top: self.top,
        });
        let judging: Vec<Judging<'_>> = reports
            .flat_map(|report| {
                let targets = 0..report.advice.targets.len();
                targets.map(move |target| Judging { report, target })
            })
            .collect();
        let calls = judging.iter().filter_map(|Judging { report, target }| {
            let target = report.advice.targets.get(*target)?;
            let (host, references) = (&world.guides.host, &world.references);
            let (catalogue, today) = (&world.catalogue, world.as_of);
            Some(calls(
                report.guide,
                host,
                catalogue,
                references,
                today,
                target,
            ))
        });
        let calls = to_call(calls.collect());
        if let Some(sheet) = CallSheet::of(&judging, &calls, self.top) {
            let output = OutputOptions {
                format: Format::Text,
                output: self.output.clone(),
            };
            output.write(out, |out| self.print(&sheet, &world, out))?;
        }
        let faulted = judged.iter().any(|judged| judged.advice.has_faults());
        Ok(if faulted { Exit::Faulted } else { Exit::Done })
    }

    fn judged(&self, world: &World, applicant: &Applicant) -> Result<Vec<Judged>, Failure> {
        let stage = self.how.stage(applicant);
        let fitting = fitting(world, applicant, self.how.guide.as_deref())?;
        let (host, references) = (&world.guides.host, &world.references);
        let judged = fitting.guides.into_iter().map(|(guide, caution)| {
            let advice = advise(&guide, host, applicant, stage, &world.catalogue, references);
            Judged {
                guide,
                caution,
                advice,
            }
        });
        Ok(judged.collect())
    }

    fn print(&self, sheet: &CallSheet, world: &World, out: &mut dyn Write) -> io::Result<()> {
        let glossary = &world.references.glossary;
        let format = match self.format {
            SheetFormat::Csv => return write_call_csv(sheet, out),
            SheetFormat::Html => return write_call_html(sheet, glossary, out),
            SheetFormat::Text => Format::Text,
            SheetFormat::Markdown => Format::Markdown,
        };
        let paper = &mut format.paper(out).spelling_out(glossary);
        write_call_sheet(sheet, paper)?;
        write_words(paper)
    }
}
