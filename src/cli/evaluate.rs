use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use rayon::prelude::*;

use crate::advise::{Advice, BudgetFrom, advise_after};
use crate::guide::Guide;
use crate::model::{Applicant, Stage};
use crate::place::{Problems, SourceText};

use super::budget::BudgetOption;
use super::decision::Options;
use super::evaluated::{Evaluated, Judged};
use super::fitting::fitting;
use super::options::WorldOptions;
use super::output::{Format, OutputOptions};
use super::world::World;
use super::{Exit, Failure, what_if};

/// How many programs of each tier are shown unasked.
const TOP: usize = 10;

/// Say where an applicant stands, which programs to apply to and what to do next.
#[derive(Debug, Clone, Args)]
pub(crate) struct Evaluate {
    /// The applicant's profile, a YAML file; datasets/applicants/ has some to start from.
    pub(crate) applicant: PathBuf,
    #[command(flatten)]
    pub(crate) how: How,
    /// How many programs of each tier to show.
    #[arg(long, value_name = "N", default_value_t = TOP)]
    pub(crate) top: usize,
    /// Change a field of the profile and say what moves, e.g. `step2_ck.score=235` or
    /// `step3=passed`. Several at once: give it again.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(crate) set: Vec<String>,
    #[command(flatten)]
    pub(crate) budget: BudgetOption,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
}

/// How an applicant is evaluated.
#[derive(Debug, Clone, Args)]
pub(crate) struct How {
    /// Judge by this guide only, e.g. `central-valley`; without it by every guide that is for the
    /// applicant.
    #[arg(long, value_name = "ID")]
    pub(crate) guide: Option<String>,
    /// Judge for this stage of the season: applying, interviewing, ranking or unmatched; without it
    /// for the one in the profile.
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    pub(crate) stage: Option<Stage>,
}

pub(crate) fn stage(word: &str) -> Result<Stage, String> {
    let known = Stage::ALL
        .iter()
        .copied()
        .find(|stage| stage.as_str() == word);
    known.ok_or_else(|| format!("it can be {}", Stage::WORDS.join(", ")))
}

impl How {
    pub(crate) fn stage(&self, applicant: &Applicant) -> Stage {
        self.stage.unwrap_or_else(|| applicant.stage())
    }
}

impl Evaluate {
    /// `evaluate PROFILE` without any other option but the guide.
    pub(crate) fn plainly(applicant: PathBuf, guide: Option<String>) -> Self {
        Self {
            applicant,
            how: How { guide, stage: None },
            top: TOP,
            set: Vec::new(),
            budget: BudgetOption { dollars: None },
            output: OutputOptions {
                format: Format::Text,
                output: None,
            },
            world: WorldOptions::default(),
        }
    }

    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        self.output.can_be_written()?;
        let evaluated = self.evaluate()?;
        self.write(&evaluated, out)
    }

    /// Writes the report to where it was asked for.
    pub(crate) fn write(
        &self,
        evaluated: &Evaluated,
        out: &mut dyn Write,
    ) -> Result<Exit, Failure> {
        self.output.write(out, |out| self.print(evaluated, out))?;
        Ok(evaluated.exit())
    }

    /// The evaluation that was asked for with these options.
    pub(crate) fn again(options: &Options) -> Result<Self, String> {
        let plain = Self::plainly(PathBuf::new(), None);
        Ok(Self {
            how: How {
                guide: options.guide.clone(),
                stage: options.stage.as_deref().map(stage).transpose()?,
            },
            set: options.set.clone(),
            budget: BudgetOption {
                dollars: options.budget,
            },
            ..plain
        })
    }

    /// Reads everything and evaluates the applicant.
    pub(crate) fn evaluate(&self) -> Result<Evaluated, Problems> {
        self.evaluate_in(Arc::new(World::load(&self.world)?), None)
    }

    /// Reads the profile and evaluates it with rules and data that were read before. What an
    /// earlier evaluation says by the same rules, data and profile is taken over.
    pub(crate) fn evaluate_in(
        &self,
        world: Arc<World>,
        before: Option<&Evaluated>,
    ) -> Result<Evaluated, Problems> {
        let (source, applicant) = world.applicant(&self.applicant)?;
        self.evaluate_read(world, source, applicant, before)
    }

    /// The same for a profile that was read before.
    pub(crate) fn evaluate_read(
        &self,
        world: Arc<World>,
        source: SourceText,
        applicant: Applicant,
        before: Option<&Evaluated>,
    ) -> Result<Evaluated, Problems> {
        let stage = self.how.stage(&applicant);
        let with_budget = |one: Applicant| self.budget.given_to(one, stage, &self.set);
        let applicant = with_budget(applicant)?;
        let changed = what_if::changed(&self.set, &world, &source)?;
        let changed = changed.map(with_budget).transpose()?;
        let fitting = fitting(&world, &applicant, self.how.guide.as_deref())?;
        let before = before.filter(|before| before.profile.text() == source.text());
        let judged = fitting.guides.into_par_iter().map(|(guide, caution)| {
            let known = before.and_then(|before| before.known(&world, &guide));
            let (advice, changed) = known.unwrap_or_else(|| {
                let judged = before.and_then(|before| before.judged_before(&world, &guide));
                let then = judged.map(|judged| (&*judged.guide, &*judged.advice));
                let advice = Arc::new(self.advise(then, &world, &guide, &applicant));
                let changed = changed.as_ref().map(|changed| {
                    let then = judged.and_then(|one| Some((&*one.guide, &**one.changed.as_ref()?)));
                    Arc::new(self.advise(then, &world, &guide, changed))
                });
                (advice, changed)
            });
            Judged {
                guide,
                caution,
                advice,
                changed,
            }
        });
        let judged = judged.collect();
        Ok(Evaluated {
            version: world.version(&source),
            profile: source,
            world,
            applicant,
            changed,
            judged,
            against: fitting.against,
        })
    }

    fn advise(
        &self,
        before: Option<(&Guide, &Advice)>,
        world: &World,
        guide: &Guide,
        applicant: &Applicant,
    ) -> Advice {
        let stage = self.how.stage(applicant);
        let (host, references) = (&world.guides.host, &world.references);
        let catalogue = &world.catalogue;
        let mut advice = advise_after(before, guide, host, applicant, stage, catalogue, references);
        if let (Some(budget), Some(_)) = (&mut advice.budget, self.budget.dollars) {
            budget.from = BudgetFrom::CommandLine;
        }
        advice
    }
}
