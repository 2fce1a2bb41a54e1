//! A parameter by one step of its own: what an advisor could have meant instead.

use crate::model::{Band, Cutoff, Number, Parameter, ParameterSetting as Setting};

/// Another setting of a parameter, where its file says it, and the change in words.
pub(super) struct Step {
    pub(super) setting: Setting,
    /// The keys below the parameter.
    pub(super) path: Vec<String>,
    pub(super) what: String,
}

/// The settings one step away, as far as the parameter may take them.
pub(super) fn steps(parameter: &Parameter) -> Vec<Step> {
    match &parameter.setting {
        Setting::Number(number) => moved(parameter, *number, &["number"], Setting::Number),
        Setting::Band(band) => {
            let from = |other| {
                Setting::Band(Band {
                    from: other,
                    ..*band
                })
            };
            let to = |other| Setting::Band(Band { to: other, ..*band });
            let mut all = moved(parameter, band.from, &["band", "from"], from);
            all.extend(moved(parameter, band.to, &["band", "to"], to));
            all.into_iter().filter(in_order).collect()
        }
        Setting::Cutoff(cutoff) => {
            let from = |other| {
                Setting::Cutoff(Cutoff {
                    from: other,
                    ..*cutoff
                })
            };
            let to = |other| {
                Setting::Cutoff(Cutoff {
                    to: other,
                    ..*cutoff
                })
            };
            let mut all = moved(parameter, cutoff.from, &["cutoff", "from"], from);
            all.extend(moved(parameter, cutoff.to, &["cutoff", "to"], to));
            all.into_iter().filter(in_order).collect()
        }
        Setting::Set(items) => {
            let without = |at: usize| {
                let others = items.iter().enumerate().filter(|(number, _)| *number != at);
                others.map(|(_, item)| item.clone()).collect()
            };
            let each = items.iter().enumerate();
            each.map(|(at, item)| Step {
                setting: Setting::Set(without(at)),
                path: vec!["set".to_owned(), at.to_string()],
                what: format!("`{item}` is dropped from `{}`", parameter.name),
            })
            .collect()
        }
    }
}

fn moved(
    parameter: &Parameter,
    number: Number,
    path: &[&str],
    with: impl Fn(Number) -> Setting,
) -> Vec<Step> {
    let inside = |other: &Number| {
        parameter
            .range
            .is_none_or(|(from, to)| (from.as_f64()..=to.as_f64()).contains(&other.as_f64()))
    };
    let neighbours = neighbours(number).into_iter().filter(inside);
    neighbours
        .map(|other| Step {
            setting: with(other),
            path: path.iter().map(|key| (*key).to_owned()).collect(),
            what: format!("{number} becomes {other} in `{}`", parameter.name),
        })
        .collect()
}

/// Whether the lower end is not above the upper one.
fn in_order(step: &Step) -> bool {
    match step.setting {
        Setting::Band(Band { from, to, .. }) | Setting::Cutoff(Cutoff { from, to, .. }) => {
            from.as_f64() <= to.as_f64()
        }
        Setting::Number(_) | Setting::Set(_) => true,
    }
}

/// One step down and up: 1 for a whole number, one of its last digit for a decimal.
fn neighbours(number: Number) -> Vec<Number> {
    match number {
        Number::Int(whole) => [-1, 1]
            .into_iter()
            .filter_map(|step| whole.checked_add(step))
            .map(Number::Int)
            .collect(),
        Number::Float(decimal) => {
            let digits = decimal.to_string();
            let digits = digits.split_once('.').map_or(0, |(_, digits)| digits.len());
            let scale = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
            let steps = [-1.0, 1.0].map(|step| ((decimal * scale).round() + step) / scale);
            steps.map(Number::Float).to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Basis;

    fn parameter(setting: Setting, range: Option<(i64, i64)>) -> Parameter {
        Parameter {
            name: "p".to_owned(),
            meaning: String::new(),
            setting,
            range: range.map(|(from, to)| (Number::Int(from), Number::Int(to))),
            basis: Basis::Reading("so".to_owned()),
            set_by: None,
        }
    }

    fn told(setting: Setting, range: Option<(i64, i64)>) -> Vec<String> {
        let steps = steps(&parameter(setting, range));
        steps.iter().map(|step| step.setting.to_string()).collect()
    }

    #[test]
    fn a_number_takes_one_step_within_its_range() {
        assert_eq!(
            told(Setting::Number(Number::Int(5)), Some((0, 9))),
            ["4", "6"]
        );
        assert_eq!(told(Setting::Number(Number::Int(0)), Some((0, 9))), ["1"]);
        let decimal = Setting::Number(Number::Float(2.25));
        assert_eq!(told(decimal, Some((0, 9))), ["2.24", "2.26"]);
    }

    #[test]
    fn the_ends_of_a_band_do_not_cross() {
        let [from, to] = [5, 5].map(Number::Int);
        let band = Band {
            from,
            to,
            open: false,
            around: false,
        };
        assert_eq!(told(Setting::Band(band), Some((0, 9))), ["4–5", "5–6"]);
    }

    #[test]
    fn a_set_loses_one_of_its_items() {
        let items = vec!["NV".into(), "AZ".into()];
        assert_eq!(told(Setting::Set(items), None), ["AZ", "NV"]);
    }
}
