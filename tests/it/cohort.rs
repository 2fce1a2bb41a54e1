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
    let (mut compared, mut bands) = (0, 0);
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
            assert_eq!(found, expected.placed, "{name} by {guide}");
            compared += found.len();
            assert_eq!(
                list["standing"]["bands"], expected.bands,
                "{name} by {guide}"
            );
            assert_eq!(
                list["standing"]["pillars"], expected.pillars,
                "{name} by {guide}"
            );
            let may_fit = usize::try_from(list["undecided"].as_u64().unwrap()).unwrap();
            assert!(may_fit >= expected.may_fit, "{name} by {guide}: {may_fit}");
            bands += expected.bands.as_object().unwrap().len();
        }
    }
    assert!(compared > 100 && bands > 10, "{compared} {bands}");
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// What a report says of one target.
struct OfReport {
    /// The placed programs, in order, with their scores.
    placed: Vec<(String, i64)>,
    /// The bands on each topic.
    bands: Value,
    /// The pillars that hold, in the order of their ids.
    pillars: Value,
    /// How many programs in no tier could be in one.
    may_fit: usize,
}

/// Guide, specialty and track, and what the report says of them.
type ListOfReport = (String, String, String, OfReport);

/// Everything that a report says of guides and targets.
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
            let mut bands: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for band in target["standing"]["bands"].as_array().unwrap() {
                bands
                    .entry(text(&band["topic"]))
                    .or_default()
                    .push(text(&band["id"]));
            }
            let pillars = target["standing"]["pillars"].as_array().unwrap().iter();
            let pillars = pillars.filter(|pillar| pillar["holds"] == true);
            let mut pillars: Vec<String> = pillars.map(|pillar| text(&pillar["id"])).collect();
            pillars.sort();
            let programs = target["list"]["programs"].as_array().unwrap().iter();
            let possible = programs.filter(|program| {
                let out = program["excluded"].as_array();
                let is_open = out.is_none_or(Vec::is_empty);
                let mut could = program["could"].as_array().into_iter().flatten();
                is_open && program["tier"].is_null() && could.any(|one| one["effect"] == "tier")
            });
            let of_report = OfReport {
                placed: placed.collect(),
                bands: bands.into_iter().collect(),
                pillars: pillars.into(),
                may_fit: possible.count(),
            };
            let word = |key: &str| text(&target[key]);
            all.push((
                text(&guide["guide"]["id"]),
                word("specialty"),
                word("track"),
                of_report,
            ));
        }
    }
    all
}

/// The summary has the lines of the whole run without the programs, and its sheet says the same.
#[test]
fn a_summary_is_what_the_lists_say_without_the_programs() {
    let whole = lists("jsonl");
    let run = |format: &str| {
        let run = preceptor([
            "evaluate-all",
            "datasets/applicants",
            "--summary",
            "--format",
        ]);
        let output = run.arg(format).run();
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        output.stdout
    };
    let summary = run("jsonl");
    let sheet = run("csv");
    let mut rows = csv::Reader::from_reader(sheet.as_bytes());
    let columns = rows.headers().unwrap().clone();
    let mut rows = rows.records();
    let mut differing = 0;
    for (line, whole) in summary.lines().zip(whole.lines()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let mut whole: Value = serde_json::from_str(whole).unwrap();
        whole.as_object_mut().unwrap().remove("best").unwrap();
        assert_eq!(line, whole);
        let row = rows.next().unwrap().unwrap();
        for (column, told) in columns.iter().zip(&row) {
            // JSON does not say that a range is about.
            let told = told.trim_start_matches("about ");
            let parts = |cell: &str| cell.split("; ").map(str::to_owned).collect();
            let [mut told, mut expected]: [Vec<String>; 2] =
                [parts(told), parts(&in_sheet(&line, column))];
            // The sheet has bands in the order of the rules.
            told.sort();
            expected.sort();
            assert_eq!(told, expected, "{column} of {line}");
        }
        differing += usize::from(line["unknown"] != line["standing"]["unknown"]);
    }
    assert!(rows.next().is_none() && differing > 0);
    assert_eq!(summary.lines().count(), whole.lines().count());
}

