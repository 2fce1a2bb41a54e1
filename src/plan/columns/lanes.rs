use std::sync::Arc;

use crate::model::{Band, Effect, Text};
use crate::plan::Held;
use crate::plan::effects::fits;

use super::Mask;

/// What a rule finds for some lanes, without the words it says it in.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// The program is not an option.
    Exclude,
    /// Points.
    Points(i64),
    /// The tier with that id.
    Tier(Text),
    /// On that topic the band with that id.
    Band(Text, Text),
    /// The pillar with that id holds.
    Strength(Text),
    /// A concern.
    Flag,
    /// How many programs to apply to.
    ApplyTo(Band),
    /// Something that only words can say.
    Other,
}

impl Found {
    /// That effect, without its words.
    #[must_use]
    pub fn of(effect: &Effect) -> Self {
        match effect {
            Effect::Exclude { .. } => Self::Exclude,
            Effect::Points { points, .. } => Self::Points(*points),
            Effect::Tier { id, .. } => Self::Tier(id.clone()),
            Effect::Band { topic, id, .. } => Self::Band(topic.clone(), id.clone()),
            Effect::Strength { pillar, .. } => Self::Strength(pillar.clone()),
            Effect::Flag { .. } => Self::Flag,
            Effect::ApplyTo { programs } => Self::ApplyTo(*programs),
            Effect::Group { .. }
            | Effect::Advise { .. }
            | Effect::Share { .. }
            | Effect::Verify { .. } => Self::Other,
        }
    }
}

/// What some lanes find alike, with a bound on its text in bytes.
pub(super) type Findings = Arc<Vec<(Found, usize)>>;

/// A value that some lanes have.
#[derive(Debug, Clone)]
pub(super) enum Lane {
    /// All of them this one.
    Held(Held),
    /// Each what its field holds: a number, a text, a list of words or entries.
    Field(usize),
    /// Each its own whole number.
    Ints(Arc<Vec<i64>>),
    /// Each its own decimal.
    Floats(Arc<Vec<f64>>),
    /// Each a text of at most so many bytes that nobody reads here.
    Unread(usize),
    /// What they find.
    Findings(Findings),
}

/// Some lanes with their value.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) mask: Mask,
    pub(super) lane: Lane,
}

impl Piece {
    pub(super) fn held(mask: Mask, held: Held) -> Self {
        let lane = Lane::Held(held);
        Self { mask, lane }
    }
}

/// The lanes of some pieces together.
pub(super) fn union(pieces: &[Piece]) -> Mask {
    pieces
        .iter()
        .fold(Mask::NONE, |all, piece| all | piece.mask)
}

/// What is left of some pieces within these lanes.
pub(super) fn within(pieces: &[Piece], active: Mask) -> Vec<Piece> {
    let pieces = pieces.iter().filter_map(|piece| {
        let mask = piece.mask & active;
        mask.any().then(|| Piece {
            mask,
            lane: piece.lane.clone(),
        })
    });
    pieces.collect()
}

/// Some lanes for which a rule fires alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Fired {
    /// Which.
    pub lanes: Mask,
    /// What it finds.
    pub found: Vec<Found>,
}

/// What came of a rule over one block of programs. A lane that is in none of these is quiet.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    /// Where it fires; no lane is in two of these.
    pub fired: Vec<Fired>,
    /// Where it read something that is unknown.
    pub unknown: Mask,
    /// Where the pair has to be asked by itself.
    pub unsure: Mask,
}

impl Lanes {
    /// From what the rule returned where it came to an end.
    pub(super) fn of(active: Mask, pieces: Vec<Piece>, mut unsure: Mask) -> Self {
        let mut fired = Vec::new();
        let mut done = Mask::NONE;
        for piece in pieces {
            match findings(&piece.lane) {
                Some(found) => {
                    done |= piece.mask;
                    if !found.is_empty() && piece.mask.any() {
                        fired.push(Fired {
                            lanes: piece.mask,
                            found,
                        });
                    }
                }
                None => unsure |= piece.mask,
            }
        }
        Self {
            fired,
            unknown: active.without(&(done | unsure)),
            unsure,
        }
    }
}

/// What a rule found, from what it returned; none when that has to be asked.
fn findings(lane: &Lane) -> Option<Vec<Found>> {
    match lane {
        Lane::Held(held) => {
            let found = crate::plan::effects::found(held.clone())?;
            Some(found.iter().map(Found::of).collect())
        }
        Lane::Findings(found) => {
            let bytes: usize = found.iter().map(|(_, bytes)| bytes).sum();
            let all = || found.iter().map(|(found, _)| found.clone()).collect();
            fits(found.len(), bytes).then(all)
        }
        _ => None,
    }
}
