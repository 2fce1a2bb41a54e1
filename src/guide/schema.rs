use crate::dataset::schema_of;

use super::raw::{RawCases, RawGuide, RawOverrides, RawPassages};

/// The JSON Schemas of a guide's files, by file name.
#[must_use]
pub fn schemas() -> Vec<(&'static str, serde_json::Value)> {
    vec![
        ("guide.json", schema_of::<RawGuide>()),
        ("passages.json", schema_of::<RawPassages>()),
        ("cases.json", schema_of::<RawCases>()),
        ("policy.json", schema_of::<RawOverrides>()),
    ]
}
