//! What a rule compared on its way to what it says, in a few words.

use crate::guide::Rule;
use crate::plan::{self, Compared, Comparison, Expression, Held, Node, traced};
use crate::script::Subjects;

/// How many comparisons are told.
const TOLD: usize = 2;
/// How long a list in a comparison may be, in characters.
const LONG: usize = 40;

/// The comparisons with these parameters that the rule made, e.g. `IMGs 30 < 40`; nothing when it
/// made none, or is interpreted.
pub(super) fn reason(rule: &Rule, subjects: &Subjects, names: &[String]) -> Option<String> {
    let plan = rule.function.plan.as_ref().ok()?;
    let (_, trace) = traced(plan, subjects);
    let with = |compared: &&Compared| {
        let parameters = plan.parameters_of(compared.node);
        parameters
            .iter()
            .any(|name| names.iter().any(|one| **one == **name))
    };
    let mut told: Vec<String> = Vec::new();
    for compared in trace.compared.iter().filter(with) {
        if let Some(text) = spelt(plan, compared)
            && !told.contains(&text)
        {
            told.push(text);
        }
    }
    // The last ones decided.
    let told: Vec<String> = told.split_off(told.len().saturating_sub(TOLD));
    (!told.is_empty()).then(|| told.join(", "))
}

fn spelt(plan: &plan::Rule, compared: &Compared) -> Option<String> {
    let [a, b] = &compared.of;
    Some(match (plan.expression(compared.node), &compared.answer) {
        (Expression::Compare(how, left, right), Held::Bool(holds)) => {
            let how = if *holds { *how } else { opposite(*how) };
            let (left, right) = (side(plan, *left, a)?, side(plan, *right, b)?);
            format!("{left} {} {right}", sign(how))
        }
        (Expression::Place(score, _), Held::Text(place)) => {
            let (score, range) = (side(plan, *score, a)?, b.shown()?);
            match &**place {
                "inside" => format!("{score} is inside {range}"),
                "met" => format!("{score} meets {range}"),
                place => format!("{score} is {place} {range}"),
            }
        }
        (Expression::Contains(..) | Expression::Overlap(..), Held::Bool(holds)) => {
            let (list, item) = match plan.expression(compared.node) {
                Expression::Overlap(..) => (b, a),
                _ => (a, b),
            };
            let not = if *holds { "" } else { "not " };
            format!("{} {not}among {}", clipped(item)?, clipped(list)?)
        }
        _ => return None,
    })
}

/// A side of a comparison: what people call it, where it is a field, and its value.
fn side(plan: &plan::Rule, node: Node, held: &Held) -> Option<String> {
    let value = clipped(held)?;
    Some(match label(plan, node) {
        Some(label) => format!("{label} {value}"),
        None => value,
    })
}

fn label(plan: &plan::Rule, node: Node) -> Option<&'static str> {
    match plan.expression(node) {
        Expression::Field(role, field) => Some(role.field(*field)?.label),
        Expression::Kept(slot) => label(plan, plan.keeps(*slot)?),
        _ => None,
    }
}

fn clipped(held: &Held) -> Option<String> {
    let text = held.shown()?;
    if text.chars().count() <= LONG {
        return Some(text);
    }
    let short: String = text.chars().take(LONG).collect();
    Some(format!("{short}…"))
}

fn opposite(how: Comparison) -> Comparison {
    match how {
        Comparison::Equal => Comparison::Unequal,
        Comparison::Unequal => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::Less,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtMost => Comparison::Greater,
    }
}

fn sign(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "=",
        Comparison::Unequal => "≠",
        Comparison::Less => "<",
        Comparison::AtMost => "≤",
        Comparison::Greater => ">",
        Comparison::AtLeast => "≥",
    }
}
