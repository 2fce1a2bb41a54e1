use super::entry_fields::{
    CONNECTIONS, EXPERIENCE, GAPS, LANGUAGES, LORS, RESEARCH, TARGETS, TIES, UNDERSERVED, USCE,
};
use super::exam_fields::exam_fields;
use super::table::{bool, entries, int, open, texts, word};
use super::{
    AcademicRecord, Citizenship, Ecfmg, Field, Readiness, Specialty, Stage, Table, Track,
    TypeOfGraduate, Visa, Words,
};

/// Everything that rules can read of an applicant.
pub static APPLICANT: Table = Table {
    subject: "applicant",
    fields: &FIELDS,
};

const PERSON: [Field; 15] = [
    word(
        "type_of_graduate",
        "type of graduate",
        TypeOfGraduate::WORDS,
        "Where the medical degree comes from.",
    ),
    word(
        "citizenship",
        "citizenship",
        Citizenship::WORDS,
        "Citizenship as far as the right to work in the US goes.",
    ),
    word(
        "visa",
        "visa",
        Visa::WORDS,
        "The visa the applicant needs; `none` for citizens and permanent residents.",
    ),
    bool(
        "needs_visa",
        "needs a visa",
        "Whether the applicant needs a visa; derived from `visa`.",
    ),
    bool(
        "j1_possible",
        "J-1 possible",
        "Whether a J-1 would do; derived from `visa`.",
    ),
    bool(
        "h1b_possible",
        "H-1B possible",
        "Whether an H-1B would do; derived from `visa`.",
    ),
    open(
        "country",
        "country of the medical school",
        "The country of the medical school.",
    ),
    int(
        "yog",
        "year of graduation",
        (1950, 2100),
        "The year on the diploma.",
    ),
    int(
        "match_year",
        "Match year",
        (2000, 2100),
        "The year of the Match; from the date when not stated: this year until March, then the next.",
    ),
    int(
        "years_since_graduation",
        "years since graduation",
        (-10, 100),
        "The Match year less the year of graduation.",
    ),
    word(
        "target.specialty",
        "target specialty",
        Specialty::WORDS,
        "The specialty of the target that is evaluated.",
    ),
    word(
        "target.track",
        "target track",
        Track::WORDS,
        "The track of the target that is evaluated.",
    ),
    entries(
        "targets",
        "targets",
        TARGETS,
        "Everything the applicant applies for, the target that is evaluated included.",
    ),
    word(
        "academic_record",
        "record at medical school",
        AcademicRecord::WORDS,
        "How the applicant did at medical school.",
    ),
    bool(
        "school_known",
        "school known in the US",
        "Whether US programs know the medical school.",
    ),
];

const STEP1: [Field; 16] = exam_fields!("step1", "Step 1");
const STEP2_CK: [Field; 16] = exam_fields!("step2_ck", "Step 2 CK");
const STEP3: [Field; 16] = exam_fields!("step3", "Step 3");

const RECORD: [Field; 27] = [
    bool(
        "step1.borderline",
        "Step 1 passed narrowly",
        "Whether the applicant calls the pass of Step 1 a narrow one.",
    ),
    int(
        "failed_exams",
        "failed exams",
        (0, 3),
        "How many of the three Steps have a failed sitting.",
    ),
    bool(
        "has_any_failure",
        "has a failed exam",
        "Whether any of the three Steps has a failed sitting.",
    ),
    bool(
        "irregular_behavior",
        "irregular behavior on record",
        "Whether the USMLE transcript carries a note of irregular behavior.",
    ),
    bool(
        "documented_disruption",
        "documented disruption",
        "Whether an illness or a crisis that is documented explains a result.",
    ),
    word(
        "ecfmg",
        "ECFMG certification",
        Ecfmg::WORDS,
        "How far the ECFMG certificate is.",
    ),
    entries(
        "usce",
        "US clinical experience",
        USCE,
        "Clinical experience in the US.",
    ),
    entries(
        "lors",
        "letters of recommendation",
        LORS,
        "Letters of recommendation.",
    ),
    entries("research", "research", RESEARCH, "Research."),
    entries(
        "experience",
        "experience",
        EXPERIENCE,
        "Work beside rotations and research: practice, teaching, leading, volunteering.",
    ),
    entries(
        "gaps",
        "gaps",
        GAPS,
        "Times after graduation without clinical or academic work.",
    ),
    entries(
        "languages",
        "languages",
        LANGUAGES,
        "Languages besides English.",
    ),
    entries(
        "underserved",
        "work with underserved patients",
        UNDERSERVED,
        "Work with underserved patients.",
    ),
    entries("ties", "ties to a place", TIES, "Ties to a place."),
    entries(
        "connections",
        "connections with programs",
        CONNECTIONS,
        "Connections with programs.",
    ),
    bool(
        "reapplicant",
        "reapplicant",
        "Whether the applicant went through a Match before without success.",
    ),
    bool(
        "prelim_year",
        "preliminary year done",
        "Whether the applicant has completed a preliminary year in the US.",
    ),
    int(
        "planned_programs",
        "planned applications",
        (0, 10_000),
        "How many programs the applicant means to apply to for the target.",
    ),
    word(
        "stage",
        "stage",
        Stage::WORDS,
        "Where in the season the applicant stands.",
    ),
    texts(
        "regions.preferred",
        "preferred regions",
        Words::Open,
        "The ids of the regions the applicant prefers.",
    ),
    texts(
        "regions.avoided",
        "avoided regions",
        Words::Open,
        "The ids of the regions the applicant avoids.",
    ),
    bool(
        "will_relocate",
        "will relocate",
        "Whether the applicant would move anywhere.",
    ),
    int(
        "budget",
        "budget",
        (0, 1_000_000),
        "What the applications may cost, in US dollars.",
    ),
    word(
        "goal.specialty",
        "goal: specialty",
        Specialty::WORDS,
        "The specialty the applicant means to end up in.",
    ),
    open(
        "goal.region",
        "goal: region",
        "The id of the region the applicant means to work in.",
    ),
    bool(
        "goal.stay",
        "goal: stay",
        "Whether the applicant means to stay in that region for long.",
    ),
    bool(
        "strong_story",
        "strong story",
        "Whether the applicant's own story fits the specialty.",
    ),
];

const COUNT: usize = PERSON.len() + 3 * STEP1.len() + RECORD.len();
static FIELDS: [Field; COUNT] = join();

/// All fields in one row.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler only")]
const fn join() -> [Field; COUNT] {
    let mut all = [PERSON[0]; COUNT];
    let mut at = 0;
    let groups: [&[Field]; 5] = [&PERSON, &STEP1, &STEP2_CK, &STEP3, &RECORD];
    let mut group = 0;
    while group < groups.len() {
        let mut field = 0;
        while field < groups[group].len() {
            all[at] = groups[group][field];
            field += 1;
            at += 1;
        }
        group += 1;
    }
    all
}
