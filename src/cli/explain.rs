use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::advise::advise;
use crate::evaluate::Outcome;
use crate::model::{Program, Target};
use crate::place::Problem;
use crate::report::{Explanation, Paper, Report, write_explanation};

use super::evaluate::How;
use super::fitting::fitting;
use super::options::WorldOptions;
use super::output::width;
use super::world::World;
use super::{Exit, Failure};

/// Show what every rule of a guide says of an applicant and one program, and which facts it read.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The applicant's profile, a YAML file.
    applicant: PathBuf,
    /// The program's id, or a part of its name that no other program has.
    program: String,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    world: WorldOptions,
}

impl Explain {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let world = World::load(&self.world)?;
        let (source, applicant) = world.applicant(&self.applicant)?;
        let version = world.version(&source);
        let program = world.catalogue.find(&self.program)?;
        let number = world
            .catalogue
            .programs()
            .iter()
            .position(|one| one.id == program.id);
        if !applicant
            .targets
            .iter()
            .any(|target| offers(program, target))
        {
            return Err(offers_none(program).into());
        }
        let mut faulted = false;
        let fitting = fitting(&world, &applicant, self.how.guide.as_deref())?;
        for (guide, caution) in fitting.guides {
            let stage = self.how.stage(&applicant);
            let host = &world.guides.host;
            let advice = advise(
                &guide,
                host,
                &applicant,
                stage,
                &world.catalogue,
                &world.references,
            );
            let mut judged = advice.targets.iter();
            let Some(target) = judged.position(|judged| offers(program, &judged.target)) else {
                continue;
            };
            let report = Report {
                guide: &guide,
                applicant: &applicant,
                advice: &advice,
                catalogue: &world.catalogue,
                references: &world.references,
                as_of: world.as_of,
                version,
                caution: caution.as_deref(),
                top: 0,
            };
            let explanation = Explanation {
                report,
                target,
                program: number.unwrap_or_default(),
            };
            write_explanation(&explanation, &mut Paper::new(out, width()))?;
            faulted |= any_failed(&explanation);
        }
        Ok(if faulted { Exit::Faulted } else { Exit::Done })
    }
}

fn offers(program: &Program, target: &Target) -> bool {
    program.specialty == target.specialty && program.offers(target.track)
}

fn offers_none(program: &Program) -> Problem {
    let tracks = program.tracks.iter().map(|one| one.track.as_str());
    let tracks = tracks.collect::<Vec<_>>().join(", ");
    let message = format!("{} offers none of the applicant's targets", program.name);
    let help = format!("it offers {}: {tracks}", program.specialty.title);
    Problem::error(message).help(help)
}

/// Whether any of the rules that are shown failed.
fn any_failed(explanation: &Explanation<'_>) -> bool {
    let Some(target) = explanation.report.advice.targets.get(explanation.target) else {
        return false;
    };
    let program = target.evaluation.program(explanation.program);
    let program = program.into_iter();
    program
        .flat_map(|one| &one.findings)
        .chain(&target.evaluation.standing)
        .chain(&target.list_findings)
        .any(|finding| matches!(finding.outcome, Outcome::Faulted(_)))
}
