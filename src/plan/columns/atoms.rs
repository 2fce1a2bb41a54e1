//! The questions about one field and one value, answered for whole blocks.

use std::collections::BTreeMap;

use crate::model::Text;
use crate::plan::{Comparison, Held};

use super::table::{Holding, Values};
use super::{Columns, LANES, Mask};

/// How many answers are kept before all are forgotten.
const MOST: usize = 4_096;

/// What is asked of a number: the field, how it is compared, whether carefully or plainly, and the
/// other number by its bits and kind.
type Key = (usize, Comparison, u8, u64, bool);

/// How numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Fast,
    Careful,
    /// Without taking what is near for equal: where a number stands in a band.
    Plain,
}

/// Answers that were worked out before.
#[derive(Debug, Clone, Default)]
pub(super) struct Atoms(BTreeMap<Key, Vec<Mask>>);

impl Atoms {
    /// The stated lanes of a block whose number compares so; none when that cannot be asked.
    pub(super) fn number(
        &mut self,
        columns: &Columns,
        block: usize,
        field: usize,
        how: Comparison,
        way: Way,
        number: &Held,
    ) -> Option<Mask> {
        let (bits, whole) = match number {
            Held::Int(number) => (number.cast_unsigned(), true),
            Held::Float(number) => (number.to_bits(), false),
            _ => return None,
        };
        let key = (field, how, way as u8, bits, whole);
        if !self.0.contains_key(&key) {
            let column = columns.fields.get(field)?;
            let masks = masks(&column.values, how, way, number)?;
            if self.0.len() >= MOST {
                self.0.clear();
            }
            self.0.insert(key, masks);
        }
        let mask = self.0.get(&key)?.get(block).copied()?;
        Some(mask & columns.fields.get(field)?.stated.get(block).copied()?)
    }
}

fn masks(values: &Values, how: Comparison, way: Way, number: &Held) -> Option<Vec<Mask>> {
    let compare = |value: &Held| match way {
        Way::Plain => {
            let order = value.as_decimal()?.partial_cmp(&number.as_decimal()?)?;
            Some(how.holds(order))
        }
        Way::Fast | Way::Careful => how.compare(way == Way::Careful, value, number),
    };
    match (values, number) {
        (Values::Ints(all), Held::Int(number)) if way != Way::Plain => {
            let blocks = all.chunks(LANES);
            let number = *number;
            Some(
                blocks
                    .map(|block| match how {
                        Comparison::Equal => Mask::of(block, |value| value == number),
                        Comparison::Unequal => Mask::of(block, |value| value != number),
                        Comparison::Less => Mask::of(block, |value| value < number),
                        Comparison::AtMost => Mask::of(block, |value| value <= number),
                        Comparison::Greater => Mask::of(block, |value| value > number),
                        Comparison::AtLeast => Mask::of(block, |value| value >= number),
                    })
                    .collect(),
            )
        }
        // A comparison that gives no answer gives none for a lane that is not stated, too.
        (Values::Ints(all), _) => {
            let sure = all
                .iter()
                .all(|value| compare(&Held::Int(*value)).is_some());
            let holds = |value| compare(&Held::Int(value)).unwrap_or(false);
            sure.then(|| {
                all.chunks(LANES)
                    .map(|block| Mask::of(block, holds))
                    .collect()
            })
        }
        (Values::Floats(all), _) => {
            let sure = all
                .iter()
                .all(|value| compare(&Held::Float(*value)).is_some());
            let holds = |value| compare(&Held::Float(value)).unwrap_or(false);
            sure.then(|| {
                all.chunks(LANES)
                    .map(|block| Mask::of(block, holds))
                    .collect()
            })
        }
        _ => None,
    }
}

/// The lanes of a block whose text is this, or whose list has it; none when it is no such field.
pub(super) fn holding(columns: &Columns, block: usize, field: usize, text: &Text) -> Option<Mask> {
    let column = columns.fields.get(field)?;
    if !matches!(column.values, Values::Texts(_) | Values::Lists(..)) {
        return None;
    }
    let Some(code) = columns.code(text) else {
        return Some(Mask::NONE);
    };
    let lanes = match &column.holding {
        Holding::Masks(masks) => {
            let mask = masks.get(&code).and_then(|masks| masks.get(block));
            return Some(mask.copied().unwrap_or(Mask::NONE));
        }
        Holding::Lanes(lanes) => lanes.get(&code).map_or(&[][..], Vec::as_slice),
    };
    let mut mask = Mask::NONE;
    let first = block * LANES;
    let here = lanes.partition_point(|lane| *lane < first);
    let here = lanes.get(here..).unwrap_or(&[]).iter();
    for lane in here.take_while(|lane| **lane < first + LANES) {
        mask.set(lane - first);
    }
    Some(mask)
}

/// The lanes of a block that hold one of these texts; none when one is no text.
pub(super) fn holding_any(
    columns: &Columns,
    block: usize,
    field: usize,
    items: &Held,
) -> Option<Mask> {
    let mut mask = Mask::NONE;
    match items {
        Held::Words(words) => {
            // Asked even for an empty list, so that it fails on a field of another kind.
            holding(columns, block, field, &Text::from(""))?;
            for word in words.iter() {
                mask |= holding(columns, block, field, word)?;
            }
        }
        Held::List(items) => {
            holding(columns, block, field, &Text::from(""))?;
            for item in items.iter() {
                let Held::Text(word) = item else {
                    return None;
                };
                mask |= holding(columns, block, field, word)?;
            }
        }
        _ => return None,
    }
    Some(mask)
}

/// Whether a field of the programs is a list of words.
pub(super) fn is_list(columns: &Columns, field: usize) -> bool {
    let column = columns.fields.get(field);
    column.is_some_and(|column| matches!(column.values, Values::Lists(..)))
}
