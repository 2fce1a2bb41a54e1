//! Text, Markdown and sheet say what the JSON report says.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::runner::{evaluate, preceptor};
use crate::snapshot::assert_snapshot;
use crate::spelling::unspelt;

/// Profiles from the strongest to the weakest, with several guides, targets and stages.
const PROFILES: [&str; 8] = [
    "rp-01",
    "rp-04",
    "rp-09",
    "rp-12",
    "two-failures-no-usce",
    "minimal",
    "two-targets",
    "interviewing",
];

/// One evaluation in every format, with all programs.
struct Told {
    json: Value,
    text: String,
    markdown: String,
    sheet: String,
}

fn told(profile: &str) -> Told {
    let run = |format: &str| {
        let run = evaluate(profile).args(["--top", "1000", "--format", format]);
        run.run().done().stdout
    };
    Told {
        json: serde_json::from_str(&run("json")).unwrap(),
        text: run("text"),
        markdown: run("markdown"),
        sheet: run("csv"),
    }
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value[key].as_array().unwrap().iter()
}

fn targets(json: &Value) -> impl Iterator<Item = &Value> {
    items(json, "guides").flat_map(|guide| items(guide, "targets"))
}

/// Words with one blank between them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a reader of the Markdown sees.
fn plain(markdown: &str) -> String {
    let mut seen = String::new();
    let mut signs = markdown.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => seen.extend(signs.next()),
            '`' | '*' => {}
            sign => seen.push(sign),
        }
    }
    flat(&seen)
}

/// A program in a tier: tier, name, points.
type Row = (String, String, i64);

/// The programs in tiers, as the JSON has them.
fn placed(json: &Value) -> Vec<Row> {
    let programs = targets(json).flat_map(|target| items(&target["list"], "programs"));
    let placed =
        programs.filter(|one| one["tier"].is_string() && items(one, "excluded").next().is_none());
    placed
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            (text("tier"), text("name"), one["score"].as_i64().unwrap())
        })
        .collect()
}

/// The programs under the headings of tiers.
fn rows(report: &str, heading: &str, row: impl Fn(&str) -> Option<(String, i64)>) -> Vec<Row> {
    let mut tier = None;
    let mut rows = Vec::new();
    for line in report.lines() {
        if line.to_uppercase().starts_with(heading) {
            let id = line[heading.len()..].split(':').next().unwrap();
            tier = Some(id.to_owned());
        } else if line.starts_with('#')
            || (!line.is_empty() && !line.starts_with([' ', '*', '-', '|']))
        {
            tier = None;
        }
        let Some(tier) = &tier else { continue };
        rows.extend(row(line).map(|(name, score)| (tier.clone(), name, score)));
    }
    rows
}

fn text_row(line: &str) -> Option<(String, i64)> {
    let (number, rest) = line.get(1..)?.trim_start().split_once(". ")?;
    number
        .parse::<usize>()
        .ok()
        .filter(|_| line.find(number) < Some(4))?;
    let end = rest
        .find(" points")
        .or_else(|| rest.find(" (+"))
        .or_else(|| rest.find(" (-"))?;
    let (name, score) = rest[..end].rsplit_once(' ')?;
    Some((name.trim_end().to_owned(), score.parse().ok()?))
}

fn markdown_row(line: &str) -> Option<(String, i64)> {
    let (_, rest) = line.strip_prefix("**")?.split_once(". ")?;
    let (name, score) = rest.rsplit_once("**: ")?;
    Some((plain(name), score.split(' ').next()?.parse().ok()?))
}

#[track_caller]
fn same(profile: &str, format: &str, found: &[Row], expected: &[Row]) {
    assert_eq!(found.len(), expected.len(), "{profile}, {format}");
    for (found, expected) in found.iter().zip(expected) {
        let begins = found.1.split('…').next().unwrap();
        let names = begins.starts_with(&expected.1) || expected.1.starts_with(begins);
        let alike = found.0.eq_ignore_ascii_case(&expected.0) && found.2 == expected.2;
        assert!(
            alike && names,
            "{profile}, {format}: {found:?} is not {expected:?}"
        );
    }
}

fn dollars(amount: &Value) -> String {
    let amount = amount.as_u64().unwrap();
    match (amount / 1000, amount % 1000) {
        (0, rest) => format!("${rest}"),
        (thousands, rest) => format!("${thousands},{rest:03}"),
    }
}

/// Every sentence that text and Markdown must have.
fn sentences(json: &Value) -> Vec<String> {
    let mut all = Vec::new();
    let says = |one: &Value| one["says"]["text"].as_str().unwrap().to_owned();
    for target in targets(json) {
        all.extend(items(target, "plan").map(says));
        all.extend(items(&target["standing"], "bands").map(says));
        let flags = items(&target["standing"], "flags").chain(
            items(&target["list"], "programs").flat_map(|program| items(program, "excluded")),
        );
        all.extend(flags.map(|one| one["text"].as_str().unwrap().to_owned()));
        if json["stage"] != "applying" {
            continue;
        }
        if let Some(range) = target["apply_to"].as_object() {
            let open = if range["open"] == true { "+" } else { "" };
            all.push(format!(
                "{}–{}{open} programs by this guide.",
                range["from"].as_f64().unwrap(),
                range["to"].as_f64().unwrap()
            ));
        }
        let (list, cost) = (&target["list"], &target["cost"]);
        if list["placed"] != 0 {
            all.push(format!(
                "{} for the {} that fit",
                dollars(&cost["placed"]),
                list["placed"]
            ));
        }
        if list["possible"] != 0 {
            all.push(dollars(&cost["with_possible"]));
        }
    }
    all
}

