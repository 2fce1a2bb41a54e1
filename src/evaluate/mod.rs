//! Every rule of a guide, called for an applicant, a target and each program of it.
//!
//! Pure: the same guide, applicant and catalogue give the same findings.

mod evaluation;
mod finding;
mod lineup;
mod standing_facts;

pub use evaluation::{Evaluation, ProgramFindings, evaluate, evaluate_list};
pub use finding::{Finding, Outcome};
pub use lineup::{Lineup, Programs, Scores};
pub(crate) use standing_facts::standing_facts;
