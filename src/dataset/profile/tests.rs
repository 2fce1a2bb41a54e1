use jiff::civil::date;

use super::*;
use crate::dataset::tests::said_in_place;
use crate::dataset::{Files, Synthetic, applicant_from_json, change};
use crate::model::{Facts, Value};

const PROFILE: &str = "type_of_graduate: img
citizenship: foreign-national
visa: J-1
yog: 2023
targets:
  - { specialty: internal-medicine, track: categorical }
step1: { taken: 2023-09, result: pass, attempts: 1 }
step2_ck: { taken: 2025-06-30, score: 217, attempts: 1 }
step3: { planned: 2027-01, readiness: solid, practice: [210, 221] }
gaps: [{ from: 2024-01, to: 2024-09, reason: family }]
usce: [{ kind: elective, city: Fresno, state: CA, weeks: 4 }, { state: CA }]
regions: { preferred: [san-joaquin-valley] }
";

fn read(text: &str) -> Result<Facts, String> {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let text = SourceText::new("p.yaml", text);
    let applicant = Profile::read(&text, &references, date(2026, 11, 1));
    let facts = applicant.map(|applicant| applicant.facts(0));
    facts.map_err(|problems| problems.to_string().trim_end().to_owned())
}

/// The facts of the profile after that replacement.
fn facts(from: &str, to: &str) -> Facts {
    assert!(PROFILE.contains(from), "{from}");
    read(&PROFILE.replace(from, to)).unwrap()
}

fn list(facts: &Facts, paths: &[&str]) -> String {
    let said = |path: &&str| {
        facts
            .get(path)
            .value()
            .map_or("?".to_owned(), ToString::to_string)
    };
    paths.iter().map(said).collect::<Vec<_>>().join(" ")
}

fn entry(facts: &Facts, path: &str, number: usize, field: &str) -> String {
    let Some(Value::Entries(entries)) = facts.get(path).value() else {
        panic!("no {path}")
    };
    let value = entries.get(number).and_then(|entry| entry.get(field));
    value.map_or("?".to_owned(), ToString::to_string)
}

const STEP2: [&str; 8] = [
    "step2_ck.taken",
    "step2_ck.passed",
    "step2_ck.failed",
    "step2_ck.score",
    "step2_ck.attempts",
    "step2_ck.failures",
    "step2_ck.has_failure",
    "step2_ck.passed_first_time",
];

#[test]
fn the_pass_mark_of_the_day_decides() {
    let step2 = |to: &str| {
        list(
            &facts("{ taken: 2025-06-30, score: 217, attempts: 1 }", to),
            &STEP2,
        )
    };
    assert_eq!(
        step2("{ taken: 2025-06-30, score: 217, attempts: 1 }"),
        "yes yes no 217 1 0 no yes"
    );
    assert_eq!(
        step2("{ taken: 2025-07-01, score: 217, attempts: 1 }"),
        "yes no yes ? 1 1 yes no"
    );
    assert_eq!(
        step2("{ taken: 2025-07-01, score: 218, attempts: 2 }"),
        "yes yes no 218 2 1 yes no"
    );
    assert_eq!(
        step2("{ taken: 2025, score: 217, attempts: 1 }"),
        "yes ? ? ? 1 ? ? ?"
    );
    assert_eq!(
        step2("{ taken: 2025, score: 217, result: pass }"),
        "yes yes no 217 ? ? ? ?"
    );
    assert_eq!(
        step2("{ taken: true, result: fail }"),
        "yes no yes ? ? ? yes no"
    );
    assert_eq!(
        step2("{ planned: 2027-01, attempts: 2 }"),
        "yes no yes ? 2 2 yes no"
    );
    assert_eq!(step2("{ planned: true }"), "no no no ? 0 0 no no");
    assert_eq!(step2("{ planned: false }"), "no no no ? 0 0 no no");
}

#[test]
fn what_follows_is_derived() {
    let facts = read(PROFILE).unwrap();
    let paths = [
        "match_year",
        "years_since_graduation",
        "needs_visa",
        "h1b_possible",
    ];
    assert_eq!(list(&facts, &paths), "2027 4 yes no");
    let paths = [
        "step3.planned",
        "step3.practice.gain",
        "step3.months_before_match",
    ];
    assert_eq!(list(&facts, &paths), "yes 11 2");
    assert_eq!(list(&facts, &["failed_exams", "has_any_failure"]), "0 no");
    assert_eq!(entry(&facts, "gaps", 0, "months"), "9");
    let areas = entry(&facts, "usce", 0, "areas");
    assert_eq!(
        areas,
        "california, central-valley, pacific, san-joaquin-valley, west"
    );
    assert_eq!(entry(&facts, "usce", 0, "hands_on"), "yes");
    assert_eq!(entry(&facts, "usce", 1, "areas"), "?");
}

#[test]
fn an_absent_exam_is_unstated() {
    let facts = facts(
        "step2_ck: { taken: 2025-06-30, score: 217, attempts: 1 }\n",
        "",
    );
    assert_eq!(list(&facts, &STEP2), "? ? ? ? ? ? ? ?");
    assert_eq!(list(&facts, &["failed_exams", "has_any_failure"]), "? ?");
}

#[test]
fn citizens_need_no_visa() {
    let facts = facts("foreign-national\nvisa: J-1", "us-citizen");
    assert_eq!(
        list(&facts, &["visa", "needs_visa", "j1_possible"]),
        "none no no"
    );
}

