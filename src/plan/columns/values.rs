//! The values of expressions, for many lanes at once.

use std::sync::Arc;

use crate::model::{Number, Role};
use crate::plan::values::place;
use crate::plan::{Arm, Comparison, Expression, Held, Node, Operator, Question, Step};

use super::atoms::{Way, holding, is_list};
use super::lanes::{Lane, Piece, union, within};
use super::pass::{Given, Once, Pass, Sides};
use super::table::Values;
use super::{LANES, Mask};

impl Pass<'_> {
    /// The values of an expression, for these lanes; lanes that stopped are in none.
    pub(super) fn value(&mut self, node: Node, active: Mask) -> Vec<Piece> {
        if !active.any() {
            return Vec::new();
        }
        if let Some(once) = self.once(node) {
            match once {
                Once::Value(held) => return vec![Piece::held(active, held)],
                Once::Unknown => {}
                Once::Unsure => self.unsure |= active,
            }
            return Vec::new();
        }
        let stored = self.stored(node, active, |pass, all| {
            Given::Pieces(pass.value_of_lanes(node, all))
        });
        match stored {
            Some(Given::Sides(sides)) => both(sides),
            Some(Given::Pieces(pieces)) => pieces,
            None => self.value_of_lanes(node, active),
        }
    }

    pub(super) fn value_of_lanes(&mut self, node: Node, active: Mask) -> Vec<Piece> {
        match self.rule.expression(node) {
            Expression::Field(role, field) => self.field(*role, *field, active),
            Expression::Kept(slot) => {
                let pieces = self.kept.get(*slot).map(Vec::as_slice);
                within(pieces.unwrap_or(&[]), active)
            }
            Expression::Work(operator, a, b) => self.work(*operator, *a, *b, active),
            Expression::Place(score, range) => self.place(*score, *range, active),
            Expression::Message(parts) => self.message(parts, active),
            Expression::InWords(id) => self.in_words(*id, active),
            Expression::List(items) => self.list(items, active),
            Expression::Effect(kind, arguments) => self.effect(*kind, arguments, active),
            Expression::If(condition, then, otherwise) => {
                let asked = self.truth(*condition, active);
                let mut pieces = self.value(*then, asked.yes);
                pieces.extend(self.value(*otherwise, asked.no));
                pieces
            }
            Expression::Switch(subject, arms, otherwise) => {
                self.switch(*subject, arms, *otherwise, active)
            }
            Expression::Block(steps) => self.block(steps, active),
            Expression::Return(value) => {
                let pieces = self.value(*value, active);
                if let Some(returned) = self.returned.last_mut() {
                    returned.extend(pieces);
                }
                Vec::new()
            }
            Expression::Call(body) => {
                self.returned.push(Vec::new());
                let mut pieces = self.value(*body, active);
                pieces.extend(self.returned.pop().unwrap_or_default());
                pieces
            }
            Expression::Known(..)
            | Expression::Not(_)
            | Expression::All(_)
            | Expression::Any(_)
            | Expression::Compare(..)
            | Expression::Contains(..)
            | Expression::Overlap(..) => both(self.truth_of_lanes(node, active)),
            Expression::Ask(Question::Has, list, _) if self.is_once(*list) => {
                both(self.truth_of_lanes(node, active))
            }
            Expression::Ask(question, list, filter) => self.ask(question, *list, filter, active),
            // Asked one by one: the first two do not differ between programs, the others hardly occur.
            Expression::Constant(_)
            | Expression::Parameter(_)
            | Expression::Negative(_)
            | Expression::Plural(_) => {
                self.unsure |= active;
                Vec::new()
            }
        }
    }

    fn field(&mut self, role: Role, field: usize, active: Mask) -> Vec<Piece> {
        let Some(column) = self.columns.column_of(role, field) else {
            self.unsure |= active;
            return Vec::new();
        };
        let at = |masks: &[Mask]| masks.get(self.block).copied().unwrap_or(Mask::NONE);
        let mask = active & at(&column.stated);
        self.unsure |= active & at(&column.odd);
        match &column.values {
            Values::Bools(masks) => {
                let yes = at(masks);
                both(Sides {
                    yes: mask & yes,
                    no: mask.without(&yes),
                })
            }
            _ => vec![Piece {
                mask,
                lane: Lane::Field(field),
            }],
        }
    }

    fn work(&mut self, operator: Operator, a: Node, b: Node, active: Mask) -> Vec<Piece> {
        let first = self.value(a, active);
        let second = self.value(b, union(&first));
        let mut pieces = Vec::new();
        for a in &first {
            for b in &second {
                let mask = a.mask & b.mask;
                if mask.any() {
                    pieces.extend(self.work_each(operator, mask, &a.lane, &b.lane));
                }
            }
        }
        pieces
    }

    fn work_each(&mut self, operator: Operator, mask: Mask, a: &Lane, b: &Lane) -> Vec<Piece> {
        let (mut whole, mut decimal) = (Mask::NONE, Mask::NONE);
        let (mut ints, mut floats) = (Vec::new(), Vec::new());
        for lane in mask.lanes() {
            let both = self.number(a, lane).zip(self.number(b, lane));
            match both.and_then(|(a, b)| operator.work_out(&a, &b)) {
                Some(Held::Int(number)) => put(&mut whole, &mut ints, lane, number),
                Some(Held::Float(number)) => put(&mut decimal, &mut floats, lane, number),
                _ => self.unsure.set(lane),
            }
        }
        let ints = (whole, Lane::Ints(Arc::new(ints)));
        let floats = (decimal, Lane::Floats(Arc::new(floats)));
        let pieces = [ints, floats].map(|(mask, lane)| Piece { mask, lane });
        pieces
            .into_iter()
            .filter(|piece| piece.mask.any())
            .collect()
    }

    fn place(&mut self, score: Node, range: Node, active: Mask) -> Vec<Piece> {
        let scores = self.value(score, active);
        let ranges = self.value(range, union(&scores));
        let mut pieces = Vec::new();
        for score in &scores {
            for range in &ranges {
                let mask = score.mask & range.mask;
                if !mask.any() {
                    continue;
                }
                match self.places(mask, &score.lane, &range.lane) {
                    Some(places) => pieces.extend(places),
                    None => self.unsure |= mask,
                }
            }
        }
        pieces
    }

    fn places(&mut self, mask: Mask, score: &Lane, range: &Lane) -> Option<Vec<Piece>> {
        let Lane::Held(range) = range else {
            return None;
        };
        if let Lane::Held(score) = score {
            return Some(vec![Piece::held(mask, place(score, range).ok()?)]);
        }
        let Lane::Field(field) = score else {
            return None;
        };
        let (ends, last, names) = match range {
            Held::Band(band) => {
                let names = ["below", "inside", "above"];
                ((band.from, band.to), Comparison::AtMost, names)
            }
            Held::Cutoff(cutoff) => {
                let names = ["below", "borderline", "met"];
                ((cutoff.from, cutoff.to), Comparison::Less, names)
            }
            _ => return None,
        };
        let (block, columns) = (self.block, self.columns);
        let mut ask = |how, end: Number| {
            let end = Held::Float(end.as_f64());
            self.atoms
                .number(columns, block, *field, how, Way::Plain, &end)
        };
        let below = ask(Comparison::Less, ends.0)? & mask;
        let inside = (ask(last, ends.1)? & mask).without(&below);
        let above = mask.without(&(below | inside));
        let pieces = [below, inside, above].into_iter().zip(names);
        let pieces = pieces.map(|(mask, name)| Piece::held(mask, Held::Text(name.into())));
        Some(pieces.filter(|piece| piece.mask.any()).collect())
    }

    fn switch(
        &mut self,
        subject: Node,
        arms: &[Arm],
        otherwise: Option<Node>,
        active: Mask,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut left = Mask::NONE;
        for piece in self.value(subject, active) {
            let mut open = piece.mask;
            for arm in arms {
                let Some(same) = self.same(&piece.lane, &arm.value) else {
                    self.unsure |= open;
                    open = Mask::NONE;
                    break;
                };
                let mut here = open & same;
                for (condition, then) in &arm.choices {
                    let chosen = match condition {
                        Some(condition) => self.truth(*condition, here),
                        None => Sides {
                            yes: here,
                            no: Mask::NONE,
                        },
                    };
                    pieces.extend(self.value(*then, chosen.yes));
                    open = open.without(&here.without(&chosen.no));
                    here = chosen.no;
                }
            }
            left |= open;
        }
        match otherwise {
            Some(otherwise) => pieces.extend(self.value(otherwise, left)),
            None => pieces.push(Piece::held(left, Held::Nothing)),
        }
        pieces
    }

    /// The lanes whose value is that of a case; none when that has to be asked.
    fn same(&mut self, lane: &Lane, case: &Held) -> Option<Mask> {
        match (lane, case) {
            (Lane::Held(held @ (Held::Text(_) | Held::Bool(_) | Held::Int(_))), case) => {
                Some(if held == case {
                    !Mask::NONE
                } else {
                    Mask::NONE
                })
            }
            (Lane::Field(field), Held::Text(text)) if !is_list(self.columns, *field) => {
                holding(self.columns, self.block, *field, text)
            }
            _ => None,
        }
    }

    fn block(&mut self, steps: &[Step], active: Mask) -> Vec<Piece> {
        let mut live = active;
        let mut last = vec![Piece::held(live, Held::Nothing)];
        for step in steps {
            last = match step {
                Step::Do(node) => self.value(*node, live),
                Step::Keep(slot, node) => {
                    if live.any() {
                        self.known.keep(*slot, *node);
                    }
                    let pieces = self.value(*node, live);
                    let alive = union(&pieces);
                    if let Some(kept) = self.kept.get_mut(*slot) {
                        *kept = pieces;
                    }
                    vec![Piece::held(alive, Held::Nothing)]
                }
            };
            live = union(&last);
        }
        last
    }
}

/// Gives a lane its number.
pub(super) fn put<T: Copy + Default>(
    mask: &mut Mask,
    numbers: &mut Vec<T>,
    lane: usize,
    number: T,
) {
    if numbers.is_empty() {
        numbers.resize(LANES, T::default());
    }
    mask.set(lane);
    if let Some(slot) = numbers.get_mut(lane) {
        *slot = number;
    }
}

pub(super) fn both(sides: Sides) -> Vec<Piece> {
    let pieces = [(sides.yes, true), (sides.no, false)];
    let pieces = pieces.map(|(mask, yes)| Piece::held(mask, Held::Bool(yes)));
    pieces
        .into_iter()
        .filter(|piece| piece.mask.any())
        .collect()
}
