use indexmap::IndexMap;
use serde_json::{Number as JsonNumber, Value as Json};

use crate::dataset::Tree;
use crate::model::{Band, Basis, Cutoff, Number, Parameter, ParameterSetting as Setting, Policy};
use crate::place::{Problem, Problems};

use super::raw::{RawBand, RawBasis, RawCutoff, RawParameter};

/// Turns what `guide.yaml` says under `parameters` into a policy.
pub(crate) fn check(
    raw: IndexMap<String, RawParameter>,
    tree: &Tree,
    passage: impl Fn(&str) -> bool,
    problems: &mut Problems,
) -> Policy {
    let mut policy = Policy::new();
    for (name, raw) in raw {
        match parameter(&name, raw, &passage) {
            Ok(parameter) => drop(policy.insert(name, parameter)),
            Err(found) => {
                for (key, message, help) in found {
                    let path: Vec<&str> = ["parameters", name.as_str()]
                        .into_iter()
                        .chain(key.split('.').filter(|part| !part.is_empty()))
                        .collect();
                    problems.push(tree.key_problem(&path, &message).help(help));
                }
            }
        }
    }
    policy
}

/// The key, what is wrong with it, what to do.
type Found = (&'static str, String, String);

fn parameter(
    name: &str,
    raw: RawParameter,
    passage: impl Fn(&str) -> bool,
) -> Result<Parameter, Vec<Found>> {
    let mut found = Vec::new();
    if !is_name(name) {
        found.push((
            "",
            format!("`{name}` cannot be a parameter's name"),
            "use small letters, digits and underscores, e.g. `step2_low`".to_owned(),
        ));
    }
    let range = range(raw.range.as_deref(), &mut found);
    let is_set = raw.set.is_some();
    let setting = setting(raw.number, raw.band, raw.cutoff, raw.set, &mut found);
    let basis = basis(raw.basis, passage, &mut found);
    if is_set != raw.of.is_some() {
        let message = if is_set {
            "a set does not say what it is of"
        } else {
            "`of` is for sets"
        };
        found.push((
            "",
            message.to_owned(),
            "e.g. `set: [internal-medicine]` with `of: specialty`".to_owned(),
        ));
    }
    if !is_set && range.is_none() && found.is_empty() {
        found.push((
            "",
            format!("`{name}` has no `range`"),
            "say which values an advisor may choose, e.g. `range: [200, 260]`".to_owned(),
        ));
    }
    let (Some(setting), Some(basis), true) = (setting, basis, found.is_empty()) else {
        return Err(found);
    };
    let parameter = Parameter {
        name: name.to_owned(),
        meaning: raw.meaning,
        setting,
        range,
        basis,
        set_by: None,
    };
    match outside(&parameter.setting, parameter.range) {
        Some(message) => Err(vec![(
            parameter.setting.kind(),
            message,
            "widen the range or change the number".to_owned(),
        )]),
        None => Ok(parameter),
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|sign: char| sign.is_ascii_lowercase())
        && name
            .chars()
            .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
}

/// A JSON number as ours.
pub(crate) fn number(raw: &JsonNumber) -> Number {
    raw.as_i64()
        .map_or_else(|| Number::Float(raw.as_f64().unwrap_or(0.0)), Number::Int)
}

fn range(raw: Option<&[JsonNumber]>, found: &mut Vec<Found>) -> Option<(Number, Number)> {
    match raw? {
        [from, to]
            if number(from) <= number(to) || number(from).as_f64() <= number(to).as_f64() =>
        {
            Some((number(from), number(to)))
        }
        _ => {
            found.push((
                "range",
                "a range is two numbers, the lower first".to_owned(),
                "e.g. `range: [200, 260]`".to_owned(),
            ));
            None
        }
    }
}

fn setting(
    number_raw: Option<JsonNumber>,
    band_raw: Option<RawBand>,
    cutoff_raw: Option<RawCutoff>,
    set: Option<Vec<String>>,
    found: &mut Vec<Found>,
) -> Option<Setting> {
    match (number_raw, band_raw, cutoff_raw, set) {
        (Some(raw), None, None, None) => Some(Setting::Number(number(&raw))),
        (None, Some(raw), None, None) => {
            ends(&raw.from, &raw.to, "band", found).map(|(from, to)| {
                Setting::Band(Band {
                    from,
                    to,
                    open: raw.open,
                    around: raw.around,
                })
            })
        }
        (None, None, Some(raw), None) => {
            ends(&raw.from, &raw.to, "cutoff", found).map(|(from, to)| {
                Setting::Cutoff(Cutoff {
                    from,
                    to,
                    open: raw.open,
                    around: raw.around,
                })
            })
        }
        (None, None, None, Some(set)) => Some(Setting::Set(
            set.iter().map(|item| item.as_str().into()).collect(),
        )),
        _ => {
            found.push((
                "",
                "a parameter is exactly one of `number`, `band`, `cutoff`, `set`".to_owned(),
                "keep one of them".to_owned(),
            ));
            None
        }
    }
}

fn ends(
    from: &JsonNumber,
    to: &JsonNumber,
    key: &'static str,
    found: &mut Vec<Found>,
) -> Option<(Number, Number)> {
    let (from, to) = (number(from), number(to));
    if from.as_f64() <= to.as_f64() {
        return Some((from, to));
    }
    found.push((
        key,
        format!("`from` ({from}) is above `to` ({to})"),
        "write the lower end as `from`".to_owned(),
    ));
    None
}

fn basis(raw: RawBasis, passage: impl Fn(&str) -> bool, found: &mut Vec<Found>) -> Option<Basis> {
    match (raw.guide, raw.reading) {
        (Some(ids), None) => {
            for id in ids.0.iter().filter(|id| !passage(id)) {
                found.push((
                    "basis",
                    format!("the guide has no passage `{id}`"),
                    "name an id of passages.yaml".to_owned(),
                ));
            }
            Some(Basis::Guide(ids.0))
        }
        (None, Some(reason)) => Some(Basis::Reading(reason)),
        _ => {
            found.push((
                "basis",
                "a basis is either `guide` or `reading`".to_owned(),
                "`guide: ID` when the guide gives the number, `reading: why` when it is ours"
                    .to_owned(),
            ));
            None
        }
    }
}

/// What is wrong when a setting lies outside the range it may take.
pub(crate) fn outside(setting: &Setting, range: Option<(Number, Number)>) -> Option<String> {
    let (from, to) = range?;
    let outside =
        |number: &Number| number.as_f64() < from.as_f64() || number.as_f64() > to.as_f64();
    let number = setting.numbers().into_iter().find(outside)?;
    Some(format!("{number} lies outside its range {from}–{to}"))
}

/// The parameter set to what an office policy says, or what is wrong with that.
pub(crate) fn overridden(
    parameter: &Parameter,
    value: &Json,
    by: &str,
) -> Result<Parameter, Problem> {
    let known = ["from", "to", "open"];
    let unknown = |keys: &serde_json::Map<String, Json>| {
        keys.keys()
            .find(|key| !known.contains(&key.as_str()))
            .cloned()
    };
    if let Some(key) = value.as_object().and_then(unknown) {
        return Err(Problem::error(format!("unknown key `{key}`")).near(&key, known));
    }
    let setting = read_as(&parameter.setting, value).ok_or_else(|| not_a(parameter, value))?;
    if let Some(message) = outside(&setting, parameter.range) {
        return Err(Problem::error(message));
    }
    if let Setting::Band(Band { from, to, .. }) | Setting::Cutoff(Cutoff { from, to, .. }) = setting
        && from.as_f64() > to.as_f64()
    {
        return Err(
            Problem::error(format!("`from` ({from}) is above `to` ({to})"))
                .help("write the lower end as `from`"),
        );
    }
    Ok(Parameter {
        setting,
        set_by: Some(by.to_owned()),
        ..parameter.clone()
    })
}

fn not_a(parameter: &Parameter, value: &Json) -> Problem {
    let (name, kind) = (&parameter.name, parameter.setting.kind());
    Problem::error(format!("`{name}` is a {kind}, not `{value}`")).help(match parameter.setting {
        Setting::Number(_) => "write a number, e.g. `40`",
        Setting::Band(_) | Setting::Cutoff(_) => "write both ends, e.g. `{ from: 60, to: 100 }`",
        Setting::Set(_) => "write a list of ids, e.g. `[NV, AZ]`",
    })
}

/// The value as a setting of the same kind.
fn read_as(like: &Setting, value: &Json) -> Option<Setting> {
    let end = |key: &str| value.get(key).and_then(Json::as_number).map(number);
    let open = |now: bool| value.get("open").map_or(Some(now), Json::as_bool);
    match like {
        Setting::Number(_) => value.as_number().map(|raw| Setting::Number(number(raw))),
        Setting::Band(band) => Some(Setting::Band(Band {
            from: end("from")?,
            to: end("to")?,
            open: open(band.open)?,
            ..*band
        })),
        Setting::Cutoff(cutoff) => Some(Setting::Cutoff(Cutoff {
            from: end("from")?,
            to: end("to")?,
            open: open(cutoff.open)?,
            ..*cutoff
        })),
        Setting::Set(_) => {
            let items = value
                .as_array()?
                .iter()
                .map(|item| item.as_str().map(Into::into));
            items.collect::<Option<Vec<_>>>().map(Setting::Set)
        }
    }
}
