//! A rule on its way through all lanes, for one applicant where these are programs.

use crate::plan::run::{Run, Stop};
use crate::plan::{Held, Node, Rule};

use super::atoms::Atoms;
use super::lanes::{Piece, within};
use super::ways::Way;
use super::{Columns, Lanes, Mask};

/// What an expression gave that does not depend on the applicant, over a whole block.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    given: Given,
    unsure: Mask,
}

#[expect(
    clippy::large_enum_variant,
    reason = "most of what is stored is the larger one"
)]
#[derive(Debug, Clone)]
pub(super) enum Given {
    Sides(Sides),
    Pieces(Vec<Piece>),
}

/// The lanes for which something holds, and those for which it does not; it stopped in others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    pub(super) yes: Mask,
    pub(super) no: Mask,
}

impl Sides {
    pub(super) const NONE: Self = Self {
        yes: Mask::NONE,
        no: Mask::NONE,
    };

    pub(super) fn within(self, active: Mask) -> Self {
        Self {
            yes: self.yes & active,
            no: self.no & active,
        }
    }
}

/// What an expression gave that is the same for all lanes.
#[derive(Debug, Clone)]
pub(super) enum Once {
    Value(Held),
    Unknown,
    Unsure,
}

/// A rule on its way through all lanes.
pub(super) struct Pass<'a> {
    pub(super) columns: &'a Columns,
    pub(super) rule: &'a Rule,
    pub(super) block: usize,
    pub(super) unsure: Mask,
    /// What was kept, where it differs between lanes.
    pub(super) kept: Vec<Vec<Piece>>,
    /// What was returned from the helpers that are being called, the innermost last.
    pub(super) returned: Vec<Vec<Piece>>,
    pub(super) atoms: &'a mut Atoms,
    pub(super) known: Known<'a>,
    /// What expressions gave that do not depend on the applicant, by expression and block.
    pub(super) stored: &'a mut [Vec<Option<Box<Stored>>>],
}

/// What is the same for all lanes, worked out when it is first asked for.
pub(super) struct Known<'a> {
    pub(super) ways: &'a [Way],
    /// What depends on the parameters alone.
    pub(super) fixed: &'a mut [Option<Once>],
    pub(super) once: &'a mut [Option<Once>],
    pub(super) run: Run<'a>,
}

impl Known<'_> {
    /// The value of an expression that is the same for all lanes; none for others.
    pub(super) fn get(&mut self, node: Node) -> Option<&Once> {
        let slots = match self.ways.get(node)? {
            Way::Fixed => &mut *self.fixed,
            Way::Once => &mut *self.once,
            Way::Stored | Way::Lanes => return None,
        };
        let slot = slots.get_mut(node)?;
        if slot.is_none() {
            *slot = Some(match self.run.value(node) {
                Ok(held) => Once::Value(held),
                Err(Stop::Unknown(_)) => Once::Unknown,
                Err(_) => Once::Unsure,
            });
        }
        slot.as_ref()
    }

    /// Keeps the value of an expression, if it is the same for all lanes.
    pub(super) fn keep(&mut self, slot: usize, node: Node) {
        if let Some(Once::Value(held)) = self.get(node) {
            let held = held.clone();
            if let Some(kept) = self.run.kept.get_mut(slot) {
                *kept = Some(held);
            }
        }
    }
}

impl Pass<'_> {
    /// What the rule comes to over these lanes of one block.
    pub(super) fn block_of(&mut self, block: usize, active: Mask) -> Lanes {
        self.block = block;
        self.unsure = Mask::NONE;
        self.returned = vec![Vec::new()];
        let mut pieces = self.value(self.rule.root(), active);
        pieces.extend(self.returned.pop().unwrap_or_default());
        Lanes::of(active, pieces, self.unsure)
    }

    /// The value of an expression that is the same for all lanes; none for others.
    pub(super) fn once(&mut self, node: Node) -> Option<Once> {
        self.known.get(node).cloned()
    }

    /// Whether the value of an expression is the same for all lanes.
    pub(super) fn is_once(&self, node: Node) -> bool {
        matches!(self.known.ways.get(node), Some(Way::Fixed | Way::Once))
    }

    /// What an expression gives for these lanes that is the same for all applicants; none for
    /// others. It is worked out for the whole block, whatever lanes are asked about now.
    pub(super) fn stored(
        &mut self,
        node: Node,
        active: Mask,
        work_out: impl FnOnce(&mut Self, Mask) -> Given,
    ) -> Option<Given> {
        if self.known.ways.get(node) != Some(&Way::Stored) {
            return None;
        }
        let stored = self.stored.get(node).and_then(|all| all.get(self.block));
        if stored.is_none_or(Option::is_none) {
            let unsure = std::mem::replace(&mut self.unsure, Mask::NONE);
            let all = self.columns.all(self.block);
            let given = work_out(self, all);
            let unsure = std::mem::replace(&mut self.unsure, unsure);
            let stored = self.stored.get_mut(node);
            if let Some(stored) = stored.and_then(|all| all.get_mut(self.block)) {
                *stored = Some(Box::new(Stored { given, unsure }));
            }
        }
        let stored = self.stored.get(node).and_then(|all| all.get(self.block));
        let stored = stored?.as_ref()?;
        self.unsure |= stored.unsure & active;
        Some(match &stored.given {
            Given::Sides(sides) => Given::Sides(sides.within(active)),
            Given::Pieces(pieces) => Given::Pieces(within(pieces, active)),
        })
    }
}
