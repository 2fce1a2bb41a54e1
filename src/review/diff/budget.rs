//! How much an edit may change before somebody has to confirm it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::dataset::{Tree, schema_of, yaml};
use crate::guide::is_value;
use crate::model::{APPLICANT, Facts};
use crate::place::{Place, Problems, SourceText};

use super::counts::{Example, ListExample};
use super::measure::{Base, Measure};
use super::sweep::{Slice, Tally};

/// How much an edit may change.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Budget")]
struct RawBudget {
    /// The limits; an edit that is over one of them is over budget.
    limits: Vec<RawLimit>,
}

/// One limit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Limit")]
struct RawLimit {
    /// How much is allowed: a number, or a part of all such as `2%`.
    at_most: Value,
    /// What is counted: tier-moves, newly-excluded, newly-open, score-moves, gone, changed-lists,
    /// changed-applicants, lists-not-judged, changed-sentences, list-growth, list-shrinkage or
    /// cost-increase.
    of: String,
    /// For which applicants: fields of the profile with the values they may have, e.g.
    /// `{ visa: J-1 }`; without it for all.
    #[serde(rename = "for", default)]
    whom: IndexMap<String, Value>,
    /// Why there is this limit; shown when an edit is over it.
    #[serde(default)]
    why: Option<String>,
}

/// The schema of a budget file.
#[must_use]
pub fn schema() -> Value {
    schema_of::<RawBudget>()
}

/// Which applicants something is about: those who state all of this.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter(Vec<(String, Vec<String>)>);

impl Filter {
    /// Whether what rules read of an applicant states it.
    #[must_use]
    pub fn takes(&self, applicant: &Facts) -> bool {
        self.0.iter().all(|(field, any_of)| {
            let value = applicant.get(field).value();
            value.is_some_and(|value| any_of.iter().any(|wanted| is_value(value, wanted)))
        })
    }

    /// In words, e.g. ` for visa J-1`; nothing for everybody.
    #[must_use]
    pub fn words(&self) -> String {
        let each = self.0.iter();
        let each = each
            .map(|(field, any_of)| format!("{} {}", APPLICANT.label(field), any_of.join(" or ")));
        let each: Vec<String> = each.collect();
        if each.is_empty() {
            String::new()
        } else {
            format!(" for {}", each.join(" and "))
        }
    }
}

/// One limit of a budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What it counts.
    pub measure: Measure,
    /// How much is allowed.
    pub at_most: f64,
    /// Whether that is in percent.
    pub percent: bool,
    /// For which applicants.
    pub whom: Filter,
    /// Why there is this limit.
    pub why: Option<String>,
    /// Where it stands in the file.
    pub place: Place,
}

impl Limit {
    /// `at most 2% programs that change tier`.
    #[must_use]
    pub fn words(&self) -> String {
        let sign = if self.percent { "%" } else { "" };
        let (most, whom) = (self.at_most, self.whom.words());
        format!("at most {most}{sign} {}{whom}", self.measure.title())
    }
}

/// How much an edit may change, from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// Its limits.
    pub limits: Vec<Limit>,
}

/// How an edit stands against one limit.
#[derive(Debug, Clone)]
pub struct Verdict<'t> {
    /// The limit.
    pub limit: Limit,
    /// What there is of it, in words.
    pub figure: String,
    /// Whether that is more than is allowed.
    pub is_over: bool,
    /// The clearest example.
    pub example: Option<&'t Example>,
    /// The list that goes furthest.
    pub list: Option<&'t ListExample>,
}

impl Budget {
    /// Reads a budget.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn read(source: &SourceText) -> Result<Self, Problems> {
        let raw: RawBudget = yaml::parse(source)?;
        let tree = Tree::parse(source)?;
        let mut problems = Problems::new();
        if raw.limits.is_empty() {
            let problem = tree.problem(&["limits"], "this budget has no limits");
            problems
                .push(problem.help("write at least one, e.g. `- { at_most: 2%, of: tier-moves }`"));
        }
        let mut limits = Vec::new();
        for (index, raw) in raw.limits.iter().enumerate() {
            match limit(&tree, index, raw) {
                Ok(limit) => limits.push(limit),
                Err(found) => problems.extend(found),
            }
        }
        problems.or(Self { limits })
    }

    /// For each limit the applicants that it is for.
    #[must_use]
    pub fn filters(&self) -> Vec<Filter> {
        self.limits.iter().map(|limit| limit.whom.clone()).collect()
    }

    /// How an edit stands against every limit. The tally was made with the filters of this budget.
    #[must_use]
    pub fn verdicts<'t>(&self, tally: &'t Tally) -> Vec<Verdict<'t>> {
        let slices = tally.slices.iter().skip(1);
        let limits = self.limits.iter().zip(slices);
        limits.map(|(limit, slice)| verdict(limit, slice)).collect()
    }
}

