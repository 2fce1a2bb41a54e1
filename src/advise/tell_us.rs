//! What the profile does not say, by what it decides.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Evaluation, Finding, Outcome};
use crate::guide::Guide;
use crate::model::{APPLICANT, Facts, Value};
use crate::script::{Role, UnknownRead};

/// Something the profile does not say that rules asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The key of the profile that would say it, e.g. `step2_ck.attempts`.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// The rules that could not know without it, the most decisive first.
    pub rules: Vec<usize>,
}

/// What to tell us: the applicant's unstated fields, the most asked for first.
#[must_use]
pub(crate) fn tell_us(
    guide: &Guide,
    evaluation: &Evaluation,
    list_findings: &[Finding],
) -> Vec<Open> {
    let mut open: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
    let programs = evaluation
        .programs
        .iter()
        .flat_map(|program| &program.findings);
    for finding in evaluation
        .standing
        .iter()
        .chain(programs)
        .chain(list_findings)
    {
        if let Outcome::Unknown { read, .. } = &finding.outcome
            && read.role == Role::Applicant
        {
            let ahead = is_ahead(&evaluation.applicant, read);
            open.entry(told_as(read, ahead))
                .or_default()
                .insert(finding.rule);
        }
    }
    let mut all: Vec<Open> = open
        .into_iter()
        .map(|((key, label), rules)| {
            let mut rules: Vec<usize> = rules.into_iter().collect();
            rules.sort_by_key(|rule| (importance(guide, *rule), *rule));
            Open { key, label, rules }
        })
        .collect();
    all.sort_by_key(|open| (Reverse(open.rules.len()), open.key.clone()));
    all
}

/// How much hangs on a rule: 0 for the most.
fn importance(guide: &Guide, rule: usize) -> usize {
    let decisive = ["band", "exclude", "tier", "apply_to", "flag", "points"];
    let may = |effect: &&str| guide.rules.get(rule).is_some_and(|rule| rule.may(effect));
    decisive.iter().position(may).unwrap_or(decisive.len())
}

/// Whether it is the score of an exam that lies ahead.
fn is_ahead(applicant: &Facts, read: &UnknownRead) -> bool {
    let field = APPLICANT.fields.get(read.field);
    let exam = field.and_then(|field| field.path.strip_suffix(".score"));
    exam.is_some_and(|exam| {
        applicant.get(&format!("{exam}.planned")).value() == Some(&Value::Bool(true))
    })
}

/// The key of the profile behind a field, and what people call it: many fields derive from one
/// key.
pub(super) fn told_as(read: &UnknownRead, ahead: bool) -> (String, String) {
    let field = APPLICANT.fields.get(read.field);
    let (path, label) = field.map_or(("", ""), |field| (field.path, field.label));
    if let Some(key) = &read.key {
        return (
            format!("{path}[].{key}"),
            format!("{label}: the {key} of each entry"),
        );
    }
    let exam = [
        ("step1", "Step 1"),
        ("step2_ck", "Step 2 CK"),
        ("step3", "Step 3"),
    ]
    .into_iter()
    .find_map(|(exam, name)| Some((exam, name, path.strip_prefix(exam)?.strip_prefix('.')?)));
    let (key, label) = match (path, exam) {
        ("needs_visa" | "j1_possible" | "h1b_possible", _) => {
            ("visa".to_owned(), "visa".to_owned())
        }
        ("years_since_graduation", _) => ("yog".to_owned(), "year of graduation".to_owned()),
        ("failed_exams" | "has_any_failure", _) => (
            "step….attempts".to_owned(),
            "how often you sat each Step".to_owned(),
        ),
        (_, Some((exam, name, "score"))) if ahead => (
            exam.to_owned(),
            format!("{name}: its result, once you have it"),
        ),
        (_, Some((exam, name, "taken" | "planned" | "passed" | "failed" | "score"))) => (
            exam.to_owned(),
            format!("{name}: taken, planned or neither, and its result"),
        ),
        (_, Some((exam, name, "attempts" | "failures" | "has_failure" | "passed_first_time"))) => (
            format!("{exam}.attempts"),
            format!("how often you sat {name}"),
        ),
        (_, Some((exam, name, "date_known" | "months_before_match" | "pass_mark"))) => {
            (format!("{exam}.taken"), format!("the date of {name}"))
        }
        (_, Some((exam, name, rest))) if rest.starts_with("practice") => (
            format!("{exam}.practice"),
            format!("your practice scores for {name}"),
        ),
        _ => (path.to_owned(), label.to_owned()),
    };
    (key, label)
}
