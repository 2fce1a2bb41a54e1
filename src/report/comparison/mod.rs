//! Guides side by side as a text: topic by topic, then the programs on which they are at odds.

pub(super) mod programs;
mod side_by_side;
pub(super) mod text;
pub(super) mod topics;

pub use side_by_side::{Compared, SideBySide, Unfit};
pub use text::write;
pub(super) use topics::answer;
