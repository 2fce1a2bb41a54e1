//! Reads a rule's syntax tree before it ever runs: which fields, parameters and effects it names,
//! and every name or use that cannot be meant.

mod calls;
mod chain;
mod comparisons;
mod fields;
mod inspector;
mod literals;
mod sort;
mod switches;
mod walk;

pub(crate) use inspector::{Inspection, Inspector};
