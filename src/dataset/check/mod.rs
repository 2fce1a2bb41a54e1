//! From what the files say to the nouns: every problem is collected, each with its place.

mod applicant;
mod check;
mod entries;
mod exam;
mod official;
mod place;
mod program;
mod program_fields;
mod program_tracks;
mod references;

pub(super) use applicant::applicant;
pub(super) use check::{Check, Checked, Sources};
pub(super) use official::{attempt_limit, fees, pass_marks, seasons, signals};
pub(super) use program::program;
pub(super) use references::{Places, freshness, glossary, places, regions, sources};
