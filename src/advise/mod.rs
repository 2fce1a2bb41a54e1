//! From findings to what a person needs: standing, list, what to ask, what to do.
//!
//! Nothing is decided here that a rule did not say; this room sorts, counts and adds up.

mod advice;
mod agreement;
mod ask;
mod basket;
mod because;
mod budget;
mod compared_programs;
mod comparison;
mod cost;
mod could;
mod dispute;
mod for_you;
mod list;
mod moves;
mod parts;
mod placement;
mod plan;
mod shop;
mod signals;
mod standing;
mod tell_us;
mod verdict;

pub use advice::{Advice, TargetAdvice, advise, advise_after};
pub use agreement::{Agreement, Measure};
pub use ask::{Question, ToAsk};
pub use because::{Because, Said, because};
pub use budget::{Application, Budget, BudgetFrom, Purchase, in_tier};
pub use compared_programs::ComparedProgram;
pub use comparison::{ComparedTarget, Comparison, Judgement, Stand, Stands};
pub use cost::{Cost, TotalCost};
pub use could::{Could, Way, gather};
pub use dispute::Dispute;
pub use for_you::ForYou;
pub use list::{AskAll, Common, List};
pub use moves::{Move, Moves, Standpoint, compare};
pub use parts::{Part, Share};
pub use placement::{Placement, Points, Stake};
pub use plan::Step;
pub use signals::{Signals, Suggestion};
pub use standing::{PillarStanding, Standing};
pub use tell_us::Open;
pub use verdict::Verdict;
