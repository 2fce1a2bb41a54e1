//! Outcomes that are pinned, what is other now, grouped by cause; and what the cases reach.
//!
//! Pure: what was pinned comes in as text or values, and so does what is evaluated now.

mod causes;
mod causes_blame;
mod causes_groups;
mod causes_lines;
mod causes_reason;
mod coverage;
mod snapshots;
mod snapshots_numbers;
mod snapshots_text;

pub use causes::{Cause, Change, Now, changes};
pub use causes_groups::{Group, Line, Moved, groups};
pub use coverage::{Covered, Reach, reached};
pub use snapshots::{About, Judged, Key, Outcomes, Stand};
pub use snapshots_numbers::{Numbers, setting};
pub use snapshots_text::body_of;
