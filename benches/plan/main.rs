//! The whole catalogue for many applicants: the interpreter beside the typed form in columns. One run
//! prints the table: `cargo bench --bench plan`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints a table and may stop with a message"
)]

mod by_hand;
#[path = "../made_up/mod.rs"]
mod made_up;
mod measure;
mod standing;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use made_up::{MadeUp, asked};
use measure::{least, rate};
use preceptor::evaluate::{Lineup, Programs};
use preceptor::guide::Guide;
use preceptor::model::{Facts, Stage, Target};
use preceptor::script::{Answer, Role, Subjects};
use preceptor::{Catalogue, Files, Guides, References};

const PROGRAMS: usize = 6_800;
const APPLICANTS: usize = 1_000;
/// About as many as apply in a year.
const NATIONAL: usize = 48_000;

fn main() {
    let datasets = Files::shipped("datasets");
    let references = References::load(&datasets).expect("the shipped references load");
    let guides = Guides::load(&Files::shipped("rules"), references.titles());
    let guides = guides.expect("the shipped guides load");
    let mut made_up = MadeUp::new(&references);
    let begun = Instant::now();
    let catalogue = made_up.catalogue(PROGRAMS);
    let applicants = made_up.applicants(APPLICANTS);
    let target = applicants
        .first()
        .and_then(|applicant| applicant.targets.first().copied())
        .expect("a target");
    println!(
        "{PROGRAMS} synthetic programs, {APPLICANTS} synthetic applicants, made in {:.1?}",
        begun.elapsed()
    );
    let programs = Programs::of(&catalogue, target);
    let facts: Vec<Arc<Facts>> = applicants.iter().map(asked).collect();

    println!("| guide | rules | interpreted, pairs/s | in columns, pairs/s | times |");
    println!("|---|--:|--:|--:|--:|");
    for guide in guides.judging() {
        guide_row(&guide, &guides, &catalogue, target, &programs, &facts);
    }
    standing::compare(&guides, &facts);
    by_hand::compare(&guides, &catalogue, target, &programs, &facts);
    both_cores(&guides, &programs, &facts);
    national(&guides, &programs, || {
        made_up.applicants(APPLICANTS).iter().map(asked).collect()
    });
}

fn guide_row(
    guide: &Arc<Guide>,
    guides: &Guides,
    catalogue: &Catalogue,
    target: Target,
    programs: &Programs,
    applicants: &[Arc<Facts>],
) {
    let rules = guide.rules_on(Role::Program);
    let rules = rules
        .filter(|(_, rule)| rule.counts_in(Stage::Applying))
        .count();
    // The interpreter is asked about a part of the pairs: all of them would take an hour.
    let few: Vec<Arc<Facts>> = catalogue
        .programs()
        .iter()
        .step_by(100)
        .map(|program| Arc::new(program.facts(target.track)))
        .collect();
    let begun = ThreadTime::now();
    let mut asked = 0;
    let mut told: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for (a, applicant) in applicants.iter().enumerate().step_by(50) {
        for (p, program) in few.iter().enumerate() {
            asked += 1;
            told.insert((a, p), interpret(guide, guides, applicant, program));
        }
    }
    let interpreted = rate(asked, begun.elapsed());

    let mut lineup = Lineup::new(guide.clone(), guides.host.clone(), programs);
    let (mut one_by_one, mut fired) = (0, 0);
    for (a, applicant) in applicants.iter().enumerate() {
        let scores = lineup.judge(applicant, Stage::Applying);
        one_by_one += scores.asked;
        fired += scores.fired;
        for p in 0..few.len() {
            if let Some(score) = told.get(&(a, p)) {
                assert_eq!(scores.score(p * 100), *score, "applicant {a}, program {p}");
            }
        }
    }
    let columns = least(|| judge_all(guide, guides, programs, applicants));
    let columns = rate(applicants.len() * PROGRAMS, columns);
    println!(
        "| {} | {rules} | {interpreted:.0} | {columns:.0} | {:.0} |",
        guide.id,
        columns / interpreted
    );
    println!(
        "<!-- {fired} rules fired, {one_by_one} asked one by one, {:.2} ns a pair -->",
        1e9 / columns
    );
}

/// Everything that judging these applicants takes: binding the rules to the programs, too.
fn judge_all(guide: &Arc<Guide>, guides: &Guides, programs: &Programs, applicants: &[Arc<Facts>]) {
    let mut lineup = Lineup::new(guide.clone(), guides.host.clone(), programs);
    for applicant in applicants {
        black_box(lineup.judge(applicant, Stage::Applying));
    }
}

