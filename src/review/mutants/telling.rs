//! Whether a case can say how a changed rule differs.

use crate::guide::Expected;
use crate::model::Effect;
use crate::plan::Answer;

/// Whether a case can say a difference.
pub(super) enum Telling {
    Same,
    Silent,
    Case(Said),
}

/// What a case says of a rule.
pub(super) struct Said {
    pub(super) expected: Expected,
    pub(super) finds: Option<String>,
}

impl Telling {
    /// How a case can say that a rule says the first, and the changed one the other.
    pub(super) fn of(said: &Answer, changed: &Answer) -> Self {
        if changed == said {
            return Self::Same;
        }
        let case = |expected| {
            Self::Case(Said {
                expected,
                finds: None,
            })
        };
        match (said, changed) {
            (Answer::Unsure, _) | (Answer::Unknown(_), Answer::Unknown(_)) => Self::Silent,
            (Answer::Unknown(_), _) => case(Expected::Unknown),
            (Answer::Found(effects), _) if effects.is_empty() => case(Expected::Quiet),
            (Answer::Found(effects), Answer::Found(others)) if !others.is_empty() => {
                let texts = |effects: &[Effect]| -> Vec<String> {
                    effects.iter().map(ToString::to_string).collect()
                };
                match only_in(&texts(effects), &texts(others)) {
                    Some(finds) => Self::Case(Said {
                        expected: Expected::Fires,
                        finds: Some(finds),
                    }),
                    None => Self::Silent,
                }
            }
            (Answer::Found(_), _) => case(Expected::Fires),
        }
    }
}

/// The fewest words of the first texts that occur in none of the others.
fn only_in(texts: &[String], others: &[String]) -> Option<String> {
    for length in 1..=8 {
        for text in texts {
            let words: Vec<&str> = text.split_whitespace().collect();
            for some in words.windows(length) {
                let some = some.join(" ");
                let some = some.trim_matches([':', ';', ',', '.', '(', ')']);
                if !some.is_empty() && !others.iter().any(|other| other.contains(some)) {
                    return Some(some.to_owned());
                }
            }
        }
    }
    None
}
