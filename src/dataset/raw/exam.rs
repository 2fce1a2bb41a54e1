use schemars::JsonSchema;
use serde::Deserialize;

use super::stated::date_or_bool;
use crate::model::{ExamResult, Readiness};

/// What is known of an exam. Leave the whole exam out when nothing is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Exam")]
pub(in crate::dataset) struct RawExam {
    /// When it was last sat: a day, month or year, or `true` when that is not known.
    #[serde(default)]
    #[schemars(schema_with = "date_or_bool")]
    pub taken: Option<String>,
    /// When it will be sat: a day, month or year, `true` when that is not known, or `false` when
    /// it is neither sat nor planned.
    #[serde(default)]
    #[schemars(schema_with = "date_or_bool")]
    pub planned: Option<String>,
    /// How it ended; derived from score, date and pass mark when left out.
    pub result: Option<ExamResult>,
    /// The three-digit score.
    #[schemars(range(min = 1, max = 300))]
    pub score: Option<i64>,
    /// How often it was sat.
    #[schemars(range(min = 0, max = 12))]
    pub attempts: Option<i64>,
    /// Practice scores, oldest first.
    pub practice: Option<Vec<i64>>,
    /// How ready the applicant is, by practice scores.
    pub readiness: Option<Readiness>,
    /// Step 1 only: whether the applicant calls the pass a narrow one.
    pub borderline: Option<bool>,
}
