use std::collections::BTreeSet;

use super::{bands, document, has, items, judged, programs, reports, targets, text};
use crate::runner::evaluate;

fn applicants() -> Vec<String> {
    let files = crate::snapshot::files("datasets/applicants", "yaml");
    files
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn the_score_is_the_exact_sum_of_the_points_that_are_shown() {
    for applicant in applicants() {
        let targets = reports(&applicant).flat_map(targets);
        for program in targets.flat_map(programs) {
            let sum: i64 = items(program, "points")
                .map(|points| points["points"].as_i64().unwrap())
                .sum();
            assert_eq!(
                program["score"].as_i64(),
                Some(sum),
                "{applicant}: {}",
                program["id"]
            );
            let range = &program["score_range"];
            let within = range[0].as_i64() <= Some(sum) && Some(sum) <= range[1].as_i64();
            assert!(
                within,
                "{applicant}: {} has {sum}, outside of {range}",
                program["id"]
            );
        }
    }
}

#[test]
fn programs_come_by_tier_then_score_then_id_and_excluded_ones_last() {
    for applicant in applicants() {
        for (report, target) in judged(document(&applicant)) {
            let tiers: Vec<&str> = items(&report["guide"], "tiers")
                .map(|one| text(one, "id"))
                .collect();
            let keys: Vec<_> = programs(target)
                .iter()
                .map(|program| {
                    let tier = text(program, "tier");
                    let tier = tiers
                        .iter()
                        .position(|id| *id == tier)
                        .unwrap_or(tiers.len());
                    let score = -program["score"].as_i64().unwrap();
                    (has(program, "excluded"), tier, score, text(program, "id"))
                })
                .collect();
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            assert_eq!(keys, sorted, "{applicant}");
        }
    }
}

#[test]
fn no_rule_fails_and_no_topic_has_two_bands() {
    for applicant in applicants() {
        for (_, target) in judged(document(&applicant)) {
            assert!(!has(target, "faults"), "{applicant}: {}", target["faults"]);
            let topics: Vec<&str> = bands(target).into_iter().map(|(topic, _)| topic).collect();
            let once: BTreeSet<&&str> = topics.iter().collect();
            assert_eq!(once.len(), topics.len(), "{applicant}: {topics:?}");
        }
    }
}

/// A guide, and an applicant whom it is for.
const UNDER_EACH_GUIDE: [(&str, &str); 5] = [
    ("central-valley", "rp-13"),
    ("county-safety-net", "rp-12"),
    ("prelim-medicine", "rp-09"),
    ("step-score-strategy", "rp-02"),
    ("us-citizen-img", "rp-04"),
];

#[test]
fn the_same_input_gives_the_same_bytes_under_each_guide() {
    for (guide, applicant) in UNDER_EACH_GUIDE {
        for format in ["text", "json"] {
            let run = || {
                let run = evaluate(applicant).args(["--guide", guide, "--format", format]);
                run.run().done().stdout
            };
            assert_eq!(run(), run(), "{guide}, {format}");
        }
    }
}
