//! A one-parameter edit over 1,000 applicants and 6,800 programs: judged again and compared. One run
//! prints the table: `cargo bench --bench edit`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints a table and may stop with a message"
)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use jiff::civil::date;
use preceptor::dataset::{Synthetic, applicant_from_json, program_from_json};
use preceptor::evaluate::{Programs, Rejudge, shared_rules};
use preceptor::guide::{Guides, Override};
use preceptor::model::{Facts, Reading, Stage, Value};
use preceptor::place::SourceText;
use preceptor::script::Role;
use preceptor::{Catalogue, Files, References};

const PROGRAMS: usize = 6_800;
const APPLICANTS: usize = 1_000;
const TARGET: (&str, &str) = ("internal-medicine", "categorical");
/// A guide with a number of it: points of one rule, and a threshold that several rules read.
const EDITS: [(&str, &str, &str); 2] = [
    ("central-valley", "visa_points", "9"),
    ("county-safety-net", "img_friendly_percent", "40"),
];

fn main() {
    let datasets = Files::shipped("datasets");
    let references = References::load(&datasets).expect("the shipped references load");
    let guides = Guides::load(&Files::shipped("rules"), references.titles());
    let guides = guides.expect("the shipped guides load");
    let today = date(2026, 11, 22);
    let mut synthetic = Synthetic::new(&references, today, 1).expect("the shipped records load");
    let programs = (0..PROGRAMS).map(|number| {
        let record = synthetic.program(number, Some(TARGET)).expect("a program");
        program_from_json(&record, &references).expect("it was checked")
    });
    let catalogue = Catalogue::of(programs.collect());
    let applicants = (0..APPLICANTS).map(|number| {
        let record = synthetic
            .applicant(number, Some(TARGET))
            .expect("an applicant");
        applicant_from_json(&record, &references, today).expect("it was checked")
    });
    let applicants: Vec<_> = applicants.collect();
    let facts: Vec<Arc<Facts>> = applicants
        .iter()
        .map(|applicant| {
            let mut facts = applicant.facts(0);
            facts.set("stage", Reading::told(Value::text("applying")));
            Arc::new(facts)
        })
        .collect();
    let target = applicants
        .first()
        .and_then(|one| one.targets.first().copied());
    let programs = Programs::of(&catalogue, target.expect("a target"));
    println!("| edit | rules that differ | judged again and compared | pairs that differ |");
    println!("|---|--:|--:|--:|");
    for (guide, name, value) in EDITS {
        row(&guides, (guide, name, value), &programs, &facts);
    }
}

/// Judges everybody by the rules that differ, in both versions, and looks where they do not say the
/// same.
fn row(
    guides: &Guides,
    (id, name, value): (&str, &str, &str),
    programs: &Programs,
    facts: &[Arc<Facts>],
) {
    let text = format!("{id}: {{ {name}: {value} }}\n");
    let office = Override::read(&SourceText::new("office.yaml", &text)).expect("a policy");
    let other = guides
        .with_override(&office)
        .expect("the number is in its range");
    let find = |guides: &Guides| guides.judging().into_iter().find(|guide| guide.id == id);
    let (old, new) = (
        find(guides).expect("a guide"),
        find(&other).expect("a guide"),
    );
    let shared = shared_rules(&[&old, &new], Role::Program);
    let versions = [(old, guides.host.clone()), (new, guides.host.clone())];
    let mut again = Rejudge::new(&versions, &shared, programs).expect("two versions");
    // What does not depend on the applicant is worked out once.
    for version in 0..2 {
        again.own(
            version,
            facts.first().expect("an applicant"),
            Stage::Applying,
        );
    }
    let begun = Instant::now();
    let mut differ = 0;
    for one in facts {
        let before = again.own(0, one, Stage::Applying);
        let after = again.own(1, one, Stage::Applying);
        differ += before.differing(&after).len();
    }
    let time = begun.elapsed();
    let rules = shared.own.first().map_or(0, BTreeSet::len);
    println!("| {id}: {name} = {value} | {rules} | {time:.1?} | {differ} |");
}