/// What to replace in the sample, by what, and what is then wrong.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "score: 217",
        "score: 999",
        "p.yaml:8:39: a Step 2 CK score lies between 1 and 300 (correct the score, or leave it out when it is not known)",
    ),
    (
        "taken: 2025-06-30",
        "taken: 2026-12-01",
        "p.yaml:8:20: an exam taken on 2026-12-01 lies after 2026-11-01, the day this is judged on (an exam ahead is `planned`)",
    ),
    (
        "score: 217",
        "score: 217, result: fail",
        "p.yaml:8:52: a score of 217 on 2025-06-30 is a pass, not a fail (correct the score, the day or the result)",
    ),
    (
        "taken: 2023-09, ",
        "taken: 2023-09, score: 220, ",
        "p.yaml:7:33: Step 1 has had no score since 2022-01-26 (give `result: pass` or `result: fail` instead)",
    ),
    (
        "san-joaquin-valley",
        "san-joaquin-vally",
        "p.yaml:12:24: unknown region `san-joaquin-vally` (did you mean `san-joaquin-valley`?)",
    ),
    (
        "track: categorical",
        "track: catgorical",
        "p.yaml:6:44: unknown word `catgorical` (did you mean `categorical`?)",
    ),
    (
        "state: CA, weeks: 4",
        "state: Cal, weeks: 4",
        "p.yaml:11:47: unknown state `Cal` (did you mean `CA`?)",
    ),
    (
        "yog: 2023",
        "yog: soon",
        "p.yaml:4:6: a whole number belongs here, not `soon` (correct it, or remove the key when nothing is known)",
    ),
    (
        "yog: 2023",
        "yog: 1850",
        "p.yaml:4:6: `yog` lies between 1950 and 2028, not at 1850 (correct the number, or leave the key out when it is not known)",
    ),
    (
        "  - { specialty: internal-medicine, track: categorical }",
        "  []",
        "p.yaml:6:3: an applicant needs at least one target (name what to apply for: `- { specialty: internal-medicine, track: categorical }`)",
    ),
    (
        "visa: J-1",
        "visas: J-1",
        "p.yaml:3:1: unknown key `visas` (did you mean `visa`?)",
    ),
    (
        "2024-09",
        "2023-09",
        "p.yaml:10:29: the gap ends before it begins (the earlier date is `from`, the later one `to`)",
    ),
    (
        "planned: 2027-01, ",
        "",
        "p.yaml:9:8: Step 3 is neither `taken` nor `planned` (give either a date, or `true`)",
    ),
];

#[test]
fn what_is_wrong_with_a_profile_is_said_in_its_place() {
    said_in_place(WRONG, |from, to| {
        let read = read(&PROFILE.replace(from, to));
        read.map_or_else(|said| said, |_| "nothing".to_owned())
    });
}

#[test]
fn a_change_reaches_what_it_names() {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let tree = yaml::Tree::parse(&SourceText::new("p.yaml", PROFILE)).unwrap();
    let mut profile = tree.to_json();
    let mut set = |path: &str, value: Option<serde_json::Value>| {
        change(&mut profile, path, value).unwrap();
        let applicant = applicant_from_json(&profile, &references, date(2026, 11, 1));
        applicant
            .map(|applicant| applicant.facts(0))
            .map_err(|problems| problems.to_string())
    };
    let facts = set("step2_ck.score", Some(235.into())).unwrap();
    assert_eq!(list(&facts, &["step2_ck.score"]), "235");
    let facts = set("step3", Some("passed".into())).unwrap();
    assert_eq!(list(&facts, &["step3.passed", "step3.failures"]), "yes ?");
    let facts = set("usce.1", None).unwrap();
    assert_eq!(list(&facts, &["usce"]), "1 entry");
    let facts = set("goal.stay", Some(true.into())).unwrap();
    assert_eq!(list(&facts, &["goal.stay"]), "yes");
    let facts = set("step2_ck", None).unwrap();
    assert_eq!(list(&facts, &["step2_ck.passed"]), "?");
    let problem = set("step2_ck.scroe", Some(1.into())).unwrap_err();
    assert_eq!(problem, "unknown key `scroe` (did you mean `score`?)\n");
    let mut profile = tree.to_json();
    let problem = change(&mut profile, "yog.x", Some(1.into()))
        .unwrap_err()
        .to_string();
    assert_eq!(problem, "`yog.x` leads nowhere");
}

#[test]
fn a_profile_in_json_is_the_same_read_quickly() {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let today = date(2026, 11, 1);
    let mut synthetic = Synthetic::new(&references, today, 1).unwrap();
    for number in 0..60 {
        let record = synthetic.applicant(number, None).unwrap();
        let text = SourceText::new("p.jsonl", &record.to_string());
        let [slowly, quickly] = [Profile::read, Profile::read_json]
            .map(|read| format!("{:?}", read(&text, &references, today).unwrap()));
        assert_eq!(slowly, quickly);
    }
}

#[test]
fn what_is_wrong_with_a_profile_in_json_is_said_in_its_place() {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    for text in [
        r#"{"type_of_graduate": "img", "type_of_graduate": "us-md"}"#,
        r#"{"type_of_graduate": "imgs"}"#,
        r#"{"step2_ck": {"score": "217"}}"#,
        "{",
    ] {
        let text = SourceText::new("p.jsonl", text);
        let [slowly, quickly] = [Profile::read, Profile::read_json].map(|read| {
            let problems = read(&text, &references, date(2026, 11, 1)).unwrap_err();
            problems.to_string()
        });
        assert!(slowly.starts_with("p.jsonl:1"), "{slowly}");
        assert_eq!(slowly, quickly);
    }
}
