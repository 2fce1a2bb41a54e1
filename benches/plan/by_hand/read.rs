//! What the rules read of programs and applicants, as plain fields.

use preceptor::model::{Facts, Value};

/// What the rules read of a program.
#[derive(Default, Clone)]
pub(super) struct Program {
    pub(super) minimum: Option<i64>,
    pub(super) has_minimum: Option<bool>,
    pub(super) preferred: Option<i64>,
    pub(super) average: Option<i64>,
    pub(super) attempts: Option<i64>,
    pub(super) has_attempts: Option<bool>,
    pub(super) years: Option<i64>,
    pub(super) has_years: Option<bool>,
    pub(super) img: Option<f64>,
    pub(super) us_img: Option<f64>,
    pub(super) imgs_a_year: Option<i64>,
    pub(super) community: Option<bool>,
    pub(super) university: Option<bool>,
    pub(super) img_region: Option<bool>,
    pub(super) crowded: Option<bool>,
    pub(super) contested: Option<bool>,
    pub(super) big_city: Option<bool>,
    pub(super) sponsors_nobody: bool,
    /// City and state, which messages name.
    pub(super) named: bool,
}

/// What they read of an applicant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Applicant {
    pub(super) score: Option<i64>,
    pub(super) passed: Option<bool>,
    pub(super) failed: Option<bool>,
    pub(super) attempts: [Option<i64>; 2],
    pub(super) years: Option<i64>,
}

fn int(facts: &Facts, path: &str) -> Option<i64> {
    match facts.get(path).value() {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    }
}

fn float(facts: &Facts, path: &str) -> Option<f64> {
    match facts.get(path).value() {
        Some(Value::Float(number)) => Some(*number),
        _ => None,
    }
}

fn yes(facts: &Facts, path: &str) -> Option<bool> {
    match facts.get(path).value() {
        Some(Value::Bool(yes)) => Some(*yes),
        _ => None,
    }
}

fn is_any(facts: &Facts, path: &str, words: &[&str]) -> Option<bool> {
    match facts.get(path).value() {
        Some(Value::Text(word)) => Some(words.contains(&&**word)),
        Some(Value::Texts(all)) => Some(all.iter().any(|word| words.contains(&&**word))),
        _ => None,
    }
}

pub(super) fn program(facts: &Facts) -> Program {
    let area = |words: &[&str]| is_any(facts, "areas", words);
    let says = |path: &str, word: &str| is_any(facts, path, &[word]).unwrap_or(false);
    Program {
        minimum: int(facts, "step2_ck.minimum"),
        has_minimum: yes(facts, "step2_ck.has_minimum"),
        preferred: int(facts, "step2_ck.preferred"),
        average: int(facts, "step2_ck.average"),
        attempts: int(facts, "attempts.maximum"),
        has_attempts: yes(facts, "attempts.has_maximum"),
        years: int(facts, "years_since_graduation.maximum"),
        has_years: yes(facts, "years_since_graduation.has_maximum"),
        img: float(facts, "img_percent"),
        us_img: float(facts, "us_img_percent"),
        imgs_a_year: int(facts, "imgs_a_year"),
        community: is_any(
            facts,
            "setting",
            &["community", "community-university-affiliated"],
        ),
        university: is_any(facts, "setting", &["university"]),
        img_region: area(&["midwest", "south"]),
        crowded: area(&[
            "new-england",
            "middle-atlantic",
            "pacific",
            "new-york-city",
            "boston",
            "los-angeles",
            "san-francisco",
            "chicago",
            "philadelphia",
        ]),
        contested: area(&["new-york-city", "boston", "california"]),
        big_city: area(&[
            "new-york-city",
            "boston",
            "los-angeles",
            "san-francisco",
            "chicago",
            "philadelphia",
        ]),
        sponsors_nobody: says("citizenship", "us-citizen-or-permanent-resident")
            || (says("visas.j1", "no") && says("visas.h1b", "no")),
        named: ["city", "state"]
            .iter()
            .all(|path| facts.get(path).value().is_some()),
    }
}

pub(super) fn applicant(facts: &Facts) -> Applicant {
    Applicant {
        score: int(facts, "step2_ck.score"),
        passed: yes(facts, "step2_ck.passed"),
        failed: yes(facts, "step2_ck.failed"),
        attempts: ["step1.attempts", "step2_ck.attempts"].map(|path| int(facts, path)),
        years: int(facts, "years_since_graduation"),
    }
}
