//! Programs and applicants made up for one specialty and track, for a benchmark to judge.

use std::sync::Arc;

use jiff::civil::{Date, date};
use preceptor::dataset::{Synthetic, applicant_from_json, program_from_json};
use preceptor::model::{Applicant, Facts, Reading, Value};
use preceptor::{Catalogue, References};

/// The specialty and track of everybody.
const TARGET: (&str, &str) = ("internal-medicine", "categorical");
/// The day on which everything is judged.
const TODAY: Date = date(2026, 11, 22);

/// Draws programs and applicants; the same ones in every run.
pub(crate) struct MadeUp<'r> {
    references: &'r References,
    synthetic: Synthetic<'r>,
}

impl<'r> MadeUp<'r> {
    pub(crate) fn new(references: &'r References) -> Self {
        let synthetic = Synthetic::new(references, TODAY, 1).expect("the shipped records load");
        Self {
            references,
            synthetic,
        }
    }

    /// The first so many programs.
    pub(crate) fn catalogue(&mut self, count: usize) -> Catalogue {
        let programs = (0..count).map(|number| {
            let record = self.synthetic.program(number, Some(TARGET));
            let record = record.expect("a program");
            program_from_json(&record, self.references).expect("it was checked")
        });
        Catalogue::of(programs.collect())
    }

    /// The first so many applicants.
    pub(crate) fn applicants(&mut self, count: usize) -> Vec<Applicant> {
        let applicants = (0..count).map(|number| {
            let record = self.synthetic.applicant(number, Some(TARGET));
            let record = record.expect("an applicant");
            applicant_from_json(&record, self.references, TODAY).expect("it was checked")
        });
        applicants.collect()
    }
}

/// What rules read of an applicant who is applying.
pub(crate) fn asked(applicant: &Applicant) -> Arc<Facts> {
    let mut facts = applicant.facts(0);
    facts.set("stage", Reading::told(Value::text("applying")));
    Arc::new(facts)
}
