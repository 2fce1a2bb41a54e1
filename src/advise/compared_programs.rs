use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::ProgramId;

use super::comparison::Judge;
use super::{Dispute, Placement, Verdict};

/// One program, and where each guide places it.
#[derive(Debug, Clone)]
pub struct ComparedProgram {
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// What each of the compared guides makes of it, by the guide's number.
    pub verdicts: Vec<Verdict>,
    /// On what the guides are at odds.
    pub dispute: Dispute,
    /// How far apart they place it; only for sorting.
    gap: usize,
    /// Its best place in any guide's list; only for sorting.
    best: usize,
}

/// The programs of a target with the verdicts of `guides` guides: those on which the judges
/// disagree most first, then those that stand highest in a list.
pub(crate) fn compared_programs(guides: usize, judges: &[Judge<'_>]) -> Vec<ComparedProgram> {
    let mut programs: BTreeMap<usize, ComparedProgram> = BTreeMap::new();
    for judge in judges {
        for (place, placement) in judge.advice.list.placements.iter().enumerate() {
            let compared = programs
                .entry(placement.program)
                .or_insert_with(|| ComparedProgram::unjudged(guides, placement));
            compared.best = compared.best.min(place);
            if let Some(verdict) = compared.verdicts.get_mut(judge.number) {
                *verdict = Verdict::of(judge.guide, placement);
            }
        }
    }
    let mut programs: Vec<ComparedProgram> = programs.into_values().collect();
    for program in &mut programs {
        let seen = judges.iter().filter_map(|judge| {
            let verdict = program.verdicts.get(judge.number)?;
            Some((judge.guide, verdict))
        });
        (program.dispute, program.gap) = Dispute::of(seen);
    }
    programs.sort_by(|one, other| one.order().cmp(&other.order()));
    programs
}

impl ComparedProgram {
    fn unjudged(guides: usize, placement: &Placement) -> Self {
        Self {
            program: placement.program,
            id: placement.id.clone(),
            verdicts: vec![Verdict::NotJudged; guides],
            dispute: Dispute::None,
            gap: 0,
            best: usize::MAX,
        }
    }

    fn order(&self) -> (Dispute, Reverse<usize>, usize, &ProgramId) {
        (self.dispute, Reverse(self.gap), self.best, &self.id)
    }
}
