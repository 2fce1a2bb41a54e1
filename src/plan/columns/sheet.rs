use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{Facts, Policy, Role};
use crate::plan::rule::parts;
use crate::plan::run::{Run, Stop};
use crate::plan::{Expression, Held, Node, Rule, Step};

use super::atoms::Atoms;
use super::lanes::{Piece, within};
use super::{Columns, Lanes, Mask};

/// Rules of which the parts that do not depend on the applicant are worked out once for all
/// programs.
#[derive(Debug)]
pub struct Sheet {
    columns: Arc<Columns>,
    rules: Vec<Bound>,
    atoms: Atoms,
}

/// A rule with the parameters in force.
#[derive(Debug)]
struct Bound {
    rule: Arc<Rule>,
    policy: Arc<Policy>,
    /// How each expression can be worked out.
    ways: Vec<Way>,
    /// What expressions gave that do not depend on the applicant, by expression and block.
    stored: Vec<Vec<Option<Stored>>>,
    /// What expressions gave that depend on the parameters alone.
    fixed: Vec<Option<Once>>,
}

/// How an expression can be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It is the same for all programs and all applicants.
    Fixed,
    /// It is the same for all programs.
    Once,
    /// It is the same for all applicants.
    Stored,
    /// It is neither.
    Lanes,
}

/// What an expression gave that does not depend on the applicant, over a whole block.
#[derive(Debug, Clone)]
struct Stored {
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

/// What an expression gave that is the same for all programs.
#[derive(Debug, Clone)]
pub(super) enum Once {
    Value(Held),
    Unknown,
    Unsure,
}

/// A rule on its way through one applicant and all programs.
pub(super) struct Pass<'a> {
    pub(super) columns: &'a Columns,
    pub(super) rule: &'a Rule,
    pub(super) block: usize,
    pub(super) unsure: Mask,
    /// What was kept, where it differs between programs.
    pub(super) kept: Vec<Vec<Piece>>,
    /// What was returned from the helpers that are being called, the innermost last.
    pub(super) returned: Vec<Vec<Piece>>,
    pub(super) atoms: &'a mut Atoms,
    ways: &'a [Way],
    stored: &'a mut [Vec<Option<Stored>>],
    fixed: &'a mut [Option<Once>],
    once: Vec<Option<Once>>,
    run: Run<'a>,
}

impl Sheet {
    /// Binds rules about a program to their parameters and to programs.
    #[must_use]
    pub fn new(columns: Arc<Columns>, rules: Vec<(Arc<Rule>, Arc<Policy>)>) -> Self {
        let blocks = columns.blocks();
        let rules = rules
            .into_iter()
            .map(|(rule, policy)| Bound {
                ways: ways(&rule),
                stored: vec![vec![None; blocks]; rule.expressions().len()],
                fixed: vec![None; rule.expressions().len()],
                rule,
                policy,
            })
            .collect();
        Self {
            columns,
            rules,
            atoms: Atoms::default(),
        }
    }

    /// The programs.
    #[must_use]
    pub fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// Runs the rule of that number for an applicant over all programs, block by block.
    pub fn run(&mut self, number: usize, applicant: &Facts, mut take: impl FnMut(usize, Lanes)) {
        let Some(bound) = self.rules.get_mut(number) else {
            return;
        };
        let facts = |role| (role == Role::Applicant).then_some(applicant);
        let mut pass = Pass {
            columns: &self.columns,
            rule: &bound.rule,
            block: 0,
            unsure: Mask::NONE,
            kept: vec![Vec::new(); bound.rule.kept()],
            returned: Vec::new(),
            atoms: &mut self.atoms,
            ways: &bound.ways,
            stored: &mut bound.stored,
            fixed: &mut bound.fixed,
            once: vec![None; bound.rule.expressions().len()],
            run: Run::new(&bound.rule, &bound.policy, facts),
        };
        for block in 0..self.columns.blocks() {
            pass.block = block;
            pass.unsure = Mask::NONE;
            pass.returned = vec![Vec::new()];
            let active = self.columns.all(block);
            let mut pieces = pass.value(bound.rule.root(), active);
            pieces.extend(pass.returned.pop().unwrap_or_default());
            take(block, Lanes::of(active, pieces, pass.unsure));
        }
    }
}

impl Pass<'_> {
    /// The value of an expression that is the same for all programs; none for others.
    pub(super) fn once(&mut self, node: Node) -> Option<Once> {
        let known = match self.ways.get(node)? {
            Way::Fixed => self.fixed.get(node),
            Way::Once => self.once.get(node),
            Way::Stored | Way::Lanes => return None,
        };
        if let Some(Some(known)) = known {
            return Some(known.clone());
        }
        let once = match self.run.value(node) {
            Ok(held) => Once::Value(held),
            Err(Stop::Unknown(_)) => Once::Unknown,
            Err(_) => Once::Unsure,
        };
        let slot = if self.ways.get(node) == Some(&Way::Fixed) {
            self.fixed.get_mut(node)
        } else {
            self.once.get_mut(node)
        };
        if let Some(slot) = slot {
            *slot = Some(once.clone());
        }
        Some(once)
    }

    /// Keeps a value that is the same for all programs.
    pub(super) fn keep_once(&mut self, slot: usize, held: Held) {
        if let Some(kept) = self.run.kept.get_mut(slot) {
            *kept = Some(held);
        }
    }

    /// What an expression gives for these lanes that is the same for all applicants; none for
    /// others. It is worked out for the whole block, whatever lanes are asked about now.
    pub(super) fn stored(
        &mut self,
        node: Node,
        active: Mask,
        work_out: impl FnOnce(&mut Self, Mask) -> Given,
    ) -> Option<Given> {
        if self.ways.get(node) != Some(&Way::Stored) {
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
                *stored = Some(Stored { given, unsure });
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

fn ways(rule: &Rule) -> Vec<Way> {
    // The kept values that an expression needs from outside itself.
    let mut needs: Vec<BTreeSet<usize>> = Vec::new();
    let mut ways = Vec::new();
    for (node, expression) in rule.expressions().iter().enumerate() {
        let mut needed = BTreeSet::new();
        if let Expression::Kept(slot) = expression {
            needed.insert(*slot);
        }
        for part in parts(expression) {
            needed.extend(needs.get(part).into_iter().flatten());
        }
        if let Expression::Block(steps) = expression {
            for step in steps {
                if let Step::Keep(slot, _) = step {
                    needed.remove(slot);
                }
            }
        }
        let depends = rule.depends(node);
        let closed = needed.is_empty() && !depends.leaves && !depends.other;
        ways.push(if depends.leaves || depends.other {
            Way::Lanes
        } else if !depends.program && !depends.applicant && needed.is_empty() {
            Way::Fixed
        } else if !depends.program {
            Way::Once
        } else if closed && !depends.applicant {
            Way::Stored
        } else {
            Way::Lanes
        });
        needs.push(needed);
    }
    ways
}
