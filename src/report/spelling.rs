//! Abbreviations spelt out where they stand first.

use askama::filters::{Html, escape};

use crate::dataset::Glossary;

/// The abbreviations that were not met yet, and what they stand for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spelling {
    left: Vec<(String, String)>,
}

impl Spelling {
    /// For plain texts.
    pub(crate) fn of(glossary: &Glossary) -> Self {
        Self::with(glossary, str::to_owned)
    }

    /// For texts that are escaped already, as they stand in a page.
    pub(crate) fn in_a_page(glossary: &Glossary) -> Self {
        Self::with(glossary, |text| {
            escape(text, Html).map_or_else(|_| String::new(), |escaped| escaped.to_string())
        })
    }

    fn with(glossary: &Glossary, written: impl Fn(&str) -> String) -> Self {
        let words = glossary.abbreviations();
        let left = words.map(|(word, stands_for)| (written(word), written(stands_for)));
        Self {
            left: left.collect(),
        }
    }

    /// The text with what an abbreviation stands for behind it, in brackets, when this is the first
    /// text that uses it; a text that has those words beside it already stays as it is.
    pub(crate) fn spell_out(&mut self, text: &str) -> String {
        let mut spelt = text.to_owned();
        self.left.retain(|(word, stands_for)| {
            let Some(end) = end_of(word, &spelt) else {
                return true;
            };
            if !spelt.to_lowercase().contains(&stands_for.to_lowercase()) {
                let many = spelt
                    .get(..end)
                    .is_some_and(|text| !text.ends_with(word.as_str()));
                let stands_for = if many {
                    plural(stands_for)
                } else {
                    stands_for.clone()
                };
                spelt = with(&spelt, word, end, &stands_for);
            }
            false
        });
        spelt
    }
}

/// Where the first use of a word ends, in the singular or with an `s`, outside of backticks: what
/// stands in those is to be typed.
fn end_of(word: &str, text: &str) -> Option<usize> {
    let ends = text.match_indices(word).filter_map(|(at, _)| {
        let (before, after) = (text.get(..at)?, text.get(at + word.len()..)?);
        let plural = usize::from(after.starts_with('s'));
        let is_open = |sign: char| !sign.is_alphanumeric() && sign != '_' && sign != '/';
        let is_alone = before.chars().next_back().is_none_or(is_open)
            && after.get(plural..)?.chars().next().is_none_or(is_open);
        let is_typed = before.matches('`').count() % 2 == 1;
        (is_alone && !is_typed).then_some(at + word.len() + plural)
    });
    ends.min()
}

/// `letters of recommendation`.
fn plural(one: &str) -> String {
    match one.split_once(" of ") {
        Some((noun, of)) => format!("{noun}s of {of}"),
        None => format!("{one}s"),
    }
}

/// The text with an explanation after the word that ends there, or after the compound it is a part
/// of.
fn with(text: &str, word: &str, end: usize, stands_for: &str) -> String {
    let (before, after) = text.split_at(end);
    let compound = after
        .find(|sign: char| !sign.is_alphanumeric() && sign != '-')
        .unwrap_or(after.len());
    let (compound, after) = after.split_at(compound);
    let is_within = before.matches('(').count() > before.matches(')').count();
    let named = if compound.is_empty() {
        stands_for.to_owned()
    } else {
        format!("{word}: {stands_for}")
    };
    let ends = after.starts_with(')');
    let pauses = after.starts_with([',', ':', ';']);
    match (is_within, ends, pauses) {
        (false, ..) => format!("{before}{compound} ({named}){after}"),
        (true, true, _) => format!("{before}{compound}: {stands_for}{after}"),
        (true, false, true) => format!("{before}{compound}, {stands_for}{after}"),
        (true, false, false) => format!("{before}{compound}, {stands_for},{after}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::{Files, References};

    use super::*;

    #[test]
    fn an_abbreviation_is_spelt_out_once_and_where_it_stands_first() {
        let references = References::load(&Files::shipped("datasets")).unwrap();
        let mut spelling = Spelling::of(&references.glossary);
        let mut says = |text: &str, expected: &str| assert_eq!(spelling.spell_out(text), expected);
        says("`--set USCE` and USCEX", "`--set USCE` and USCEX");
        says(
            "IMGs with USCE, more USCE.",
            "IMGs (international medical graduates) with USCE (US clinical experience), more USCE.",
        );
        says("IMG and USCE", "IMG and USCE");
        says(
            "a J-1-friendly one",
            "a J-1-friendly (J-1: exchange visitor) one",
        );
        says(
            "two letters (LORs)",
            "two letters (LORs: letters of recommendation)",
        );
        says("years (YOG 2020)", "years (YOG, year of graduation, 2020)");
        says(
            "fees (AAMC: all)",
            "fees (AAMC, Association of American Medical Colleges: all)",
        );
        says("quality improvement (QI)", "quality improvement (QI)");
        says("QI", "QI");
    }

    #[test]
    fn in_a_page_nothing_is_markup() {
        let references = References::load(&Files::shipped("datasets")).unwrap();
        let mut spelling = Spelling::in_a_page(&references.glossary);
        assert_eq!(
            spelling.spell_out("CMS and PM&#38;R"),
            "CMS (Centers for Medicare &#38; Medicaid Services) and PM&#38;R (physical medicine and rehabilitation)"
        );
    }
}
