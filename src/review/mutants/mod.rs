//! Do the cases and the reference profiles notice when a rule or a number changes?
//!
//! Every rule and number is changed a little, one change at a time, and asked again. What nobody
//! notices is shown with the smallest case that would.

mod entries;
mod evidence;
mod exams;
mod facets;
mod ground;
mod knobs;
mod listing;
mod mutant;
mod numbers;
mod search;
mod supposed;
mod telling;
mod verdicts;
mod yaml_line;

pub use evidence::Evidence;
pub use listing::{Listed, Wanted, list};
pub use mutant::{Mutant, Owner};
pub use search::NewCase;
pub use verdicts::{Fate, Verdict, fewest, judge};
