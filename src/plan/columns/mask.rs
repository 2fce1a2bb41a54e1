use std::ops::{BitAnd, BitOr, BitOrAssign, Not};

use super::sums;

/// Words of 64 lanes in a block.
const WORDS: usize = 64;

/// Lanes in a block.
pub const LANES: usize = WORDS * 64;

/// Which lanes of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mask([u64; WORDS]);

impl Default for Mask {
    fn default() -> Self {
        Self::NONE
    }
}

impl Mask {
    /// None of them.
    pub const NONE: Self = Self([0; WORDS]);

    /// The first `count` of them.
    #[must_use]
    pub fn first(count: usize) -> Self {
        let mut mask = Self::NONE;
        for (index, word) in mask.0.iter_mut().enumerate() {
            let left = count.saturating_sub(index * 64);
            *word = if left >= 64 {
                u64::MAX
            } else {
                (1 << left) - 1
            };
        }
        mask
    }

    /// Those for which `holds`, of the lanes with these values, in order.
    pub fn of<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> Self {
        let mut mask = Self::NONE;
        for (word, values) in mask.0.iter_mut().zip(values.chunks(64)) {
            let mut bits = 0;
            for (bit, value) in values.iter().enumerate() {
                bits |= u64::from(holds(*value)) << bit;
            }
            *word = bits;
        }
        mask
    }

    /// Adds a lane.
    pub fn set(&mut self, lane: usize) {
        if let Some(word) = self.0.get_mut(lane / 64) {
            *word |= 1 << (lane % 64);
        }
    }

    /// Whether the lane is one of them.
    #[must_use]
    pub fn has(&self, lane: usize) -> bool {
        let word = self.0.get(lane / 64).copied().unwrap_or(0);
        word >> (lane % 64) & 1 == 1
    }

    /// Whether there are any.
    #[must_use]
    pub fn any(&self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) != 0
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Those that are not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut mask = *self;
        for (word, other) in mask.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
        mask
    }

    /// Their numbers, in order.
    pub fn lanes(&self) -> impl Iterator<Item = usize> {
        let words = self.0.iter().enumerate();
        words.flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(index * 64 + bit)
            })
        })
    }

    /// Adds `amount` to the sums of these lanes; there are as many sums as lanes in a block.
    pub fn add_to(&self, sums: &mut [i16], amount: i16) {
        sums::add(&self.0, sums, amount);
    }
}

impl BitAnd for Mask {
    type Output = Self;

    fn bitand(mut self, other: Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
        self
    }
}

impl BitOr for Mask {
    type Output = Self;

    fn bitor(mut self, other: Self) -> Self {
        self |= other;
        self
    }
}

impl BitOrAssign for Mask {
    fn bitor_assign(&mut self, other: Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }
}

impl Not for Mask {
    type Output = Self;

    fn not(mut self) -> Self {
        for word in &mut self.0 {
            *word = !*word;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{LANES, Mask};

    #[test]
    fn lanes_are_counted_and_listed() {
        let mut mask = Mask::first(70);
        mask.set(LANES - 1);
        assert_eq!(mask.count(), 71);
        assert_eq!(mask.lanes().last(), Some(LANES - 1));
        assert_eq!(mask.without(&Mask::first(69)).count(), 2);
        assert_eq!(Mask::first(LANES), !Mask::NONE);
    }

    #[test]
    fn sums_grow_only_where_a_lane_is_in() {
        let mut sums = vec![1_i16; LANES];
        let mask = Mask::of(&(0..200).collect::<Vec<i32>>(), |n| n % 3 == 0);
        mask.add_to(&mut sums, -7);
        let lane = |n: usize| {
            if n < 200 && n.is_multiple_of(3) {
                -6
            } else {
                1
            }
        };
        assert_eq!(sums, (0..LANES).map(lane).collect::<Vec<i16>>());
    }
}
