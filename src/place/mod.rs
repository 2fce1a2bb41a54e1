//! Where something stands in a file, and what is wrong there.
//!
//! Every message about a file that an advisor edits is a [`Problem`]: path, line, column and the
//! line itself. This room reads nothing; the text comes to it.

mod place;
mod problem;
mod text;

pub use place::Place;
pub use problem::{Problem, Problems, Severity};
pub use text::SourceText;
