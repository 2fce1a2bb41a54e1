use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::runner::{Output, preceptor};
use crate::snapshot::root;

fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/lists").join(name)
}

fn import(list: &Path) -> crate::runner::Run {
    preceptor(["programs", "import"]).arg(list)
}

/// The folder that the export is imported into.
fn imported_export() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    import(&fixture("export.csv"))
        .arg("-o")
        .arg(&out)
        .run()
        .done();
    (folder, out)
}

/// The export's rows as a table of texts.
fn export() -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(fixture("export.csv"))
        .unwrap();
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn sheet(rows: &[Vec<String>], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// The records that a list becomes: each file's name and text, without the note on the cell.
fn records(list: &Path, more: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let run = more.iter().fold(import(list), |run, one| run.arg(*one));
    run.args(["--source", "list-x", "-o"])
        .arg(&out)
        .run()
        .done();
    let mut all = Vec::new();
    for entry in fs::read_dir(out.join("programs")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut plain = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(", at: \"row ") {
            plain += &rest[..at];
            let tail = &rest[at + 8..];
            rest = &tail[tail.find('"').unwrap() + 1..];
        }
        plain += rest;
        all.push((
            path.file_name().unwrap().to_string_lossy().into_owned(),
            plain,
        ));
    }
    all.sort();
    all
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn what_was_understood_of_an_export_is_shown() {
    let output = preceptor(["programs", "import", "tests/fixtures/lists/export.csv"])
        .run()
        .done();
    output.assert_message("import-export");
}

#[test]
fn what_was_understood_of_a_tracking_sheet_is_shown() {
    let list = "tests/fixtures/lists/tracking.csv";
    let run = preceptor([
        "programs",
        "import",
        list,
        "--specialty",
        "internal-medicine",
        "--dated",
        "2026-11-01",
    ]);
    run.run().done().assert_message("import-tracking");
}

#[test]
fn every_value_names_its_row_and_column_and_the_date_of_the_list() {
    let (_folder, out) = imported_export();
    let text = fs::read_to_string(out.join("programs/acgme-1403511258.yaml")).unwrap();
    let line = "img_percent: { value: 83.6, source: list-export, as_of: 2025-03-28, at: \"row 4, column O\" }";
    assert!(text.contains(line), "{text}");
    let sources = fs::read_to_string(out.join("sources.yaml")).unwrap();
    assert!(
        sources.contains("list-export:\n  title: \"Program list export.csv\""),
        "{sources}"
    );
    preceptor(["programs", "show", "acgme-1403511258", "--programs"])
        .arg(&out)
        .run()
        .done();
}

#[test]
fn an_empty_visa_cell_is_unstated_and_a_list_of_others_is_a_no() {
    for (name, text) in records(&fixture("export.csv"), &[]) {
        let visas = export()
            .into_iter()
            .find(|row| name.contains(&row[1]))
            .unwrap()[21]
            .clone();
        assert_eq!(
            text.contains("visas:"),
            visas != "[]",
            "{name} {visas}\n{text}"
        );
        if visas.contains("J-1") && !visas.contains("H-1B") {
            assert!(text.contains("h1b: { value: no"), "{text}");
        }
    }
}

#[test]
fn the_same_list_in_another_form_is_the_same_programs() {
    let folder = tempfile::tempdir().unwrap();
    let rows = export();
    let expected = records(&fixture("export.csv"), &[]);
    assert!(expected.len() > 8, "{}", expected.len());
    let text = sheet(&rows, b',');
    let wide = |big: bool, mark: bool| -> Vec<u8> {
        let text = if mark {
            format!("\u{feff}{text}")
        } else {
            text.clone()
        };
        let pair = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        text.encode_utf16().flat_map(pair).collect()
    };
    let mut renamed = rows.clone();
    for (from, to) in [
        ("pct_img", "IMG %"),
        ("program_id", "ACGME ID"),
        ("program_name_suffix", "Program"),
        ("visa_statuses_accepted", "Visas accepted"),
    ] {
        let at = renamed[0].iter().position(|header| header == from).unwrap();
        renamed[0][at] = to.to_owned();
    }
    let mut turned = renamed;
    for row in &mut turned {
        row.rotate_left(5);
    }
    let forms: [(&str, Vec<u8>); 7] = [
        ("bom.csv", format!("\u{feff}{text}").into_bytes()),
        ("semicolons.csv", sheet(&rows, b';').into_bytes()),
        ("tabs.tsv", sheet(&rows, b'\t').into_bytes()),
        ("wide.csv", wide(false, true)),
        ("big.csv", wide(true, true)),
        ("unmarked.csv", wide(false, false)),
        ("renamed.csv", sheet(&turned, b',').into_bytes()),
    ];
    for (name, bytes) in forms {
        let list = write(folder.path(), name, bytes);
        assert_eq!(records(&list, &[]), expected, "{name}");
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (line, row) in (0..).zip(&rows) {
        for (column, cell) in (0..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(line, column, number).unwrap(),
                Err(_) => page.write_string(line, column, cell).unwrap(),
            };
        }
    }
    let list = write(folder.path(), "book.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(records(&list, &[]), expected, "book.xlsx");
}

#[test]
fn windows_1252_keeps_its_letters() {
    let folder = tempfile::tempdir().unwrap();
    let text = b"ACGME ID,Program,City,State,Specialty\n1400500001,Hospital San Jos\xe9 de Pe\xf1uelas,Ponce,PR,Internal Medicine\n";
    let list = write(folder.path(), "latin.csv", text);
    let all = records(&list, &[]);
    assert!(
        all[0].1.contains("name: Hospital San José de Peñuelas"),
        "{all:?}"
    );
}

#[test]
fn rows_that_disagree_keep_both_values() {
    let folder = tempfile::tempdir().unwrap();
    let text = "ACGME ID,Program,City,State,Specialty,IMG %,J-1,Visa type\n\
        1400500001,Invented,Fresno,CA,Internal Medicine,30,yes,none\n\
        1400500001,Invented,Fresno,CA,Internal Medicine,45,,\n";
    let list = write(folder.path(), "twice.csv", text);
    let all = records(&list, &[]);
    let share = "img_percent: { conflict: [{ value: 30, source: list-x, as_of: undated }, { value: 45, source: list-x, as_of: undated }] }";
    assert!(all[0].1.contains(share), "{all:?}");
    assert!(
        all[0].1.contains("j1: { conflict: [{ value: yes"),
        "{all:?}"
    );
    let said = import(&list).run().done().stdout;
    assert!(
        said.contains("they disagree: both values are kept"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_is_refused_and_what_is_odd_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let text = "ACGME ID,Program,City,State,Specialty,IMG %,DO %,US MD %,Positions\n\
        1400500001,Invented One,Fresno,CA,Internal Medicine,80,30,10,0\n\
        1400500002,Invented Two,Fresno,CA,Internal Medicine,50,20,10,5\n";
    let list = write(folder.path(), "sums.csv", text);
    let all = records(&list, &[]);
    assert!(
        !all[0].1.contains("img_percent") && all[0].1.contains("positions: { value: 0,"),
        "{all:?}"
    );
    assert!(all[1].1.contains("img_percent: { value: 50,"), "{all:?}");
}

#[test]
fn shares_of_one_are_not_taken_for_percent() {
    let folder = tempfile::tempdir().unwrap();
    let text = "ACGME ID,Program,City,State,Specialty,IMG %\n1400500001,Invented,Fresno,CA,Internal Medicine,0.62\n";
    let list = write(folder.path(), "shares.csv", text);
    assert!(!records(&list, &[])[0].1.contains("img_percent"));
    let said = import(&list).run().done().stdout;
    assert!(
        said.contains("F IMG % (1 cell") && said.contains("nobody can tell"),
        "{said}"
    );
}

#[test]
fn a_mapping_says_how_columns_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Nr,Haus,Ort,Land,Anteil\n1400500001,Invented,Fresno,CA,62\n";
    let list = write(folder.path(), "own.csv", text);
    import(&list)
        .in_folder(folder.path())
        .run()
        .exits(3)
        .assert_message("import-unknown-headers");
    let mapping = "specialty: internal-medicine\ncolumns:\n  Nr: acgme_id\n  Haus: name\n  Ort: city\n  Land: state\n  Anteil: img_percent\n";
    let good = write(folder.path(), "good.yaml", mapping);
    let all = records(&list, &["--mapping", good.to_str().unwrap()]);
    assert!(all[0].1.contains("img_percent: { value: 62,"), "{all:?}");
    let wrong = mapping
        .replace("img_percent", "img_prcent")
        .replace("Ort:", "Orte:");
    let wrong = write(
        folder.path(),
        "wrong.yaml",
        wrong.replace("internal-medicine", "internal-medecine"),
    );
    import(&list)
        .arg("--mapping")
        .arg(&wrong)
        .in_folder(folder.path())
        .run()
        .exits(3)
        .assert_message("import-wrong-mapping");
    let missing = write(
        folder.path(),
        "missing.yaml",
        mapping.replace("Ort:", "Orte:"),
    );
    let said = import(&list)
        .arg("--mapping")
        .arg(&missing)
        .run()
        .exits(3)
        .said();
    assert!(
        said.contains("the list has no column `Orte`") && said.contains("missing.yaml:5:3"),
        "{said}"
    );
}

#[test]
fn a_saved_mapping_reads_the_list_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.yaml");
    import(&fixture("export.csv"))
        .arg("--save-mapping")
        .arg(&mapping)
        .run()
        .done();
    let all = records(
        &fixture("export.csv"),
        &["--mapping", mapping.to_str().unwrap()],
    );
    assert_eq!(all, records(&fixture("export.csv"), &[]));
}

#[test]
fn evaluate_reads_a_list_as_an_import_would() {
    let (_folder, out) = imported_export();
    let placed = |programs: &Path| -> Value {
        let run = preceptor([
            "evaluate",
            "datasets/applicants/j1-internal-medicine.yaml",
            "--guide",
            "county-safety-net",
            "--programs",
        ]);
        let mut report = run.arg(programs).json();
        report["guides"][0]["targets"].take()
    };
    let list = placed(&fixture("export.csv"));
    assert!(list.to_string().contains("acgme-1403511258"), "{list}");
    assert_eq!(list, placed(&out));
}

/// What is no list, and the sentence that refuses it.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let wide = format!("{}\n", "x,".repeat(1_000_000));
    let mut bomb = zip_of(&[("xl/workbook.xml", b"<workbook/>".to_vec())]);
    bomb.truncate(bomb.len() / 2);
    vec![
        (
            "binary.csv",
            b"\x7fELF\x02\x01\x01\x00\x00".to_vec(),
            "this is not a text",
        ),
        ("paper.csv", b"%PDF-1.7 and more".to_vec(), "this is a PDF"),
        (
            "old.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "old Excel file",
        ),
        ("empty.csv", b"\n \n".to_vec(), "this file is empty"),
        ("wide.csv", wide.into_bytes(), "more than 512 columns"),
        ("torn.xlsx", bomb, "no workbook"),
        (
            "other.xlsx",
            zip_of(&[("word/document.xml", b"<w/>".to_vec())]),
            "no XLSX workbook",
        ),
        (
            "bomb.xlsx",
            zip_of(&[("xl/workbook.xml", vec![b' '; 40 << 20])]),
            "larger than 16 MB",
        ),
        (
            "texts.xlsx",
            zip_of(&[
                ("xl/workbook.xml", b"<workbook/>".to_vec()),
                (
                    "xl/sharedStrings.xml",
                    b"<sst uniqueCount=\"99999999999999\"></sst>".to_vec(),
                ),
            ]),
            "more texts than it can hold",
        ),
    ]
}

fn zip_of(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_hostile_sheet_gets_a_sentence_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, sentence) in hostile() {
        let list = write(folder.path(), name, bytes);
        let out = folder.path().join("out");
        let Output { code, stderr, .. } = import(&list).arg("-o").arg(&out).run();
        assert_eq!(code, Some(3), "{name}: {stderr}");
        assert!(
            stderr.contains(sentence) && stderr.contains(name),
            "{name}: {stderr}"
        );
        assert!(!out.exists(), "{name}");
    }
}

#[test]
fn a_cell_far_out_takes_no_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "Program").unwrap();
    page.write_string(1_048_575, 0, "far down").unwrap();
    page.write_string(1_048_575, 16_383, "far out").unwrap();
    let list = write(folder.path(), "far.xlsx", book.save_to_buffer().unwrap());
    let said = import(&list).caged().run().exits(3).stderr;
    assert!(said.contains("more than 512 columns"), "{said}");
}

#[test]
fn a_formula_is_no_value() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (column, header) in (0..).zip([
        "ACGME ID",
        "Program",
        "City",
        "State",
        "Specialty",
        "Positions",
    ]) {
        page.write_string(0, column, header).unwrap();
    }
    page.write_number(1, 0, 1_400_500_001).unwrap();
    for (column, text) in (1..).zip(["Invented", "Fresno", "CA", "Internal Medicine"]) {
        page.write_string(1, column, text).unwrap();
    }
    page.write_formula(1, 5, rust_xlsxwriter::Formula::new("=2+3").set_result("5"))
        .unwrap();
    let list = write(
        folder.path(),
        "formula.xlsx",
        book.save_to_buffer().unwrap(),
    );
    let said = import(&list).run().done().stdout;
    assert!(
        said.contains("this is a formula, and what it comes to is not read") && said.contains("F2"),
        "{said}"
    );
}
