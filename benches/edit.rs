//! A one-parameter edit over 1,000 applicants and 6,800 programs: judged again and compared. One run
//! prints the table: `cargo bench --bench edit`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints a table and may stop with a message"
)]

mod made_up;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use made_up::{MadeUp, asked};
use preceptor::evaluate::{Programs, Rejudge, shared_rules};
use preceptor::guide::{Guides, Override};
use preceptor::model::{Facts, Stage};
use preceptor::place::SourceText;
use preceptor::script::Role;
use preceptor::{Files, References};

const PROGRAMS: usize = 6_800;
const APPLICANTS: usize = 1_000;
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
    let mut made_up = MadeUp::new(&references);
    let catalogue = made_up.catalogue(PROGRAMS);
    let applicants = made_up.applicants(APPLICANTS);
    let facts: Vec<Arc<Facts>> = applicants.iter().map(asked).collect();
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
