use std::fmt::Write as _;

use super::{Claim, Draft, DraftTrack};
use crate::model::{PROGRAM, Provenance, Value};

/// Words that YAML, or a reader of YAML, takes for something else than a text.
const NOT_TEXTS: [&str; 9] = ["yes", "no", "on", "off", "null", "y", "n", "true", "false"];

impl Draft {
    /// The text of the record's file; the same record always gives the same bytes.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(text, "{key}: {value}");
        };
        line("id", &word(self.id.as_str()));
        line("name", &prose(&self.name));
        if let Some(institution) = &self.institution {
            line("institution", &prose(institution));
        }
        line("specialty", self.specialty.id);
        line("city", &prose(&self.city));
        if let Some(county) = &self.county {
            line("county", &prose(county));
        }
        line("state", &self.state_code());
        line("listed", &format!("{{ {} }}", origin(&self.listed)));
        if self.invented {
            line("invented", "true");
        }
        if !self.possibly_same_as.is_empty() {
            let ids: Vec<String> = self
                .possibly_same_as
                .iter()
                .map(|id| word(id.as_str()))
                .collect();
            line("possibly_same_as", &format!("[{}]", ids.join(", ")));
        }
        text.push_str("tracks:\n");
        for track in &self.tracks {
            write_track(track, &mut text);
        }
        self.write_values(&mut text);
        self.write_notes(&mut text);
        text
    }

    /// `NO` is no state, but a code is quoted where YAML would take it for another word.
    fn state_code(&self) -> String {
        word(&self.state)
    }

    fn write_values(&self, text: &mut String) {
        let mut open = "";
        for (at, claims) in &self.values {
            let Some(field) = PROGRAM.fields.get(*at).filter(|_| !claims.is_empty()) else {
                continue;
            };
            let (group, key) = field.path.split_once('.').unwrap_or(("", field.path));
            if group.is_empty() {
                let _ = writeln!(text, "{key}: {}", stated(claims));
            } else {
                if group != open {
                    let _ = writeln!(text, "{group}:");
                }
                let _ = writeln!(text, "  {key}: {}", stated(claims));
            }
            open = group;
        }
    }

    fn write_notes(&self, text: &mut String) {
        if self.notes.is_empty() {
            return;
        }
        text.push_str("notes:\n");
        for note in &self.notes {
            let _ = writeln!(
                text,
                "  - {{ text: {}, {} }}",
                quoted(&note.text),
                origin(&note.provenance)
            );
        }
    }
}

fn write_track(track: &DraftTrack, text: &mut String) {
    let _ = writeln!(text, "  - track: {}", track.track);
    if !track.codes.is_empty() {
        let codes: Vec<String> = track.codes.iter().map(|code| word(code)).collect();
        let _ = writeln!(text, "    nrmp_codes: [{}]", codes.join(", "));
    }
    // The order in which people read them.
    for key in ["quota", "matched", "unfilled"] {
        if let Some(claims) = track.values.get(key).filter(|claims| !claims.is_empty()) {
            let _ = writeln!(text, "    {key}: {}", stated(claims));
        }
    }
}

/// One value, or all of them where they disagree.
fn stated(claims: &[Claim]) -> String {
    let one = |claim: &Claim| {
        format!(
            "{{ value: {}, {} }}",
            value(&claim.value),
            origin(&claim.provenance)
        )
    };
    match claims {
        [claim] => one(claim),
        all => {
            let all: Vec<String> = all.iter().map(one).collect();
            format!("{{ conflict: [{}] }}", all.join(", "))
        }
    }
}

fn origin(provenance: &Provenance) -> String {
    let mut text = format!(
        "source: {}, as_of: {}",
        word(&provenance.source),
        provenance.as_of
    );
    for (key, words) in [("note", &provenance.note), ("at", &provenance.place)] {
        if let Some(words) = words {
            let _ = write!(text, ", {key}: {}", quoted(words));
        }
    }
    text
}

fn value(value: &Value) -> String {
    match value {
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Text(text) => bare(text),
        Value::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| word(text)).collect();
            format!("[{}]", texts.join(", "))
        }
        // No value of a program is a list of entries.
        Value::Entries(_) => "[]".to_owned(),
    }
}

/// A word of a fixed list, such as `yes` for a visa, needs no quotes: it is read as a text.
fn bare(text: &str) -> String {
    if NOT_TEXTS.contains(&text) {
        text.to_owned()
    } else {
        word(text)
    }
}

/// A text, in quotes unless it is one plain word.
fn word(text: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    let begins = text.starts_with(|sign: char| sign.is_ascii_alphabetic());
    // NOTE: digits with an E among them are a number to YAML, and a code to the NRMP.
    let is_code = text.len() > 4
        && text
            .chars()
            .all(|sign| sign.is_ascii_digit() || (sign.is_ascii_uppercase() && sign != 'E'))
        && text.chars().any(|sign| sign.is_ascii_uppercase());
    if (begins || is_code) && text.chars().all(plain) && !is_reserved(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A name as people write it: without quotes where no sign of it means something to YAML.
fn prose(text: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || " -'()/.&,".contains(sign);
    let begins = text.starts_with(char::is_alphabetic);
    let ends = text.ends_with(|sign: char| sign.is_alphanumeric() || ".)".contains(sign));
    if begins && ends && text.chars().all(plain) && !is_reserved(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn is_reserved(text: &str) -> bool {
    NOT_TEXTS.contains(&text.to_lowercase().as_str())
        || text.eq_ignore_ascii_case("inf")
        || text.eq_ignore_ascii_case("nan")
}

/// JSON's quotes are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
