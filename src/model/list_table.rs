use super::table::int;
use super::{Field, Table};

/// Everything that rules can read of a list of programs.
pub static LIST: Table = Table {
    subject: "list",
    fields: FIELDS,
};

static FIELDS: &[Field] = &[
    int(
        "placed",
        "placed programs",
        MANY,
        "Programs that a tier rule placed; records of the same program count once.",
    ),
    int(
        "possible",
        "possible programs",
        MANY,
        "Programs that could be placed once what is unknown is known.",
    ),
    int(
        "unplaced",
        "unplaced programs",
        MANY,
        "Programs that no tier rule placed.",
    ),
    int(
        "excluded",
        "excluded programs",
        MANY,
        "Programs that are not an option.",
    ),
    int("total", "programs", MANY, "All programs of the target."),
];

const MANY: (i64, i64) = (0, 1_000_000);
