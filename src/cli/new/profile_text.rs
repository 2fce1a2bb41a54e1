//! A profile as a file for people: what is told, and beside it, behind `#`, what could be.

use std::fmt::Write as _;

use serde_json::Value;

/// What can be stated: the key, an example, and what it means. The key and the words are those of
/// the schema; a test reads every example.
const FIELDS: [(&str, &str, &str); 26] = [
    ("name", "\"Any name\"", "What to call the applicant."),
    (
        "type_of_graduate",
        "img",
        "Needed: img, us-md, us-do or canadian.",
    ),
    (
        "citizenship",
        "foreign-national",
        "Needed: us-citizen, us-permanent-resident or foreign-national.",
    ),
    (
        "visa",
        "J-1",
        "The visa that is needed: none, J-1, H-1B or either.",
    ),
    (
        "medical_school",
        "{ country: Pakistan }",
        "The medical school.",
    ),
    ("yog", "2023", "The year of graduation, on the diploma."),
    (
        "match_year",
        "2027",
        "The year of the Match; from today's date when left out.",
    ),
    (
        "targets",
        "[{ specialty: internal-medicine, track: categorical }]",
        "Needed: what the applicant wants, each judged by itself.",
    ),
    (
        "step1",
        "{ taken: 2023-09, result: pass, attempts: 1 }",
        "An exam was `taken`, or is `planned`: a day, a month, a year, or `true`.",
    ),
    (
        "step2_ck",
        "{ taken: 2026-03, score: 228, attempts: 1 }",
        "With its three-digit score.",
    ),
    (
        "step3",
        "{ planned: 2027-01, readiness: solid, practice: [206, 221] }",
        "`planned: false` says that it is not planned.",
    ),
    ("ecfmg", "certified", "How far the ECFMG certificate is."),
    (
        "usce",
        "[{ kind: externship, setting: community, specialty: internal-medicine, city: Fresno, state: CA, weeks: 4 }]",
        "US clinical experience; an empty list says that there is none.",
    ),
    (
        "lors",
        "[{ role: attending, specialty: internal-medicine, country: US, setting: community }]",
        "Letters of recommendation.",
    ),
    (
        "research",
        "[{ kind: quality-improvement, topics: [diabetes], published: false }]",
        "Research.",
    ),
    (
        "gaps",
        "[{ from: 2024-01, to: 2024-09, reason: family }]",
        "Times after graduation without clinical or academic work.",
    ),
    (
        "languages",
        "[{ language: spanish, level: fluent, clinical: true }]",
        "Languages besides English.",
    ),
    (
        "underserved",
        "[{ setting: rural, country: Pakistan, months: 12 }]",
        "Work with underserved patients.",
    ),
    (
        "ties",
        "[{ kind: family, city: Fresno, state: CA }]",
        "Ties to places.",
    ),
    ("connections", "[]", "Connections with programs."),
    (
        "regions",
        "{ preferred: [california], avoided: [] }",
        "Regions, by their ids in datasets/regions.yaml.",
    ),
    (
        "will_relocate",
        "true",
        "Whether the applicant would move anywhere.",
    ),
    (
        "budget",
        "2500",
        "What the applications may cost, in US dollars.",
    ),
    (
        "goal",
        "{ specialty: internal-medicine, region: california, stay: true }",
        "What the applicant means to do after residency.",
    ),
    (
        "reapplicant",
        "false",
        "Whether the applicant went through a Match before without success.",
    ),
    (
        "stage",
        "applying",
        "Where in the season the applicant stands.",
    ),
];

/// The text of a profile that tells this. `schema` is the way to the schema for editors.
pub(crate) fn profile(told: &Value, schema: Option<&str>) -> String {
    let mut text = String::new();
    if let Some(schema) = schema {
        let _ = writeln!(text, "# yaml-language-server: $schema={schema}");
    }
    text +=
        "# An applicant. What is left out, or behind a #, is unstated, which never means \"no\".\n";
    for (key, example, about) in FIELDS {
        let (mark, value) = match told.get(key) {
            Some(value) => ("", flow(value)),
            None => ("# ", example.to_owned()),
        };
        let _ = writeln!(text, "\n# {about}\n{mark}{key}: {value}");
    }
    text
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => word(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key}: {}", flow(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// A text, in quotes unless it is one plain word. JSON's quotes are YAML's.
fn word(text: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    let is_plain = text.chars().all(plain)
        && text.starts_with(|sign: char| sign.is_ascii_alphanumeric())
        && !["yes", "no", "on", "off", "null", "y", "n"].contains(&text.to_lowercase().as_str());
    if is_plain && !text.is_empty() {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cli::new::interview::template;
    use crate::dataset::{Files, Profile, References};
    use crate::place::SourceText;

    /// The template with every example told.
    #[test]
    fn every_example_can_be_told() {
        let text = profile(&template(), Some("schemas/applicant.json"));
        let shown = text.lines().map(|line| match line.strip_prefix("# ") {
            Some(rest)
                if rest.starts_with(|sign: char| sign.is_ascii_lowercase())
                    && !rest.starts_with("yaml-") =>
            {
                rest
            }
            _ => line,
        });
        let shown = shown.collect::<Vec<_>>().join("\n");
        let references = References::load(&Files::shipped("datasets")).unwrap();
        for text in [&text, &shown] {
            let source = SourceText::new("me.yaml", text);
            let read = Profile::read(&source, &references, date(2026, 11, 22));
            read.map_err(|problems| format!("{problems}{text}"))
                .unwrap();
        }
        assert_eq!(
            shown
                .lines()
                .filter(|line| !line.starts_with('#') && line.contains(':'))
                .count(),
            FIELDS.len()
        );
    }
}
