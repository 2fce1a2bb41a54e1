use std::collections::BTreeSet;

use crate::model::Role;
use crate::plan::expression::parts;
use crate::plan::{Expression, Rule, Step};

/// How an expression can be worked out. Lanes are programs, judged for one applicant after another,
/// or applicants, judged by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is the same for all lanes and all applicants.
    Fixed,
    /// It is the same for all lanes.
    Once,
    /// It is the same for all applicants.
    Stored,
    /// It is neither.
    Lanes,
}

/// How each expression of a rule can be worked out, over lanes of that role.
pub(super) fn ways(rule: &Rule, lanes_are: Role) -> Vec<Way> {
    let are_programs = lanes_are == Role::Program;
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
        let (lanes, applicant, other) = if are_programs {
            (depends.program, depends.applicant, depends.other)
        } else {
            (depends.applicant, false, depends.other || depends.program)
        };
        let closed = needed.is_empty() && !depends.leaves && !other;
        ways.push(if depends.leaves || other {
            Way::Lanes
        } else if !lanes && !applicant && needed.is_empty() {
            Way::Fixed
        } else if !lanes {
            Way::Once
        } else if closed && are_programs && !applicant {
            Way::Stored
        } else {
            Way::Lanes
        });
        needs.push(needed);
    }
    ways
}
