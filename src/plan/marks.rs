//! The cells of a field: what no comparison of the rules tells apart.

use std::collections::BTreeSet;

use crate::model::{Kind, Role, Words};

use super::{EntryList, Held};

/// What a field, or something made of fields, is compared with.
#[derive(Debug, Default)]
pub(super) struct Marks {
    numbers: Vec<f64>,
    words: BTreeSet<String>,
    sets: Vec<BTreeSet<String>>,
}

impl Marks {
    pub(super) fn add(&mut self, held: &Held) {
        match held {
            Held::Band(band) => self.numbers.extend([band.from.as_f64(), band.to.as_f64()]),
            Held::Cutoff(cutoff) => {
                self.numbers
                    .extend([cutoff.from.as_f64(), cutoff.to.as_f64()]);
            }
            Held::Text(text) => drop(self.words.insert(text.to_string())),
            other => self.numbers.extend(other.as_decimal()),
        }
    }

    /// What a field is compared with when that much is added to it first.
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is added is far below 2^52"
    )]
    pub(super) fn add_less(&mut self, held: &Held, by: i64) {
        if by == 0 {
            self.add(held);
            return;
        }
        let mut compared = Self::default();
        compared.add(held);
        let numbers = compared.numbers.iter();
        self.numbers
            .extend(numbers.map(|number| number - by as f64));
    }

    pub(super) fn add_set(&mut self, held: &Held) {
        let words = match held {
            Held::Words(words) => words.iter().map(ToString::to_string).collect(),
            Held::List(items) => items.iter().filter_map(Held::shown).collect(),
            _ => return,
        };
        self.sets.push(words);
    }

    pub(super) fn cells(&self, role: Role, field: usize, kind: Kind) -> Vec<Option<Held>> {
        let values: Vec<Held> = match kind {
            Kind::Bool => vec![Held::Bool(true), Held::Bool(false)],
            Kind::Int { from, to } => self.whole(from, to),
            Kind::Float { from, to } => self.decimals(from, to),
            Kind::Text(words) => self.texts(words),
            Kind::Texts(_) => vec![Held::Words(Vec::new().into())],
            Kind::Entries(_) => vec![Held::Entries(EntryList {
                entries: Vec::new().into(),
                role,
                field,
            })],
        };
        std::iter::once(None)
            .chain(values.into_iter().map(Some))
            .collect()
    }

    #[expect(clippy::cast_possible_truncation, reason = "thresholds are small")]
    fn whole(&self, from: i64, to: i64) -> Vec<Held> {
        let near = self.numbers.iter().flat_map(|number| {
            let whole = number.floor() as i64;
            [whole.saturating_sub(1), whole, whole.saturating_add(1)]
        });
        let inside = near.filter(|number| (from..=to).contains(number));
        let all: BTreeSet<i64> = inside.chain([from, to]).collect();
        all.into_iter().map(Held::Int).collect()
    }

    /// Each threshold and something on both sides of it.
    fn decimals(&self, from: f64, to: f64) -> Vec<Held> {
        let inside = self
            .numbers
            .iter()
            .copied()
            .filter(|number| (from..=to).contains(number));
        let mut ends: Vec<f64> = inside.chain([from, to]).collect();
        ends.sort_by(f64::total_cmp);
        ends.dedup();
        let between = ends.windows(2).filter_map(|pair| match pair {
            [a, b] => Some(f64::midpoint(*a, *b)),
            _ => None,
        });
        let all = ends.iter().copied().chain(between);
        all.map(Held::Float).collect()
    }

    /// The words that are named, one of those that are always named together, and another one.
    fn texts(&self, words: Words) -> Vec<Held> {
        let possible = |word: &str| match words {
            Words::Open => true,
            Words::Of(all) => all.contains(&word),
        };
        let named: BTreeSet<&String> = self
            .words
            .iter()
            .chain(self.sets.iter().flatten())
            .collect();
        let mut seen = BTreeSet::new();
        let alike = |word: &String| {
            let alone = self.words.contains(word).then(|| word.clone());
            let sets: Vec<bool> = self.sets.iter().map(|set| set.contains(word)).collect();
            (alone, sets)
        };
        let mut all: Vec<Held> = named
            .iter()
            .filter(|word| possible(word))
            .filter(|word| seen.insert(alike(word)))
            .map(|word| Held::Text(word.as_str().into()))
            .collect();
        let is_free = |word: &String| !named.contains(word);
        let other = match words {
            Words::Open => {
                let mut words = (0..=named.len()).map(|more| "another".repeat(more + 1));
                words.find(is_free)
            }
            Words::Of(known) => known.iter().map(ToString::to_string).find(is_free),
        };
        all.extend(other.map(|word| Held::Text(word.into())));
        all
    }
}
