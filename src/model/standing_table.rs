use super::table::int;
use super::{Field, Table};

/// Everything that rules can read of where the applicant stands once the rules about the applicant
/// have been asked.
pub static STANDING: Table = Table {
    subject: "standing",
    fields: FIELDS,
};

static FIELDS: &[Field] = &[
    int(
        "pillars_held",
        "pillars that hold",
        MANY,
        "How many of the guide's pillars hold, as far as the profile says.",
    ),
    int(
        "pillars_possible",
        "pillars that could hold",
        MANY,
        "How many hold, and those that could if the profile said more.",
    ),
    int(
        "concerns",
        "concerns",
        MANY,
        "How many concerns the rules about the applicant raised.",
    ),
];

const MANY: (i64, i64) = (0, 1000);
