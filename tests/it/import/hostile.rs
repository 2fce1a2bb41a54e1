use std::io::{Cursor, Write as _};

use super::{import, write};
use crate::runner::Output;

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
