use std::sync::Arc;

use crate::model::Text;
use crate::plan::run::{TEXT, contains, overlap, place};
use crate::plan::{Arm, Comparison, EffectKind, Expression, Held, Node, Operator, Step};

use super::atoms::{Way, holding, holding_any, is_list};
use super::lanes::{Found, Lane, Piece, union, within};
use super::sheet::{Given, Once, Pass, Sides};
use super::table::{LONG, Values};
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

    fn give_up(&mut self, lanes: Mask) -> Sides {
        self.unsure |= lanes;
        Sides::NONE
    }

    fn truth_of_lanes(&mut self, node: Node, active: Mask) -> Sides {
        match self.rule.expression(node) {
            Expression::Known(_, field) => {
                let column = self.columns.fields.get(*field);
                let known = column.and_then(|column| column.known.get(self.block));
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
            Expression::All(terms) => {
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
            Expression::Any(terms) => {
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
            Expression::Ask(question, list, filter) => self.ask(question, *list, filter, active),
            _ => {
                let pieces = self.value_of_lanes(node, active);
                self.sides(&pieces)
            }
        }
    }

    fn sides(&mut self, pieces: &[Piece]) -> Sides {
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
    fn number(&self, value: &Lane, lane: usize) -> Option<Held> {
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

    fn value_of_lanes(&mut self, node: Node, active: Mask) -> Vec<Piece> {
        match self.rule.expression(node) {
            Expression::Field(_, field) => self.field(*field, active),
            Expression::Kept(slot) => {
                let pieces = self.kept.get(*slot).map(Vec::as_slice);
                within(pieces.unwrap_or(&[]), active)
            }
            Expression::Work(operator, a, b) => self.work(*operator, *a, *b, active),
            Expression::Place(score, range) => self.place(*score, *range, active),
            Expression::Message(parts) => self.message(parts, active),
            Expression::InWords(id) => self.in_words(*id, active),
            // Asked one by one: only messages about a few programs count things.
            Expression::Plural(_) => {
                self.unsure |= active;
                Vec::new()
            }
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
            | Expression::Overlap(..)
            | Expression::Ask(..) => both(self.truth_of_lanes(node, active)),
            Expression::Constant(_) | Expression::Parameter(_) | Expression::Negative(_) => {
                self.unsure |= active;
                Vec::new()
            }
        }
    }

    fn field(&mut self, field: usize, active: Mask) -> Vec<Piece> {
        let Some(column) = self.columns.fields.get(field) else {
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
        let (mut ints, mut floats) = (vec![0; LANES], vec![0.0; LANES]);
        let (mut whole, mut decimal) = (Mask::NONE, Mask::NONE);
        for lane in mask.lanes() {
            let both = self.number(a, lane).zip(self.number(b, lane));
            match both.and_then(|(a, b)| operator.work_out(&a, &b)) {
                Some(Held::Int(number)) => {
                    whole.set(lane);
                    ints.get_mut(lane)
                        .into_iter()
                        .for_each(|slot| *slot = number);
                }
                Some(Held::Float(number)) => {
                    decimal.set(lane);
                    floats
                        .get_mut(lane)
                        .into_iter()
                        .for_each(|slot| *slot = number);
                }
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
        let mut ask = |how, end: crate::model::Number| {
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

    /// A text that nobody reads here: which lanes get to its end, and how long it is at most.
    fn message(&mut self, parts: &[Node], active: Mask) -> Vec<Piece> {
        let mut live = active;
        let mut longest = 0;
        for part in parts {
            let pieces = self.value(*part, live);
            live = Mask::NONE;
            let mut most = 0;
            for piece in &pieces {
                match bytes(&piece.lane) {
                    Some(bytes) => {
                        live |= piece.mask;
                        most = most.max(bytes);
                    }
                    None => self.unsure |= piece.mask,
                }
            }
            longest += most;
        }
        if longest > TEXT {
            self.unsure |= live;
            return Vec::new();
        }
        vec![Piece {
            mask: live,
            lane: Lane::Unread(longest),
        }]
    }

    fn in_words(&mut self, id: Node, active: Mask) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for piece in self.value(id, active) {
            let words = match &piece.lane {
                Lane::Held(Held::Text(_) | Held::Words(_)) | Lane::Unread(_) => true,
                Lane::Field(field) => self.is_text(*field) || is_list(self.columns, *field),
                _ => false,
            };
            if words {
                let lane = Lane::Unread(LONG);
                pieces.push(Piece { lane, ..piece });
            } else {
                self.unsure |= piece.mask;
            }
        }
        pieces
    }

    fn is_text(&self, field: usize) -> bool {
        let column = self.columns.fields.get(field);
        column.is_some_and(|column| matches!(column.values, Values::Texts(_)))
    }

    /// How long a text is at most, in bytes; none when it is no text.
    fn length(&self, lane: &Lane) -> Option<usize> {
        match lane {
            Lane::Held(Held::Text(text)) => Some(text.len()),
            Lane::Field(field) => self.is_text(*field).then_some(LONG),
            Lane::Unread(bytes) => Some(*bytes),
            _ => None,
        }
    }

    /// A list of what is found. (Other lists are the same for all programs.)
    fn list(&mut self, items: &[Node], active: Mask) -> Vec<Piece> {
        let mut lists: Vec<(Mask, Vec<(Found, usize)>)> = vec![(active, Vec::new())];
        for item in items {
            let mut longer = Vec::new();
            for (mask, list) in lists {
                for piece in self.value(*item, mask) {
                    let more = match &piece.lane {
                        Lane::Findings(found) => found.to_vec(),
                        Lane::Held(Held::Nothing) => Vec::new(),
                        _ => {
                            self.unsure |= piece.mask;
                            continue;
                        }
                    };
                    longer.push((piece.mask, [list.clone(), more].concat()));
                }
            }
            lists = longer;
        }
        let pieces = lists.into_iter().map(|(mask, list)| Piece {
            mask,
            lane: Lane::Findings(Arc::new(list)),
        });
        pieces.collect()
    }

    fn effect(&mut self, kind: EffectKind, arguments: &[Node], active: Mask) -> Vec<Piece> {
        let mut found: Vec<(Mask, Option<Found>, usize)> = vec![(active, None, 0)];
        for (index, argument) in arguments.iter().enumerate() {
            let literal = matches!(self.rule.expression(*argument), Expression::Constant(_));
            let mut next = Vec::new();
            for (mask, what, so_far) in found {
                for piece in self.value(*argument, mask) {
                    let name = if index == 0 {
                        named(kind, &piece.lane, literal)
                    } else {
                        what.clone()
                    };
                    let bytes = match (kind, index) {
                        (EffectKind::Points, 0) => Some(0),
                        _ => self.length(&piece.lane),
                    };
                    match (name, bytes) {
                        (Some(name), Some(bytes)) => {
                            next.push((piece.mask, Some(name), so_far + bytes));
                        }
                        _ => self.unsure |= piece.mask,
                    }
                }
            }
            found = next;
        }
        let found = found.into_iter();
        let found = found.filter_map(|(mask, what, bytes)| Some((mask, (what?, bytes))));
        found
            .map(|(mask, found)| Piece {
                mask,
                lane: Lane::Findings(Arc::new(vec![found])),
            })
            .collect()
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
                    if let (true, Some(Once::Value(held))) = (live.any(), self.once(*node)) {
                        self.keep_once(*slot, held);
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

fn both(sides: Sides) -> Vec<Piece> {
    let pieces = [(sides.yes, true), (sides.no, false)];
    let pieces = pieces.map(|(mask, yes)| Piece::held(mask, Held::Bool(yes)));
    pieces
        .into_iter()
        .filter(|piece| piece.mask.any())
        .collect()
}

fn answered(mask: Mask, held: &Held) -> Option<Mask> {
    match held {
        Held::Bool(true) => Some(mask),
        Held::Bool(false) => Some(Mask::NONE),
        _ => None,
    }
}

/// How long a value is at most in a message; none when messages do not show it.
fn bytes(lane: &Lane) -> Option<usize> {
    match lane {
        Lane::Held(held) => held.shown().map(|shown| shown.len()),
        Lane::Field(_) | Lane::Ints(_) | Lane::Floats(_) => Some(LONG),
        Lane::Unread(bytes) => Some(*bytes),
        Lane::Findings(_) => None,
    }
}

/// What an effect is by its first argument; none when that has to be asked.
fn named(kind: EffectKind, first: &Lane, literal: bool) -> Option<Found> {
    let text = |text: &Text| Found::Tier(text.clone());
    match (kind, first) {
        (EffectKind::Exclude, _) => Some(Found::Exclude),
        (EffectKind::Points, Lane::Held(Held::Int(points))) => Some(Found::Points(*points)),
        (EffectKind::Tier, Lane::Held(Held::Text(id))) => Some(text(id)),
        (EffectKind::Flag, _) => Some(Found::Other),
        (EffectKind::Group | EffectKind::Verify | EffectKind::Advise, _) if literal => {
            Some(Found::Other)
        }
        _ => None,
    }
}
