//! The rules of one guide about a program, `us-citizen-img`, written by hand in Rust: row by row,
//! with the fired rules collected, and as loops over columns, with fired and unknown rules as bits.
//! Both keep exact sums. They do what the guide's rules do with an applicant without letters,
//! rotations and connections, so that no list of entries is searched; the plan is measured on the
//! same. Every sum is compared.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use preceptor::evaluate::{Lineup, Programs};
use preceptor::model::{Facts, Reading, Stage, Target, Value};
use preceptor::{Catalogue, Guides};

const RULES: usize = 22;
const GUIDE: &str = "us-citizen-img";

/// What the rules read of a program.
#[derive(Default, Clone)]
struct Program {
    minimum: Option<i64>,
    has_minimum: Option<bool>,
    preferred: Option<i64>,
    average: Option<i64>,
    attempts: Option<i64>,
    has_attempts: Option<bool>,
    years: Option<i64>,
    has_years: Option<bool>,
    img: Option<f64>,
    us_img: Option<f64>,
    imgs_a_year: Option<i64>,
    community: Option<bool>,
    university: Option<bool>,
    img_region: bool,
    crowded: bool,
    contested: bool,
    big_city: bool,
    sponsors_nobody: bool,
}

/// What they read of an applicant.
#[derive(Clone, Copy)]
struct Applicant {
    score: Option<i64>,
    passed: Option<bool>,
    failed: Option<bool>,
    attempts: [Option<i64>; 2],
    years: Option<i64>,
}

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
    let competitive = || own().map(|own| own >= 230);
    [
        rule(under_minimum(), 0),
        rule(and(a.passed, || Some(false)), 0),
        rule(
            and(sittings(Some(1)), || {
                and(p.has_attempts, || sittings(p.attempts))
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
        rule(Some(p.img_region), 4),
        rule(p.community, 4),
        rule(and(Some(p.crowded), || p.university), -6),
        rule(and(Some(p.contested), || p.university), 0),
        rule(
            and(under(220), || {
                and(Some(p.img_region || !p.big_city), || {
                    and(p.community, || friendly)
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

/// Row by row, the fired rules collected.
fn rows(a: &Applicant, programs: &[Program], fired: &mut Vec<u8>) -> i64 {
    let mut sum = 0;
    for program in programs {
        fired.clear();
        for (number, said) in (0_u8..).zip(judge(a, program)) {
            if let Fired(points) = said {
                fired.push(number);
                sum += i64::from(points);
            }
        }
        black_box(&fired);
    }
    sum
}

/// The programs as columns: numbers with zeros where they are not stated, yes and no as bits, and
/// what is stated as bits.
#[derive(Default)]
struct Columns {
    numbers: [Vec<i64>; 6],
    stated: [Vec<u64>; 6],
    img: Vec<f64>,
    us_img: Vec<f64>,
    bits: [Vec<u64>; 15],
}

const MINIMUM: usize = 0;
const PREFERRED: usize = 1;
const AVERAGE: usize = 2;
const ATTEMPTS: usize = 3;
const YEARS: usize = 4;
const IMGS: usize = 5;

fn turned(programs: &[Program]) -> Columns {
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
    let numbers: [&dyn Fn(&Program) -> Option<i64>; 6] = [
        &|p| p.minimum,
        &|p| p.preferred,
        &|p| p.average,
        &|p| p.attempts,
        &|p| p.years,
        &|p| p.imgs_a_year,
    ];
    for (at, number) in numbers.into_iter().enumerate() {
        columns.numbers[at] = programs.iter().map(|p| number(p).unwrap_or(0)).collect();
        columns.stated[at] = bit(&|p| number(p).is_some());
    }
    columns.img = programs.iter().map(|p| p.img.unwrap_or(0.0)).collect();
    columns.us_img = programs.iter().map(|p| p.us_img.unwrap_or(0.0)).collect();
    columns.bits = [
        bit(&|p| p.img.is_some()),
        bit(&|p| p.community == Some(true)),
        bit(&|p| p.community.is_some()),
        bit(&|p| p.university == Some(true)),
        bit(&|p| p.img_region),
        bit(&|p| p.crowded),
        bit(&|p| p.contested),
        bit(&|p| p.big_city),
        bit(&|p| p.sponsors_nobody),
        bit(&|p| p.has_minimum == Some(true)),
        bit(&|p| p.has_minimum.is_some()),
        bit(&|p| p.has_attempts == Some(true)),
        bit(&|p| p.has_attempts.is_some()),
        bit(&|p| p.has_years == Some(true)),
        bit(&|p| p.has_years.is_some()),
    ];
    columns
}

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
fn columns(a: &Applicant, c: &Columns, scores: &mut [i32], out: &mut [[u64; 2]]) -> i64 {
    let blocks = scores.chunks_mut(64).zip(out.chunks_mut(RULES)).enumerate();
    for (block, (scores, out)) in blocks {
        let here = block * 64..block * 64 + scores.len();
        let all = if scores.len() == 64 {
            !0
        } else {
            (1 << scores.len()) - 1
        };
        let number = |of: usize, holds: &dyn Fn(i64) -> bool| {
            Sides::stated(
                lanes(&c.numbers[of][here.clone()], holds),
                c.stated[of][block],
            )
        };
        let bit = |of: usize| c.bits[of][block];
        let img = |mark: f64| Sides::stated(lanes(&c.img[here.clone()], |img| img >= mark), bit(0));
        let (score, known) = (a.score.unwrap_or(0), Sides::of(a.score.map(|_| true)));
        let passed = Sides::of(a.passed);
        let own = |sides: Sides| known.and(sides);
        let under = |mark: i64| passed.and(Sides::of(a.score.map(|score| score < mark)));
        let states = |of: usize| Sides::stated(c.stated[of][block], !0);
        let sitting = |limit: Sides, which: usize| match a.attempts[which] {
            Some(_) => limit,
            None => Sides(0, 0),
        };
        let over = |which: usize| {
            let n = a.attempts[which].unwrap_or(0);
            sitting(number(ATTEMPTS, &|limit| n > limit), which)
        };
        let more = |which: usize| Sides::of(a.attempts[which].map(|n| n > 1));
        let typical = states(AVERAGE).or(states(PREFERRED));
        let near = |extra: i64| {
            let average = number(AVERAGE, &|typical| typical <= score + extra);
            let preferred = number(PREFERRED, &|typical| typical <= score + extra);
            own(states(AVERAGE).choose(average, preferred))
        };
        let (large, middle, friendly) = (img(60.0), img(30.0), img(20.0));
        let community = Sides::stated(bit(1), bit(2));
        let university = Sides::stated(bit(3), bit(2));
        let yes = |bits: u64| Sides::stated(bits, !0);
        let competitive = own(Sides::of(Some(score >= 230)));
        let not_failed = Sides::of(a.failed.map(|failed| !failed));
        let never = Sides(0, !0);
        let known_years = Sides::of(a.years.map(|_| true));
        let years = a.years.unwrap_or(0);
        let rules: [(Sides, i32); RULES] = [
            (
                passed
                    .and(Sides::stated(bit(9), bit(10)))
                    .and(own(number(MINIMUM, &|minimum| score < minimum))),
                0,
            ),
            (passed.and(never), 0),
            (
                more(0)
                    .or(more(1))
                    .and(Sides::stated(bit(11), bit(12)))
                    .and(over(0).or(over(1))),
                0,
            ),
            (
                Sides::stated(bit(13), bit(14))
                    .and(known_years)
                    .and(number(YEARS, &|limit| years > limit)),
                0,
            ),
            (
                passed
                    .and(states(PREFERRED))
                    .and(own(number(PREFERRED, &|preferred| score < preferred))),
                -6,
            ),
            (
                passed
                    .and(states(AVERAGE))
                    .and(own(number(AVERAGE, &|average| score < average))),
                0,
            ),
            (large, 10),
            (number(IMGS, &|n| n >= 10), 4),
            (yes(lanes(&c.us_img[here.clone()], |img| img > 0.0)), 5),
            (yes(bit(4)), 4),
            (community, 4),
            (yes(bit(5)).and(university), -6),
            (yes(bit(6)).and(university), 0),
            (
                under(220)
                    .and(yes(bit(4) | !bit(7)))
                    .and(community)
                    .and(friendly),
                4,
            ),
            (under(210).and(large.not().or(community.not())), -12),
            (yes(bit(8)), 5),
            (friendly.and(large.not()).and(middle), 6),
            (friendly.and(middle.not()), 3),
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
                    .and(number(IMGS, &|n| n >= 2))
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
        for ((sides, points), out) in rules.into_iter().zip(out) {
            *out = [sides.0 & all, !(sides.0 | sides.1) & all];
            if points != 0 {
                for (lane, score) in scores.iter_mut().enumerate() {
                    *score += points * i32::from(sides.0 >> lane & 1 == 1);
                }
            }
        }
    }
    scores.iter().map(|score| i64::from(*score)).sum()
}

fn int(facts: &Facts, path: &str) -> Option<i64> {
    match facts.get(path).value() {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    }
}

fn float(facts: &Facts, path: &str) -> Option<f64> {
    match facts.get(path).value() {
        Some(Value::Float(number)) => Some(*number),
        _ => None,
    }
}

fn yes(facts: &Facts, path: &str) -> Option<bool> {
    match facts.get(path).value() {
        Some(Value::Bool(yes)) => Some(*yes),
        _ => None,
    }
}

fn is_any(facts: &Facts, path: &str, words: &[&str]) -> Option<bool> {
    match facts.get(path).value() {
        Some(Value::Text(word)) => Some(words.contains(&&**word)),
        Some(Value::Texts(all)) => Some(all.iter().any(|word| words.contains(&&**word))),
        _ => None,
    }
}

fn program(facts: &Facts) -> Program {
    let area = |words: &[&str]| is_any(facts, "areas", words).unwrap_or(false);
    let says = |path: &str, word: &str| is_any(facts, path, &[word]).unwrap_or(false);
    Program {
        minimum: int(facts, "step2_ck.minimum"),
        has_minimum: yes(facts, "step2_ck.has_minimum"),
        preferred: int(facts, "step2_ck.preferred"),
        average: int(facts, "step2_ck.average"),
        attempts: int(facts, "attempts.maximum"),
        has_attempts: yes(facts, "attempts.has_maximum"),
        years: int(facts, "years_since_graduation.maximum"),
        has_years: yes(facts, "years_since_graduation.has_maximum"),
        img: float(facts, "img_percent"),
        us_img: float(facts, "us_img_percent"),
        imgs_a_year: int(facts, "imgs_a_year"),
        community: is_any(
            facts,
            "setting",
            &["community", "community-university-affiliated"],
        ),
        university: is_any(facts, "setting", &["university"]),
        img_region: area(&["midwest", "south"]),
        crowded: area(&[
            "new-england",
            "middle-atlantic",
            "pacific",
            "new-york-city",
            "boston",
            "los-angeles",
            "san-francisco",
            "chicago",
            "philadelphia",
        ]),
        contested: area(&["new-york-city", "boston", "california"]),
        big_city: area(&[
            "new-york-city",
            "boston",
            "los-angeles",
            "san-francisco",
            "chicago",
            "philadelphia",
        ]),
        sponsors_nobody: says("citizenship", "us-citizen-or-permanent-resident")
            || (says("visas.j1", "no") && says("visas.h1b", "no")),
    }
}

fn applicant(facts: &Facts) -> Applicant {
    Applicant {
        score: int(facts, "step2_ck.score"),
        passed: yes(facts, "step2_ck.passed"),
        failed: yes(facts, "step2_ck.failed"),
        attempts: ["step1.attempts", "step2_ck.attempts"].map(|path| int(facts, path)),
        years: int(facts, "years_since_graduation"),
    }
}

pub(crate) fn compare(
    guides: &Guides,
    catalogue: &Catalogue,
    target: Target,
    programs: &Programs,
    applicants: &[Arc<Facts>],
) {
    // Nobody knows anybody, so that no list of entries is searched.
    let applicants: Vec<Arc<Facts>> = applicants
        .iter()
        .map(|facts| {
            let mut facts = Facts::clone(facts);
            for path in ["usce", "lors", "connections"] {
                facts.set(path, Reading::told(Value::Entries(Vec::new().into())));
            }
            Arc::new(facts)
        })
        .collect();
    let table: Vec<Program> = catalogue
        .programs()
        .iter()
        .map(|one| program(&one.facts(target.track)))
        .collect();
    let pairs = applicants.len() * table.len();
    let own: Vec<Applicant> = applicants.iter().map(|facts| applicant(facts)).collect();

    let guide = guides.find(GUIDE).expect("the guide ships").clone();
    let mut lineup = Lineup::new(guide, guides.host.clone(), programs);
    let mut sums = Vec::new();
    for facts in &applicants {
        let scores = lineup.judge(facts, Stage::Applying);
        sums.push((0..table.len()).map(|lane| scores.score(lane)).sum::<i64>());
    }
    let begun = Instant::now();
    for facts in &applicants {
        black_box(lineup.judge(facts, Stage::Applying));
    }
    show("the plan, in columns", pairs, begun.elapsed());

    let begun = Instant::now();
    let mut fired = Vec::new();
    for (applicant, sum) in own.iter().zip(&sums) {
        assert_eq!(rows(applicant, &table, &mut fired), *sum, "row by row");
    }
    show("by hand, row by row", pairs, begun.elapsed());

    let turned = turned(&table);
    let mut scores = vec![0; table.len()];
    let mut out = vec![[0; 2]; RULES * table.len().div_ceil(64)];
    let begun = Instant::now();
    for (applicant, sum) in own.iter().zip(&sums) {
        assert_eq!(
            columns(applicant, &turned, &mut scores, &mut out),
            *sum,
            "in columns"
        );
        black_box(&out);
    }
    show("by hand, loops over columns", pairs, begun.elapsed());
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
fn show(what: &str, pairs: usize, time: Duration) {
    let nanoseconds = time.as_secs_f64() * 1e9 / pairs as f64;
    println!("{GUIDE} without its packs, {what}: {nanoseconds:.2} ns a pair");
}
