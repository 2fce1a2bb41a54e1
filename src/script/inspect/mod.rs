//! Reads a rule's syntax tree before it ever runs: which fields, parameters and effects it names,
//! and every name or use that cannot be meant.

mod calls;
mod chain;
mod fields;
mod inspector;
mod literals;
mod walk;

pub(crate) use inspector::{Inspection, Inspector};
