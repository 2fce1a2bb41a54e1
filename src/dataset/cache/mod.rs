//! Records as they were read before, so that a large catalogue need not be parsed each time.
//!
//! A cache never changes what is read. It is asked by the SHA-256 of a record's bytes; it holds only
//! records in which nothing was wrong, read by this very version of the program against the same
//! references; what is damaged is as if it were not there, and when it cannot be written nothing
//! happens.

#[expect(
    clippy::module_inception,
    reason = "the cache is what this folder is about"
)]
mod cache;
mod packed;

pub(super) use cache::Cache;
