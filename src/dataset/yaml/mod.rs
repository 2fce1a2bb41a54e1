//! YAML, read by one library behind this door: within a budget, and with messages of our own.

pub(crate) mod edit;
mod message;
mod options;
mod parse;
mod tree;

pub use parse::parse;
pub use tree::Tree;
