//! Whether something holds, for many lanes at once.

use crate::plan::values::{contains, overlap};
use crate::plan::{Comparison, Expression, Held, Node, Question};

use super::atoms::{Way, holding, holding_any, is_list};
use super::lanes::{Lane, Piece, union};
use super::pass::{Given, Once, Pass, Sides};
use super::table::Values;
use super::{LANES, Mask};

impl Pass<'_> {
    /// Whether something holds, for these lanes.
    pub(super) fn truth(&mut self, node: Node, active: Mask) -> Sides {
        if !active.any() {
            return Sides::NONE;
        }
        if let Some(once) = self.once(node) {
            return match once {
                Once::Value(Held::Bool(true)) => Sides {
                    yes: active,
                    no: Mask::NONE,
                },
                Once::Value(Held::Bool(false)) => Sides {
                    yes: Mask::NONE,
                    no: active,
                },
                Once::Unknown => Sides::NONE,
                Once::Value(_) | Once::Unsure => self.give_up(active),
            };
        }
        let stored = self.stored(node, active, |pass, all| {
            Given::Sides(pass.truth_of_lanes(node, all))
        });
        match stored {
            Some(Given::Sides(sides)) => sides,
            Some(Given::Pieces(pieces)) => self.sides(&pieces),
            None => self.truth_of_lanes(node, active),
        }
    }

    pub(super) fn give_up(&mut self, lanes: Mask) -> Sides {
        self.unsure |= lanes;
        Sides::NONE
    }

    pub(super) fn truth_of_lanes(&mut self, node: Node, active: Mask) -> Sides {
        match self.rule.expression(node) {
            Expression::Known(role, field) => {
                let Some(column) = self.columns.column_of(*role, *field) else {
                    return self.give_up(active);
                };
                let known = column.known.get(self.block);
                let known = known.copied().unwrap_or(Mask::NONE);
                Sides {
                    yes: active & known,
                    no: active.without(&known),
                }
            }
            Expression::Not(of) => {
                let Sides { yes, no } = self.truth(*of, active);
                Sides { yes: no, no: yes }
            }
            Expression::All(terms) => self.all(terms, active),
            Expression::Any(terms) => self.any(terms, active),
            Expression::If(condition, then, otherwise) => {
                let asked = self.truth(*condition, active);
                let then = self.truth(*then, asked.yes);
                let otherwise = self.truth(*otherwise, asked.no);
                Sides {
                    yes: then.yes | otherwise.yes,
                    no: then.no | otherwise.no,
                }
            }
            Expression::Compare(how, a, b) => {
                let how = *how;
                self.each_pair(*a, *b, active, |pass, mask, a, b| {
                    pass.compare(how, mask, a, b)
                })
            }
            Expression::Contains(list, item) => {
                self.each_pair(*list, *item, active, Self::contains)
            }
            Expression::Overlap(a, b) => self.each_pair(*a, *b, active, Self::overlap),
            Expression::Ask(Question::Has, list, filter) if self.is_once(*list) => {
                self.has(*list, filter, active)
            }
            _ => {
                let pieces = self.value_of_lanes(node, active);
                self.sides(&pieces)
            }
        }
    }

    fn all(&mut self, terms: &[Node], active: Mask) -> Sides {
        let mut sides = Sides {
            yes: active,
            no: Mask::NONE,
        };
        for term in terms {
            let now = self.truth(*term, sides.yes);
            sides.yes = now.yes;
            sides.no |= now.no;
        }
        sides
    }

    fn any(&mut self, terms: &[Node], active: Mask) -> Sides {
        let mut sides = Sides {
            yes: Mask::NONE,
            no: active,
        };
        for term in terms {
            let now = self.truth(*term, sides.no);
            sides.yes |= now.yes;
            sides.no = now.no;
        }
        sides
    }

    pub(super) fn sides(&mut self, pieces: &[Piece]) -> Sides {
        let mut sides = Sides::NONE;
        for piece in pieces {
            match piece.lane {
                Lane::Held(Held::Bool(true)) => sides.yes |= piece.mask,
                Lane::Held(Held::Bool(false)) => sides.no |= piece.mask,
                _ => self.unsure |= piece.mask,
            }
        }
        sides
    }

    /// Asks about two values, for each pair of lanes in which both are alike.
    fn each_pair(
        &mut self,
        a: Node,
        b: Node,
        active: Mask,
        ask: impl Fn(&mut Self, Mask, &Lane, &Lane) -> Option<Mask>,
    ) -> Sides {
        let first = self.value(a, active);
        let second = self.value(b, union(&first));
        let mut sides = Sides::NONE;
        for a in &first {
            for b in &second {
                let mask = a.mask & b.mask;
                if !mask.any() {
                    continue;
                }
                match ask(self, mask, &a.lane, &b.lane) {
                    Some(yes) => {
                        sides.yes |= yes & mask;
                        sides.no |= mask.without(&yes);
                    }
                    None => self.unsure |= mask,
                }
            }
        }
        sides
    }

    /// The lanes for which it holds; none when that has to be asked.
    fn compare(&mut self, how: Comparison, mask: Mask, a: &Lane, b: &Lane) -> Option<Mask> {
        let careful = self.rule.careful;
        let way = if careful { Way::Careful } else { Way::Fast };
        let number = |lane: &Lane| matches!(lane, Lane::Held(Held::Int(_) | Held::Float(_)));
        match (a, b) {
            (Lane::Held(a), Lane::Held(b)) => {
                let holds = how.compare(careful, a, b)?;
                Some(if holds { mask } else { Mask::NONE })
            }
            (Lane::Field(field), Lane::Held(held)) if number(b) => {
                self.atoms
                    .number(self.columns, self.block, *field, how, way, held)
            }
            (Lane::Held(held), Lane::Field(field)) if number(a) => {
                let how = how.turned();
                self.atoms
                    .number(self.columns, self.block, *field, how, way, held)
            }
            (Lane::Field(field), Lane::Held(Held::Text(text)))
            | (Lane::Held(Held::Text(text)), Lane::Field(field)) => {
                if is_list(self.columns, *field) {
                    return None;
                }
                let same = holding(self.columns, self.block, *field, text)?;
                match how {
                    Comparison::Equal => Some(same),
                    Comparison::Unequal => Some(!same),
                    _ => None,
                }
            }
            _ => self.compare_each(how, mask, a, b),
        }
    }

    fn compare_each(&self, how: Comparison, mask: Mask, a: &Lane, b: &Lane) -> Option<Mask> {
        let mut holds = Mask::NONE;
        for lane in mask.lanes() {
            let (a, b) = (self.number(a, lane)?, self.number(b, lane)?);
            if how.compare(self.rule.careful, &a, &b)? {
                holds.set(lane);
            }
        }
        Some(holds)
    }

    /// The number that a lane has; none when it has another value.
    pub(super) fn number(&self, value: &Lane, lane: usize) -> Option<Held> {
        let at = self.block * LANES + lane;
        match value {
            Lane::Held(held @ (Held::Int(_) | Held::Float(_))) => Some(held.clone()),
            Lane::Ints(all) => all.get(lane).copied().map(Held::Int),
            Lane::Floats(all) => all.get(lane).copied().map(Held::Float),
            Lane::Field(field) => match &self.columns.fields.get(*field)?.values {
                Values::Ints(all) => all.get(at).copied().map(Held::Int),
                Values::Floats(all) => all.get(at).copied().map(Held::Float),
                _ => None,
            },
            Lane::Held(_) | Lane::Unread(_) | Lane::Findings(_) => None,
        }
    }

    fn contains(&mut self, mask: Mask, list: &Lane, item: &Lane) -> Option<Mask> {
        match (list, item) {
            (Lane::Held(list), Lane::Held(item)) => answered(mask, &contains(list, item).ok()?),
            (Lane::Field(list), Lane::Held(Held::Text(item))) if is_list(self.columns, *list) => {
                holding(self.columns, self.block, *list, item)
            }
            (Lane::Held(list), Lane::Field(item)) if !is_list(self.columns, *item) => {
                holding_any(self.columns, self.block, *item, list)
            }
            _ => None,
        }
    }

    fn overlap(&mut self, mask: Mask, a: &Lane, b: &Lane) -> Option<Mask> {
        match (a, b) {
            (Lane::Held(a), Lane::Held(b)) => answered(mask, &overlap(a, b).ok()?),
            (Lane::Field(a), Lane::Held(b)) if is_list(self.columns, *a) => {
                holding_any(self.columns, self.block, *a, b)
            }
            (Lane::Held(a @ Held::Words(_)), Lane::Field(b)) if is_list(self.columns, *b) => {
                holding_any(self.columns, self.block, *b, a)
            }
            _ => None,
        }
    }
}

fn answered(mask: Mask, held: &Held) -> Option<Mask> {
    match held {
        Held::Bool(true) => Some(mask),
        Held::Bool(false) => Some(Mask::NONE),
        _ => None,
    }
}