#[test]
fn every_format_says_what_the_json_says() {
    for profile in PROFILES {
        let told = told(profile);
        let expected = placed(&told.json);
        same(
            profile,
            "text",
            &rows(&told.text, "TIER ", text_row),
            &expected,
        );
        same(
            profile,
            "markdown",
            &rows(&told.markdown, "## TIER ", markdown_row),
            &expected,
        );
        let text = unspelt(&flat(&told.text));
        let markdown = unspelt(&plain(&told.markdown));
        for sentence in sentences(&told.json) {
            let sentence = unspelt(&flat(&sentence));
            assert!(text.contains(&sentence), "{profile}, text: {sentence}");
            assert!(
                markdown.contains(&sentence),
                "{profile}, markdown: {sentence}"
            );
        }
        sheet_says_the_same(profile, &told);
    }
}

/// Every program of every guide and target, with its tier, score, state and reasons.
fn sheet_says_the_same(profile: &str, told: &Told) {
    let mut sheet = csv::Reader::from_reader(told.sheet.as_bytes());
    let rows = sheet.deserialize::<BTreeMap<String, String>>();
    let rows: Vec<BTreeMap<String, String>> = rows.map(Result::unwrap).collect();
    let mut left: Vec<&BTreeMap<String, String>> = rows.iter().collect();
    let programs = targets(&told.json).flat_map(|target| items(&target["list"], "programs"));
    for program in programs {
        let text = |key: &str| program[key].as_str().unwrap_or_default();
        let excluded: Vec<&str> = items(program, "excluded")
            .map(|one| one["text"].as_str().unwrap())
            .collect();
        let is_it = |row: &&BTreeMap<String, String>| {
            row["id"] == text("id")
                && row["tier"] == text("tier")
                && row["score"].parse().ok() == program["score"].as_i64()
                && row["why not"] == excluded.join("; ")
                && (row["status"] == "not an option") != excluded.is_empty()
                && (row["status"] == "fits") == (excluded.is_empty() && !text("tier").is_empty())
        };
        let has_reasons = |row: &&BTreeMap<String, String>| {
            let mut reasons = items(program, "points");
            reasons.all(|points| {
                let reason = flat(points["says"]["text"].as_str().unwrap());
                flat(&row["reasons"]).contains(&reason)
            })
        };
        let at = left.iter().position(|row| is_it(row) && has_reasons(row));
        let at = at.unwrap_or_else(|| panic!("{profile}, csv: no row for {}", text("id")));
        left.swap_remove(at);
    }
    assert!(left.is_empty(), "{profile}, csv: {left:?}");
}

#[test]
fn a_report_as_markdown() {
    let run = evaluate("rp-09").args(["--guide", "prelim-medicine", "--top", "2"]);
    let output = run.args(["--format", "markdown"]).run().done();
    assert_snapshot("formats", "rp-09-markdown", &output.stdout);
}

#[test]
fn a_sheet() {
    let run = evaluate("j1-internal-medicine").args(["--guide", "central-valley"]);
    let run = run.args(["--programs", "datasets/programs/acgme-1400531031.yaml"]);
    let output = run.args(["--format", "csv"]).run().done();
    assert_snapshot("formats", "kern-medical-sheet", &output.stdout);
}

#[test]
fn what_is_not_stated_is_an_empty_cell() {
    let output = evaluate("j1-internal-medicine")
        .args(["--format", "csv"])
        .run()
        .done();
    let mut sheet = csv::Reader::from_reader(output.stdout.as_bytes());
    let rows = sheet.deserialize::<BTreeMap<String, String>>();
    let rows: Vec<BTreeMap<String, String>> = rows.map(Result::unwrap).collect();
    let words = ["", "yes", "no", "conditional", "case-by-case"];
    for row in &rows {
        assert!(
            words.contains(&&*row["J-1"]) || row["J-1"].starts_with("sources disagree"),
            "{row:?}"
        );
        assert!(
            row["notes"].is_empty() && row["categorical track"] != "no",
            "{row:?}"
        );
        let percent = &row["IMG %"];
        assert!(
            percent.is_empty() || percent.parse::<f64>().is_ok() || percent.starts_with("sources"),
            "{row:?}"
        );
    }
    assert!(rows.iter().any(|row| row["J-1"].is_empty()));
}

#[test]
fn a_comparison_as_a_sheet_has_a_row_for_each_topic_and_guide() {
    let run = preceptor(["compare", "datasets/applicants/rp-12.yaml"]);
    let json = run.clone().json();
    let text = run.args(["--format", "csv"]).run().done().stdout;
    let mut sheet = csv::Reader::from_reader(text.as_bytes());
    let topics = items(&json, "targets").flat_map(|target| items(target, "topics"));
    let says = topics.flat_map(|topic| items(topic, "stands")).count();
    assert_eq!(sheet.records().count(), says, "{text}");
}
