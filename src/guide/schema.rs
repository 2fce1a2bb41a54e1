use crate::dataset::schema_of;

use super::compared_topics::RawTopics;
use super::raw::{RawCases, RawGuide, RawPassages};
use super::raw_positions::RawPositions;

/// The JSON Schemas of a guide's files, by file name. That of an office policy depends on the
/// guides: [`policy_schema`](super::policy_schema).
#[must_use]
pub fn schemas() -> Vec<(&'static str, serde_json::Value)> {
    vec![
        ("guide.json", schema_of::<RawGuide>()),
        ("passages.json", schema_of::<RawPassages>()),
        ("positions.json", schema_of::<RawPositions>()),
        ("topics.json", schema_of::<RawTopics>()),
        ("cases.json", schema_of::<RawCases>()),
    ]
}
