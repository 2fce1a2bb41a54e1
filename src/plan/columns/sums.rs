//! Adding to the sums of chosen lanes, in vectors as wide as this processor has them.

use std::array;

/// How one adds `amount` to the sums whose bits are set, 64 sums to a word.
type Add = fn(words: &[u64], sums: &mut [i16], amount: i16);

/// Adds `amount` to the sums whose bits are set, 64 sums to a word.
pub(super) fn add(words: &[u64], sums: &mut [i16], amount: i16) {
    let add = widest().unwrap_or(add_eight);
    add(words, sums, amount);
}

/// Eight sums at once, on every processor.
// NOTE: in arrays of a length that the compiler knows, for then it makes one vector of them.
#[expect(clippy::indexing_slicing, reason = "below the length of both arrays")]
fn add_eight(words: &[u64], sums: &mut [i16], amount: i16) {
    for (word, sums) in words.iter().zip(sums.as_chunks_mut::<64>().0) {
        if *word == 0 {
            continue;
        }
        for (byte, sums) in word.to_le_bytes().iter().zip(sums.as_chunks_mut::<8>().0) {
            let chosen = &CHOSEN[usize::from(*byte)];
            *sums = array::from_fn(|lane| sums[lane].wrapping_add(amount & chosen[lane]));
        }
    }
}

/// For each byte all ones where its bit is set, so that adding is no branch.
static CHOSEN: [[i16; 8]; 256] = chosen();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler only")]
const fn chosen() -> [[i16; 8]; 256] {
    let mut all = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                all[byte][bit] = -1;
            }
            bit += 1;
        }
        byte += 1;
    }
    all
}

/// What adds more at once than every processor can, where this one can.
#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "measured in `benches/plan`: a word of bits is what AVX-512 chooses lanes by, which halves this loop"
)]
fn widest() -> Option<Add> {
    use std::arch::x86_64::{
        _mm512_loadu_epi16, _mm512_mask_add_epi16, _mm512_set1_epi16, _mm512_storeu_epi16,
    };

    /// Thirty-two sums at once.
    #[target_feature(enable = "avx512bw")]
    fn add_thirty_two(words: &[u64], sums: &mut [i16], amount: i16) {
        let amount = _mm512_set1_epi16(amount);
        for (word, sums) in words.iter().zip(sums.as_chunks_mut::<64>().0) {
            if *word == 0 {
                continue;
            }
            let halves = word.to_le_bytes();
            for (half, sums) in halves
                .as_chunks::<4>()
                .0
                .iter()
                .zip(sums.as_chunks_mut::<32>().0)
            {
                let chosen = u32::from_le_bytes(*half);
                let at = sums.as_mut_ptr();
                // SAFETY: `at` points at the 32 sums of 16 bits each that one vector holds; neither
                // reading nor writing asks for more alignment than they have.
                unsafe {
                    let held = _mm512_loadu_epi16(at);
                    let added = _mm512_mask_add_epi16(held, chosen, held, amount);
                    _mm512_storeu_epi16(at, added);
                }
            }
        }
    }

    is_x86_feature_detected!("avx512bw").then_some(|words, sums, amount| {
        // SAFETY: this processor has what the function is compiled for, as was just asked.
        unsafe { add_thirty_two(words, sums, amount) }
    })
}

#[cfg(not(target_arch = "x86_64"))]
fn widest() -> Option<Add> {
    None
}

#[cfg(test)]
mod tests {
    use super::{Add, add_eight, widest};

    fn sums(add: Add) -> Vec<i16> {
        let mut random = fastrand::Rng::with_seed(7);
        let mut sums: Vec<i16> = (0..4_096).map(|_| random.i16(..)).collect();
        for _ in 0..200 {
            let few = random.bool();
            let word = |random: &mut fastrand::Rng| match random.u8(..4) {
                0 => 0,
                1 => u64::MAX,
                _ if few => random.u64(..) & random.u64(..) & random.u64(..),
                _ => random.u64(..),
            };
            let words: Vec<u64> = (0..64).map(|_| word(&mut random)).collect();
            add(&words, &mut sums, random.i16(..));
        }
        sums
    }

    #[test]
    fn every_width_adds_the_same_to_the_same_lanes() {
        let one_by_one: Add = |words, sums, amount| {
            for (lane, sum) in sums.iter_mut().enumerate() {
                let chosen = words
                    .get(lane / 64)
                    .is_some_and(|word| word >> (lane % 64) & 1 == 1);
                *sum = sum.wrapping_add(if chosen { amount } else { 0 });
            }
        };
        let expected = sums(one_by_one);
        assert!(sums(add_eight) == expected, "eight at once");
        if let Some(widest) = widest() {
            assert!(sums(widest) == expected, "in this processor's vectors");
        }
    }
}
