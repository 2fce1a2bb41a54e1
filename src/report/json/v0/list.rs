use schemars::JsonSchema;
use serde::Serialize;

use super::document::Sentence;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct List {
    pub(super) placed: usize,
    pub(super) possible: usize,
    pub(super) unplaced: usize,
    pub(super) excluded: usize,
    /// All programs, in order: tier, score, id; excluded ones last.
    pub(super) programs: Vec<Program>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Program {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) city: String,
    pub(super) state: String,
    /// Records that may be the same program; they count once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) possibly_same_as: Vec<String>,
    pub(super) tier: Option<String>,
    pub(super) tier_reason: Option<Sentence>,
    /// The exact sum of `points`.
    pub(super) score: i64,
    pub(super) points: Vec<Points>,
    /// The part of the score that comes from the applicant's own wishes.
    pub(super) wishes: i64,
    /// The least and the greatest score once everything is known.
    pub(super) score_range: [i64; 2],
    /// Why it is not an option.
    pub(super) excluded: Vec<Sentence>,
    pub(super) flags: Vec<Sentence>,
    /// What unknown rules could still find.
    pub(super) could: Vec<Possible>,
    pub(super) verify: Vec<Verify>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Points {
    pub(super) points: i64,
    pub(super) says: Sentence,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Possible {
    pub(super) rule: String,
    /// `exclude`, `points` or `tier`.
    pub(super) effect: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) points: Option<i64>,
    /// Each a set of conditions that would all have to hold.
    pub(super) ways: Vec<Vec<String>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Verify {
    pub(super) field: String,
    pub(super) why: Sentence,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TargetMoves {
    pub(super) programs: Vec<Move>,
    pub(super) gained: Vec<String>,
    pub(super) lost: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Move {
    pub(super) program: String,
    pub(super) before: Stand,
    pub(super) after: Stand,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Stand {
    pub(super) excluded: bool,
    pub(super) tier: Option<String>,
    pub(super) score: i64,
}
