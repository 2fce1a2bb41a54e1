use crate::dataset::schema_of;

use super::compared_topics::RawTopics;
use super::raw::{RawCases, RawGuide, RawOverrides, RawPassages};
use super::raw_positions::RawPositions;

/// The JSON Schemas of a guide's files, by file name.
#[must_use]
pub fn schemas() -> Vec<(&'static str, serde_json::Value)> {
    vec![
        ("guide.json", schema_of::<RawGuide>()),
        ("passages.json", schema_of::<RawPassages>()),
        ("positions.json", schema_of::<RawPositions>()),
        ("topics.json", schema_of::<RawTopics>()),
        ("cases.json", schema_of::<RawCases>()),
        ("policy.json", schema_of::<RawOverrides>()),
    ]
}