/// What a column of the sheet says of a line.
fn in_sheet(line: &Value, column: &str) -> String {
    let standing = &line["standing"];
    let joined = |parts: Vec<String>| parts.join("; ");
    let words = |value: &Value| value.as_array().unwrap().iter().map(text).collect();
    match column {
        "tiers" => {
            let tiers = line["tiers"].as_object().unwrap().iter();
            joined(
                tiers
                    .map(|(tier, count)| format!("{tier}: {count}"))
                    .collect(),
            )
        }
        "bands" => {
            let bands = standing["bands"].as_object().unwrap().iter();
            let each = bands.flat_map(|(topic, bands)| {
                let bands: Vec<String> = words(bands);
                bands
                    .into_iter()
                    .map(move |band| format!("{topic}: {band}"))
            });
            joined(each.collect())
        }
        "pillars" => joined(words(&standing["pillars"])),
        "apply_to" => match &standing["apply_to"] {
            Value::Null => String::new(),
            range => {
                let [from, to] = ["from", "to"].map(|end| range[end].as_f64().unwrap());
                let open = if range["open"] == true { "+" } else { "" };
                if from.total_cmp(&to).is_eq() {
                    format!("{from}{open}")
                } else {
                    format!("{from}–{to}{open}")
                }
            }
        },
        "concerns" => standing["concerns"].to_string(),
        "standing_unknown" => standing["unknown"].to_string(),
        _ => match &line[column] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
    }
}

/// Two applicants with one name are told apart by where they stand.
#[test]
fn applicants_with_the_same_name_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    three_lines(folder.path());
    let run = |format: &str| {
        let run = preceptor(["evaluate-all", "three.jsonl", "--top", "1"]);
        let run = run.args(["--guide", "central-valley", "--format", format]);
        run.in_folder(folder.path()).run().stdout
    };
    let lines = run("jsonl");
    let from: Vec<String> = lines
        .lines()
        .map(|line| text(&serde_json::from_str::<Value>(line).unwrap()["from"]))
        .collect();
    assert_eq!(from, ["three.jsonl:1", "three.jsonl:3"]);
    let sheet = run("csv");
    let mut sheet = csv::Reader::from_reader(sheet.as_bytes());
    assert_eq!(&sheet.headers().unwrap()[1], "from");
    let rows: Vec<String> = sheet
        .records()
        .map(|row| row.unwrap()[1].to_owned())
        .collect();
    assert_eq!(rows, from);
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_has_the_rows_of_the_sheet() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lists.parquet");
    for (more, summary) in [(["--top", "400"].as_slice(), false), (&["--summary"], true)] {
        let written = |format: &str| {
            let run = preceptor(["evaluate-all", "datasets/applicants", "--format"]);
            let run = run.arg(format).arg("--output").arg(file.to_str().unwrap());
            let output = more.iter().fold(run, crate::runner::Run::arg).run();
            assert_eq!(output.code, Some(0), "{}", output.stderr);
            fs::read(&file).unwrap()
        };
        let sheet = written("csv");
        let bytes = written("parquet");
        assert_eq!(bytes, written("parquet"));
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "nothing else is left: {names:?}");
        let reader = SerializedFileReader::new(fs::File::open(&file).unwrap()).unwrap();
        let mut rows = reader.get_row_iter(None).unwrap();
        let mut sheet = csv::Reader::from_reader(sheet.as_slice());
        let columns = sheet.headers().unwrap().clone();
        let mut compared = 0;
        for row in sheet.records() {
            let row = row.unwrap();
            let made = rows.next().unwrap().unwrap();
            for (name, told) in columns.iter().zip(&row) {
                let (_, field) = made
                    .get_column_iter()
                    .find(|(key, _)| *key == name)
                    .unwrap();
                let nested = summary && ["tiers", "bands", "pillars", "apply_to"].contains(&name);
                match field {
                    // JSON in the one, words in the other.
                    Field::Str(json) if nested => assert!(json.starts_with(['{', '[']), "{json}"),
                    Field::Str(text) => assert_eq!(text, told),
                    Field::Long(number) => assert_eq!(number.to_string(), told),
                    Field::Bool(yes) => assert_eq!(if *yes { "yes" } else { "no" }, told),
                    Field::Null => assert_eq!(told, ""),
                    other => panic!("{name} is {other:?}"),
                }
            }
            compared += 1;
        }
        assert!(rows.next().is_none() && compared > 100, "{compared}");
    }
}

/// Without the feature, and without a file, it says what to do.
#[test]
fn parquet_says_what_it_needs() {
    let output = preceptor(["evaluate-all", "datasets/applicants", "--format", "parquet"]).run();
    let (message, help) = if cfg!(feature = "parquet") {
        ("is not written to a terminal", "--output")
    } else {
        ("built without Parquet", "--features parquet")
    };
    assert_ne!(output.code, Some(0));
    assert!(output.stderr.contains(message), "{}", output.stderr);
    assert!(output.stderr.contains(help), "{}", output.stderr);
}

#[test]
fn a_row_and_a_line_say_the_same() {
    let mut rows: BTreeMap<(String, String, String, String), usize> = BTreeMap::new();
    for row in csv::Reader::from_reader(lists("csv").as_bytes()).records() {
        let row = row.unwrap();
        let key = [0, 2, 3, 4].map(|column| row[column].to_owned());
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
