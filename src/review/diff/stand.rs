use std::cmp::Reverse;

use crate::evaluate::Scores;
use crate::guide::Guide;

/// Where a program stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Where {
    /// In this tier, by its number among the tiers of all versions.
    Tier(usize),
    /// Open, and in no tier.
    NoTier,
    /// Not an option.
    Excluded,
    /// Not among the programs of the target.
    #[default]
    Absent,
}

/// Where a program stands, its score, and whether some rule could not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stand {
    /// Where it stands.
    pub at: Where,
    /// Its score.
    pub score: i64,
    /// Whether some rule could not know.
    pub unknown: bool,
}

impl Stand {
    pub(super) fn of(scores: &Scores, lane: usize, tiers: &[usize]) -> Self {
        let tier = scores.tier(lane).and_then(|rank| tiers.get(rank));
        let at = match tier {
            _ if scores.is_excluded(lane) => Where::Excluded,
            Some(tier) => Where::Tier(*tier),
            None => Where::NoTier,
        };
        Self {
            at,
            score: scores.score(lane),
            unknown: scores.is_open(lane),
        }
    }

    /// Whether it is among the programs and an option.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.at, Where::Tier(_) | Where::NoTier)
    }

    /// Whether a tier rule placed it.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        matches!(self.at, Where::Tier(_))
    }

    pub(super) fn order(&self) -> (Where, Reverse<i64>) {
        (self.at, Reverse(self.score))
    }
}

/// What becomes of a program, seen by the person who reads the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is no option any more.
    Excluded,
    /// It is an option again.
    Opened,
    /// It is not among the programs any more.
    Gone,
    /// It is new among the programs.
    Came,
    /// Another tier, or none.
    Tier,
    /// Another score in the same tier.
    Score,
    /// More, or less, is unknown.
    Unknown,
}

/// What can differ between two stands and is blamed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    At,
    Score,
    Unknown,
}

impl Aspect {
    pub(super) const ALL: [Self; 3] = [Self::At, Self::Score, Self::Unknown];

    /// Whether two stands are the same in it. A program that is no option has no score to look at.
    pub(super) fn same(self, one: &Stand, two: &Stand) -> bool {
        match self {
            Self::At => one.at == two.at,
            Self::Score => one.score == two.score,
            Self::Unknown => one.unknown == two.unknown,
        }
    }

    /// Whether the person who reads the list sees a difference.
    pub(super) fn shows(self, one: &Stand, two: &Stand) -> bool {
        let open = one.is_open() && two.is_open();
        !self.same(one, two) && (self == Self::At || open)
    }
}

/// What becomes of a program that stands elsewhere.
pub(super) fn kind(before: &Stand, after: &Stand) -> Kind {
    match (before.at, after.at) {
        (_, Where::Absent) => Kind::Gone,
        (Where::Absent, _) => Kind::Came,
        (_, Where::Excluded) => Kind::Excluded,
        (Where::Excluded, _) => Kind::Opened,
        _ => Kind::Tier,
    }
}

/// The tiers of all versions of a guide: a tier that is only called otherwise is the same one.
#[derive(Debug, Clone, Default)]
pub(super) struct Tiers {
    /// The id and title of each, those of the new version first.
    pub names: Vec<(String, String)>,
    /// For each version, which tier each rank is.
    pub of: Vec<Vec<usize>>,
}

impl Tiers {
    /// Of versions of a guide; the second one is the new one.
    pub(super) fn of(versions: &[Option<&Guide>]) -> Self {
        let mut this = Self::default();
        let new = versions.get(1).copied().flatten();
        let ids = |guide: &Guide| -> Vec<String> {
            let tiers = guide.manifest.tiers.iter();
            tiers.map(|tier| tier.id.clone()).collect()
        };
        let current: Vec<String> = new.map(ids).unwrap_or_default();
        for guide in new.into_iter().chain(versions.iter().copied().flatten()) {
            let own = ids(guide);
            for (rank, tier) in guide.manifest.tiers.iter().enumerate() {
                if this.find(&tier.id, rank, &own, &current).is_none() {
                    this.names.push((tier.id.clone(), tier.title.clone()));
                }
            }
        }
        let of = versions.iter().map(|guide| {
            let own = guide.map(ids).unwrap_or_default();
            let ranks = own.iter().enumerate();
            let ranks = ranks.filter_map(|(rank, id)| this.find(id, rank, &own, &current));
            ranks.collect()
        });
        let of = of.collect();
        Self { of, ..this }
    }

    /// The tier with that id; or the one that stands at its place in the new version and is not in
    /// its own, because it has another name there.
    fn find(&self, id: &str, rank: usize, own: &[String], current: &[String]) -> Option<usize> {
        let named = |id: &str| self.names.iter().position(|(known, _)| known == id);
        if let Some(tier) = named(id) {
            return Some(tier);
        }
        let there = current.get(rank)?;
        let is_renamed = !own.contains(there) && !current.iter().any(|known| known == id);
        is_renamed.then(|| named(there)).flatten()
    }
}
