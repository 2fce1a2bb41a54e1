//! The library's errors in plain words.

use serde_yaml::{Error, Location};

use crate::place::{Place, Problem, SourceText};

/// The place that the library means.
pub(super) fn place(location: &Location, text: &SourceText) -> Place {
    let narrow = |number: u64| u32::try_from(number).unwrap_or(0);
    let (line, column) = (narrow(location.line()), narrow(location.column()));
    let rest = text
        .line(line)
        .map_or(0, |line| line.chars().count() as u64 + 1);
    let length = location
        .span()
        .len()
        .min(rest.saturating_sub(location.column()));
    text.place(line, column, narrow(length))
}

/// The library's error as a problem of the file.
pub(super) fn translate(error: &Error, text: &SourceText) -> Problem {
    let problem = say(error, text);
    match error.location() {
        Some(location) if location.line() > 0 && !is_empty(text) => {
            let place = place(&location, text);
            let line = place.line;
            problem.at(place).with_line(text.line(line))
        }
        _ => problem.at(Place::file(text.path())),
    }
}

fn say(error: &Error, text: &SourceText) -> Problem {
    match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => say(error, text),
        Error::SerdeUnknownField {
            field, expected, ..
        } => Problem::error(format!("unknown key `{field}`")).near(field, expected.iter().copied()),
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => unknown_word(variant, expected),
        _ => {
            let sentence = sentence(error, text);
            let problem = Problem::error(sentence.as_str());
            if let Some(help) = help(error, text) {
                problem.help(help)
            } else if sentence.starts_with("a group of keys belongs here") {
                problem
                    .help("e.g. `{ value: …, source: …, as_of: … }` for what is known of a program")
            } else {
                problem
            }
        }
    }
}

