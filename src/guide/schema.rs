use super::raw::{RawCases, RawGuide, RawOverrides, RawPassages};

/// The JSON Schemas of a guide's files, by file name.
#[must_use]
pub fn schemas() -> Vec<(&'static str, schemars::Schema)> {
    vec![
        ("guide.json", schemars::schema_for!(RawGuide)),
        ("passages.json", schemars::schema_for!(RawPassages)),
        ("cases.json", schemars::schema_for!(RawCases)),
        ("policy.json", schemars::schema_for!(RawOverrides)),
    ]
}
