//! Machine formats. Each version has its own types, so that a change inside cannot change it.

pub mod compare_v1;
pub mod v1;
mod write;

pub(crate) use write::write;
