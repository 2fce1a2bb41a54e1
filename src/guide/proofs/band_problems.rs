//! What is said of bands that overlap or leave a hole.

use crate::dataset::Tree;
use crate::guide::Rule;
use crate::model::Parameter;
use crate::place::{Problem, Severity};
use crate::plan::Given;

use super::scale::{Flaw, Scale};
use super::witness::{Ground, Profile, shown};

/// Two rules that put a band on the topic at once, whatever the numbers.
pub(super) fn across(
    ground: Ground<'_>,
    topic: &str,
    [one, other]: [&Rule; 2],
    given: &Given,
    who: &Profile<'_>,
) -> Problem {
    let message = format!(
        "`{}` and `{}` can both put a band on the topic `{topic}`",
        one.id, other.id
    );
    let help = format!(
        "an applicant would be told two things; let one apply only where the other does not; {}",
        shown(given, who)
    );
    let problem = match ground.guide.file(other) {
        Some(file) => file.problem_at(&other.function, &message),
        None => Problem::error(message),
    };
    problem.help(help)
}

/// Numbers along a scale with no band, or with several.
pub(super) fn along(
    scale: &Scale<'_>,
    flaw: &Flaw,
    tree: &Tree,
    given: &Given,
    who: &Profile<'_>,
) -> Problem {
    let Flaw { from, to, .. } = flaw;
    let numbers = if from == to {
        from.to_string()
    } else {
        format!("{from}–{to}")
    };
    let what = format!("{} {numbers} has", scale.field.label);
    let topic = scale.topic;
    let example = shown(given, who);
    let Some((below, above)) = flaw.around.filter(|_| flaw.rules.is_empty()) else {
        let names = flaw.rules.iter().filter_map(|rule| scale.rules.get(*rule));
        let names: Vec<&str> = names.map(|rule| rule.id.as_str()).collect();
        let message = format!("{what} {} bands on the topic `{topic}`", names.len());
        let help = format!(
            "{} apply there; let one end before the other begins; {example}",
            names.join(" and ")
        );
        let parameter = flaw.rules.iter().rev().find_map(|rule| {
            let rule = scale.rules.get(*rule)?;
            nearest(scale, rule, *from).or_else(|| nearest(scale, rule, *to))
        });
        return at(scale, parameter, flaw, tree, &message).help(help);
    };
    let of = |rule: usize, number: i64| {
        let rule = scale.rules.get(rule)?;
        nearest(scale, rule, number)
    };
    let (lower, upper) = (of(below, from - 1), of(above, to + 1));
    let named = |parameter: Option<&Parameter>, rule: usize| match parameter {
        Some(parameter) => format!("`{}` ({})", parameter.name, parameter.setting),
        None => scale
            .rules
            .get(rule)
            .map_or_else(String::new, |rule| rule.id.clone()),
    };
    let message = format!("{what} no band on the topic `{topic}`");
    let (lower_name, upper_name) = (named(lower, below), named(upper, above));
    let help = if lower_name == upper_name {
        format!(
            "it lies within {lower_name}, with bands on both sides; say what lies there too; {example}"
        )
    } else {
        format!(
            "it lies between {lower_name} and {upper_name}; let them meet, or write a rule that says \
             what lies between; {example}"
        )
    };
    let problem = at(scale, lower.or(upper), flaw, tree, &message);
    problem.help(help).as_bad_as(Severity::Warning)
}

/// The parameter of the rule with an end at that number or next to it.
fn nearest<'a>(scale: &Scale<'a>, rule: &Rule, number: i64) -> Option<&'a Parameter> {
    let guide = scale.ground.guide;
    let names = rule.function.parameters.iter();
    let parameters = names.filter_map(|name| guide.policy.get(name));
    #[expect(clippy::cast_precision_loss, reason = "scores are far below 2^52")]
    let distance = |parameter: &&Parameter| {
        let ends = parameter.setting.numbers().into_iter();
        let near = ends.map(|end| (end.as_f64() - number as f64).abs());
        near.fold(f64::INFINITY, f64::min)
    };
    let near = parameters.filter(|parameter| distance(parameter) <= 1.0);
    near.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// At the parameter, else at the rule that applies or lies above.
fn at(
    scale: &Scale<'_>,
    parameter: Option<&Parameter>,
    flaw: &Flaw,
    tree: &Tree,
    message: &str,
) -> Problem {
    let above = flaw.around.map(|(_, above)| above);
    let rule = flaw.rules.last().copied().or(above);
    let rule = rule.and_then(|rule| scale.rules.get(rule));
    match (parameter, rule) {
        (Some(parameter), _) => tree.key_problem(&["parameters", &parameter.name], message),
        (None, Some(rule)) => match scale.ground.guide.file(rule) {
            Some(file) => file.problem_at(&rule.function, message),
            None => Problem::error(message),
        },
        (None, None) => Problem::error(message),
    }
}
