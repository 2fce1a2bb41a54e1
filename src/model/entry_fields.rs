//! What the entries of a profile's lists can state.

use super::table::{bool, int, open, texts, word};
use super::{
    ClinicalSetting, ConnectionKind, Evaluation, ExperienceKind, Field, LanguageLevel,
    LetterContent, LetterRole, Presented, ResearchKind, ResearchTopic, STATE_CODES, Specialty,
    TieKind, Track, UnderservedSetting, UsceKind, Words,
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
    bool(
        "inpatient",
        "inpatient",
        "Whether it comes from a rotation on the wards.",
    ),
    bool(
        "strong",
        "strong",
        "Whether the writer said that it will be a strong one.",
    ),
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
    SPECIALTY,
    bool(
        "first_author",
        "first author",
        "Whether the applicant is the first author.",
    ),
    word(
        "presented",
        "presented",
        Presented::WORDS,
        "Where it was presented.",
    ),
];

/// Work beside rotations and research.
pub(super) const EXPERIENCE: &[Field] = &[
    word(
        "kind",
        "kind",
        ExperienceKind::WORDS,
        "What kind of work it was.",
    ),
    COUNTRY,
    MONTHS,
    bool(
        "results",
        "results",
        "Whether it has results that can be counted.",
    ),
];

/// What the applicant wants.
pub(super) const TARGETS: &[Field] = &[
    SPECIALTY,
    word("track", "track", Track::WORDS, "The track."),
];

/// Gaps: times after graduation without clinical or academic work.
pub(super) const GAPS: &[Field] = &[
    MONTHS,
    open("reason", "reason", "What the applicant did instead."),
    bool(
        "explained",
        "explained",
        "Whether the profile gives a reason; derived.",
    ),
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
