use crate::model::{Applicant, Facts, Value};

use super::Guide;

/// Whether a guide is for an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It is.
    Fits,
    /// It is not, for these reasons.
    DoesNotFit(Vec<String>),
    /// The profile does not say, for these fields.
    CannotTell(Vec<String>),
}

impl Guide {
    /// Whether this guide is for any of the applicant's targets.
    #[must_use]
    pub fn fit_any(&self, applicant: &Applicant) -> Fit {
        let (mut open, mut against) = (Vec::new(), Vec::new());
        let add = |all: &mut Vec<String>, new: Vec<String>| {
            for one in new {
                if !all.contains(&one) {
                    all.push(one);
                }
            }
        };
        for target in 0..applicant.targets.len() {
            match self.fit(&applicant.facts(target)) {
                Fit::Fits => return Fit::Fits,
                Fit::CannotTell(fields) => add(&mut open, fields),
                Fit::DoesNotFit(reasons) => add(&mut against, reasons),
            }
        }
        if open.is_empty() {
            Fit::DoesNotFit(against)
        } else {
            Fit::CannotTell(open)
        }
    }

    /// Whether this guide is for the applicant with one target.
    #[must_use]
    pub fn fit(&self, applicant: &Facts) -> Fit {
        let mut against = Vec::new();
        let mut open = Vec::new();
        for condition in &self.manifest.applies_to {
            match applicant.get(&condition.field).value() {
                None => open.push(condition.field.clone()),
                Some(value) if condition.any_of.iter().any(|wanted| is(value, wanted)) => {}
                Some(_) => against.push(condition.otherwise.clone()),
            }
        }
        match (against.is_empty(), open.is_empty()) {
            (false, _) => Fit::DoesNotFit(against),
            (true, false) => Fit::CannotTell(open),
            (true, true) => Fit::Fits,
        }
    }
}

/// Whether a value is, or a list has, what somebody wrote.
pub(crate) fn is(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Text(text) => &**text == wanted,
        Value::Texts(texts) => texts.iter().any(|text| &**text == wanted),
        Value::Bool(yes) => wanted == if *yes { "true" } else { "false" },
        Value::Int(number) => number.to_string() == wanted,
        Value::Float(_) | Value::Entries(_) => false,
    }
}