/// What to do about it, where the sentence does not say.
fn help(error: &Error, text: &SourceText) -> Option<String> {
    let help = match error {
        Error::SerdeMissingField { field, .. } => return Some(format!("add it: `{field}: …`")),
        Error::DuplicateMappingKey { .. } => "keep one of them",
        Error::InvalidScalar { .. } | Error::InvalidBooleanStrict { .. } => {
            "correct it, or remove the key when nothing is known"
        }
        Error::Eof { .. } if is_empty(text) => "fill in a copy of another file of its kind",
        Error::Eof { .. } => "every quote sign and every bracket needs its other half",
        Error::MultipleDocuments { .. } => "remove the line with `---`",
        Error::NullIntoString { .. } => "write it, or remove the key",
        Error::ExternalMessage { msg, .. } if msg.contains("tab") => {
            "indent with spaces, never with tabs"
        }
        Error::ExternalMessage { msg, .. } if msg.contains("bracket") => {
            "every `[` needs its `]`, and every `{` its `}`"
        }
        Error::ExternalMessage { msg, .. } if msg.contains("quoted") => {
            "end the text with the quote sign that it began with"
        }
        Error::ExternalMessage { .. } => {
            "compare the line, and the one above it, with the lines around: same indent, `key: value`"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

fn unknown_word(word: &str, known: &[&'static str]) -> Problem {
    Problem::error(format!("unknown word `{word}`")).near(word, known.iter().copied())
}

fn sentence(error: &Error, text: &SourceText) -> String {
    match error {
        Error::Message { msg, .. } => msg.clone(),
        Error::SerdeMissingField { field, .. } => format!("`{field}` is missing"),
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("`{key}` stands here twice"),
        Error::DuplicateMappingKey { .. } => "the same key stands here twice".to_owned(),
        Error::SerdeInvalidType {
            unexpected,
            expected,
            ..
        }
        | Error::SerdeInvalidValue {
            unexpected,
            expected,
            ..
        } => {
            format!(
                "{} belongs here, not {}",
                plain(expected),
                plain(unexpected)
            )
        }
        Error::InvalidScalar { ty, location } => mismatch(plain(ty), location, text),
        Error::InvalidBooleanStrict { location } => mismatch(plain("boolean"), location, text),
        Error::Unexpected {
            expected: "string scalar",
            ..
        } => "a single value belongs here".to_owned(),
        Error::Unexpected { expected, .. } => format!("{} belongs here", plain(expected)),
        Error::NullIntoString { .. } => "text belongs here, not nothing".to_owned(),
        Error::Eof { .. } if is_empty(text) => "the file is empty".to_owned(),
        Error::Eof { .. } => "the file ends before its content is complete".to_owned(),
        Error::MultipleDocuments { .. } => "a second document begins here".to_owned(),
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => TOO_MUCH.to_owned(),
        Error::MergeKeyNotAllowed { .. } => "merge keys (`<<`) are not used here".to_owned(),
        Error::UnknownAnchor { .. } => "there is no anchor of that name".to_owned(),
        Error::ExternalMessage { msg, .. } => syntax(msg),
        Error::SerdeInvalidLength { expected, .. } => format!("{} belongs here", plain(expected)),
        _ => "this is not YAML as it is used here".to_owned(),
    }
}

fn is_empty(text: &SourceText) -> bool {
    text.text()
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

const TOO_MUCH: &str = "this is too deeply nested, too long, or repeats itself through aliases";

fn mismatch(expected: &str, location: &Location, text: &SourceText) -> String {
    let Place {
        line,
        column,
        length,
        ..
    } = place(location, text);
    let found: String = text.line(line).map_or_else(String::new, |line| {
        line.chars()
            .skip(column.saturating_sub(1) as usize)
            .take(length as usize)
            .collect()
    });
    match found.trim() {
        "" => format!("{expected} belongs here"),
        found => format!("{expected} belongs here, not `{found}`"),
    }
}

fn syntax(message: &str) -> String {
    let deep = message.contains("recursion") || message.contains("nest");
    if deep {
        TOO_MUCH.to_owned()
    } else {
        format!("this is not valid YAML: {message}")
    }
}

/// What the library calls a type, in plain words.
fn plain(name: &str) -> &str {
    match name.split([' ', '`']).next().unwrap_or(name) {
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "integer" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number that is not negative",
        // A number that may be whole or not is read as `a JSON number`.
        "f32" | "f64" | "floating" | "JSON" => "a number",
        "bool" | "boolean" => "`true` or `false`",
        "string" | "str" | "String" => "text",
        "map" | "mapping" | "struct" => "a group of keys",
        "seq" | "sequence" | "tuple" => "a list",
        "unit" | "null" | "Option" => "nothing",
        "scalar" => "a single value",
        "enum" | "variant" => "one of the known words",
        "a" | "an" => plain(name.split_once(' ').map_or("", |(_, rest)| rest)),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde::Deserialize;

    use super::super::parse;
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read to see what goes wrong")]
    struct Sample {
        score: u16,
        state: Option<String>,
        visa: Option<Visa>,
        marks: Option<Vec<f64>>,
        open: Option<bool>,
        inner: Option<Box<Sample>>,
    }

    #[derive(Debug, Deserialize)]
    enum Visa {
        #[serde(rename = "J-1")]
        J1,
        #[serde(rename = "yes")]
        Yes,
    }

    fn said(text: &str) -> String {
        parse::<Sample>(&SourceText::new("a.yaml", text))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn words_need_no_quotes() {
        let text = "score: 1\nstate: NO\nvisa: yes\n";
        let sample: Sample = parse(&SourceText::new("a.yaml", text)).unwrap();
        assert_eq!(sample.state.as_deref(), Some("NO"));
        let text = "score: 1\nstate: 2024\n";
        let sample: Sample = parse(&SourceText::new("a.yaml", text)).unwrap();
        assert_eq!(sample.state.as_deref(), Some("2024"));
    }

    #[test]
    fn messages_are_plain() {
        let cases = [
            (
                "score: 1\nscroe: 2\n",
                "a.yaml:2:1: unknown key `scroe` (did you mean `score`?)",
            ),
            (
                "score: many\n",
                "a.yaml:1:8: a whole number that is not negative belongs here, not `many` (correct it, or remove the key when nothing is known)",
            ),
            (
                "state: CA\n",
                "a.yaml:1:1: `score` is missing (add it: `score: …`)",
            ),
            (
                "score: 1\nvisa: J1\n",
                "a.yaml:2:7: unknown word `J1` (it can be `J-1`, `yes`)",
            ),
            (
                "score: 1\nscore: 2\n",
                "a.yaml:2:1: `score` stands here twice (keep one of them)",
            ),
            (
                "score: 1\nopen: yes\n",
                "a.yaml:2:7: `true` or `false` belongs here, not `yes` (correct it, or remove the key when nothing is known)",
            ),
            (
                "score:\n",
                "a.yaml:1:6: a whole number that is not negative belongs here (correct it, or remove the key when nothing is known)",
            ),
            ("score: 1\nmarks: 3\n", "a.yaml:2:8: a list belongs here"),
            ("score: [1]\n", "a.yaml:1:8: a single value belongs here"),
            (
                "- 1\n",
                "a.yaml:1:1: a group of keys belongs here (e.g. `{ value: …, source: …, as_of: … }` for what is known of a program)",
            ),
            (
                "",
                "a.yaml: the file is empty (fill in a copy of another file of its kind)",
            ),
            (
                "score: 1\nstate: \"x\n",
                "a.yaml:3:1: this is not valid YAML: invalid indentation in multiline quoted scalar (end the text with the quote sign that it began with)",
            ),
            (
                "score: 1\n\tstate: x\n",
                "a.yaml:1:8: this is not valid YAML: while scanning a plain scalar, found a tab (indent with spaces, never with tabs)",
            ),
            (
                "score: &a 1\nmarks: [*a]\n",
                "a.yaml:1:11: this is too deeply nested, too long, or repeats itself through aliases",
            ),
        ];
        for (text, message) in cases {
            assert_eq!(said(text), message, "{text}");
        }
    }

    #[test]
    fn hostile_files_are_refused_at_once() {
        let level = |(from, to): (&str, &str)| {
            format!("{to}: &{to} [{}]\n", vec![format!("*{from}"); 9].join(","))
        };
        let levels = ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"].map(|pair| pair.split_at(1));
        let bomb: String = std::iter::once("a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned())
            .chain(levels.map(level))
            .collect();
        let nested = [
            "[".repeat(100_000),
            "{a: ".repeat(100_000),
            "- ".repeat(100_000),
        ];
        for text in nested.into_iter().chain([bomb]) {
            let begun = Instant::now();
            let problem =
                parse::<serde_json::Value>(&SourceText::new("a.yaml", &text)).unwrap_err();
            assert!(begun.elapsed() < Duration::from_secs(2));
            assert_eq!(problem.message, TOO_MUCH);
        }
    }
}
