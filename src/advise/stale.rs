//! Which stale values matter: those on which an applicant's outcome hangs.

use jiff::civil;

use crate::dataset::References;
use crate::evaluate::Evaluation;
use crate::guide::Guide;
use crate::script::Host;

use super::asked::Asked;
use super::hinges::{Doubt, Hinges};
use super::sum::Swing;

/// A stale value, and what hangs on it for one applicant, target and guide.
#[derive(Debug, Clone)]
pub struct Stale {
    /// The program's number in the catalogue.
    pub program: usize,
    /// What would be asked for.
    pub asked: Asked,
    /// The value and where it is from.
    pub doubt: Doubt,
    /// What hangs on it; nothing where every other value comes to the same.
    pub swing: Option<Swing>,
}

/// Every stale value of the programs that were evaluated, which rules read, and what hangs on it.
#[must_use]
pub fn stale(
    guide: &Guide,
    host: &Host,
    references: &References,
    today: civil::Date,
    evaluation: &Evaluation,
) -> Vec<Stale> {
    let mut hinges = Hinges::new(guide, host, evaluation);
    let mut all = Vec::new();
    for program in &evaluation.programs {
        for asked in hinges.asked(&program.facts) {
            let doubt = Doubt::about(&asked, &program.facts, references, today);
            let Some(doubt @ Doubt::Stale(..)) = doubt else {
                continue;
            };
            let swing = hinges.of(program, &asked).weight.map(|weight| weight.swing);
            all.push(Stale {
                program: program.program,
                asked,
                doubt,
                swing,
            });
        }
    }
    all
}
