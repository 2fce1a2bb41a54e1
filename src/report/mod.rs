//! One evaluation as a text or as JSON. One file per format.

mod explain;
mod json;
mod paper;
mod plural;
mod reference;
mod report;
mod text;

pub use explain::{Explanation, write as write_explanation};
pub use json::v0;
pub use paper::Paper;
pub use plural::plural;
pub use report::Report;
pub use text::{write as write_text, write_moves, write_short, write_what_if};
