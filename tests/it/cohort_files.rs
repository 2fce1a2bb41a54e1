use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{Output, preceptor};

const HEADER: &str =
    "type_of_graduate,citizenship,visa,specialty,track,step2_ck.taken,step2_ck.score";
const GOOD: &str = "img,foreign-national,J-1,internal-medicine,categorical,2026-03,222";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// A summary of them by one guide.
fn judge(folder: &Path, applicants: &str) -> Output {
    let run = preceptor(["evaluate-all", applicants, "--summary"]);
    let run = run.args(["--guide", "central-valley"]);
    run.in_folder(folder).run()
}

/// The file is judged, and that is said of it.
#[track_caller]
fn says(name: &str, bytes: &[u8], code: i32, parts: &[&str]) -> Output {
    let folder = folder(&[(name, bytes)]);
    let output = judge(folder.path(), name).exits(code);
    let said = output.stderr.split_whitespace().collect::<Vec<_>>();
    let said = said.join(" ");
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in\n{}", output.stderr);
    }
    output
}

/// The sheet's rows below the header, with that line break.
fn sheet(rows: &[&str], end: &str) -> Vec<u8> {
    let lines: Vec<&str> = [HEADER].iter().chain(rows).copied().collect();
    (lines.join(end) + end).into_bytes()
}

fn profile() -> String {
    let cells: Vec<&str> = GOOD.split(',').collect();
    format!(
        r#"{{"type_of_graduate":"{}","citizenship":"{}","visa":"{}","targets":[{{"specialty":"{}","track":"{}"}}]}}"#,
        cells[0], cells[1], cells[2], cells[3], cells[4]
    )
}

#[test]
fn a_file_without_applicants_is_an_error() {
    let header = sheet(&[], "\n");
    for (name, bytes) in [
        ("all.jsonl", b"".as_slice()),
        ("all.jsonl", b"\n \n"),
        ("all.csv", b""),
        ("all.csv", b"\n\n"),
        ("all.csv", &header),
    ] {
        let none = "there is no applicant in this file";
        let output = says(name, bytes, 3, &[none, name, "help:"]);
        assert_eq!(output.stdout, "");
        let folder = folder(&[(name, bytes)]);
        let diff = preceptor(["diff", "rules", "--applicants"]);
        let diff = diff.arg(folder.path().join(name)).run().exits(3);
        assert!(diff.stderr.contains(none), "{}", diff.stderr);
    }
}

/// What is wrong with the header is wrong with every row: it is said once, all of it.
#[test]
fn a_header_is_checked_before_any_row() {
    let header = format!("{HEADER},step2_ck.scroe,visa,,favourite_colour");
    let text = format!("{header}\n{GOOD},1,J-1,,red\n").replace("citizenship,", "citizen,");
    let folder = folder(&[("all.csv", text.as_bytes())]);
    let output = judge(folder.path(), "all.csv").exits(3);
    assert_eq!(output.stdout, "");
    output.assert_message("cohort-wrong-header");
    let output = says(
        "all.csv",
        b"x;y;z\n1;2;3\n",
        3,
        &["no field `x`", "no field `z`"],
    );
    assert_eq!(output.stderr.matches("it can be").count(), 1);
}

#[test]
fn a_sheet_may_be_written_in_other_ways() {
    let text = String::from_utf8(sheet(&[GOOD, GOOD], "\r\n")).unwrap();
    let wide = |text: &str, mark: &[u8]| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    let marked = format!("\u{feff}{text}");
    for (name, bytes) in [
        ("all.CSV", text.clone().into_bytes()),
        ("all.csv", text.replace(',', ";").into_bytes()),
        ("all.csv", text.replace(',', "\t").into_bytes()),
        ("all.csv", marked.into_bytes()),
        ("all.csv", wide(&text, b"\xff\xfe")),
        ("all.JSONL", format!("{}\n", profile()).repeat(2).into()),
        (
            "all.jsonl",
            wide(&format!("{}\n", profile()).repeat(2), b"\xff\xfe"),
        ),
    ] {
        says(name, &bytes, 0, &["2 applicants, 2 lists"]);
    }
    let workbook = [b"PK\x03\x04".as_slice(), &[0; 64]].concat();
    says(
        "all.csv",
        &workbook,
        3,
        &["this is a workbook, not a text", "save it as CSV"],
    );
}

#[test]
fn both_endings_of_profiles_are_read() {
    let profile = profile();
    let folder = folder(&[
        ("a.yml", profile.as_bytes()),
        ("b.yaml", profile.as_bytes()),
    ]);
    let output = judge(folder.path(), ".").exits(0);
    assert!(output.stderr.contains("2 applicants"), "{}", output.stderr);
}

#[test]
fn a_line_that_cannot_be_read_does_not_stop_the_rest() {
    let good = profile();
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let long = "x".repeat(3 << 20);
    for line in [good.as_bytes(), b"\xff", long.as_bytes(), good.as_bytes()] {
        bytes.extend(line);
        bytes.push(b'\n');
    }
    let output = says(
        "all.jsonl",
        &bytes,
        3,
        &[
            "this line is not UTF-8 text",
            "all.jsonl:2",
            "this line is longer than 1 MiB",
            "all.jsonl:3",
            "4 applicants, 2 lists",
        ],
    );
    assert_eq!(output.stdout.lines().count(), 2);
}