fn interpret(guide: &Guide, guides: &Guides, applicant: &Arc<Facts>, program: &Arc<Facts>) -> i64 {
    let mut score = 0;
    for (_, rule) in guide.rules_on(Role::Program) {
        if !rule.counts_in(Stage::Applying) {
            continue;
        }
        let subjects = Subjects {
            applicant: applicant.clone(),
            program: Some(program.clone()),
            standing: None,
            list: None,
            policy: rule.policy.clone(),
        };
        let file = guide.file(rule).expect("every rule has a file");
        let (answer, _) = guides.host.interpret(file, &rule.function, &subjects);
        if let Answer::Found(effects) = answer {
            for effect in effects {
                if let preceptor::model::Effect::Points { points, .. } = effect {
                    score += points;
                }
            }
        }
    }
    score
}

/// The same on one core and on two: by the clock, and by the processor's time of the slower one,
/// which other work on the machine disturbs less.
fn both_cores(guides: &Guides, programs: &Programs, applicants: &[Arc<Facts>]) {
    let halves: Vec<&[Arc<Facts>]> = applicants.chunks(applicants.len().div_ceil(2)).collect();
    println!();
    println!("| on two cores | times as fast by the clock | by the processor's time |");
    println!("|---|--:|--:|");
    for guide in guides.judging() {
        let timed = |lineup: &Lineup, applicants: &[Arc<Facts>]| {
            let begun = ThreadTime::now();
            let mut lineup = lineup.beside();
            for applicant in applicants {
                black_box(lineup.judge(applicant, Stage::Applying));
            }
            begun.elapsed()
        };
        let runs = (0..5).map(|_| {
            let lineup = || Lineup::new(guide.clone(), guides.host.clone(), programs);
            let begun = Instant::now();
            let one = timed(&lineup(), applicants);
            let one_by_clock = begun.elapsed();
            let begun = Instant::now();
            let lineup = &lineup();
            let slower = std::thread::scope(|scope| {
                let threads: Vec<_> = halves
                    .iter()
                    .map(|half| scope.spawn(|| timed(lineup, half)))
                    .collect();
                let threads = threads.into_iter().map(ScopedJoinHandle::join);
                threads.map(|time| time.expect("no rule panics")).max()
            });
            let ratio = |one: Duration, two: Duration| one.as_secs_f64() / two.as_secs_f64();
            let by_clock = ratio(one_by_clock, begun.elapsed());
            (by_clock, ratio(one, slower.unwrap_or_default()))
        });
        let (mut by_clock, mut by_time): (Vec<f64>, Vec<f64>) = runs.unzip();
        let middle = |all: &mut Vec<f64>| {
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        println!(
            "| {} | {:.2} | {:.2} |",
            guide.id,
            middle(&mut by_clock),
            middle(&mut by_time)
        );
    }
}

/// As many pairs as a national Match has, by one guide on all cores: drawn a thousand applicants at a
/// time, and only the judging is measured.
fn national(guides: &Guides, programs: &Programs, mut draw: impl FnMut() -> Vec<Arc<Facts>>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let guide = guides.judging().into_iter().next().expect("a guide");
    let lineup = Lineup::new(guide.clone(), guides.host.clone(), programs);
    let mut lineups: Vec<Lineup> = (0..cores).map(|_| lineup.beside()).collect();
    let (mut by_clock, mut by_time) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..NATIONAL / APPLICANTS {
        let applicants = draw();
        let part = applicants.len().div_ceil(cores);
        let begun = Instant::now();
        by_time += std::thread::scope(|scope| {
            let parts = lineups.iter_mut().zip(applicants.chunks(part));
            let threads: Vec<_> = parts
                .map(|(lineup, applicants)| {
                    scope.spawn(move || {
                        let begun = ThreadTime::now();
                        for applicant in applicants {
                            black_box(lineup.judge(applicant, Stage::Applying));
                        }
                        begun.elapsed()
                    })
                })
                .collect();
            let threads = threads.into_iter().map(ScopedJoinHandle::join);
            threads
                .map(|time| time.expect("no rule panics"))
                .sum::<Duration>()
        });
        by_clock += begun.elapsed();
    }
    println!();
    println!(
        "{NATIONAL} applicants x {PROGRAMS} programs by {}, {cores} cores: {:.1} s by the clock, {:.1} s of processor time",
        guide.id,
        by_clock.as_secs_f64(),
        by_time.as_secs_f64()
    );
}
