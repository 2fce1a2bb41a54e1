//! A rule run over all programs at once: which lanes it fires for, as bits.
//!
//! A lane is one program. Lanes come in blocks that stay in the processor's cache. What depends on
//! the applicant alone is worked out once, what does not depend on the applicant is kept from one
//! applicant to the next, and so is the whole answer of a rule, for those who are alike in all that
//! it asks of them. Lanes of which this is not sure are said, and asked one by one.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "masks are worked on by value: each is changed into the next"
)]

mod asked;
mod atoms;
mod entries;
mod findings;
mod lanes;
mod mask;
mod pass;
mod sheet;
mod sums;
mod table;
mod told;
mod truth;
mod values;
mod ways;

pub use lanes::{Fired, Found, Lanes};
pub use mask::{LANES, Mask};
pub use sheet::Sheet;
pub use table::Columns;
pub use told::Told;
