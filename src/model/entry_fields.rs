//! What the entries of a profile's lists can state.

use super::table::{bool, int, open, texts, word};
use super::{
    ClinicalSetting, ConnectionKind, Evaluation, Field, LanguageLevel, LetterContent, LetterRole,
    ResearchKind, ResearchTopic, STATE_CODES, Specialty, TieKind, UnderservedSetting, UsceKind,
    Words,
};

const COUNTRY: Field = open(
    "country",
    "country",
    "The country; the United States are `US`.",
);
const CITY: Field = open("city", "city", "The city.");
const STATE: Field = word("state", "state", STATE_CODES, "The state's postal code.");
const AREAS: Field = texts(
    "areas",
    "areas",
    Words::Open,
    "The regions that the place lies in, derived from city, county and state.",
);
const PROGRAM: Field = open("program", "program", "The id of the program it was at.");
const SPECIALTY: Field = word("specialty", "specialty", Specialty::WORDS, "The specialty.");
const MONTHS: Field = int("months", "months", (0, 1200), "How many months it lasted.");
const SETTING: Field = word(
    "setting",
    "setting",
    ClinicalSetting::WORDS,
    "What kind of hospital or practice it was.",
);

/// US clinical experience.
pub(super) const USCE: &[Field] = &[
    word(
        "kind",
        "kind",
        UsceKind::WORDS,
        "What kind of experience it was.",
    ),
    bool(
        "hands_on",
        "hands-on",
        "Whether the applicant worked with patients; derived from the kind when not stated.",
    ),
    SETTING,
    SPECIALTY,
    CITY,
    STATE,
    AREAS,
    int("weeks", "weeks", (0, 520), "How many weeks it lasted."),
    PROGRAM,
    word(
        "evaluation",
        "evaluation",
        Evaluation::WORDS,
        "How the applicant was judged.",
    ),
    bool("inpatient", "inpatient", "Whether it was on the wards."),
];

/// Letters of recommendation.
pub(super) const LORS: &[Field] = &[
    word(
        "role",
        "writer",
        LetterRole::WORDS,
        "Who writes the letter.",
    ),
    SPECIALTY,
    SETTING,
    COUNTRY,
    CITY,
    STATE,
    AREAS,
    texts(
        "content",
        "content",
        Words::Of(LetterContent::WORDS),
        "What the letter says.",
    ),
    PROGRAM,
];

/// Research.
pub(super) const RESEARCH: &[Field] = &[
    word(
        "kind",
        "kind",
        ResearchKind::WORDS,
        "What kind of research it was.",
    ),
    texts(
        "topics",
        "topics",
        Words::Of(ResearchTopic::WORDS),
        "What it was about.",
    ),
    COUNTRY,
    CITY,
    STATE,
    AREAS,
    bool("remote", "remote", "Whether it was done from afar."),
    bool("published", "published", "Whether it was published."),
];

/// Gaps: times after graduation without clinical or academic work.
pub(super) const GAPS: &[Field] = &[
    MONTHS,
    open("reason", "reason", "What the applicant did instead."),
];

/// Languages besides English.
pub(super) const LANGUAGES: &[Field] = &[
    open("language", "language", "The language, in lower case."),
    word(
        "level",
        "level",
        LanguageLevel::WORDS,
        "How well it is spoken.",
    ),
    bool("clinical", "clinical", "Whether it was used with patients."),
];

/// Work with underserved patients.
pub(super) const UNDERSERVED: &[Field] = &[
    word(
        "setting",
        "setting",
        UnderservedSetting::WORDS,
        "Whom it was for or where.",
    ),
    COUNTRY,
    CITY,
    STATE,
    AREAS,
    MONTHS,
];

/// Ties to a place.
pub(super) const TIES: &[Field] = &[
    word("kind", "kind", TieKind::WORDS, "What the tie is."),
    CITY,
    STATE,
    AREAS,
];

/// Connections with a program.
pub(super) const CONNECTIONS: &[Field] = &[
    PROGRAM,
    word(
        "kind",
        "kind",
        ConnectionKind::WORDS,
        "What the connection is.",
    ),
];
