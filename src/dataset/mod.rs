//! Files to nouns: references, catalogue and profile.
//!
//! `raw` mirrors the YAML, `check` turns it into `model` and collects every problem with its place.
//! After this room nothing is checked again. Only `files` touches the disk.

mod files;
pub mod yaml;

pub use files::Files;
