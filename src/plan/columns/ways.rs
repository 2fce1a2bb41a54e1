use std::collections::BTreeSet;

use crate::plan::rule::parts;
use crate::plan::{Expression, Rule, Step};

/// How an expression can be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is the same for all programs and all applicants.
    Fixed,
    /// It is the same for all programs.
    Once,
    /// It is the same for all applicants.
    Stored,
    /// It is neither.
    Lanes,
}

/// How each expression of a rule can be worked out.
pub(super) fn ways(rule: &Rule) -> Vec<Way> {
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
