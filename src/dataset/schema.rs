use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::list::{RawColumns, RawMapping};
use super::raw::{
    RawApplicant, RawAttemptLimits, RawFees, RawFreshness, RawGlossary, RawPassMarks, RawPlaces,
    RawProgram, RawRegionMap, RawSeasons, RawSignals, RawSourceMap,
};

/// The JSON Schemas of all files of a dataset: file name and schema.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("applicant.json", schema_of::<RawApplicant>()),
        ("attempt-limits.json", schema_of::<RawAttemptLimits>()),
        ("columns.json", schema_of::<RawColumns>()),
        ("eras-fees.json", schema_of::<RawFees>()),
        ("freshness.json", schema_of::<RawFreshness>()),
        ("glossary.json", schema_of::<RawGlossary>()),
        ("mapping.json", schema_of::<RawMapping>()),
        ("pass-marks.json", schema_of::<RawPassMarks>()),
        ("places.json", schema_of::<RawPlaces>()),
        ("program.json", schema_of::<RawProgram>()),
        ("regions.json", schema_of::<RawRegionMap>()),
        ("season.json", schema_of::<RawSeasons>()),
        ("signals.json", schema_of::<RawSignals>()),
        ("sources.json", schema_of::<RawSourceMap>()),
    ]
}

/// The JSON Schema of a file that is read as that type, in the draft that editors know best.
#[must_use]
pub fn schema_of<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema: Schema = generator.into_root_schema_for::<T>();
    plain_options(&mut schema);
    schema.to_value()
}

/// A key without a value is left out, so no schema offers `null`.
fn plain_options(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
    }
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    schemars::transform::transform_subschemas(&mut plain_options, schema);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_help_an_editor() {
        let schema = schema_of::<RawProgram>().to_string();
        for part in [
            "internal-medicine",
            "conditional",
            "The county, its name alone.",
            "listed",
        ] {
            assert!(schema.contains(part), "{part}");
        }
        assert!(!schema.contains("null"));
    }
}
