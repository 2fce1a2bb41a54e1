use crate::evaluate::{Finding, Outcome};
use crate::guide::Guide;
use crate::model::Effect;
use crate::script::Chance;

/// What rules make of a program, without the words: enough to say whether two answers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    excluded: bool,
    /// Whether it could still be excluded.
    at_risk: bool,
    /// The rank of its best tier, and of the best one that it could still get.
    tier: Option<usize>,
    could_be: Option<usize>,
    score: i64,
    /// How much less and more the score could be.
    less: i64,
    more: i64,
}

impl Sum {
    pub(super) fn of<'f>(guide: &Guide, findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let sum = |sum: Self, finding| sum.and(Self::of_one(guide, finding));
        findings.into_iter().fold(Self::default(), sum)
    }

    fn of_one(guide: &Guide, finding: &Finding) -> Self {
        let mut sum = Self::default();
        match &finding.outcome {
            Outcome::Fired(effects) => effects.iter().for_each(|effect| match effect {
                Effect::Exclude { .. } => sum.excluded = true,
                Effect::Points { points, .. } => sum.score += points,
                Effect::Tier { id, .. } => {
                    sum.tier = better(sum.tier, guide.manifest.tier_rank(id));
                }
                _ => {}
            }),
            Outcome::Unknown { chances, .. } => {
                let effects = chances.iter().flat_map(|Chance { effects, .. }| effects);
                effects.for_each(|effect| match effect {
                    Effect::Exclude { .. } => sum.at_risk = true,
                    Effect::Points { points, .. } => {
                        sum.less = sum.less.min(*points);
                        sum.more = sum.more.max(*points);
                    }
                    Effect::Tier { id, .. } => {
                        sum.could_be = better(sum.could_be, guide.manifest.tier_rank(id));
                    }
                    _ => {}
                });
            }
            Outcome::Quiet | Outcome::Faulted(_) => {}
        }
        sum
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            excluded: self.excluded || other.excluded,
            at_risk: self.at_risk || other.at_risk,
            tier: better(self.tier, other.tier),
            could_be: better(self.could_be, other.could_be),
            score: self.score + other.score,
            less: self.less + other.less,
            more: self.more + other.more,
        }
    }

    /// What counts of it: of what is excluded nothing else.
    pub(super) fn settled(self) -> Self {
        if self.excluded {
            return Self {
                excluded: true,
                ..Self::default()
            };
        }
        let could_be = self
            .could_be
            .filter(|rank| self.tier.is_none_or(|tier| *rank < tier));
        Self { could_be, ..self }
    }

    /// Whether it is an option: surely, as far as is known, or not.
    fn standing(self) -> u8 {
        if self.excluded {
            2
        } else {
            u8::from(self.at_risk)
        }
    }

    /// The rank of the best tier in sight; the number of all tiers where there is none.
    fn place(self, tiers: usize) -> usize {
        better(self.tier, self.could_be).unwrap_or(tiers)
    }
}

fn better(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one.into_iter().chain(other).min()
}

/// What hangs on a value, what matters most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Swing {
    /// Whether the program is an option.
    Option,
    /// Which tier it is in.
    Tier,
    /// Its score.
    Points,
}

impl Swing {
    /// What hangs on it, in words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Option => "whether it is an option",
            Self::Tier => "its tier",
            Self::Points => "its score",
        }
    }
}

/// How much hangs on a value; the least weight comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight {
    /// What hangs on it.
    pub swing: Swing,
    /// Whether it decides only together with something else.
    not_alone: bool,
    /// The rank of the best tier in sight.
    best: usize,
    /// How far apart the tiers are, and the scores, both below zero.
    gap: i64,
    points: i64,
}

impl Weight {
    /// How much hangs on a value, of which these are the outcomes; nothing where all are alike.
    pub(super) fn of(outcomes: &[Sum], tiers: usize) -> Option<Self> {
        let standing = spread(outcomes, |sum| i64::from(sum.standing()))?;
        let open: Vec<Sum> = outcomes
            .iter()
            .copied()
            .filter(|sum| !sum.excluded)
            .collect();
        let place = |sum: &Sum| i64::try_from(sum.place(tiers)).unwrap_or(i64::MAX);
        let places = spread(&open, place).unwrap_or_default();
        let tier = spread(&open, |sum| {
            i64::try_from(sum.tier.unwrap_or(tiers)).unwrap_or(i64::MAX)
        });
        let low = spread(&open, |sum| sum.score + sum.less).unwrap_or_default();
        let high = spread(&open, |sum| sum.score + sum.more).unwrap_or_default();
        let gap = (places.1 - places.0).max(tier.map_or(0, |(least, most)| most - least));
        let points = (low.1 - low.0).max(high.1 - high.0);
        let swing = if standing.0 < standing.1 {
            Swing::Option
        } else if gap > 0 {
            Swing::Tier
        } else if points > 0 {
            Swing::Points
        } else {
            return None;
        };
        Some(Self {
            swing,
            not_alone: swing == Swing::Option && standing.1 < 2,
            best: usize::try_from(places.0).unwrap_or(tiers),
            gap: -gap,
            points: -points,
        })
    }
}

/// The least and the greatest.
fn spread(outcomes: &[Sum], number: impl Fn(&Sum) -> i64) -> Option<(i64, i64)> {
    let least = outcomes.iter().map(&number).min();
    least.zip(outcomes.iter().map(&number).max())
}
