use std::collections::BTreeMap;

use crate::model::{Band, Parameter, ParameterSetting as Setting, Policy};
use crate::script::plain;

/// What a guide says of a topic: text of ours with the guide's numbers in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Says(Vec<Piece>);

/// The figures that a guide names on a topic, in a form in which equal figures are equal texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Numbers, bands and cutoffs, in order.
    pub numbers: Vec<String>,
    /// Sets of ids, in order.
    pub sets: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Parameter(String),
}

impl Says {
    /// Takes a text apart: what stands in braces is the name of a parameter. None when a brace is
    /// without its other half.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            pieces.push(plain_piece(before)?);
            pieces.push(Piece::Parameter(name.to_owned()));
            rest = after;
        }
        pieces.push(plain_piece(rest)?);
        Some(Self(pieces))
    }

    /// The parameters it names, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Parameter(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// The text with the numbers in force; those that are readings of ours are marked ‡. `titles`
    /// says what ids are called among people.
    #[must_use]
    pub fn with(&self, policy: &Policy, titles: &BTreeMap<String, String>) -> String {
        let mut text = String::new();
        let mut mark = "";
        for piece in &self.0 {
            match piece {
                Piece::Text(plain) => {
                    // The mark belongs behind the unit: 30%‡, not 30‡%.
                    let (unit, rest) = plain.split_at(usize::from(plain.starts_with('%')));
                    text.extend([unit, mark, rest]);
                    mark = "";
                }
                Piece::Parameter(name) => {
                    let Some(parameter) = policy.get(name) else {
                        continue;
                    };
                    text.push_str(&people_write(parameter, titles));
                    mark = if parameter.is_reading() { "‡" } else { "" };
                }
            }
        }
        text
    }

    /// The figures in it, in order.
    #[must_use]
    pub fn figures(&self, policy: &Policy) -> Figures {
        let settings = self.parameters().filter_map(|name| policy.get(name));
        let settings = settings.map(|parameter| &parameter.setting);
        let (sets, numbers): (Vec<&Setting>, Vec<&Setting>) =
            settings.partition(|setting| matches!(setting, Setting::Set(_)));
        Figures {
            numbers: numbers.into_iter().map(figure).collect(),
            sets: sets.into_iter().map(figure).collect(),
        }
    }
}

/// A text without braces.
fn plain_piece(text: &str) -> Option<Piece> {
    (!text.contains('}')).then(|| Piece::Text(text.to_owned()))
}

fn people_write(parameter: &Parameter, titles: &BTreeMap<String, String>) -> String {
    match &parameter.setting {
        Setting::Set(ids) if !ids.is_empty() => {
            let words: Vec<String> = ids.iter().map(|id| plain(titles, id)).collect();
            words.join(", ")
        }
        setting => setting.to_string(),
    }
}

/// A figure without what changes its text only: the word "about", the order of a set.
fn figure(setting: &Setting) -> String {
    match setting {
        Setting::Band(band) => {
            let around = false;
            Band { around, ..*band }.to_string()
        }
        Setting::Set(ids) => {
            let mut ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
            ids.sort_unstable();
            ids.join(", ")
        }
        setting => setting.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_come_in_pairs() {
        let says = Says::parse("below {low}, {high}% and up").unwrap();
        assert_eq!(says.parameters().collect::<Vec<_>>(), ["low", "high"]);
        for broken in ["below {low", "below low}", "{low}}"] {
            assert_eq!(Says::parse(broken), None, "{broken}");
        }
    }
}
