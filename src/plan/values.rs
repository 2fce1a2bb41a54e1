//! What two values come to together.

use crate::model::Text;

use super::Held;
use super::run::{Stop, Value};

/// The longest text of which it is sure that the rule language takes it too, in bytes.
pub(super) const TEXT: usize = 4_000;

/// The value, unless it is so long that the rule language may refuse it.
pub(super) fn short(held: Held) -> Value {
    let fits = match &held {
        Held::Text(text) => text.len() <= TEXT,
        Held::Words(words) => words.iter().map(|word| word.len() + 2).sum::<usize>() <= TEXT,
        _ => true,
    };
    if fits { Ok(held) } else { Err(Stop::Unsure) }
}

fn text(held: &Held) -> Result<&Text, Stop> {
    match held {
        Held::Text(text) => Ok(text),
        _ => Err(Stop::Unsure),
    }
}

pub(super) fn contains(list: &Held, item: &Held) -> Value {
    let item = text(item)?;
    let found = match list {
        Held::Words(words) => words.iter().any(|word| word == item),
        Held::List(items) => {
            let words: Result<Vec<&Text>, Stop> = items.iter().map(text).collect();
            words?.contains(&item)
        }
        _ => return Err(Stop::Unsure),
    };
    Ok(Held::Bool(found))
}

pub(super) fn overlap(a: &Held, b: &Held) -> Value {
    let Held::Words(a) = a else {
        return Err(Stop::Unsure);
    };
    let found = match b {
        Held::Words(b) => a.iter().any(|word| b.contains(word)),
        Held::List(items) => {
            let words: Result<Vec<&Text>, Stop> = items.iter().map(text).collect();
            words?.into_iter().any(|word| a.contains(word))
        }
        _ => return Err(Stop::Unsure),
    };
    Ok(Held::Bool(found))
}

pub(super) fn place(score: &Held, range: &Held) -> Value {
    let score = score.as_decimal().ok_or(Stop::Unsure)?;
    let place = match range {
        Held::Band(band) => band.place(score),
        Held::Cutoff(cutoff) => cutoff.place(score),
        _ => return Err(Stop::Unsure),
    };
    Ok(Held::Text(place.into()))
}

pub(super) fn plural(n: &Held, one: &Held, many: &Held) -> Value {
    let Held::Int(n) = n else {
        return Err(Stop::Unsure);
    };
    let (one, many) = (text(one)?, text(many)?);
    let word = if *n == 1 { one } else { many };
    short(Held::Text(format!("{n} {word}").into()))
}
