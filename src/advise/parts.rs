use std::collections::BTreeSet;

use crate::guide::Guide;
use crate::model::{Band, Entry, ProgramId, Value};

use super::Placement;

/// Which part of the placed programs belongs to a tier, a group or a setting. Records that may be
/// the same program count once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The id of the tier or group, or the setting.
    pub of: String,
    /// Placed programs that surely belong to it.
    pub surely: usize,
    /// Placed programs that surely or possibly belong to it.
    pub possibly: usize,
    /// All placed programs.
    pub placed: usize,
}

/// The part of the list that the guide wants of a tier, group or setting, beside what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// What the guide wants, in percent.
    pub percent: Band,
    /// The number of the rule that says so.
    pub rule: usize,
    /// What the list has.
    pub part: Part,
}

impl Part {
    /// The surely known part, in percent; nothing of nothing is 0.
    #[must_use]
    pub fn at_least(&self) -> f64 {
        percent(self.surely, self.placed)
    }

    /// The part with everything that is possible, in percent.
    #[must_use]
    pub fn at_most(&self) -> f64 {
        percent(self.possibly, self.placed)
    }

    /// What rules read of it.
    pub(super) fn entry(&self) -> Entry {
        Entry::new()
            .with("of", Some(Value::text(&self.of)))
            .with("at_least", Some(Value::Float(self.at_least())))
            .with("at_most", Some(Value::Float(self.at_most())))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn percent(some: usize, all: usize) -> f64 {
    if all == 0 {
        return 0.0;
    }
    some as f64 * 100.0 / all as f64
}

/// The parts of a list by everything that a share can be about.
pub(super) fn parts(guide: &Guide, placements: &[Placement]) -> Vec<Part> {
    let mut met: BTreeSet<&ProgramId> = BTreeSet::new();
    let placed = placements
        .iter()
        .filter(|placement| placement.is_open() && placement.tier.is_some());
    let placed: Vec<&Placement> = placed
        .filter(|placement| met.insert(&placement.group))
        .collect();
    let count = |belongs: &dyn Fn(&Placement) -> bool| {
        placed.iter().filter(|placement| belongs(placement)).count()
    };
    let part = |of: &str| Part {
        of: of.to_owned(),
        surely: count(&|placement| placement.surely_belongs_to(guide, of)),
        possibly: count(&|placement| {
            placement.belongs_to(guide, of) || placement.could_belong_to(guide, of)
        }),
        placed: placed.len(),
    };
    guide.manifest.parts().map(part).collect()
}

impl Placement {
    /// Whether it is known to be in that tier, group or setting.
    #[must_use]
    pub fn belongs_to(&self, guide: &Guide, of: &str) -> bool {
        if let Some(rank) = guide.manifest.tier_rank(of) {
            return self.tier.as_ref().is_some_and(|(tier, _)| *tier == rank);
        }
        self.groups.iter().any(|(group, _)| group == of) || self.setting.as_deref() == Some(of)
    }

    /// Whether it is there whatever is still unknown: nothing could move it to a better tier.
    #[must_use]
    pub fn surely_belongs_to(&self, guide: &Guide, of: &str) -> bool {
        let moves = guide.manifest.tier_rank(of).is_some() && self.could_be(guide).is_some();
        self.belongs_to(guide, of) && !moves
    }

    /// Whether it is not known, and could be once what is unknown is known.
    #[must_use]
    pub fn could_belong_to(&self, guide: &Guide, of: &str) -> bool {
        let named = |rule: usize, word: &str| {
            let shapes = guide.rules.get(rule).into_iter();
            let mut shapes = shapes.flat_map(|rule| &rule.function.effects);
            shapes.any(|shape| shape.word == word && shape.literal.as_deref() == Some(of))
        };
        if let Some(rank) = guide.manifest.tier_rank(of) {
            return self.better_tiers(guide).any(|(better, _)| better == rank);
        }
        if guide.manifest.groups.iter().any(|group| group.id == of) {
            return self.stakes.iter().any(|stake| named(stake.rule, "group"));
        }
        self.setting.is_none()
    }
}
