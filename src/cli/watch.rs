use std::io::Write;

use clap::Args;

use super::evaluate::Evaluate;
use super::{Exit, Failure};

/// Evaluate, and again whenever a rule, a number, a program or the profile is saved.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    #[command(flatten)]
    evaluate: Evaluate,
}

impl Watch {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        self.evaluate.run(out)
    }
}
