//! Every abbreviation of a report is spelt out in it.

use std::collections::BTreeSet;

use preceptor::dataset::{Files, References};

use crate::runner::{evaluate, preceptor};

/// Profiles from the strongest to the one that says least.
const PROFILES: [&str; 6] = [
    "rp-01",
    "rp-04",
    "rp-09",
    "rp-12",
    "two-failures-no-usce",
    "minimal",
];

/// Capitals that are no abbreviations to explain: placeholders of commands, and names.
const PLAIN: [&str; 15] = [
    "RULE",
    "APPLICANT",
    "PROGRAM",
    "HCA",
    "KPC",
    "MUSC",
    "NYU",
    "OPTI",
    "SLCH",
    "SUNY",
    "UCLA",
    "UCSF",
    "USA",
    "USC",
    "USF",
];

/// What stands in capitals in what people say: without headings, programs, places and references.
fn abbreviations(report: &str) -> BTreeSet<String> {
    let lines = report.lines().filter(|line| {
        let is_heading = *line == line.to_uppercase();
        let is_row =
            line.contains(" points") || line.starts_with("   x ") || line.starts_with("   ? ");
        !is_heading && !is_row && !line.contains("://")
    });
    let mut text = String::new();
    for (index, part) in lines.collect::<Vec<_>>().join(" ").split('[').enumerate() {
        let spoken = if index == 0 {
            part
        } else {
            part.split_once(']').map_or("", |(_, after)| after)
        };
        text.push_str(spoken);
        text.push(' ');
    }
    let words = text.split(|sign: char| !sign.is_alphanumeric() && sign != '-');
    let is_short = |word: &&str| {
        let word = word.trim_end_matches('s');
        (3..=6).contains(&word.len()) && word.chars().all(|sign| sign.is_ascii_uppercase())
    };
    words
        .filter(is_short)
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}

#[test]
fn every_abbreviation_of_a_report_is_spelt_out_in_it() {
    for profile in PROFILES {
        let report = evaluate(profile).run().done().stdout;
        let (said, words) = report.rsplit_once("\nWORDS\n").unwrap();
        let missing: Vec<String> = abbreviations(said)
            .into_iter()
            .filter(|word| !PLAIN.contains(&word.as_str()))
            .filter(|word| {
                !words
                    .lines()
                    .any(|line| line.trim_start().starts_with(word.as_str()))
            })
            .collect();
        assert!(
            missing.is_empty(),
            "{profile}: {missing:?} should stand in datasets/glossary.yaml"
        );
    }
}

#[test]
fn only_words_that_occur_are_explained() {
    let glossary = References::load(&Files::shipped("datasets"))
        .unwrap()
        .glossary;
    for format in ["text", "markdown"] {
        let report = evaluate("minimal")
            .args(["--format", format])
            .run()
            .done()
            .stdout;
        let mark = if format == "text" {
            "\nWORDS\n"
        } else {
            "\n## Words\n"
        };
        let (said, words) = report.rsplit_once(mark).unwrap();
        let used: Vec<&str> = glossary
            .used_in(said)
            .into_iter()
            .map(|word| &*word.word)
            .collect();
        let lines = words
            .lines()
            .filter(|line| !line.starts_with("      ") && !line.is_empty());
        assert!(lines.count() <= used.len() + 1, "{words}");
        assert!(used.contains(&"IMG") && !words.contains("SOAP"), "{words}");
    }
}

#[test]
fn a_comparison_explains_its_words_too() {
    let report = preceptor(["compare", "datasets/applicants/rp-12.yaml"])
        .run()
        .done()
        .stdout;
    assert!(report.contains("\nWORDS\n"), "{report}");
}