#[test]
fn a_wrong_cell_is_shown_where_it_stands() {
    let wrong = GOOD.replace("222", "999");
    for (end, mark) in [("\n", ""), ("\r\n", ""), ("\r\n", "\u{feff}")] {
        let rows = sheet(&[GOOD, &wrong, "", "img,,", GOOD], end);
        let bytes = [mark.as_bytes(), &rows].concat();
        says(
            "all.csv",
            &bytes,
            3,
            &[
                "in the column `step2_ck.score`: a Step 2 CK score lies between 1 and 300",
                "all.csv:3:64",
                "3 | img,foreign-national,J-1,internal-medicine,categorical,2026-03,999",
                "this row has 3 cells, the header has 7",
                "all.csv:5:1",
                "5 | img,,",
                "give it a cell for every column",
                "4 applicants, 2 lists",
            ],
        );
    }
    let missing = sheet(&[&GOOD.replace("J-1,internal-medicine", "J-1,")], "\n");
    says(
        "all.csv",
        &missing,
        3,
        &[
            "`specialty` is empty, but every applicant needs it",
            "all.csv:2:26",
        ],
    );
    let specialty = sheet(
        &[&GOOD.replace("internal-medicine", "internal-medcine")],
        "\n",
    );
    says(
        "all.csv",
        &specialty,
        3,
        &["in the column `specialty`", "all.csv:2:26"],
    );
}

#[test]
fn a_quote_that_is_not_closed_says_where_it_opens() {
    let open = GOOD.replace("J-1", "\"J-1");
    let rows = sheet(&[GOOD, &open, GOOD], "\n");
    says(
        "all.csv",
        &rows,
        3,
        &[
            "a quote opens here and nothing closes it",
            "all.csv:3:22",
            "3 | img,foreign-national,\"J-1",
            "2 applicants, 1 lists",
        ],
    );
    let closed = GOOD.replace("J-1", "\"J-1\"");
    says(
        "all.csv",
        &sheet(&[&closed], "\n"),
        0,
        &["1 applicants, 1 lists"],
    );
}

/// Nothing is judged, and nothing is written.
#[track_caller]
fn refuses(folder: &Path, output: &str, message: &str) {
    let names = |folder: &Path| {
        let names = fs::read_dir(folder).unwrap();
        names.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let before = names(folder);
    let run = preceptor(["evaluate-all", "all.jsonl", "--policy", "office.yaml", "-o"]);
    let said = run.arg(output).in_folder(folder).run().exits(5).stderr;
    assert!(said.contains(message), "{said}");
    assert!(!said.contains("applicants,"), "{said}");
    assert_eq!(names(folder), before);
}

#[test]
fn an_output_that_would_destroy_something_is_refused() {
    let office = "central-valley:\n  img_friendly_percent: 35\n";
    let profile = profile();
    let files = [
        ("all.jsonl", profile.as_bytes()),
        ("office.yaml", office.as_bytes()),
    ];
    let folder = folder(&files);
    let folder = folder.path();
    fs::create_dir(folder.join("inner")).unwrap();
    refuses(folder, "inner", "this is a folder");
    let read = "this file is read by the same command";
    refuses(folder, "all.jsonl", read);
    refuses(folder, "inner/../office.yaml", read);
    let nowhere = "there is no such folder";
    refuses(folder, "nowhere/out.jsonl", nowhere);
    for (name, text) in files {
        assert_eq!(fs::read(folder.join(name)).unwrap(), text);
    }
}

#[cfg(unix)]
#[test]
fn pipes_are_left_alone_and_links_are_followed() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let profile = profile();
    let files = [("all.jsonl", profile.as_bytes()), ("office.yaml", b"{}\n")];
    let folder = folder(&files);
    let folder = folder.path();
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    refuses(folder, "pipe", "this is a device or a pipe");
    let report = preceptor(["evaluate"])
        .arg(crate::snapshot::root().join("datasets/applicants/wishes.yaml"));
    let report = report.args(["-o", "pipe"]).in_folder(folder).run().exits(5);
    assert!(
        report.stderr.contains("this is a device or a pipe"),
        "{}",
        report.stderr
    );
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    symlink("all.jsonl", folder.join("link")).unwrap();
    refuses(folder, "link", "this file is read by the same command");
    symlink("nowhere", folder.join("broken")).unwrap();
    refuses(folder, "broken", "this link leads to no file");
    fs::create_dir(folder.join("real")).unwrap();
    fs::write(folder.join("real/out.jsonl"), "old").unwrap();
    symlink("real/out.jsonl", folder.join("out.jsonl")).unwrap();
    let run = preceptor(["evaluate-all", "all.jsonl", "-o", "out.jsonl"]);
    run.in_folder(folder).run().done();
    assert!(folder.join("out.jsonl").is_symlink());
    let written = fs::read_to_string(folder.join("real/out.jsonl")).unwrap();
    assert!(written.starts_with('{'), "{written}");
    assert_eq!(fs::read_dir(folder.join("real")).unwrap().count(), 1);
}

/// A run that fails before it has noted anything leaves nothing to go on with.
#[test]
fn a_run_that_fails_at_once_leaves_nothing() {
    let profile = profile();
    let folder = folder(&[("all.jsonl", profile.as_bytes())]);
    let folder = folder.path();
    // The note of how far it is cannot be written.
    fs::create_dir(folder.join("out.jsonl.part.next")).unwrap();
    let run = preceptor(["evaluate-all", "all.jsonl", "-o", "out.jsonl"]);
    run.in_folder(folder).run().exits(5);
    assert!(!folder.join("out.jsonl.part").exists());
    assert!(!folder.join("out.jsonl").exists());
}
