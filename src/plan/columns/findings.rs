//! What lanes find, and the texts that nobody reads here.

use std::sync::Arc;

use crate::model::{Band, Effect, Text};
use crate::plan::values::TEXT;
use crate::plan::{EffectKind, Expression, Held, Node};

use super::Mask;
use super::atoms::is_list;
use super::lanes::{Found, Lane, Piece};
use super::pass::Pass;
use super::table::{LONG, Values};

/// The most signs of a whole number.
const WHOLE: usize = 20;

impl Pass<'_> {
    /// A text that nobody reads here: which lanes get to its end, and how long it is at most.
    pub(super) fn message(&mut self, parts: &[Node], active: Mask) -> Vec<Piece> {
        let mut live = active;
        let mut longest = 0;
        for part in parts {
            let pieces = self.value(*part, live);
            live = Mask::NONE;
            let mut most = 0;
            for piece in &pieces {
                match self.bytes(&piece.lane) {
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

    pub(super) fn in_words(&mut self, id: Node, active: Mask) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for piece in self.value(id, active) {
            let bytes = match &piece.lane {
                Lane::Held(held) => self.rule.in_words(held).map(|words| words.len()),
                Lane::Unread(bytes) => Some(self.rule.in_words_at_most(*bytes)),
                Lane::Field(field) if self.is_text(*field) || is_list(self.columns, *field) => {
                    Some(self.rule.in_words_at_most(LONG))
                }
                _ => None,
            };
            match bytes.filter(|bytes| *bytes <= TEXT) {
                Some(bytes) => pieces.push(Piece {
                    lane: Lane::Unread(bytes),
                    ..piece
                }),
                None => self.unsure |= piece.mask,
            }
        }
        pieces
    }

    pub(super) fn is_text(&self, field: usize) -> bool {
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

    /// How long a value is at most in a message; none when messages do not show it.
    fn bytes(&self, lane: &Lane) -> Option<usize> {
        match lane {
            Lane::Held(held) => shown(held),
            Lane::Field(field) => {
                let column = self.columns.fields.get(*field)?;
                (!matches!(column.values, Values::Entries)).then_some(LONG)
            }
            Lane::Ints(_) | Lane::Floats(_) => Some(LONG),
            Lane::Unread(bytes) => Some(*bytes),
            Lane::Findings(_) => None,
        }
    }

    /// A list of what is found. (Other lists are the same for all programs.)
    pub(super) fn list(&mut self, items: &[Node], active: Mask) -> Vec<Piece> {
        let mut lists: Vec<(Mask, Vec<(Found, usize)>)> = vec![(active, Vec::new())];
        for item in items {
            let mut longer = Vec::new();
            for (mask, list) in lists {
                for piece in self.value(*item, mask) {
                    let more = match &piece.lane {
                        Lane::Findings(found) => found.to_vec(),
                        Lane::Held(Held::Nothing) => Vec::new(),
                        Lane::Held(Held::Effect(effect)) => {
                            vec![(Found::of(effect), effect.text_len())]
                        }
                        _ => {
                            self.unsure |= piece.mask;
                            continue;
                        }
                    };
                    if list.len() + more.len() > Effect::A_CALL {
                        self.unsure |= piece.mask;
                        continue;
                    }
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

    pub(super) fn effect(
        &mut self,
        kind: EffectKind,
        arguments: &[Node],
        active: Mask,
    ) -> Vec<Piece> {
        let mut found: Vec<(Mask, Option<Found>, usize)> = vec![(active, None, 0)];
        for (index, argument) in arguments.iter().enumerate() {
            let literal = matches!(self.rule.expression(*argument), Expression::Constant(_));
            let mut next = Vec::new();
            for (mask, what, so_far) in found {
                for piece in self.value(*argument, mask) {
                    let name = match (&what, index) {
                        (_, 0) => named(kind, &piece.lane, literal),
                        (Some(Found::Band(topic, _)), 1) => band(topic, &piece.lane),
                        _ => what.clone(),
                    };
                    let bytes = match (kind, index, &piece.lane) {
                        (EffectKind::Points | EffectKind::ApplyTo, 0, _)
                        | (EffectKind::Share, 1, Lane::Held(Held::Band(_))) => Some(0),
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
}

/// How long a value that is the same for some lanes is at most in a message; none when messages do
/// not show it.
pub(super) fn shown(held: &Held) -> Option<usize> {
    match held {
        Held::Text(text) => Some(text.len()),
        Held::Int(_) => Some(WHOLE),
        held => held.shown().map(|shown| shown.len()),
    }
}

/// What an effect is by its first argument; none when that has to be asked.
fn named(kind: EffectKind, first: &Lane, literal: bool) -> Option<Found> {
    match (kind, first) {
        (EffectKind::Exclude, _) => Some(Found::Exclude),
        (EffectKind::Flag, _) => Some(Found::Flag),
        (EffectKind::Points, Lane::Held(Held::Int(points))) => Some(Found::Points(*points)),
        (EffectKind::Tier, Lane::Held(Held::Text(id))) => Some(Found::Tier(id.clone())),
        (EffectKind::Band, Lane::Held(Held::Text(topic))) => {
            Some(Found::Band(topic.clone(), Text::from("")))
        }
        (EffectKind::Strength, Lane::Held(Held::Text(id))) => Some(Found::Strength(id.clone())),
        (EffectKind::ApplyTo, Lane::Held(Held::Band(range))) => Some(Found::ApplyTo(*range)),
        (EffectKind::ApplyTo, Lane::Held(Held::Int(count))) => {
            Some(Found::ApplyTo(Band::exactly(*count)))
        }
        // A literal name was looked up when the rule was read.
        (
            EffectKind::Group | EffectKind::Verify | EffectKind::Advise | EffectKind::Share,
            Lane::Held(Held::Text(_)),
        ) if literal => Some(Found::Other),
        _ => None,
    }
}

/// A band by its second argument; none when that has to be asked.
fn band(topic: &Text, id: &Lane) -> Option<Found> {
    match id {
        Lane::Held(Held::Text(id)) => Some(Found::Band(topic.clone(), id.clone())),
        _ => None,
    }
}
