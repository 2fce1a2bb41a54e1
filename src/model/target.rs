use std::fmt;

use super::{Specialty, Track};

/// A specialty and track that an applicant wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The specialty.
    pub specialty: &'static Specialty,
    /// The track.
    pub track: Track,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.specialty.title, self.track)
    }
}
