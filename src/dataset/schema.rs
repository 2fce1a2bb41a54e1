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

/// The keys of a profile, those of groups with both keys joined by a dot; and those among them that
/// every profile has.
#[must_use]
pub fn profile_keys() -> (Vec<String>, Vec<String>) {
    let schema = schema_of::<RawApplicant>();
    let mut keys = Vec::new();
    let own = schema.get("properties").and_then(Value::as_object);
    for (key, about) in own.into_iter().flatten() {
        keys.push(key.clone());
        let options = about.get("anyOf").and_then(Value::as_array);
        let options = options.into_iter().flatten().chain([about]);
        let groups = options.filter_map(|option| option.get("$ref")?.as_str()?.strip_prefix('#'));
        let groups = groups.filter_map(|path| schema.pointer(path)?.get("properties")?.as_object());
        keys.extend(groups.flat_map(|group| group.keys().map(|inner| format!("{key}.{inner}"))));
    }
    let required = schema.get("required").and_then(Value::as_array);
    let required = required.into_iter().flatten().filter_map(Value::as_str);
    let required = required.map(str::to_owned).collect();
    (keys, required)
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
    fn a_profile_has_keys_and_groups_of_keys() {
        let (keys, required) = profile_keys();
        for key in [
            "yog",
            "step2_ck",
            "step2_ck.score",
            "regions.preferred",
            "usce",
        ] {
            assert!(keys.iter().any(|known| known == key), "{key}");
        }
        assert!(!keys.iter().any(|key| key.starts_with("usce.")), "{keys:?}");
        assert_eq!(required, ["type_of_graduate", "citizenship", "targets"]);
    }

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
