//! The rules for one pair, as an `if` for each.

use std::hint::black_box;

use super::read::{Applicant, Program};
use super::{Counts, RULES};

/// Fired, quiet, or unknown, with the points.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Fired(i32),
    Quiet,
    Unknown,
}
use Said::{Fired, Quiet, Unknown};

/// `?` on something unknown makes the rule unknown.
fn rule(fires: Option<bool>, points: i32) -> Said {
    match fires {
        Some(true) => Fired(points),
        Some(false) => Quiet,
        None => Unknown,
    }
}

/// `a && b`, left to right.
fn and(a: Option<bool>, b: impl FnOnce() -> Option<bool>) -> Option<bool> {
    if a? { b() } else { Some(false) }
}

/// `a || b`, left to right.
fn or(a: Option<bool>, b: impl FnOnce() -> Option<bool>) -> Option<bool> {
    if a? { Some(true) } else { b() }
}

fn at_least(percent: Option<f64>, mark: f64) -> Option<bool> {
    percent.map(|percent| percent >= mark)
}

#[inline]
#[expect(clippy::too_many_lines, reason = "one rule after another")]
fn judge(a: &Applicant, p: &Program) -> [Said; RULES] {
    let under = |mark: i64| and(a.passed, || a.score.map(|score| score < mark));
    let under_minimum = || {
        let asks = and(a.passed, || p.has_minimum);
        and(asks, || Some(a.score? < p.minimum?))
    };
    let sittings = |limit: Option<i64>| {
        let first = a.attempts[0].zip(limit).map(|(n, limit)| n > limit);
        or(first, || {
            a.attempts[1].zip(limit).map(|(n, limit)| n > limit)
        })
    };
    let typical = p.average.or(p.preferred);
    let own = || a.score;
    let near = |extra: i64| {
        typical
            .zip(own())
            .map(|(typical, own)| typical <= own + extra)
    };
    let friendly = at_least(p.img, 20.0);
    let large = at_least(p.img, 60.0);
    let not_failed = a.failed.map(|failed| !failed);
    // What a message names counts as read.
    let named = || p.named.then_some(true);
    let competitive = || own().map(|own| own >= 230);
    [
        rule(under_minimum(), 0),
        rule(and(a.passed, || Some(false)), 0),
        rule(
            and(sittings(Some(1)), || {
                and(p.has_attempts, || {
                    and(sittings(p.attempts), || {
                        a.attempts[0].and(a.attempts[1]).map(|_| true)
                    })
                })
            }),
            0,
        ),
        rule(and(p.has_years, || Some(a.years? > p.years?)), 0),
        rule(
            and(a.passed, || match p.preferred {
                Some(preferred) => Some(a.score? < preferred),
                None => Some(false),
            }),
            -6,
        ),
        rule(
            and(a.passed, || match p.average {
                Some(average) => Some(a.score? < average),
                None => Some(false),
            }),
            0,
        ),
        match p.img {
            None => Unknown,
            Some(img) if img >= 60.0 => Fired(10),
            Some(img) if img >= 30.0 => Fired(6),
            Some(img) if img >= 20.0 => Fired(3),
            Some(_) => Quiet,
        },
        rule(p.imgs_a_year.map(|n| n >= 10), 4),
        rule(Some(p.us_img.is_some_and(|img| img > 0.0)), 5),
        rule(p.img_region, 4),
        rule(p.community, 4),
        rule(and(p.crowded, || and(p.university, named)), -6),
        rule(and(p.contested, || and(p.university, named)), 0),
        rule(
            and(under(220), || {
                and(or(p.img_region, || p.big_city.map(|big| !big)), || {
                    and(p.community, || and(friendly, named))
                })
            }),
            4,
        ),
        rule(
            and(under(210), || {
                or(large.map(|large| !large), || p.community.map(|is| !is))
            }),
            -12,
        ),
        rule(Some(p.sponsors_nobody), 5),
        Quiet,
        Quiet,
        rule(
            and(not_failed, || {
                and(p.community, || {
                    and(large, || {
                        own()?;
                        if typical.is_some() {
                            near(0)
                        } else {
                            Some(true)
                        }
                    })
                })
            }),
            0,
        ),
        rule(
            and(not_failed, || {
                and(friendly, || {
                    and(p.imgs_a_year.map(|n| n >= 2), || {
                        if typical.is_some() {
                            near(5)
                        } else {
                            or(competitive(), || or(large, || p.community))
                        }
                    })
                })
            }),
            0,
        ),
        rule(
            and(not_failed, || {
                and(friendly, || {
                    if typical.is_some() {
                        and(near(5).map(|near| !near), || near(15))
                    } else {
                        and(competitive().map(|is| !is), || {
                            and(large.map(|is| !is), || p.community.map(|is| !is))
                        })
                    }
                })
            }),
            0,
        ),
        rule(
            and(under(230), || {
                and(Some(typical.is_none()), || and(p.community, || large))
            }),
            0,
        ),
    ]
}

/// Row by row, the fired rules and the exact score collected. What comes of the rules is counted in
/// `counts`, when it is asked for.
pub(super) fn rows(
    applicant: &Applicant,
    programs: &[Program],
    fired: &mut Vec<u8>,
    mut counts: Option<&mut Counts>,
) -> i64 {
    let mut sum = 0;
    for program in programs {
        fired.clear();
        let mut score = 0;
        for (number, said) in (0_u8..).zip(judge(applicant, program)) {
            if let Fired(points) = said {
                fired.push(number);
                score += points;
            }
            if let Some(counts) = &mut counts {
                let [fired, unknown] = &mut counts[usize::from(number)];
                *fired += u64::from(matches!(said, Fired(_)));
                *unknown += u64::from(said == Unknown);
            }
        }
        sum += i64::from(score);
        black_box(&fired);
    }
    sum
}
