//! Machine formats. Each version has its own types, so that a change inside cannot change it.

pub mod v0;
