//! Every rule of a guide, called for an applicant, a target and each program of it.
//!
//! Pure: the same guide, applicant and catalogue give the same findings.

mod again;
mod caller;
mod evaluation;
mod finding;
mod lineup;
mod programs;
mod rejudge;
mod scores;
mod standing_facts;

pub use again::Again;
pub use evaluation::{
    Evaluation, Known, ProgramFindings, evaluate, evaluate_after, evaluate_list, standing_findings,
};
pub use finding::{Finding, Outcome};
pub use lineup::Lineup;
pub use programs::Programs;
pub use rejudge::{Rejudge, Shared, identity, shared_rules};
pub use scores::{Group, Scores};
pub(crate) use standing_facts::standing_facts;
