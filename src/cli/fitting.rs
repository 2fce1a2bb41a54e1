//! Which guides are for an applicant.

use std::fmt;
use std::sync::Arc;

use crate::guide::{Fit, Guide};
use crate::model::{APPLICANT, Applicant};
use crate::place::{Problem, Problems};
use crate::report::Unfit;

use super::world::World;

/// The guides that are for an applicant, and those that are not.
#[derive(Debug, Default)]
pub(crate) struct Fitting {
    /// Each with a caution where the profile does not say enough.
    pub(crate) guides: Vec<(Arc<Guide>, Option<String>)>,
    pub(crate) against: Vec<Against>,
}

/// A guide that is not for the applicant, and why.
#[derive(Debug)]
pub(crate) struct Against {
    pub(crate) guide: Arc<Guide>,
    pub(crate) reasons: Vec<String>,
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.guide.id, self.reasons.join("; "))
    }
}

/// As reports take them.
pub(crate) fn unfit(against: &[Against]) -> Vec<Unfit<'_>> {
    let unfit = against.iter().map(|Against { guide, reasons }| Unfit {
        guide,
        reasons: reasons.clone(),
    });
    unfit.collect()
}

/// The guide asked for, or every guide that is for the applicant; with a caution where the profile
/// does not say enough.
pub(crate) fn fitting(
    world: &World,
    applicant: &Applicant,
    wanted: Option<&str>,
) -> Result<Fitting, Problems> {
    let judging = world.guides.judging();
    if let Some(id) = wanted {
        let guide = judging.iter().find(|guide| guide.id == id);
        let Some(guide) = guide else {
            return Err(no_judge(world, id)?.into());
        };
        return match guide.fit_any(applicant) {
            Fit::DoesNotFit(reasons) => Err(refusal(&judging, applicant, guide, &reasons).into()),
            fit => Ok(Fitting {
                guides: vec![(guide.clone(), caution(&fit))],
                against: Vec::new(),
            }),
        };
    }
    let mut fitting = Fitting::default();
    for guide in judging {
        match guide.fit_any(applicant) {
            Fit::DoesNotFit(reasons) => fitting.against.push(Against { guide, reasons }),
            fit => fitting.guides.push((guide, caution(&fit))),
        }
    }
    if fitting.guides.is_empty() {
        let problem = Problem::error("no guide here is for this applicant");
        let against = fitting.against.iter().map(ToString::to_string);
        return Err(problem.help(against.collect::<Vec<_>>().join("\n")).into());
    }
    Ok(fitting)
}

fn caution(fit: &Fit) -> Option<String> {
    match fit {
        Fit::CannotTell(fields) => Some(cannot_tell(fields)),
        Fit::Fits | Fit::DoesNotFit(_) => None,
    }
}

/// Why the pack with that id cannot judge: it goes along with every guide.
///
/// # Errors
/// When there is no pack with that id.
fn no_judge(world: &World, id: &str) -> Result<Problem, Problem> {
    let pack = world.guides.find(id)?;
    let message = format!("`{}` is no guide to judge by", pack.id);
    Ok(Problem::error(message).help("its rules go along with every guide"))
}

fn cannot_tell(fields: &[String]) -> String {
    let labels: Vec<String> = fields
        .iter()
        .map(|path| format!("{} ({path})", APPLICANT.label(path)))
        .collect();
    format!(
        "whether this guide is for you depends on what the profile does not say: {}",
        labels.join(", ")
    )
}

fn refusal(
    judging: &[Arc<Guide>],
    applicant: &Applicant,
    guide: &Guide,
    reasons: &[String],
) -> Problem {
    let others: Vec<&str> = judging
        .iter()
        .filter(|other| other.id != guide.id && matches!(other.fit_any(applicant), Fit::Fits))
        .map(|other| other.id.as_str())
        .collect();
    let help = if others.is_empty() {
        "no other guide here is for this applicant either".to_owned()
    } else {
        format!(
            "for this applicant: --guide {}",
            others.join(" or --guide ")
        )
    };
    Problem::error(format!(
        "{} is not for this applicant: {}",
        guide.id,
        reasons.join("; ")
    ))
    .help(help)
}
