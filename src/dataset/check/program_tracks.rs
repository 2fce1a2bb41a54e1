use super::Check;
use super::program_fields::Raw;
use crate::dataset::raw::RawTrack;
use crate::model::{ProgramTrack, Reading, Stated, Value};

/// The tracks that a record says it offers.
pub(super) fn tracks(check: &mut Check<'_>, raw: &[RawTrack]) -> Vec<ProgramTrack> {
    if raw.is_empty() {
        check.error(
            "tracks",
            "a program offers at least one track",
            "e.g. `tracks: [{ track: categorical }]`",
        );
    }
    let mut tracks: Vec<ProgramTrack> = Vec::new();
    for (number, raw) in raw.iter().enumerate() {
        let at = format!("tracks.{number}");
        if tracks.iter().any(|track| track.track == raw.track) {
            let message = format!("the track `{}` stands here twice", raw.track);
            check.error(&format!("{at}.track"), message, "put both into one entry");
        }
        tracks.push(track(check, &at, raw));
    }
    tracks
}

fn track(check: &mut Check<'_>, at: &str, raw: &RawTrack) -> ProgramTrack {
    let mut number = |key: &str, raw: Raw<'_, i64>| {
        let path = format!("{at}.{key}");
        check.reading(&path, raw, |check, at, number| {
            check.within(at, *number, (0, 1000)).map(Value::Int)
        })
    };
    let quota = number("quota", raw.quota.as_ref());
    let matched = number("matched", raw.matched.as_ref());
    let stated = number("unfilled", raw.unfilled.as_ref());
    if let (Some(Value::Int(quota)), Some(Value::Int(matched))) = (quota.value(), matched.value())
        && quota < matched
    {
        let message = format!("{matched} positions cannot be filled of a quota of {quota}");
        check.error(
            &format!("{at}.matched.value"),
            message,
            "correct `quota` or `matched`",
        );
    }
    let unfilled = if raw.unfilled.is_some() {
        stated
    } else {
        left_over(&quota, &matched)
    };
    let nrmp_codes = raw
        .nrmp_codes
        .iter()
        .map(|code| code.as_str().into())
        .collect();
    ProgramTrack {
        track: raw.track,
        nrmp_codes,
        quota,
        matched,
        unfilled,
    }
}

/// Positions that stayed open, when quota and matched come from the same source and date.
fn left_over(quota: &Reading, matched: &Reading) -> Reading {
    match (quota, matched) {
        (
            Reading::Stated(Stated {
                value: Value::Int(quota),
                provenance,
            }),
            Reading::Stated(Stated {
                value: Value::Int(matched),
                provenance: other,
            }),
        ) if provenance == other => {
            let value = Value::Int((quota - matched).max(0));
            Reading::Stated(Stated {
                value,
                provenance: provenance.clone(),
            })
        }
        _ => Reading::Unstated,
    }
}
