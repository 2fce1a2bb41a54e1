use std::sync::LazyLock;

use preceptor::dataset::{Files, References};

/// What stands in a text where an abbreviation is spelt out, and what stands there otherwise.
static SPELT: LazyLock<Vec<(String, &str)>> = LazyLock::new(|| {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let words = references.glossary.abbreviations();
    let spelt = words.flat_map(|(word, one)| {
        let many = match one.split_once(" of ") {
            Some((noun, of)) => format!("{noun}s of {of}"),
            None => format!("{one}s"),
        };
        let in_a_page = one.replace('&', "&#38;");
        let all = [one.to_owned(), many, in_a_page].into_iter();
        all.flat_map(|words| {
            [
                (format!(" ({words})"), ""),
                (format!(" ({word}: {words})"), ""),
                (format!(": {words})"), ")"),
                (format!(", {words},"), ""),
                (format!(", {words}:"), ":"),
                (format!(", {words};"), ";"),
            ]
        })
        .collect::<Vec<_>>()
    });
    spelt.collect()
});

/// The text as the rules say it: without what abbreviations stand for where they stand first.
pub(crate) fn unspelt(text: &str) -> String {
    let text = text.to_owned();
    SPELT.iter().fold(text, |text, (spelt, plain)| {
        if text.contains(spelt) {
            text.replace(spelt, plain)
        } else {
            text
        }
    })
}
