//! The rules as loops over columns, 64 programs at a time.

use super::RULES;
use super::read::{Applicant, Program};

/// The programs as columns: numbers with zeros where they are not stated, yes and no as bits, and
/// what is stated as bits.
#[derive(Default)]
pub(super) struct Columns {
    numbers: [Vec<i16>; 6],
    stated: [Vec<u64>; 6],
    img: Vec<f64>,
    us_img: Vec<f64>,
    bits: [Vec<u64>; 17],
}

const MINIMUM: usize = 0;
const PREFERRED: usize = 1;
const AVERAGE: usize = 2;
const ATTEMPTS: usize = 3;
const YEARS: usize = 4;
const IMGS: usize = 5;

pub(super) fn turned(programs: &[Program]) -> Columns {
    let mut columns = Columns::default();
    let bit = |of: &dyn Fn(&Program) -> bool| -> Vec<u64> {
        let word = |programs: &[Program]| {
            let lanes = programs.iter().enumerate();
            lanes.fold(0, |word, (lane, program)| {
                word | u64::from(of(program)) << lane
            })
        };
        programs.chunks(64).map(word).collect()
    };
    let numbers: [Number; 6] = [
        |p| p.minimum,
        |p| p.preferred,
        |p| p.average,
        |p| p.attempts,
        |p| p.years,
        |p| p.imgs_a_year,
    ];
    for (at, number) in numbers.into_iter().enumerate() {
        columns.numbers[at] = programs
            .iter()
            .map(|p| small(number(p).unwrap_or(0)))
            .collect();
        columns.stated[at] = bit(&|p| number(p).is_some());
    }
    columns.img = programs.iter().map(|p| p.img.unwrap_or(0.0)).collect();
    columns.us_img = programs.iter().map(|p| p.us_img.unwrap_or(0.0)).collect();
    columns.bits = [
        bit(&|p| p.img.is_some()),
        bit(&|p| p.community == Some(true)),
        bit(&|p| p.community.is_some()),
        bit(&|p| p.university == Some(true)),
        bit(&|p| p.img_region == Some(true)),
        bit(&|p| p.crowded == Some(true)),
        bit(&|p| p.contested == Some(true)),
        bit(&|p| p.big_city == Some(true)),
        bit(&|p| p.sponsors_nobody),
        bit(&|p| p.has_minimum == Some(true)),
        bit(&|p| p.has_minimum.is_some()),
        bit(&|p| p.has_attempts == Some(true)),
        bit(&|p| p.has_attempts.is_some()),
        bit(&|p| p.has_years == Some(true)),
        bit(&|p| p.has_years.is_some()),
        bit(&|p| p.named),
        bit(&|p| p.img_region.is_some()),
    ];
    columns
}

/// How a number is read of a program.
type Number = fn(&Program) -> Option<i64>;

/// A score, a number of attempts or of years.
fn small(number: i64) -> i16 {
    i16::try_from(number).expect("a small number")
}

/// 64 programs.
struct Block<'a> {
    columns: &'a Columns,
    block: usize,
}

impl Block<'_> {
    #[inline]
    fn number(&self, of: usize, holds: impl Fn(i16) -> bool) -> Sides {
        let here = self.columns.numbers[of].chunks(64).nth(self.block);
        let stated = self.columns.stated[of][self.block];
        Sides::stated(lanes(here.unwrap_or(&[]), holds), stated)
    }
}

#[inline]
fn lanes<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> u64 {
    let lanes = values.iter().enumerate();
    lanes.fold(0, |word, (lane, value)| {
        word | u64::from(holds(*value)) << lane
    })
}

/// Which are true and which are false; a lane in neither is unknown.
#[derive(Clone, Copy)]
struct Sides(u64, u64);

impl Sides {
    fn of(value: Option<bool>) -> Self {
        match value {
            Some(true) => Self(!0, 0),
            Some(false) => Self(0, !0),
            None => Self(0, 0),
        }
    }

    fn stated(yes: u64, stated: u64) -> Self {
        Self(yes & stated, stated & !yes)
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0, self.1 | self.0 & other.1)
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | self.1 & other.0, self.1 & other.1)
    }

    fn not(self) -> Self {
        Self(self.1, self.0)
    }

    fn choose(self, then: Self, otherwise: Self) -> Self {
        Self(
            self.0 & then.0 | self.1 & otherwise.0,
            self.0 & then.1 | self.1 & otherwise.1,
        )
    }
}

