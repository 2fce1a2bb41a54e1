//! A change as it stands in a case file: one line in YAML's short form.

use serde_json::Value as Json;

use crate::guide::Change;

/// `{ applicant.visa: J-1, program.img_percent.value: 30 }`
pub(super) fn line(change: &Change) -> String {
    pairs(change.iter())
}

fn pairs<'a>(pairs: impl Iterator<Item = (&'a String, &'a Json)>) -> String {
    let pairs: Vec<String> = pairs
        .map(|(key, value)| format!("{}: {}", word(key), written(value)))
        .collect();
    if pairs.is_empty() {
        return "{ }".to_owned();
    }
    format!("{{ {} }}", pairs.join(", "))
}

fn written(value: &Json) -> String {
    match value {
        Json::String(text) => word(text),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(map) => pairs(map.iter()),
        Json::Null | Json::Bool(_) | Json::Number(_) => value.to_string(),
    }
}

/// Plain where that reads as the same text, else in quotes.
fn word(text: &str) -> String {
    let begins = text.starts_with(|sign: char| sign.is_ascii_alphabetic());
    let is_day = text.len() > 4 && text.starts_with("20") && text.contains('-');
    let plain = |sign: char| sign.is_ascii_alphanumeric() || " _-./+%".contains(sign);
    let taken = ["true", "false", "null", "Null", "True", "False"];
    if (begins || is_day)
        && text.chars().all(plain)
        && !taken.contains(&text)
        && text.trim() == text
    {
        text.to_owned()
    } else {
        Json::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Change, line};

    #[test]
    fn a_change_is_one_line_that_reads_the_same() {
        let mut change = Change::new();
        change.insert("applicant.visa".to_owned(), "J-1".into());
        let value =
            json!({ "value": "yes", "as_of": "2025-03-28", "more": ["1", "a: b", null, 4] });
        change.insert("program.visas.j1".to_owned(), value);
        let text = line(&change);
        let wanted = "{ applicant.visa: J-1, program.visas.j1: { value: yes, as_of: 2025-03-28, \
                      more: [\"1\", \"a: b\", null, 4] } }";
        assert_eq!(text, wanted);
        let source = crate::place::SourceText::new("a.yaml", &text);
        let read: Change = crate::dataset::yaml::parse(&source).unwrap();
        assert_eq!(read, change);
    }
}
