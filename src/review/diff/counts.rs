use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ProgramId, Target};

use super::Person;
use super::stand::{Kind, Stand};

/// How many different sentences are kept, the first ones by their letters.
const SENTENCES: usize = 400;

/// Some programs of a catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programs(Vec<u64>);

impl Programs {
    pub(super) fn add(&mut self, program: usize) {
        if self.0.len() <= program / 64 {
            self.0.resize(program / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(program / 64) {
            *word |= 1 << (program % 64);
        }
    }

    fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

/// One program of one list that stands elsewhere, to show what a change does.
#[derive(Debug, Clone)]
pub struct Example {
    /// The least key is the clearest example, in whatever order they come.
    pub(super) key: (Kind, i64, usize, usize, usize, usize),
    /// The applicant.
    pub person: Arc<Person>,
    /// The guide's number among those that judge.
    pub guide: usize,
    /// The target's number in the profile.
    pub target_index: usize,
    /// The target.
    pub target: Target,
    /// The program.
    pub program: Option<ProgramId>,
    /// Where it stood.
    pub before: Stand,
    /// Where it stands now.
    pub after: Stand,
}

/// A list of one applicant, guide and target that became longer or shorter, dearer or cheaper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListExample {
    /// How much, in programs, dollars or percent.
    pub by: i64,
    /// Breaks ties in the order of applicants, guides and targets.
    pub(super) order: (usize, usize, usize),
    /// What the applicant is called.
    pub name: String,
    /// The guide's number among those that judge.
    pub guide: usize,
    /// The target.
    pub target: Target,
    /// What it was.
    pub before: u64,
    /// What it is now.
    pub after: u64,
}

/// A tier move: the guide's number, and the tiers; none for no tier.
pub type TierMove = (usize, Option<usize>, Option<usize>);

/// What changed, counted over pairs of an applicant's list and a program.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Applicants for whom anything changed.
    pub applicants: u64,
    /// Lists (applicant, guide, target) in which anything changed.
    pub lists: u64,
    /// Programs that stand elsewhere in some list.
    pub programs: Programs,
    /// Pairs of which anything changed.
    pub pairs: u64,
    /// Programs that are no option any more.
    pub excluded: u64,
    /// Programs that are an option again.
    pub opened: u64,
    /// Programs that are gone from lists, or new in them.
    pub gone: u64,
    /// Programs that are new in lists.
    pub came: u64,
    /// Programs that are in another tier.
    pub tiers: BTreeMap<TierMove, u64>,
    /// Programs that only have another score, by how much it changed.
    pub points: BTreeMap<i64, u64>,
    /// Programs of which more is unknown than was.
    pub unknown_more: u64,
    /// Programs of which less is unknown than was.
    pub unknown_less: u64,
    /// Lists that the guide does not judge any more.
    pub unjudged: u64,
    /// Lists that the guide newly judges.
    pub judged: u64,
    /// Sentences to applicants that are new.
    pub said_new: u64,
    /// Sentences to applicants that are gone.
    pub said_gone: u64,
    /// How often each sentence is new, and gone.
    pub said: BTreeMap<String, (u64, u64)>,
    /// Of each kind the clearest example.
    pub examples: BTreeMap<Kind, Example>,
}

impl Counts {
    /// Programs that are in another tier, over all tiers.
    #[must_use]
    pub fn tier_moves(&self) -> u64 {
        self.tiers.values().sum()
    }

    /// Programs that only have another score.
    #[must_use]
    pub fn score_moves(&self) -> u64 {
        self.points.values().sum()
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs + self.unjudged + self.judged + self.said_new + self.said_gone == 0
    }

    /// The clearest example of all.
    #[must_use]
    pub fn example(&self) -> Option<&Example> {
        self.examples.values().next()
    }

    pub(super) fn say(&mut self, sentence: &str, is_new: bool) {
        let (new, gone) = if is_new { (1, 0) } else { (0, 1) };
        self.said_new += new;
        self.said_gone += gone;
        let said = self.said.entry(sentence.to_owned()).or_default();
        said.0 += new;
        said.1 += gone;
        self.clip();
    }

    /// Keeps the first sentences: whatever comes in whatever order, the same ones are kept with all
    /// of their counts.
    fn clip(&mut self) {
        while self.said.len() > SENTENCES {
            self.said.pop_last();
        }
    }

    pub(super) fn show(&mut self, kind: Kind, example: impl FnOnce() -> Example, key_first: i64) {
        let known = self.examples.get(&kind);
        if known.is_some_and(|known| known.key.1 < key_first) {
            return;
        }
        let example = example();
        if known.is_none_or(|known| example.key < known.key) {
            self.examples.insert(kind, example);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.applicants += other.applicants;
        self.lists += other.lists;
        self.programs.merge(&other.programs);
        self.pairs += other.pairs;
        self.excluded += other.excluded;
        self.opened += other.opened;
        self.gone += other.gone;
        self.came += other.came;
        self.unknown_more += other.unknown_more;
        self.unknown_less += other.unknown_less;
        self.unjudged += other.unjudged;
        self.judged += other.judged;
        self.said_new += other.said_new;
        self.said_gone += other.said_gone;
        for (key, count) in &other.tiers {
            *self.tiers.entry(*key).or_default() += count;
        }
        for (key, count) in &other.points {
            *self.points.entry(*key).or_default() += count;
        }
        for (sentence, (new, gone)) in &other.said {
            let said = self.said.entry(sentence.clone()).or_default();
            said.0 += new;
            said.1 += gone;
        }
        self.clip();
        for (kind, example) in &other.examples {
            let known = self.examples.get(kind);
            if known.is_none_or(|known| example.key < known.key) {
                self.examples.insert(*kind, example.clone());
            }
        }
    }
}

/// What became of whole lists: those in which anything changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// By how many programs the placed ones of a list became more or fewer, and how often.
    pub sizes: BTreeMap<i64, u64>,
    /// Placed programs of these lists before, and now.
    pub placed: (u64, u64),
    /// What applying to them costs before, and now, in US dollars.
    pub cost: (u64, u64),
    /// How far programs moved up or down in these lists, in ranks, by the lower end of a range.
    pub ranks: BTreeMap<u64, u64>,
    /// Programs that are newly among the best 20 of a list.
    pub top: u64,
    /// The most a list grows and shrinks, in programs and in percent, and the most its cost rises,
    /// in dollars.
    pub most: BTreeMap<Most, ListExample>,
}

/// What a list can do most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Most {
    /// Get longer, in programs.
    Grows,
    /// Get longer, in percent of what it was.
    GrowsPercent,
    /// Get shorter, in programs.
    Shrinks,
    /// Get shorter, in percent of what it was.
    ShrinksPercent,
    /// Cost more, in US dollars.
    Dearer,
}

impl Lists {
    pub(super) fn note(&mut self, most: Most, example: ListExample) {
        if example.by <= 0 {
            return;
        }
        let key = |one: &ListExample| (-one.by, one.order);
        let known = self.most.get(&most);
        if known.is_none_or(|known| key(&example) < key(known)) {
            self.most.insert(most, example);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (key, count) in &other.sizes {
            *self.sizes.entry(*key).or_default() += count;
        }
        for (key, count) in &other.ranks {
            *self.ranks.entry(*key).or_default() += count;
        }
        self.placed = (
            self.placed.0 + other.placed.0,
            self.placed.1 + other.placed.1,
        );
        self.cost = (self.cost.0 + other.cost.0, self.cost.1 + other.cost.1);
        self.top += other.top;
        for (most, example) in &other.most {
            self.note(*most, example.clone());
        }
    }
}
