//! What rules can ask besides reading fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Array, Engine, ImmutableString};

use crate::model::{Band, Cutoff};

use super::node::WordList;

/// A function that rules may call, for checking and for the documentation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) name: &'static str,
    pub(crate) arguments: usize,
}

/// Every function that rules may call, besides the effects and the helpers of the rule files.
pub(crate) const WORDS: [Word; 9] = [
    Word {
        name: "place",
        arguments: 2,
    },
    Word {
        name: "has",
        arguments: 2,
    },
    Word {
        name: "count",
        arguments: 2,
    },
    Word {
        name: "total",
        arguments: 3,
    },
    Word {
        name: "overlap",
        arguments: 2,
    },
    Word {
        name: "part_at_least",
        arguments: 2,
    },
    Word {
        name: "part_at_most",
        arguments: 2,
    },
    Word {
        name: "words",
        arguments: 1,
    },
    Word {
        name: "plural",
        arguments: 3,
    },
];

/// How ids are called among people: region titles, specialty titles.
pub(crate) type Titles = Arc<BTreeMap<String, String>>;

#[expect(clippy::cast_precision_loss, reason = "scores are far below 2^52")]
fn place_int(score: i64) -> f64 {
    score as f64
}

fn contains(words: &WordList, word: &str) -> bool {
    words.0.iter().any(|item| &**item == word)
}

fn overlap(a: &WordList, b: &WordList) -> bool {
    a.0.iter().any(|word| contains(b, word))
}

fn overlap_array(words: &WordList, items: &Array) -> bool {
    items.iter().any(|item| {
        item.clone()
            .into_immutable_string()
            .is_ok_and(|word| contains(words, &word))
    })
}

/// The id in plain words: its title, or itself with spaces for hyphens.
pub(crate) fn plain(titles: &BTreeMap<String, String>, id: &str) -> String {
    titles
        .get(id)
        .cloned()
        .unwrap_or_else(|| id.replace('-', " "))
}

pub(crate) fn register(engine: &mut Engine, titles: &Titles) {
    let titles = titles.clone();
    let list_titles = titles.clone();
    engine
        .register_fn("place", |score: i64, band: Band| {
            band.place(place_int(score))
        })
        .register_fn("place", |score: f64, band: Band| band.place(score))
        .register_fn("place", |score: i64, cutoff: Cutoff| {
            cutoff.place(place_int(score))
        })
        .register_fn("place", |score: f64, cutoff: Cutoff| cutoff.place(score))
        .register_fn("contains", |words: &mut WordList, word: ImmutableString| {
            contains(words, &word)
        })
        .register_fn("overlap", |a: &mut WordList, b: WordList| overlap(a, &b))
        .register_fn("overlap", |a: &mut WordList, b: Array| overlap_array(a, &b))
        .register_fn("words", move |id: ImmutableString| plain(&titles, &id))
        .register_fn("words", move |ids: &mut WordList| {
            let words: Vec<String> = ids.0.iter().map(|id| plain(&list_titles, id)).collect();
            words.join(", ")
        })
        .register_fn(
            "plural",
            |n: i64, one: ImmutableString, many: ImmutableString| {
                if n == 1 {
                    format!("{n} {one}")
                } else {
                    format!("{n} {many}")
                }
            },
        );
}