fn limit(tree: &Tree, index: usize, raw: &RawLimit) -> Result<Limit, Problems> {
    let mut problems = Problems::new();
    let index = index.to_string();
    let path = |key| ["limits", index.as_str(), key];
    let words = Measure::ALL.iter().map(|measure| measure.word());
    let measure = Measure::ALL.iter().find(|measure| measure.word() == raw.of);
    if measure.is_none() {
        let message = format!("a budget cannot limit `{}`", raw.of);
        let problem = tree.problem(&path("of"), &message);
        problems.push(problem.near_or_all(&raw.of, words));
    }
    let amount = amount(&raw.at_most);
    match (amount, measure) {
        (None, _) => {
            let problem = tree.problem(&path("at_most"), "this is no amount");
            problems.push(problem.help("write a number from 0 on, or a part of all such as `2%`"));
        }
        (Some((_, true)), Some(measure)) if measure.base() == Base::None => {
            let message = format!("`{}` has no whole to be a part of", measure.word());
            let problem = tree.problem(&path("at_most"), &message);
            problems.push(problem.help("write a number without `%`"));
        }
        _ => {}
    }
    let mut whom = Vec::new();
    for (field, value) in &raw.whom {
        let at = ["limits", index.as_str(), "for", field.as_str()];
        if APPLICANT.position(field).is_none() {
            let message = format!("a profile has no field `{field}`");
            let known = APPLICANT.fields.iter().map(|field| field.path);
            problems.push(tree.key_problem(&at, &message).near(field, known));
        }
        if let Some(any_of) = any_of(value) {
            whom.push((field.clone(), any_of));
        } else {
            let problem = tree.problem(&at, "this is neither a value nor a list of values");
            problems.push(problem.help("e.g. `J-1`, or `[J-1, either]`"));
        }
    }
    let (at_most, percent) = amount.unwrap_or_default();
    let limit = measure.map(|measure| Limit {
        measure: *measure,
        at_most,
        percent,
        whom: Filter(whom),
        why: raw.why.clone(),
        place: tree.place(&["limits", &index]),
    });
    match limit {
        Some(limit) => problems.or(limit),
        None => Err(problems),
    }
}

/// The amount, and whether it is in percent.
fn amount(value: &Value) -> Option<(f64, bool)> {
    let (number, percent) = match value {
        Value::Number(number) => (number.as_f64()?, false),
        Value::String(text) => (text.trim().strip_suffix('%')?.trim().parse().ok()?, true),
        _ => return None,
    };
    (number.is_finite() && number >= 0.0).then_some((number, percent))
}

fn any_of(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Number(number) => Some(vec![number.to_string()]),
        Value::Bool(yes) => Some(vec![yes.to_string()]),
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().map(any_of).collect::<Option<Vec<_>>>()?;
            Some(items.concat())
        }
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn verdict<'t>(limit: &Limit, slice: &'t Slice) -> Verdict<'t> {
    let measure = limit.measure;
    let whole = measure.whole(slice);
    let amount = measure.amount(slice, limit.percent) as f64;
    let part = whole.map(|whole| amount * 100.0 / (whole.max(1)) as f64);
    let is = if limit.percent {
        part.unwrap_or(amount)
    } else {
        amount
    };
    let figure = match (whole, part) {
        (Some(whole), Some(part)) => format!("{amount} of {whole} ({part:.2}%)"),
        _ if limit.percent => format!("{amount}%"),
        _ => amount.to_string(),
    };
    Verdict {
        limit: limit.clone(),
        figure,
        is_over: is > limit.at_most,
        example: measure.example(slice),
        list: measure.list(slice, limit.percent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Budget, String> {
        Budget::read(&SourceText::new("budget.yaml", text)).map_err(|problems| problems.to_string())
    }

    #[test]
    fn a_budget_says_what_it_allows() {
        let text = "limits:\n  - { at_most: 2%, of: tier-moves }\n  - { at_most: 0, of: newly-excluded, for: { visa: J-1 } }\n";
        let budget = read(text).unwrap();
        let words: Vec<String> = budget.limits.iter().map(Limit::words).collect();
        let expected = [
            "at most 2% programs that change tier",
            "at most 0 programs newly excluded for visa J-1",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn everything_wrong_in_a_budget_is_said_in_its_place() {
        let text = "limits:\n  - { at_most: few, of: tier-move }\n  - { at_most: 5%, of: cost-increase, for: { vissa: J-1 } }\n";
        let problems = read(text).unwrap_err();
        let lines: Vec<&str> = problems.lines().collect();
        assert_eq!(lines.len(), 4, "{problems}");
        for (line, part) in lines.iter().zip([
            "budget.yaml:2:16: this is no amount",
            "budget.yaml:2:25: a budget cannot limit `tier-move`",
            "budget.yaml:3:16: `cost-increase` has no whole",
            "budget.yaml:3:46: a profile has no field `vissa` (did you mean `visa`?)",
        ]) {
            assert!(line.starts_with(part), "{line}\nnot {part}");
        }
    }
}
