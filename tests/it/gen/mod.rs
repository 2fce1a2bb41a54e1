//! Everything here follows from a seed, so that a difference can be made again.

mod facts;
mod random;
mod rules;

pub(crate) use facts::{facts, policy};
pub(crate) use random::Random;
pub(crate) use rules::rule_file;
