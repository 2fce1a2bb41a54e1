use clap::Args;

use crate::model::{Applicant, Reading, Stage, Value};
use crate::place::{Problem, Problems};

/// The greatest budget there can be, as in a profile.
const MOST: u64 = 1_000_000;

/// What the applications may cost.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct BudgetOption {
    /// Say which programs this many US dollars buy by the ERAS fee table, e.g. 1500; without it the
    /// profile's `budget` counts.
    #[arg(long = "budget", value_name = "DOLLARS", value_parser = dollars, allow_negative_numbers = true)]
    pub(crate) dollars: Option<u64>,
}

fn dollars(text: &str) -> Result<u64, String> {
    let whole = text.parse().ok().filter(|dollars| *dollars <= MOST);
    whole.ok_or_else(|| format!("write whole US dollars from 0 to {MOST}, e.g. 1500"))
}

impl BudgetOption {
    /// The applicant with this budget in place of the profile's, so that rules read the same one.
    ///
    /// # Errors
    /// When it says two things with `--set`, or when nothing is paid for in that stage.
    pub(crate) fn given_to(
        self,
        mut applicant: Applicant,
        stage: Stage,
        sets: &[String],
    ) -> Result<Applicant, Problems> {
        let Some(dollars) = self.dollars else {
            return Ok(applicant);
        };
        if stage != Stage::Applying {
            let message = format!("`--budget` is for the stage applying, and this is {stage}");
            let help = "leave it out, or add --stage applying";
            return Err(Problem::error(message).help(help).into());
        }
        if sets.iter().any(|set| is_budget(set)) {
            let problem = Problem::error("`--budget` and `--set budget=…` say two things");
            return Err(problem.help("give only one of them").into());
        }
        let dollars = i64::try_from(dollars).unwrap_or(i64::MAX);
        applicant
            .told
            .set("budget", Reading::told(Value::Int(dollars)));
        Ok(applicant)
    }
}

fn is_budget(set: &str) -> bool {
    set.split_once('=')
        .is_some_and(|(path, _)| path.trim() == "budget")
}
