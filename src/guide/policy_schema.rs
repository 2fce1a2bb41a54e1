use serde_json::{Map, Value, json};

use crate::model::{Basis, Number, Parameter, ParameterSetting as Setting};

use super::{Guide, Guides};

/// The JSON Schema of an office policy for these guides: every parameter with its meaning, its
/// range and what it rests on.
#[must_use]
pub fn policy_schema(guides: &Guides) -> Value {
    let properties: Map<String, Value> = guides
        .guides
        .iter()
        .map(|guide| (guide.id.clone(), of_guide(guide)))
        .collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Policy",
        "description": "An office's own numbers: guide, then parameter, then what it is set to.",
        "type": "object",
        "additionalProperties": { "type": "object" },
        "properties": properties,
    })
}

fn of_guide(guide: &Guide) -> Value {
    let properties: Map<String, Value> = guide
        .policy
        .values()
        .map(|parameter| (parameter.name.clone(), of_parameter(parameter)))
        .collect();
    json!({
        "type": "object",
        "description": guide.manifest.title,
        "properties": properties,
    })
}

fn of_parameter(parameter: &Parameter) -> Value {
    let basis = match &parameter.basis {
        Basis::Guide(ids) => format!("Rests on {}.", ids.join(", ")),
        Basis::Reading(reason) => format!("‡ Ours: {reason}"),
    };
    let about = format!(
        "{}\n\nThe guide: {}. {basis}",
        parameter.meaning, parameter.setting
    );
    let mut number = json!({ "type": "number" });
    if let (Some(number), Some((from, to))) = (number.as_object_mut(), parameter.range) {
        number.insert("minimum".to_owned(), json_number(from));
        number.insert("maximum".to_owned(), json_number(to));
    }
    let mut schema = match &parameter.setting {
        Setting::Number(_) => number,
        Setting::Band(_) | Setting::Cutoff(_) => json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["from", "to"],
            "properties": { "from": number, "to": number, "open": { "type": "boolean" } },
        }),
        Setting::Set(_) => json!({ "type": "array", "items": { "type": "string" } }),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), about.into());
    }
    schema
}

fn json_number(number: Number) -> Value {
    match number {
        Number::Int(number) => number.into(),
        Number::Float(number) => number.into(),
    }
}
