//! From findings to what a person needs: standing, list, what to ask, what to do.
//!
//! Nothing is decided here that a rule did not say; this room sorts, counts and adds up.

mod advice;
mod agreement;
mod ask;
mod asked;
mod basket;
mod because;
mod budget;
mod call_sheet;
mod compared_programs;
mod comparison;
mod cost;
mod could;
mod dispute;
mod for_you;
mod hinges;
mod list;
mod moves;
mod parts;
mod placement;
mod plan;
mod shop;
mod signals;
mod stale;
mod standing;
mod sum;
mod tell_us;
mod verdict;
mod verify;

pub use advice::{Advice, TargetAdvice, advise};
pub use agreement::{Agreement, Measure};
pub use ask::{Question, ToAsk};
pub use asked::Asked;
pub use because::{Because, Said, because};
pub use budget::{Application, Budget, BudgetFrom, Purchase, in_tier};
pub use call_sheet::{ToCall, Topic, to_call};
pub use compared_programs::ComparedProgram;
pub use comparison::{ComparedTarget, Comparison, Judgement, Stand, Stands};
pub use cost::{Cost, TotalCost};
pub use could::{Could, Way, gather};
pub use dispute::Dispute;
pub use for_you::ForYou;
pub use hinges::Doubt;
pub use list::{AskAll, Common, List};
pub use moves::{Move, Moves, Standpoint, compare};
pub use parts::{Part, Share};
pub use placement::{Placement, Points, Stake};
pub use plan::Step;
pub use signals::{Signals, Suggestion};
pub use stale::{Stale, stale};
pub use standing::{PillarStanding, Standing};
pub use sum::{Swing, Weight};
pub use tell_us::Open;
pub use verdict::Verdict;
pub use verify::{Call, Inquiry, Prospect, calls};