/// Loops over columns, 64 programs at a time: each rule's fired and unknown programs as bits.
#[expect(clippy::too_many_lines, reason = "one rule after another")]
pub(super) fn columns(a: &Applicant, c: &Columns, scores: &mut [i16], out: &mut [[u64; 2]]) -> i64 {
    let blocks = scores.chunks_mut(64).zip(out.chunks_mut(RULES)).enumerate();
    for (block, (scores, out)) in blocks {
        let here = block * 64..block * 64 + scores.len();
        let all = if scores.len() == 64 {
            !0
        } else {
            (1 << scores.len()) - 1
        };
        let at = Block { columns: c, block };
        let bit = |of: usize| c.bits[of][block];
        let img = |mark: f64| Sides::stated(lanes(&c.img[here.clone()], |img| img >= mark), bit(0));
        let (score, known) = (
            small(a.score.unwrap_or(0)),
            Sides::of(a.score.map(|_| true)),
        );
        let passed = Sides::of(a.passed);
        let own = |sides: Sides| known.and(sides);
        let under = |mark: i64| passed.and(Sides::of(a.score.map(|score| score < mark)));
        let states = |of: usize| Sides::stated(c.stated[of][block], !0);
        let sitting = |limit: Sides, which: usize| match a.attempts[which] {
            Some(_) => limit,
            None => Sides(0, 0),
        };
        let over = |which: usize| {
            let n = small(a.attempts[which].unwrap_or(0));
            sitting(at.number(ATTEMPTS, |limit| n > limit), which)
        };
        let more = |which: usize| Sides::of(a.attempts[which].map(|n| n > 1));
        let typical = states(AVERAGE).or(states(PREFERRED));
        let near = |extra: i16| {
            let average = at.number(AVERAGE, |typical| typical <= score + extra);
            let preferred = at.number(PREFERRED, |typical| typical <= score + extra);
            own(states(AVERAGE).choose(average, preferred))
        };
        let (large, middle, friendly) = (img(60.0), img(30.0), img(20.0));
        let community = Sides::stated(bit(1), bit(2));
        let university = Sides::stated(bit(3), bit(2));
        let area = |of: usize| Sides::stated(bit(of), bit(16));
        let yes = |bits: u64| Sides::stated(bits, !0);
        let competitive = own(Sides::of(Some(score >= 230)));
        let not_failed = Sides::of(a.failed.map(|failed| !failed));
        let never = Sides(0, !0);
        // What a message names counts as read.
        let named = Sides(bit(15), 0);
        let told_attempts = Sides::of(a.attempts[0].and(a.attempts[1]).map(|_| true));
        let known_years = Sides::of(a.years.map(|_| true));
        let years = small(a.years.unwrap_or(0));
        let rules: [(Sides, i16); RULES] = [
            (
                passed
                    .and(Sides::stated(bit(9), bit(10)))
                    .and(own(at.number(MINIMUM, |minimum| score < minimum))),
                0,
            ),
            (passed.and(never), 0),
            (
                more(0)
                    .or(more(1))
                    .and(Sides::stated(bit(11), bit(12)))
                    .and(over(0).or(over(1)))
                    .and(told_attempts),
                0,
            ),
            (
                Sides::stated(bit(13), bit(14))
                    .and(known_years)
                    .and(at.number(YEARS, |limit| years > limit)),
                0,
            ),
            (
                passed
                    .and(states(PREFERRED))
                    .and(own(at.number(PREFERRED, |preferred| score < preferred))),
                -6,
            ),
            (
                passed
                    .and(states(AVERAGE))
                    .and(own(at.number(AVERAGE, |average| score < average))),
                0,
            ),
            (friendly, 3),
            (at.number(IMGS, |n| n >= 10), 4),
            (yes(lanes(&c.us_img[here.clone()], |img| img > 0.0)), 5),
            (area(4), 4),
            (community, 4),
            (area(5).and(university).and(named), -6),
            (area(6).and(university).and(named), 0),
            (
                under(220)
                    .and(area(4).or(area(7).not()))
                    .and(community)
                    .and(friendly)
                    .and(named),
                4,
            ),
            (under(210).and(large.not().or(community.not())), -12),
            (yes(bit(8)), 5),
            (never, 0),
            (never, 0),
            (
                not_failed
                    .and(community)
                    .and(large)
                    .and(own(typical.choose(near(0), yes(!0)))),
                0,
            ),
            (
                not_failed
                    .and(friendly)
                    .and(at.number(IMGS, |n| n >= 2))
                    .and(typical.choose(near(5), competitive.or(large).or(community))),
                0,
            ),
            (
                not_failed.and(friendly).and(typical.choose(
                    near(5).not().and(near(15)),
                    competitive.not().and(large.not()).and(community.not()),
                )),
                0,
            ),
            (under(230).and(typical.not()).and(community).and(large), 0),
        ];
        scores.fill(0);
        // 3, 6 or 10 points by the share of IMGs.
        add(scores, middle.0, 3);
        add(scores, large.0, 4);
        for ((sides, points), out) in rules.into_iter().zip(out) {
            *out = [sides.0 & all, !(sides.0 | sides.1) & all];
            if points != 0 {
                add(scores, sides.0 & all, points);
            }
        }
    }
    scores.iter().map(|score| i64::from(*score)).sum()
}

fn add(scores: &mut [i16], lanes: u64, points: i16) {
    for (lane, score) in scores.iter_mut().enumerate() {
        *score += points * i16::from(lanes >> lane & 1 == 1);
    }
}
