//! How many pairs (an applicant against a program, every rule of a guide, findings recorded) the
//! interpreter does in a second. Run with `cargo bench`.

#![expect(clippy::expect_used, reason = "a benchmark may stop with a message")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use preceptor::{Catalogue, Files, Guides, Profile, References, advise, evaluate};

fn pairs(criterion: &mut Criterion) {
    let datasets = Files::shipped("datasets");
    let references = References::load(&datasets).expect("the shipped references load");
    let catalogue = Catalogue::load(&datasets, &references).expect("the shipped programs load");
    let rules = Files::shipped("rules");
    let guides = Guides::load(&rules, references.titles()).expect("the shipped guides load");
    let guide = guides.find("central-valley").expect("the guide ships");
    let profile = datasets
        .read("applicants/j1-internal-medicine.yaml")
        .expect("it ships");
    let applicant =
        Profile::read(&profile, &references, date(2026, 11, 22)).expect("the profile loads");
    let stage = applicant.stage();
    let host = &guides.host;

    let programs = evaluate(guide, host, &applicant, 0, stage, &catalogue)
        .map_or(0, |evaluation| evaluation.programs.len());
    let mut group = criterion.benchmark_group("interpreter");
    group.throughput(Throughput::Elements(programs as u64));
    group.bench_function("evaluate", |bencher| {
        bencher.iter(|| {
            black_box(evaluate(
                guide,
                host,
                black_box(&applicant),
                0,
                stage,
                &catalogue,
            ))
        });
    });
    group.bench_function("evaluate and advise", |bencher| {
        bencher.iter(|| {
            black_box(advise(
                guide,
                host,
                black_box(&applicant),
                stage,
                &catalogue,
                &references,
            ))
        });
    });
    group.finish();
}

criterion_group!(benches, pairs);
criterion_main!(benches);
