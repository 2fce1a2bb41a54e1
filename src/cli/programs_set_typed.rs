//! What is typed as `FIELD=VALUE`, as a record writes it.

use crate::model::{Kind, PROGRAM, question};
use crate::place::{Problem, Problems};

/// Something to record, as it was typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) text: String,
    pub(super) keys: String,
    pub(super) value: String,
}

/// Everything that is typed; everything that is wrong with it at once.
pub(super) fn typed(texts: &[String]) -> Result<Vec<Typed>, Problems> {
    let mut problems = Problems::new();
    let mut all: Vec<Typed> = Vec::new();
    for text in texts {
        match one(text) {
            Ok(one) if all.iter().any(|known| known.keys == one.keys) => {
                let message = format!("`{}` is set twice", one.keys);
                problems.push(Problem::error(message).help("keep one of them"));
            }
            Ok(one) => all.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    problems.or(all)
}

/// What is typed as `FIELD=VALUE`, the value as YAML.
fn one(text: &str) -> Result<Typed, Problem> {
    let Some((keys, value)) = text.split_once('=') else {
        let problem = Problem::error(format!("`{text}` does not say what was answered"));
        return Err(problem.help("write FIELD=VALUE, e.g. `visas.j1=yes`"));
    };
    let (keys, value) = (keys.trim(), value.trim());
    let keys = keys.replace(".has_", ".");
    if question(&keys).is_none() {
        let known: Vec<&str> = PROGRAM
            .fields
            .iter()
            .map(|field| field.path)
            .filter(|path| question(path).is_some())
            .collect();
        let problem = Problem::error(format!("`{keys}` is nothing that is recorded of a program"));
        let problem = problem.near(&keys, known.iter().copied());
        return Err(problem.or_help(
            "e.g. visas.j1, step2_ck.minimum or tracks.categorical.quota; name, place and tracks are \
             changed in the file itself",
        ));
    }
    let value = yaml(&keys, value).map_err(|message| {
        let message = format!("with {text}: {message}");
        Problem::error(message).help("leave out what nobody says: unstated is not \"no\"")
    })?;
    Ok(Typed {
        text: text.to_owned(),
        keys,
        value,
    })
}

/// A value as the record writes it.
fn yaml(keys: &str, value: &str) -> Result<String, String> {
    if value.is_empty() {
        return Err("there is no value behind the `=`".to_owned());
    }
    let path = keys
        .rsplit_once('.')
        .filter(|_| keys.starts_with("tracks."));
    let path = path.map_or_else(|| keys.to_owned(), |(_, name)| format!("track.{name}"));
    let kind = PROGRAM.fields.iter().find(|field| field.path == path);
    match kind.map(|field| field.kind) {
        Some(Kind::Bool) => match value {
            "yes" | "true" => Ok("true".to_owned()),
            "no" | "false" => Ok("false".to_owned()),
            _ => Err(format!("this is yes or no, not `{value}`")),
        },
        Some(Kind::Int { .. } | Kind::Float { .. }) => {
            let is_number = value.parse::<f64>().is_ok_and(f64::is_finite);
            if is_number && !value.starts_with('+') || value == "none" {
                Ok(value.to_owned())
            } else {
                Err(format!("this is a number, not `{value}`"))
            }
        }
        Some(Kind::Texts(_)) => {
            let items = value
                .trim_start_matches('[')
                .trim_end_matches(']')
                .split(',');
            let items: Vec<String> = items.map(|item| scalar(item.trim())).collect();
            Ok(format!("[{}]", items.join(", ")))
        }
        _ => Ok(scalar(value)),
    }
}

/// A text as a scalar, quoted where it would be read as something else.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && text
            .chars()
            .all(|sign| sign.is_ascii_alphanumeric() || "-_".contains(sign))
        && !["true", "false", "null"].contains(&text.to_lowercase().as_str());
    if plain {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}
