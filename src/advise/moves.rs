use std::collections::BTreeMap;

use crate::model::ProgramId;

use super::{Placement, TargetAdvice};

/// Where a program stands: excluded, or its tier and score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standpoint {
    /// Whether it is excluded.
    pub excluded: bool,
    /// Where its tier stands among the guide's tiers.
    pub tier: Option<usize>,
    /// Its score.
    pub score: i64,
}

/// One program that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// Where it stood.
    pub before: Standpoint,
    /// Where it stands now.
    pub after: Standpoint,
}

/// What changed between two evaluations of the same target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moves {
    /// The programs that moved, those that changed tier or exclusion first.
    pub programs: Vec<Move>,
    /// Sentences about the standing that are new: bands, flags, strengths.
    pub gained: Vec<String>,
    /// Sentences about the standing that are gone.
    pub lost: Vec<String>,
}

impl Move {
    /// Whether it changed tier or exclusion, and not only its score.
    #[must_use]
    pub fn changes_tier(&self) -> bool {
        (self.before.excluded, self.before.tier) != (self.after.excluded, self.after.tier)
    }
}

/// What moved from `before` to `after`.
#[must_use]
pub fn compare(before: &TargetAdvice, after: &TargetAdvice) -> Moves {
    let old: BTreeMap<&ProgramId, &Placement> = before
        .list
        .placements
        .iter()
        .map(|placement| (&placement.id, placement))
        .collect();
    let mut programs: Vec<Move> = after
        .list
        .placements
        .iter()
        .filter_map(|placement| {
            let before = standpoint(old.get(&placement.id)?);
            let after = standpoint(placement);
            let (program, id) = (placement.program, placement.id.clone());
            (before != after).then_some(Move {
                program,
                id,
                before,
                after,
            })
        })
        .collect();
    programs.sort_by_key(|moved| !moved.changes_tier());
    let (old, new) = (sentences(before), sentences(after));
    let without = |from: &[String], other: &[String]| {
        from.iter()
            .filter(|text| !other.contains(text))
            .cloned()
            .collect()
    };
    Moves {
        programs,
        gained: without(&new, &old),
        lost: without(&old, &new),
    }
}

fn standpoint(placement: &Placement) -> Standpoint {
    Standpoint {
        excluded: !placement.is_open(),
        tier: placement.tier.as_ref().map(|(rank, _)| *rank),
        score: placement.score,
    }
}

fn sentences(advice: &TargetAdvice) -> Vec<String> {
    let standing = &advice.standing;
    let bands = standing.bands.iter().map(|(_, _, said)| said);
    let pillars = standing.pillars.iter().flat_map(|pillar| &pillar.said);
    let steps = advice.plan.iter().map(|step| &step.said);
    let all = bands.chain(&standing.flags).chain(pillars).chain(steps);
    all.map(|said| said.text.to_string()).collect()
}
