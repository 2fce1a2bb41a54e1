use super::{AsOf, Text};

/// Where a value comes from and when it was true.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The id of the source in `sources.yaml`.
    pub source: Text,
    /// When it was true.
    pub as_of: AsOf,
    /// What the source says in its own words, shortened.
    pub note: Option<Text>,
}
