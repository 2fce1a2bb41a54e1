use schemars::JsonSchema;
use serde::Deserialize;

use super::stated::{NumberOrNone, RawListed, RawStated, as_of};
use crate::model::{
    CostOfLiving, EligibleCitizenship, Ownership, Setting, Sponsorship, Track, UsceRequirement,
};

/// A residency program: what is known of it, each value with its source and date.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Program")]
pub(in crate::dataset) struct RawProgram {
    /// `acgme-<id>`, else `nrmp-<code>`, else `<state>-<institution>-<specialty>`; also the file's name.
    pub id: String,
    /// The program's name.
    pub name: String,
    /// The institution, as the source writes it.
    pub institution: Option<String>,
    /// The specialty.
    #[schemars(schema_with = "specialty")]
    pub specialty: String,
    /// The city.
    pub city: String,
    /// The county, its name alone.
    pub county: Option<String>,
    /// The state's postal code.
    #[schemars(schema_with = "state")]
    pub state: String,
    /// Where name, place, specialty and tracks come from.
    pub listed: RawListed,
    /// Whether it was made up to try rules on.
    #[serde(default)]
    pub invented: bool,
    /// The tracks it offers.
    #[schemars(length(min = 1))]
    pub tracks: Vec<RawTrack>,
    /// Ids of other records that may be the same program.
    #[serde(default)]
    pub possibly_same_as: Vec<String>,
    /// What kind of hospital it is at.
    pub setting: Option<RawStated<Setting>>,
    /// Which public body owns the hospital.
    pub ownership: Option<RawStated<Ownership>>,
    /// Whether it is a federally funded Teaching Health Center.
    pub teaching_health_center: Option<RawStated<bool>>,
    /// Whether it is at a safety net hospital.
    pub safety_net: Option<RawStated<bool>>,
    /// Positions in the first year.
    pub positions: Option<RawStated<i64>>,
    /// Interviews it held last year.
    pub interviews: Option<RawStated<i64>>,
    /// Residents who are IMGs, in percent.
    pub img_percent: Option<RawStated<f64>>,
    /// Residents who are osteopathic graduates, in percent.
    pub do_percent: Option<RawStated<f64>>,
    /// Residents who are allopathic US graduates, in percent.
    pub usmd_percent: Option<RawStated<f64>>,
    /// Residents who are IMGs with US citizenship, in percent.
    pub us_img_percent: Option<RawStated<f64>>,
    /// Residents who are IMGs without US citizenship, in percent.
    pub non_us_img_percent: Option<RawStated<f64>>,
    /// The year of its first accreditation.
    pub first_accredited: Option<RawStated<i64>>,
    /// Which visas it sponsors.
    #[serde(default)]
    pub visas: RawVisas,
    /// Whose applications it takes.
    pub citizenship: Option<RawStated<EligibleCitizenship>>,
    /// What it asks of Step 2 CK.
    #[serde(default)]
    pub step2_ck: RawStep2Ck,
    /// How many sittings per Step it considers.
    #[serde(default)]
    pub attempts: RawMaximum,
    /// How many years since graduation it considers.
    #[serde(default)]
    pub years_since_graduation: RawMaximum,
    /// What it asks of US clinical experience.
    #[serde(default)]
    pub usce: RawUsceAsked,
    /// Letters of recommendation it asks for.
    pub letters: Option<RawStated<i64>>,
    /// Whether it says that it welcomes IMGs.
    pub img_welcome: Option<RawStated<bool>>,
    /// Whether it has matched applicants with low scores before.
    pub low_score_history: Option<RawStated<bool>>,
    /// Whether it says that it reviews applications as a whole.
    pub holistic_review: Option<RawStated<bool>>,
    /// What its mission names, e.g. `underserved`, `rural`, `community`.
    pub mission: Option<RawStated<Vec<String>>>,
    /// Which patients it names, e.g. `medicaid`, `spanish-speaking`.
    pub populations: Option<RawStated<Vec<String>>>,
    /// Languages it looks for.
    pub languages: Option<RawStated<Vec<String>>>,
    /// Countries of the current residents' medical schools.
    pub resident_countries: Option<RawStated<Vec<String>>>,
    /// Advanced specialties whose preliminary year it is.
    pub linked_specialties: Option<RawStated<Vec<String>>>,
    /// Whether preliminary residents have become categorical ones.
    pub prelim_conversion: Option<RawStated<bool>>,
    /// Whether it shows outreach to its community, such as free clinics.
    pub outreach: Option<RawStated<bool>>,
    /// Whether it puts research first.
    pub research_focus: Option<RawStated<bool>>,
    /// What living there costs.
    pub cost_of_living: Option<RawStated<CostOfLiving>>,
    /// What advisors noted of it, in words that no rule reads.
    #[serde(default)]
    pub notes: Vec<RawNote>,
}

/// What an advisor noted of a program.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Note")]
pub(in crate::dataset) struct RawNote {
    /// The note.
    pub text: String,
    /// The id of the source in `sources.yaml`.
    pub source: String,
    /// When it was written: `2025-03-28`, `2025-03`, `2025`, `before 2022`, `about 2016` or `undated`.
    #[schemars(schema_with = "as_of")]
    pub as_of: String,
    /// Where in the source it stands, e.g. `row 12, column J` of a list.
    pub at: Option<String>,
}

/// One track with what is known of its last Match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Track_Offered")]
pub(in crate::dataset) struct RawTrack {
    /// The track.
    pub track: Track,
    /// Its NRMP codes.
    #[serde(default)]
    pub nrmp_codes: Vec<String>,
    /// Positions offered.
    pub quota: Option<RawStated<i64>>,
    /// Positions filled.
    pub matched: Option<RawStated<i64>>,
    /// Positions that stayed open.
    pub unfilled: Option<RawStated<i64>>,
}

/// Which visas a program sponsors.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Visas")]
pub(in crate::dataset) struct RawVisas {
    /// The J-1.
    pub j1: Option<RawStated<Sponsorship>>,
    /// The H-1B.
    pub h1b: Option<RawStated<Sponsorship>>,
}

/// What a program asks of Step 2 CK.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Step2Ck")]
pub(in crate::dataset) struct RawStep2Ck {
    /// The least score it requires, or `none` where it says that it has none.
    pub minimum: Option<RawStated<NumberOrNone>>,
    /// The score it prefers, never a requirement.
    pub preferred: Option<RawStated<i64>>,
    /// The average of its residents.
    pub average: Option<RawStated<i64>>,
}

/// The most a program considers and prefers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Maximum")]
pub(in crate::dataset) struct RawMaximum {
    /// The most it considers, or `none` where it says that it has no limit.
    pub maximum: Option<RawStated<NumberOrNone>>,
    /// The most it prefers, never a requirement.
    pub preferred: Option<RawStated<i64>>,
}

/// What a program asks of US clinical experience.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Usce_Asked")]
pub(in crate::dataset) struct RawUsceAsked {
    /// Whether it is asked for.
    pub requirement: Option<RawStated<UsceRequirement>>,
    /// Weeks required or preferred.
    pub weeks: Option<RawStated<i64>>,
    /// Whether observerships count.
    pub observerships: Option<RawStated<bool>>,
}

use super::words::{specialty, state};
