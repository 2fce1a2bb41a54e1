//! What functions mean: their words and signs without comments and layout, and those of the helpers
//! that they can reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::{Mark, Marking};

use super::host::Helper;
use super::tokens::{Tokens, Word};

/// The mark of each function of a file, by its name.
pub(crate) fn meanings(
    tokens: &Tokens,
    helpers: &BTreeMap<String, Helper>,
) -> BTreeMap<String, Mark> {
    let functions: BTreeMap<&str, Vec<Word>> = tokens.functions().collect();
    let own: BTreeMap<&str, Mark> = functions
        .iter()
        .map(|(name, words)| (*name, own(words)))
        .collect();
    let whole = functions.keys().map(|name| {
        let mut marking = Marking::default();
        own.get(name)
            .into_iter()
            .for_each(|mark| marking.mark(*mark));
        let mut reached: BTreeMap<String, Mark> = BTreeMap::new();
        for near in reachable(name, &functions) {
            let words = functions.get(near).map(Vec::as_slice).unwrap_or_default();
            reached.extend(shared(words, helpers));
            if near != *name
                && let Some(mark) = own.get(near)
            {
                reached.insert(near.to_owned(), *mark);
            }
        }
        for (name, mark) in &reached {
            marking.text(name);
            marking.mark(*mark);
        }
        ((*name).to_owned(), marking.finish())
    });
    whole.collect()
}

/// The functions of a file that each of them can reach, itself among them, by its name.
pub(crate) fn reached(tokens: &Tokens) -> BTreeMap<String, BTreeSet<String>> {
    let functions: BTreeMap<&str, Vec<Word>> = tokens.functions().collect();
    let reached = functions.keys().map(|name| {
        let near = reachable(name, &functions).into_iter();
        ((*name).to_owned(), near.map(str::to_owned).collect())
    });
    reached.collect()
}

fn own(words: &[Word]) -> Mark {
    let mut marking = Marking::default();
    for word in words {
        marking.text(word.kind);
        marking.text(&word.text);
    }
    marking.finish()
}

/// The functions of the same file that a function names, itself or through others; it is among
/// them.
fn reachable<'f>(name: &'f str, functions: &'f BTreeMap<&'f str, Vec<Word>>) -> BTreeSet<&'f str> {
    let mut found = BTreeSet::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        let Some((name, words)) = functions.get_key_value(name) else {
            continue;
        };
        if found.insert(*name) {
            open.extend(words.iter().map(|word| &*word.text));
        }
    }
    found
}

/// The shared helpers that these words name, e.g. `lib::visa::sponsors`.
fn shared<'w>(
    words: &'w [Word],
    helpers: &'w BTreeMap<String, Helper>,
) -> impl Iterator<Item = (String, Mark)> + 'w {
    words.windows(5).filter_map(|five| {
        let full: String = five.iter().map(|word| &*word.text).collect();
        let helper = helpers.get(&full)?;
        Some((full, helper.meaning))
    })
}
