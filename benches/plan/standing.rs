//! Where applicants stand: the interpreter beside the typed form, one by one and in columns.

use std::hint::black_box;
use std::sync::Arc;

use cpu_time::ThreadTime;
use preceptor::Guides;
use preceptor::evaluate::{Applicants, Outline, RollCall, standing_findings};
use preceptor::guide::Guide;
use preceptor::model::{Facts, Stage};
use preceptor::script::{Role, Subjects};

use crate::measure::{least, rate};

/// Every how manieth applicant the interpreter is asked about.
const FEW: usize = 20;
/// How many applicants are judged together, as `evaluate-all` does.
const TOGETHER: usize = 128;

/// Prints the table.
pub(crate) fn compare(guides: &Guides, applicants: &[Arc<Facts>]) {
    println!();
    println!(
        "| guide | rules about the applicant | interpreted, applicants/s | one by one | in columns |"
    );
    println!("|---|--:|--:|--:|--:|");
    for guide in guides.judging() {
        let rules = guide.rules_on(Role::Applicant).count();
        let begun = ThreadTime::now();
        let few: Vec<&Arc<Facts>> = applicants.iter().step_by(FEW).collect();
        for facts in &few {
            interpret(&guide, guides, facts);
        }
        let interpreted = rate(few.len(), begun.elapsed());
        let one_by_one = least(|| {
            for facts in applicants {
                let host = &guides.host;
                let findings = standing_findings(&guide, host, facts, Stage::Applying);
                black_box(Outline::of(&guide, &findings));
            }
        });
        let mut roll_call = RollCall::new(guide.clone(), guides.host.clone());
        let in_columns = least(|| {
            for some in applicants.chunks(TOGETHER) {
                let some = some.iter().map(|facts| (facts.clone(), Stage::Applying));
                let some = Applicants::new(some);
                let everyone = some.among(|_| true);
                black_box(roll_call.judge(&some, &everyone));
            }
        });
        println!(
            "| {} | {rules} | {interpreted:.0} | {:.0} | {:.0} |",
            guide.id,
            rate(applicants.len(), one_by_one),
            rate(applicants.len(), in_columns),
        );
    }
}

fn interpret(guide: &Guide, guides: &Guides, applicant: &Arc<Facts>) {
    for (_, rule) in guide.rules_on(Role::Applicant) {
        let subjects = Subjects {
            applicant: applicant.clone(),
            program: None,
            standing: None,
            list: None,
            policy: rule.policy.clone(),
        };
        let file = guide.file(rule).expect("every rule has a file");
        black_box(guides.host.interpret(file, &rule.function, &subjects));
    }
}
