use std::sync::Arc;

use crate::dataset::{Tree, yaml};
use crate::model::{Band, Basis, Cutoff, Number, Parameter, ParameterSetting as Setting, Policy};
use crate::place::{Place, Problem, Problems, SourceText};

use super::raw::RawOverrides;
use super::{Guide, parameters};

/// An office's own numbers, laid over a guide without touching it.
#[derive(Debug)]
pub struct Override {
    raw: RawOverrides,
    tree: Tree,
    path: String,
}

impl Override {
    /// Reads an office policy: guide, then parameter, then what it is set to.
    ///
    /// # Errors
    /// The first thing in which the file is not of that shape.
    pub fn read(source: &SourceText) -> Result<Self, Problem> {
        let raw = yaml::parse(source)?;
        let tree = Tree::parse(source)?;
        Ok(Self {
            raw,
            tree,
            path: source.path().to_owned(),
        })
    }

    /// Where the file sets that parameter; none when it does not.
    #[must_use]
    pub fn place(&self, guide: &str, name: &str) -> Option<Place> {
        self.raw.get(guide)?.get(name)?;
        Some(self.tree.key_place(&[guide, name]))
    }

    pub(crate) fn apply(&self, guides: &[Arc<Guide>]) -> Result<Vec<Arc<Guide>>, Problems> {
        let mut problems = Problems::new();
        let mut all: Vec<Arc<Guide>> = guides.to_vec();
        for (id, numbers) in &self.raw {
            let Some(slot) = all.iter_mut().find(|guide| guide.id == *id) else {
                let message = format!("there is no guide `{id}`");
                let known = guides.iter().map(|guide| guide.id.as_str());
                problems.push(self.tree.key_problem(&[id], &message).near(id, known));
                continue;
            };
            let mut policy = Policy::clone(&slot.policy);
            for (name, value) in numbers {
                let Some(parameter) = policy.get(name) else {
                    let message = format!("the guide has no parameter `{name}`");
                    let known = policy.keys().map(String::as_str);
                    problems.push(
                        self.tree
                            .key_problem(&[id, name], &message)
                            .near(name, known),
                    );
                    continue;
                };
                let changed = parameters::overridden(parameter, value, &self.path);
                match changed.and_then(|changed| whole_points(slot, changed)) {
                    Ok(changed) => drop(policy.insert(name.clone(), changed)),
                    Err(problem) => {
                        let at = self.tree.problem(&[id, name], &problem.message);
                        problems.push(Problem {
                            help: problem.help.or_else(|| Some(limits(slot, parameter))),
                            ..at
                        });
                    }
                }
            }
            *slot = Arc::new(slot.with_policy(policy));
        }
        problems.or(all)
    }
}

/// The number that somebody typed for a parameter, checked as in an office policy.
///
/// # Errors
/// When the guide has no such parameter, when it is not one number, and when it lies outside the
/// parameter's range; then with the range and the passage it rests on.
pub fn typed_number(guide: &Guide, name: &str, text: &str) -> Result<Number, Problem> {
    let Some(parameter) = guide.policy.get(name) else {
        let message = format!("{} has no parameter `{name}`", guide.id);
        let known = guide.policy.keys().map(String::as_str);
        let problem = Problem::error(message).near(name, known);
        let all = format!("`preceptor policy show {}` lists them", guide.id);
        let help = problem.help.clone().unwrap_or(all);
        return Err(problem.help(help));
    };
    let kind = parameter.setting.kind();
    if !matches!(parameter.setting, Setting::Number(_)) {
        let message = format!("`{name}` is a {kind}, which one number cannot say");
        return Err(Problem::error(message).help(by_hand(guide, parameter)));
    }
    let number = text.parse().map(Number::Int).or_else(|_| {
        let decimal = text.parse::<f64>().ok().filter(|number| number.is_finite());
        decimal.map(Number::Float).ok_or_else(|| {
            let message = format!("`{name}` is a number, and `{text}` is none");
            Problem::error(message).help(format!("e.g. `{name}={}`", parameter.setting))
        })
    })?;
    let setting = Setting::Number(number);
    if let Some(message) = parameters::outside(&setting, parameter.range) {
        let problem = Problem::error(format!("`{name}`: {message}"));
        return Err(problem.help(limits(guide, parameter)));
    }
    let set = Parameter {
        setting,
        ..parameter.clone()
    };
    whole_points(guide, set).map(|_| number)
}

/// The parameter, unless it has decimals and a rule gives it as points.
fn whole_points(guide: &Guide, parameter: Parameter) -> Result<Parameter, Problem> {
    let Setting::Number(Number::Float(number)) = parameter.setting else {
        return Ok(parameter);
    };
    let effects = guide.rules.iter().flat_map(|rule| &rule.function.effects);
    let mut points = effects.filter(|effect| effect.word == "points");
    if points.all(|effect| effect.parameter.as_ref() != Some(&parameter.name)) {
        return Ok(parameter);
    }
    let message = format!(
        "`{}` are points, which are whole, and not {number}",
        parameter.name
    );
    Err(Problem::error(message).help("write a number without decimals"))
}

/// What a parameter may be, and what it rests on.
fn limits(guide: &Guide, parameter: &Parameter) -> String {
    let range = parameter.range.map_or_else(String::new, |(from, to)| {
        format!("it may be {from} to {to}; ")
    });
    let basis = match &parameter.basis {
        Basis::Reading(reason) => format!("a reading of ours: {reason}"),
        Basis::Guide(ids) => {
            let passages = ids.iter().filter_map(|id| {
                let passage = guide.passages.get(id)?;
                Some(format!(
                    "{id}, \"{}\": {}",
                    passage.section, passage.summary
                ))
            });
            passages.collect::<Vec<_>>().join(" ")
        }
    };
    format!("{range}{basis}")
}

/// The lines of an office policy that set a parameter to what it is now.
fn by_hand(guide: &Guide, parameter: &Parameter) -> String {
    let now = match &parameter.setting {
        Setting::Band(Band { from, to, .. }) | Setting::Cutoff(Cutoff { from, to, .. }) => {
            format!("{{ from: {from}, to: {to} }}")
        }
        Setting::Set(items) => format!("[{}]", items.join(", ")),
        Setting::Number(number) => number.to_string(),
    };
    format!(
        "write it into the office policy by hand: under `{}:` a line `  {}: {now}`, which is what it is now",
        guide.id, parameter.name
    )
}
