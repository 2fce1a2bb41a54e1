//! Ids and dates as lists write them.

use super::refusal::{Read, Refusal};
use crate::model::{AsOf, ProgramId, Text, Track};

/// The id of a record.
pub(super) fn id(words: &str) -> Read<ProgramId> {
    ProgramId::parse(words).ok_or_else(|| {
        Refusal::new(
            "this is no id of a record",
            "take it from `preceptor programs`, e.g. acgme-1400531031",
        )
    })
}

/// Ten digits, as the ACGME writes them; a spreadsheet may have made a number of them.
pub(super) fn acgme(words: &str) -> Read<String> {
    let digits = words.trim_end_matches(".0").replace([' ', '-'], "");
    let is_one = digits.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_one
        .then_some(digits)
        .ok_or_else(|| Refusal::new("this is no ACGME id", "it has ten digits, e.g. 1400531031"))
}

/// NRMP codes: institution, specialty, a letter for the track, and its number.
pub(super) fn codes(words: &str) -> Read<Vec<Text>> {
    let words = words.replace([',', ';', '/'], " ");
    let code = |code: &str| {
        let code = code.to_uppercase();
        let fits = (9..=11).contains(&code.len())
            && code.bytes().take(7).all(|byte| byte.is_ascii_digit())
            && track_of(&code).is_some();
        fits.then(|| Text::from(code)).ok_or_else(|| {
            Refusal::new(
                "this is no NRMP code",
                "it has seven digits, a letter and a number, e.g. 1234140C0",
            )
        })
    };
    words.split_whitespace().map(code).collect()
}

/// The track that the letter of an NRMP code stands for.
pub(super) fn track_of(code: &str) -> Option<Track> {
    match code.chars().nth(7)? {
        'C' => Some(Track::Categorical),
        'P' => Some(Track::Preliminary),
        'A' => Some(Track::Advanced),
        'M' => Some(Track::PrimaryCare),
        'R' => Some(Track::Physician),
        _ => None,
    }
}

/// The day of a date, with or without the time.
pub(super) fn day(words: &str) -> Read<AsOf> {
    let day = words.split(['T', ' ']).next().unwrap_or(words);
    let whole = AsOf::parse(words).or_else(|| AsOf::parse(day));
    whole.ok_or_else(|| {
        Refusal::new(
            "this is no date that can be read in one way only",
            "write it like 2025-03-28",
        )
    })
}
