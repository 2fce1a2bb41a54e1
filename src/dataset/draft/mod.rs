//! A record of a program on its way to a file: made from a row of a list, or from two catalogues.

mod draft;
mod merge;
mod same;
mod text;

pub use draft::{Claim, Draft, DraftTrack, LIMITS, storable};
pub use merge::{Disagreement, Merge, Winner};
pub use same::{Likeness, Pair, Twin, twins};
