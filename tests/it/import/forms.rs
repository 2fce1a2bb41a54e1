use super::{export, fixture, import, records, write};

fn sheet(rows: &[Vec<String>], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
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
