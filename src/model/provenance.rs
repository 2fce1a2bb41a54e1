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
    /// Where in the source it stands, e.g. `row 12, column J` of a list.
    pub place: Option<Text>,
}

impl Provenance {
    /// The same, standing at that place of the source.
    #[must_use]
    pub fn at(self, place: Option<&String>) -> Self {
        let place = place.map(|place| place.as_str().into());
        Self { place, ..self }
    }
}
