//! Every rule of a guide, called for an applicant, a target and each program of it.
//!
//! Pure: the same guide, applicant and catalogue give the same findings.

mod again;
mod applicants;
mod caller;
mod evaluation;
mod finding;
mod lineup;
mod outline;
mod programs;
mod rejudge;
mod roll_call;
mod scores;

pub use again::Again;
pub use applicants::Applicants;
pub use evaluation::{
    Evaluation, Known, ProgramFindings, evaluate, evaluate_after, evaluate_list, standing_findings,
};
pub use finding::{Finding, Outcome};
pub use lineup::Lineup;
pub use outline::Outline;
pub use programs::Programs;
pub use rejudge::{Rejudge, Shared, identity, shared_rules};
pub use roll_call::RollCall;
pub use scores::{Group, Scores};
