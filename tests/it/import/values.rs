use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{export, fixture, import, imported_export, records, write};
use crate::runner::preceptor;

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
