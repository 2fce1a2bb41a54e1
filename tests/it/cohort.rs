use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::runner::preceptor;

/// The lists that `evaluate-all` writes for the shipped profiles, by applicant, guide and target.
fn lists(format: &str) -> String {
    let run = preceptor([
        "evaluate-all",
        "datasets/applicants",
        "--top",
        "400",
        "--format",
    ]);
    let output = run.arg(format).run();
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(output.stderr.contains("40 applicants"), "{}", output.stderr);
    output.stdout
}

#[test]
fn every_list_is_that_of_a_report() {
    let mut compared = 0;
    let lists = lists("jsonl");
    let lists: Vec<Value> = lists
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for file in [
        "j1-internal-medicine",
        "two-targets",
        "low-both-scores",
        "wishes",
    ] {
        let path = format!("datasets/applicants/{file}.yaml");
        let profile = fs::read_to_string(crate::snapshot::root().join(&path)).unwrap();
        let name = profile.lines().find_map(|line| line.strip_prefix("name: "));
        let name = name.map_or(path.clone(), |name| name.trim_matches('"').to_owned());
        let report = preceptor(["evaluate", &path, "--format", "json", "--top", "400"]).run();
        let report: Value = serde_json::from_str(&report.stdout).unwrap();
        for (guide, specialty, track, expected) in of_report(&report) {
            let list = lists.iter().find(|list| {
                list["applicant"] == name
                    && list["guide"] == guide
                    && list["specialty"] == specialty
                    && list["track"] == track
            });
            let list = list.unwrap_or_else(|| panic!("no list of {name} by {guide}"));
            let best = list["best"].as_array().unwrap();
            let found: Vec<(String, i64)> = best
                .iter()
                .filter(|place| place["excluded"] == false && !place["tier"].is_null())
                .map(|place| (text(&place["program"]), place["score"].as_i64().unwrap()))
                .collect();
            assert_eq!(found, expected, "{name} by {guide}");
            compared += found.len();
        }
    }
    assert!(compared > 100, "{compared}");
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Guide, specialty and track, and the placed programs with their scores.
type ListOfReport = (String, String, String, Vec<(String, i64)>);

/// The placed programs of a report, in order, with their scores, by guide and target.
fn of_report(report: &Value) -> Vec<ListOfReport> {
    let mut all = Vec::new();
    for guide in report["guides"].as_array().unwrap() {
        for target in guide["targets"].as_array().unwrap() {
            let programs = target["list"]["programs"].as_array().unwrap().iter();
            let placed = programs.filter(|program| {
                let out = program["excluded"].as_array();
                !program["tier"].is_null() && out.is_none_or(Vec::is_empty)
            });
            let placed = placed.map(|program| {
                let score = program["score"].as_i64().unwrap();
                (text(&program["id"]), score)
            });
            let placed = placed.collect();
            let word = |key: &str| text(&target[key]);
            all.push((
                text(&guide["guide"]["id"]),
                word("specialty"),
                word("track"),
                placed,
            ));
        }
    }
    all
}

#[test]
fn a_row_and_a_line_say_the_same() {
    let mut rows: BTreeMap<(String, String, String, String), usize> = BTreeMap::new();
    for row in csv::Reader::from_reader(lists("csv").as_bytes()).records() {
        let row = row.unwrap();
        let key = [0, 1, 2, 3].map(|column| row[column].to_owned());
        *rows.entry(key.into()).or_default() += 1;
    }
    let mut lines = BTreeMap::new();
    for line in lists("jsonl").lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let key = ["applicant", "guide", "specialty", "track"].map(|key| text(&line[key]));
        let count = line["best"].as_array().unwrap().len();
        if count > 0 {
            *lines.entry(key.into()).or_default() += count;
        }
    }
    assert_eq!(rows, lines);
}

