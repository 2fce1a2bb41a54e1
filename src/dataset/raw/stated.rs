use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// A value with its source and the date it was true, or several that disagree.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::dataset) struct RawStated<T> {
    pub value: Option<T>,
    pub source: Option<String>,
    pub as_of: Option<String>,
    pub note: Option<String>,
    pub at: Option<String>,
    pub conflict: Option<Vec<RawClaim<T>>>,
}

/// A value with its source and the date it was true.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Claim_of_{T}")]
pub(in crate::dataset) struct RawClaim<T> {
    /// The value.
    pub value: T,
    /// The id of the source in `sources.yaml`.
    pub source: String,
    /// When it was true: `2025-03-28`, `2025-03`, `2025`, `before 2022`, `about 2016` or `undated`.
    #[schemars(schema_with = "as_of")]
    pub as_of: String,
    /// What the source says in its own words, shortened.
    pub note: Option<String>,
    /// Where in the source it stands, e.g. `row 12, column J` of a list.
    pub at: Option<String>,
}

/// Where something comes from and when it was true.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::dataset) struct RawListed {
    /// The id of the source in `sources.yaml`.
    pub source: String,
    /// When it was true: `2025-03-28`, `2025-03`, `2025`, `before 2022`, `about 2016` or `undated`.
    #[schemars(schema_with = "as_of")]
    pub as_of: String,
    /// What the source says in its own words, shortened.
    pub note: Option<String>,
    /// Where in the source it stands, e.g. `row 12, column J` of a list.
    pub at: Option<String>,
}

impl<T: JsonSchema> JsonSchema for RawStated<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Stated_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let claim = generator.subschema_for::<RawClaim<T>>();
        json_schema!({
            "description": "A value with its source and date, or several that disagree.",
            "anyOf": [
                claim,
                {
                    "type": "object",
                    "properties": { "conflict": { "type": "array", "items": claim, "minItems": 2 } },
                    "required": ["conflict"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

/// The schema of the date at which a value was true.
pub(super) fn as_of(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["string", "integer"],
        "pattern": r"^(\d{4}(-\d{2}){0,2}|(before|about) \d{4}|undated)$"
    })
}

/// The schema of a date: a day, a month or a year.
pub(super) fn date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}){0,2}$" })
}

/// The schema of a date, or of yes or no where the date is not known.
pub(super) fn date_or_bool(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "integer", "boolean"], "pattern": r"^\d{4}(-\d{2}){0,2}$" })
}

/// A number, or the word `none`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::dataset) struct NumberOrNone(pub String);

impl JsonSchema for NumberOrNone {
    fn schema_name() -> Cow<'static, str> {
        "NumberOrNone".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "integer" }, { "const": "none" }] })
    }
}

/// A number of months, or the word `never`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::dataset) struct MonthsOrNever(pub String);

impl JsonSchema for MonthsOrNever {
    fn schema_name() -> Cow<'static, str> {
        "MonthsOrNever".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "integer", "minimum": 1, "maximum": 1200 }, { "const": "never" }]
        })
    }
}
