use super::table::{bool, int, open, percent, texts, word};
use super::{
    CostOfLiving, EligibleCitizenship, Field, Ownership, STATE_CODES, Setting, Specialty,
    Sponsorship, Table, Track, UsceRequirement, Words,
};

/// The fields that say what a program is and where. A report shows them at its head, and says
/// their age once for the program.
pub const IDENTITY: [&str; 10] = [
    "id",
    "name",
    "institution",
    "specialty",
    "city",
    "county",
    "state",
    "region",
    "division",
    "areas",
];

/// Everything that rules can read of a program.
pub static PROGRAM: Table = Table {
    subject: "program",
    fields: FIELDS,
};

static FIELDS: &[Field] = &[
    open("id", "id", "The program's id in the catalogue."),
    open("name", "name", "The program's name."),
    open(
        "institution",
        "institution",
        "The institution it belongs to, as the source writes it.",
    ),
    word(
        "specialty",
        "specialty",
        Specialty::WORDS,
        "The specialty it trains in.",
    ),
    open("city", "city", "The city."),
    open(
        "county",
        "county",
        "The county; from the city when the listing lacks it.",
    ),
    word("state", "state", STATE_CODES, "The state's postal code."),
    open(
        "region",
        "census region",
        "The id of the Census region, derived from the state.",
    ),
    open(
        "division",
        "census division",
        "The id of the Census division, derived from the state.",
    ),
    texts(
        "areas",
        "areas",
        Words::Open,
        "The ids of all regions it lies in, derived from state and county.",
    ),
    word(
        "setting",
        "setting",
        Setting::WORDS,
        "What kind of hospital it is at.",
    ),
    word(
        "ownership",
        "ownership",
        Ownership::WORDS,
        "Which public body owns the hospital.",
    ),
    bool(
        "teaching_health_center",
        "Teaching Health Center",
        "Whether it is a federally funded Teaching Health Center.",
    ),
    bool(
        "safety_net",
        "safety net hospital",
        "Whether it is at a safety net hospital.",
    ),
    int(
        "positions",
        "positions",
        (0, 1000),
        "Positions in the first year.",
    ),
    int(
        "interviews",
        "interviews",
        (0, 10_000),
        "Interviews it held last year.",
    ),
    percent(
        "img_percent",
        "IMG share",
        "Residents who are IMGs, in percent.",
    ),
    percent(
        "do_percent",
        "DO share",
        "Residents who are osteopathic graduates, in percent.",
    ),
    percent(
        "usmd_percent",
        "US MD share",
        "Residents who are allopathic US graduates, in percent.",
    ),
    percent(
        "us_img_percent",
        "US IMG share",
        "Residents who are IMGs with US citizenship, in percent.",
    ),
    percent(
        "non_us_img_percent",
        "non-US IMG share",
        "Residents who are IMGs without US citizenship, in percent.",
    ),
    int(
        "first_accredited",
        "first accredited",
        (1900, 2100),
        "The year of its first accreditation.",
    ),
    word(
        "visas.j1",
        "J-1 sponsorship",
        Sponsorship::WORDS,
        "Whether it sponsors the J-1.",
    ),
    word(
        "visas.h1b",
        "H-1B sponsorship",
        Sponsorship::WORDS,
        "Whether it sponsors the H-1B.",
    ),
    word(
        "citizenship",
        "citizenship asked for",
        EligibleCitizenship::WORDS,
        "Whose applications it takes.",
    ),
    bool(
        "step2_ck.has_minimum",
        "Step 2 CK minimum exists",
        "Whether it requires a least Step 2 CK score; false when it says that it has none.",
    ),
    int(
        "step2_ck.minimum",
        "Step 2 CK minimum",
        (1, 300),
        "The least Step 2 CK score it requires.",
    ),
    int(
        "step2_ck.preferred",
        "Step 2 CK preferred",
        (1, 300),
        "The Step 2 CK score it prefers, never a requirement.",
    ),
    int(
        "step2_ck.average",
        "Step 2 CK average",
        (1, 300),
        "The average Step 2 CK score of its residents.",
    ),
    bool(
        "attempts.has_maximum",
        "limit on attempts exists",
        "Whether it limits the sittings per Step; false when it says that it has no limit.",
    ),
    int(
        "attempts.maximum",
        "limit on attempts",
        (1, 12),
        "The most sittings per Step it considers.",
    ),
    int(
        "attempts.preferred",
        "attempts preferred",
        (1, 12),
        "The most sittings per Step it prefers, never a requirement.",
    ),
    bool(
        "years_since_graduation.has_maximum",
        "limit on years since graduation exists",
        "Whether it limits the years since graduation; false when it says that it has no limit.",
    ),
    int(
        "years_since_graduation.maximum",
        "limit on years since graduation",
        (0, 100),
        "The most years since graduation it considers.",
    ),
    int(
        "years_since_graduation.preferred",
        "years since graduation preferred",
        (0, 100),
        "The most years since graduation it prefers, never a requirement.",
    ),
    word(
        "usce.requirement",
        "US clinical experience asked for",
        UsceRequirement::WORDS,
        "Whether it asks for US clinical experience.",
    ),
    int(
        "usce.weeks",
        "weeks of US clinical experience",
        (0, 520),
        "Weeks of US clinical experience it requires or prefers.",
    ),
    bool(
        "usce.observerships",
        "observerships count",
        "Whether observerships count as US clinical experience.",
    ),
    int(
        "letters",
        "letters asked for",
        (0, 10),
        "Letters of recommendation it asks for.",
    ),
    bool(
        "img_welcome",
        "welcomes IMGs",
        "Whether it says that it welcomes IMGs.",
    ),
    bool(
        "low_score_history",
        "has taken low scores",
        "Whether it has matched applicants with low scores before.",
    ),
    bool(
        "holistic_review",
        "holistic review",
        "Whether it says that it reviews applications as a whole.",
    ),
    texts(
        "mission",
        "mission",
        Words::Open,
        "What its mission names, e.g. `underserved`, `rural`, `community`.",
    ),
    texts(
        "populations",
        "patients",
        Words::Open,
        "Which patients it names, e.g. `medicaid`, `spanish-speaking`.",
    ),
    texts(
        "languages",
        "languages",
        Words::Open,
        "Languages it looks for.",
    ),
    texts(
        "resident_countries",
        "countries of residents' schools",
        Words::Open,
        "Countries of the current residents' medical schools.",
    ),
    texts(
        "linked_specialties",
        "linked advanced specialties",
        Words::Of(Specialty::WORDS),
        "Advanced specialties whose preliminary year it is.",
    ),
    texts(
        "specialties_here",
        "specialties at the institution",
        Words::Of(Specialty::WORDS),
        "Specialties that the catalogue knows at the same institution; there may be others.",
    ),
    bool(
        "prelim_conversion",
        "preliminary residents stay",
        "Whether preliminary residents have become categorical ones.",
    ),
    bool(
        "outreach",
        "shows outreach",
        "Whether it shows outreach to its community, such as free clinics.",
    ),
    bool(
        "research_focus",
        "research focus",
        "Whether it puts research first.",
    ),
    word(
        "cost_of_living",
        "cost of living",
        CostOfLiving::WORDS,
        "What living there costs.",
    ),
    int(
        "imgs_a_year",
        "IMGs a year",
        (0, 1000),
        "IMGs it takes in a year: its first-year positions times its IMG share, rounded.",
    ),
    texts(
        "tracks",
        "tracks",
        Words::Of(Track::WORDS),
        "The tracks it offers.",
    ),
    int(
        "quota.categorical",
        "categorical quota",
        (0, 1000),
        "Positions of its categorical track in its last known Match.",
    ),
    int(
        "quota.preliminary",
        "preliminary quota",
        (0, 1000),
        "Positions of its preliminary track in its last known Match.",
    ),
    int(
        "quota.advanced",
        "advanced quota",
        (0, 1000),
        "Positions of its advanced track in its last known Match.",
    ),
    int(
        "track.quota",
        "quota",
        (0, 1000),
        "Positions of the target's track in its last known Match.",
    ),
    int(
        "track.matched",
        "matched",
        (0, 1000),
        "Positions of the target's track that were filled in that Match.",
    ),
    int(
        "track.unfilled",
        "unfilled",
        (0, 1000),
        "Positions of the target's track that stayed open in that Match; quota less matched when not stated.",
    ),
];
