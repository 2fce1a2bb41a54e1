//! The rules about a program of one guide, `us-citizen-img`, written by hand in Rust: row by row, with
//! the fired rules collected, and as loops over columns, with fired and unknown rules as bits. Both
//! keep exact sums.
//!
//! This guide's rules are the easiest to write by hand without a mistake, and they hold all that
//! rules about programs consist of: numbers against the applicant's and against the policy's, words
//! and lists of words, what is not stated, points, tiers. Two of the 22 search lists of entries (the
//! applicant's rotations and connections), and two more ask them: they are measured on applicants
//! without entries, by hand and by the plan alike. What the three say is compared first: the sum of
//! all scores, and for each rule how often it fires and how often it cannot know.

mod columns;
mod read;
mod rows;

use std::hint::black_box;
use std::sync::Arc;

use preceptor::evaluate::{Lineup, Programs};
use preceptor::model::{Facts, Reading, Stage, Target, Value};
use preceptor::{Catalogue, Guides};

use crate::measure::{least, nanoseconds};
use read::{Applicant, Program};

const RULES: usize = 22;
const GUIDE: &str = "us-citizen-img";

/// How often each rule fired and could not know.
type Counts = [[u64; 2]; RULES];

/// Prints what a pair takes by the plan and by hand.
pub(crate) fn compare(
    guides: &Guides,
    catalogue: &Catalogue,
    target: Target,
    programs: &Programs,
    applicants: &[Arc<Facts>],
) {
    let applicants: Vec<Arc<Facts>> = applicants.iter().map(without_entries).collect();
    let table: Vec<Program> = catalogue
        .programs()
        .iter()
        .map(|one| read::program(&one.facts(target.track)))
        .collect();
    let own: Vec<Applicant> = applicants
        .iter()
        .map(|facts| read::applicant(facts))
        .collect();
    let pairs = applicants.len() * table.len();
    let guide = guides.find(GUIDE).expect("the guide ships").clone();
    let turned = columns::turned(&table);
    let mut scores = vec![0; table.len()];
    let mut out = vec![[0; 2]; RULES * table.len().div_ceil(64)];
    let mut fired = Vec::new();

    let mut lineup = Lineup::new(guide.clone(), guides.host.clone(), programs);
    for (facts, own) in applicants.iter().zip(&own) {
        let told = lineup.judge(facts, Stage::Applying);
        let sum: i64 = (0..table.len()).map(|lane| told.score(lane)).sum();
        let by_plan = told.told.iter().flatten();
        let by_plan: Vec<[u64; 2]> = by_plan.map(|told| [told.fired, told.unknown]).collect();
        let mut by_row = [[0; 2]; RULES];
        let sum_by_row = rows::rows(own, &table, &mut fired, Some(&mut by_row));
        assert_eq!(by_row.to_vec(), by_plan, "row by row {own:?}");
        assert_eq!(sum_by_row, sum, "row by row");
        let sum_by_column = columns::columns(own, &turned, &mut scores, &mut out);
        assert_eq!(counted(&out).to_vec(), by_plan, "in columns {own:?}");
        assert_eq!(sum_by_column, sum, "in columns");
    }

    println!();
    println!("| {GUIDE} without its packs, {RULES} rules | ns a pair |");
    println!("|---|--:|");
    let show = |what: &str, time| println!("| {what} | {:.2} |", nanoseconds(pairs, time));
    let by_row = least(|| {
        for applicant in &own {
            black_box(rows::rows(applicant, &table, &mut fired, None));
        }
    });
    show("by hand, row by row", by_row);
    let by_column = least(|| {
        for applicant in &own {
            black_box(columns::columns(applicant, &turned, &mut scores, &mut out));
            black_box(&out);
        }
    });
    show("by hand, loops over columns", by_column);
    let from_the_start = least(|| {
        let mut lineup = Lineup::new(guide.clone(), guides.host.clone(), programs);
        for facts in &applicants {
            black_box(lineup.judge(facts, Stage::Applying));
        }
    });
    show("the plan, with nothing worked out before", from_the_start);
    let by_plan = least(|| {
        for facts in &applicants {
            black_box(lineup.judge(facts, Stage::Applying));
        }
    });
    show("the plan, once more for the same applicants", by_plan);
}

/// An applicant who names no rotations, letters and connections.
fn without_entries(facts: &Arc<Facts>) -> Arc<Facts> {
    let mut facts = Facts::clone(facts);
    for path in ["usce", "lors", "connections"] {
        facts.set(path, Reading::told(Value::Entries(Vec::new().into())));
    }
    Arc::new(facts)
}

fn counted(out: &[[u64; 2]]) -> Counts {
    let mut counts = [[0; 2]; RULES];
    for (number, sides) in (0..RULES).cycle().zip(out) {
        for (count, side) in counts[number].iter_mut().zip(sides) {
            *count += u64::from(side.count_ones());
        }
    }
    counts
}
