//! Files to nouns: references, catalogue and profile.
//!
//! `raw` mirrors the YAML, `check` turns it into `model` and collects every problem with its place.
//! After this room nothing is checked again. Only `files` and `cache` touch the disk.

mod cache;
mod catalogue;
mod change;
mod check;
mod fees;
mod files;
mod glossary;
mod pass_marks;
mod profile;
mod raw;
mod record;
mod references;
mod schema;
mod signals;
mod source;
mod synthetic;
mod version;
pub mod yaml;

pub use catalogue::Catalogue;
pub use change::{applicant_from_json, change, program_from_json};
pub use fees::Fees;
pub use files::Files;
pub use glossary::{Glossary, Word};
pub use pass_marks::{PassMark, PassMarks, Step};
pub use profile::Profile;
pub use record::Record;
pub use references::{AttemptLimit, References, Season, SeasonDate};
pub use schema::{schema_of, schemas};
pub use signals::{Allotment, SignalKind};
pub use source::Source;
pub use synthetic::Synthetic;
pub use version::{Mark, Marking, Version};
pub use yaml::Tree;
