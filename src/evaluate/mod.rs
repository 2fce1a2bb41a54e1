//! Every rule of a guide, called for an applicant, a target and each program of it.
//!
//! Pure: the same guide, applicant and catalogue give the same findings.

mod evaluation;
mod finding;
mod lineup;
mod rejudge;
mod rejudge_standing;
mod standing_facts;

pub use evaluation::{Evaluation, Known, ProgramFindings, evaluate, evaluate_after, evaluate_list};
pub use finding::{Finding, Outcome};
pub use lineup::{Lineup, Programs, Scores};
pub use rejudge::{Rejudge, Shared, identity, shared_rules};
pub use rejudge_standing::standing_findings;
