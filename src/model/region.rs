use std::collections::{BTreeMap, BTreeSet};

use super::Text;
use super::words::words;

words! {
    /// What kind of region it is.
    RegionKind {
        /// One of the four regions of the Census Bureau.
        CensusRegion = "census-region",
        /// One of the nine divisions of the Census Bureau.
        CensusDivision = "census-division",
        /// A region that guides or people speak of.
        SubRegion = "sub-region",
    }
}

/// A part of the US: states, or counties of states.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The id that files and rules use.
    pub id: Text,
    /// Its name.
    pub title: Text,
    /// What kind of region it is.
    pub kind: RegionKind,
    /// The states that lie in it as a whole.
    pub states: BTreeSet<Text>,
    /// The counties that lie in it, by state.
    pub counties: BTreeMap<Text, BTreeSet<Text>>,
    /// The id of the source that draws it so.
    pub source: Option<Text>,
}

impl Region {
    /// Whether a place lies in it; nothing when that takes a county that is not known.
    #[must_use]
    pub fn contains(&self, state: &str, county: Option<&str>) -> Option<bool> {
        if self.states.contains(state) {
            return Some(true);
        }
        let Some(counties) = self.counties.get(state) else {
            return Some(false);
        };
        county.map(|county| counties.contains(county))
    }
}
