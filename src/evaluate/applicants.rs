use std::sync::Arc;

use crate::model::{Facts, Stage};
use crate::plan::columns::{Columns, LANES, Mask};

/// Applicants as columns, each with one target and the stage it is judged for, for any guide.
#[derive(Debug, Clone)]
pub struct Applicants {
    pub(super) columns: Arc<Columns>,
    stages: Vec<Stage>,
}

impl Applicants {
    /// Of each what rules read, with the target and stage, and the stage; lane by lane in this order.
    #[must_use]
    pub fn new(all: impl Iterator<Item = (Arc<Facts>, Stage)>) -> Self {
        let (facts, stages) = all.unzip();
        Self {
            columns: Arc::new(Columns::of_applicants(facts)),
            stages,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stages.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
    }

    /// What rules read of the one in that lane.
    #[must_use]
    pub fn facts(&self, lane: usize) -> Option<&Arc<Facts>> {
        self.columns.facts.get(lane)
    }

    /// The lanes that are wanted, by what rules read of them, block by block.
    #[must_use]
    pub fn among(&self, wanted: impl Fn(&Facts) -> bool) -> Vec<Mask> {
        let lanes = self.columns.facts.iter().map(|facts| wanted(facts));
        self.masks(lanes)
    }

    /// Those of these lanes that are judged for a stage in which `counts`.
    pub(super) fn in_stages(&self, lanes: &[Mask], counts: impl Fn(Stage) -> bool) -> Vec<Mask> {
        if Stage::ALL.iter().all(|stage| counts(*stage)) {
            return lanes.to_vec();
        }
        let counting = self.masks(self.stages.iter().map(|stage| counts(*stage)));
        let both = lanes.iter().zip(counting);
        both.map(|(lanes, counting)| *lanes & counting).collect()
    }

    fn masks(&self, lanes: impl Iterator<Item = bool>) -> Vec<Mask> {
        let mut masks = vec![Mask::NONE; self.columns.blocks()];
        for (lane, _) in lanes.enumerate().filter(|(_, wanted)| *wanted) {
            if let Some(mask) = masks.get_mut(lane / LANES) {
                mask.set(lane % LANES);
            }
        }
        masks
    }
}
