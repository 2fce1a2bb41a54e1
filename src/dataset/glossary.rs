use crate::model::Text;

/// A word that not everybody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as reports write it.
    pub word: Text,
    /// What it is short for.
    pub stands_for: Option<Text>,
    /// What it means; there is at least one of the two.
    pub means: Option<Text>,
    /// Where that was seen.
    pub seen: Text,
}

/// The words that reports explain.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    words: Vec<Word>,
}

impl Word {
    /// What it is short for and what it means, in one line.
    #[must_use]
    pub fn explained(&self) -> String {
        let both = [&self.stands_for, &self.means];
        let both: Vec<&str> = both.into_iter().flatten().map(|text| &**text).collect();
        both.join(": ")
    }
}

impl Glossary {
    /// No words.
    pub const EMPTY: &'static Self = &Self { words: Vec::new() };

    pub(super) fn new(words: Vec<Word>) -> Self {
        Self { words }
    }

    /// The words that are short for something, and for what.
    pub fn abbreviations(&self) -> impl Iterator<Item = (&str, &str)> {
        let words = self.words.iter();
        words.filter_map(|word| Some((&*word.word, word.stands_for.as_deref()?)))
    }

    /// The words that a text uses, in the order of the glossary: alone or in a compound, in the
    /// singular or with an `s`.
    #[must_use]
    pub fn used_in(&self, text: &str) -> Vec<&Word> {
        let text = spaced(text);
        let words = self.words.iter();
        words
            .filter(|word| is_used(&spaced(&word.word), &text))
            .collect()
    }
}

/// With a hyphen or a space a word is the same.
fn spaced(text: &str) -> String {
    text.replace('-', " ")
}

fn is_used(word: &str, text: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + word.len()..).unwrap_or_default();
        let after = after.strip_prefix('s').unwrap_or(after);
        let is_open = |sign: char| !sign.is_alphanumeric();
        before.chars().next_back().is_none_or(is_open) && after.chars().next().is_none_or(is_open)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_used_where_it_stands_alone() {
        for text in ["IMG", "40% IMGs.", "IMG-friendly", "(non-US IMG)"] {
            assert!(is_used("IMG", &spaced(text)), "{text}");
        }
        for text in ["IMGUR", "XIMG", "img", "IMGst"] {
            assert!(!is_used("IMG", &spaced(text)), "{text}");
        }
    }
}
