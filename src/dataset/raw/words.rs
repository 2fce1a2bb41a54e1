use schemars::{Schema, SchemaGenerator, json_schema};

use crate::model::{STATE_CODES, Specialty};

/// The schema of a specialty's id.
pub(super) fn specialty(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Specialty::WORDS })
}

/// The schema of a state's postal code.
pub(super) fn state(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": STATE_CODES })
}
