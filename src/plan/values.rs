//! What two values come to together.

use crate::model::{Effect, Text};

use super::Held;
use super::run::{Stop, Value};

/// The longest text of which it is sure that the rule language takes it too, in bytes.
pub(super) const TEXT: usize = 4_000;

/// The most that a list may hold, written out, in bytes with so many for each thing in it: about what
/// one call may find, and less than the rule language takes.
const LIST: usize = Effect::TEXT_A_CALL;
const THING: usize = 32;

/// The value, unless it is so long that the rule language may refuse it.
pub(super) fn short(held: Held) -> Value {
    let fits = match &held {
        Held::Text(text) => text.len() <= TEXT,
        Held::Words(words) => words.iter().map(|word| word.len() + 2).sum::<usize>() <= TEXT,
        _ => true,
    };
    if fits { Ok(held) } else { Err(Stop::Unsure) }
}

/// The list of these, unless it is so long, written out, that the rule language may refuse it. A list
/// of lists of lists doubles with each line, and is walked whole.
pub(super) fn list(items: Vec<Held>) -> Value {
    let mut left = LIST;
    let fits = items.iter().all(|item| take(item, &mut left));
    fits.then(|| Held::List(items.into())).ok_or(Stop::Unsure)
}

/// Takes what a value holds from what is left; false when that is too little.
fn take(held: &Held, left: &mut usize) -> bool {
    let bytes = match held {
        Held::List(items) if !items.iter().all(|item| take(item, left)) => return false,
        Held::Text(text) => text.len(),
        Held::Words(words) => words.iter().map(|word| word.len() + 1).sum(),
        Held::Effect(effect) => effect.text_len(),
        _ => 0,
    };
    match left.checked_sub(bytes + THING) {
        Some(less) => {
            *left = less;
            true
        }
        None => false,
    }
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
