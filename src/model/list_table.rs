use super::table::{entries, int, open, percent};
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
    int(
        "fee",
        "fee",
        (0, 100_000_000),
        "What applying to the placed programs costs by the ERAS fee table, in US dollars.",
    ),
    entries(
        "parts",
        "parts of the list",
        PARTS,
        "Which part of the placed programs belongs to a tier, group or setting; ask `part_at_least` and `part_at_most`.",
    ),
];

const PARTS: &[Field] = &[
    open("of", "of", "The id of the tier, group or setting."),
    percent(
        "at_least",
        "at least",
        "Placed programs that surely belong to it, in percent.",
    ),
    percent(
        "at_most",
        "at most",
        "Those and the ones that could belong to it, in percent.",
    ),
];

const MANY: (i64, i64) = (0, 1_000_000);