/// Profiles of one applicant each, the second of which is broken.
fn three_lines(folder: &Path) {
    let good = r#"{"name":"=A","type_of_graduate":"img","citizenship":"foreign-national","visa":"J-1","targets":[{"specialty":"internal-medicine","track":"categorical"}],"step2_ck":{"taken":"2026-03","score":222}}"#;
    let bad = good.replace("\"score\":222", "\"scroe\":222");
    fs::write(
        folder.join("three.jsonl"),
        format!("{good}\n{bad}\n{good}\n"),
    )
    .unwrap();
    let rows = "type_of_graduate,citizenship,visa,specialty,track,step2_ck.taken,step2_ck.score\n\
                img,foreign-national,J-1,internal-medicine,categorical,2026-03,222\n\
                img,foreign-national,J-1,internal-medicine,categorical,2026-03,999\n\
                img,foreign-national,J-1,internal-medicine,categorical,2026-03,\n";
    fs::write(folder.join("three.csv"), rows).unwrap();
}

#[test]
fn one_that_is_wrong_is_named_and_does_not_stop_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    three_lines(folder.path());
    for (file, place, message) in [
        ("three.jsonl", "three.jsonl:2:", "unknown key `scroe`"),
        (
            "three.csv",
            "three.csv:3",
            "a Step 2 CK score lies between 1 and 300",
        ),
    ] {
        let run = preceptor([
            "evaluate-all",
            file,
            "--top",
            "1",
            "--guide",
            "central-valley",
        ]);
        let output = run.in_folder(folder.path()).run();
        assert_eq!(output.code, Some(3), "{}", output.stderr);
        assert!(output.stderr.contains(place), "{}", output.stderr);
        assert!(output.stderr.contains(message), "{}", output.stderr);
        let summary = "3 applicants, 2 lists";
        assert!(output.stderr.contains(summary), "{}", output.stderr);
        assert_eq!(output.stdout.lines().count(), 2);
    }
    let run = preceptor([
        "evaluate-all",
        "three.jsonl",
        "--top",
        "1",
        "--format",
        "csv",
    ]);
    let output = run.in_folder(folder.path()).run();
    assert!(output.stdout.contains("\n'=A,"), "{}", output.stdout);
}

#[test]
fn a_stopped_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    three_lines(folder.path());
    let path = |name: &str| folder.path().join(name);
    let run = || {
        let run = preceptor(["evaluate-all", "three.jsonl", "-o", "out.jsonl"]);
        run.in_folder(folder.path()).run()
    };
    // The last step cannot be done, so what a stopped run leaves stays there.
    fs::create_dir(path("out.jsonl")).unwrap();
    assert_eq!(run().code, Some(5));
    let whole = fs::read_to_string(path("out.jsonl.part")).unwrap();
    let done = fs::read_to_string(path("out.jsonl.part.done")).unwrap();
    let mut done: Value = serde_json::from_str(&done).unwrap();
    assert_eq!(done["applicants"], 3, "{done}");
    // As it was after the first applicant, in the middle of writing the next.
    let lists = whole.lines().count() / 2;
    let first: String = whole.split_inclusive('\n').take(lists).collect();
    for (key, value) in [
        ("applicants", 1),
        ("unread", 0),
        ("lists", lists),
        ("written", first.len()),
    ] {
        done[key] = value.into();
    }
    fs::write(path("out.jsonl.part.done"), done.to_string()).unwrap();
    fs::write(path("out.jsonl.part"), format!("{first}half a li")).unwrap();
    fs::remove_dir(path("out.jsonl")).unwrap();
    let again = run();
    assert_eq!(again.code, Some(3), "{}", again.stderr);
    assert!(
        again.stderr.contains("after the first 1 applicants"),
        "{}",
        again.stderr
    );
    assert_eq!(fs::read_to_string(path("out.jsonl")).unwrap(), whole);
    assert!(!path("out.jsonl.part").exists() && !path("out.jsonl.part.done").exists());
}
