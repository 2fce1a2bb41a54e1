use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::advise::{Advice, Comparison, Judgement, advise};
use crate::guide::Guide;
use crate::model::{Applicant, Stage};
use crate::place::{Problem, Problems};
use crate::report::{
    Compared, SideBySide, compare_v1, write_comparison, write_html_comparison, write_topics,
    write_words,
};

use super::evaluate::stage;
use super::fitting::{Against, fitting, unfit};
use super::options::WorldOptions;
use super::output::{Format, OutputOptions};
use super::world::World;
use super::{Exit, Failure};

/// Put side by side what the guides that are for an applicant say: topic by topic, then the
/// programs that they place differently.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The applicant's profile, a YAML file; datasets/applicants/ has some to start from.
    applicant: PathBuf,
    /// Compare this guide, e.g. `central-valley`, with others that are given likewise; without it
    /// every guide that is for the applicant.
    #[arg(long = "guide", value_name = "ID")]
    guides: Vec<String>,
    /// Only this topic, e.g. `how_many`; the whole comparison shows the ids at the right.
    #[arg(long, value_name = "ID")]
    topic: Option<String>,
    /// Judge for this stage of the season: applying, interviewing, ranking or unmatched; without it
    /// for the one in the profile.
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    stage: Option<Stage>,
    /// How many of the programs that are placed differently to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    #[command(flatten)]
    output: OutputOptions,
    #[command(flatten)]
    world: WorldOptions,
}

/// A guide that is for the applicant, and what it says.
struct Judged {
    guide: Arc<Guide>,
    caution: Option<String>,
    advice: Advice,
}

impl Compare {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        self.output.can_be_written()?;
        let world = World::load(&self.world)?;
        let (_, applicant) = world.applicant(&self.applicant)?;
        let only = self.only(&world)?;
        let (judged, against) = self.judged(&world, &applicant)?;
        let judgements: Vec<Judgement<'_>> = judged.iter().map(Judged::judgement).collect();
        let (topics, titles) = (&world.guides.topics, world.references.titles());
        let comparison = Comparison::of(topics, &judgements, &applicant.targets, &titles);
        let guides: Vec<Compared<'_>> = judged.iter().map(Judged::compared).collect();
        let report = SideBySide {
            comparison: &comparison,
            guides: &guides,
            unfit: &unfit(&against),
            topics,
            applicant: &applicant,
            catalogue: &world.catalogue,
            glossary: &world.references.glossary,
            stage: self.stage(&applicant),
            as_of: world.as_of,
            only,
            top: self.top,
        };
        self.output.write(out, |out| self.print(&report, out))?;
        let is_faulted = judged.iter().any(|one| one.advice.has_faults());
        Ok(if is_faulted {
            Exit::Faulted
        } else {
            Exit::Done
        })
    }

    fn print(&self, report: &SideBySide<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self.output.format {
            Format::Text | Format::Markdown => {
                let paper = &mut self.output.format.paper(out).spelling_out(report.glossary);
                write_comparison(report, paper)?;
                write_words(paper)
            }
            Format::Csv | Format::Xlsx => {
                write_topics(report, self.output.format.sheet(report.as_of), out)
            }
            Format::Json => compare_v1::write(report, out),
            Format::Html => write_html_comparison(report, out),
        }
    }

    fn stage(&self, applicant: &Applicant) -> Stage {
        self.stage.unwrap_or_else(|| applicant.stage())
    }

    /// The number of the topic that is asked for.
    fn only(&self, world: &World) -> Result<Option<usize>, Problem> {
        let Some(id) = &self.topic else {
            return Ok(None);
        };
        let topics = &world.guides.topics;
        let found = topics.iter().position(|topic| topic.id == *id);
        let known = topics.iter().map(|topic| topic.id.as_str());
        let unknown = || Problem::error(format!("there is no topic `{id}`")).near_or_all(id, known);
        found.map(Some).ok_or_else(unknown)
    }

    /// The guides that are asked for, or all that are for the applicant, and what they say.
    /// Then the guides that are not for the applicant; none when guides were asked for by name.
    fn judged(
        &self,
        world: &World,
        applicant: &Applicant,
    ) -> Result<(Vec<Judged>, Vec<Against>), Problems> {
        let mut wanted: Vec<Option<&str>> =
            self.guides.iter().map(|id| Some(id.as_str())).collect();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            wanted.push(None);
        }
        let stage = self.stage(applicant);
        let mut judged = Vec::new();
        let mut against = Vec::new();
        for id in wanted {
            let fitting = fitting(world, applicant, id)?;
            against.extend(fitting.against);
            for (guide, caution) in fitting.guides {
                let (host, references) = (&world.guides.host, &world.references);
                let catalogue = &world.catalogue;
                let advice = advise(&guide, host, applicant, stage, catalogue, references);
                judged.push(Judged {
                    guide,
                    caution,
                    advice,
                });
            }
        }
        Ok((judged, against))
    }
}

impl Judged {
    fn judgement(&self) -> Judgement<'_> {
        let (guide, advice) = (&*self.guide, &self.advice);
        Judgement { guide, advice }
    }

    fn compared(&self) -> Compared<'_> {
        Compared {
            guide: &self.guide,
            advice: &self.advice,
            caution: self.caution.as_deref(),
        }
    }
}
