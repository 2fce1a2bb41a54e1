//! The nouns: applicant, program, and what rules can read of them.
//!
//! This room knows no file and no rule language. A value that exists here is valid; nothing after
//! `dataset` checks it again.

mod facts;
mod field;
mod value;

pub use facts::{Facts, Reading, Stated};
pub use field::{Field, Kind, Table, Words};
pub use value::{Entry, Text, Value};
