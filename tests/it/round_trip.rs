use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use preceptor::dataset::{Catalogue, Draft, Files, References};
use preceptor::model::ProgramId;

use crate::runner::preceptor;
use crate::snapshot::root;

/// The fields of a sheet that are facts of a program.
const IN_THE_SHEET: [&str; 11] = [
    "setting",
    "ownership",
    "safety_net",
    "img_percent",
    "non_us_img_percent",
    "resident_countries",
    "visas.j1",
    "visas.h1b",
    "step2_ck.minimum",
    "mission",
    "quota.preliminary",
];
/// Seeds of the properties; each makes another catalogue.
const SEEDS: u64 = 2;

fn load(path: &Path) -> BTreeMap<ProgramId, Draft> {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let references = references.with_sources(References::sources_of(&Files::folder(path)).unwrap());
    let catalogue = Catalogue::from_path(path, &references)
        .map_err(|problems| problems.to_string())
        .unwrap();
    catalogue
        .programs()
        .iter()
        .map(|program| (program.id.clone(), Draft::of(program)))
        .collect()
}

/// What a record says of the fields of a sheet, as texts, and its notes.
fn said(draft: &Draft) -> (Vec<String>, Vec<String>) {
    let mut values = Vec::new();
    for (at, claims) in &draft.values {
        let path = preceptor::model::PROGRAM.fields[*at].path;
        if IN_THE_SHEET.contains(&path) {
            let mut all: Vec<String> = claims
                .iter()
                .map(|claim| format!("{:?}", claim.value))
                .collect();
            all.sort();
            values.push(format!("{path}: {}", all.join(" | ")));
        }
    }
    let mut notes: Vec<String> = draft
        .notes
        .iter()
        .map(|note| note.text.to_string())
        .collect();
    notes.sort();
    (values, notes)
}

/// Texts that a spreadsheet, or a list, could take for something else.
const TEXTS: [&str; 9] = [
    "=1+1 bed",
    "-5 plain",
    "'=quoted",
    "a, b and c",
    "says \"yes\"",
    "Ñuñoa; 李",
    "+49 phone",
    "@home",
    "#N/A once",
];

/// A catalogue made up from a seed, all of internal medicine, for an applicant who wants both of its
/// tracks.
fn catalogue(folder: &Path, seed: u64) -> PathBuf {
    let mut random = fastrand::Rng::with_seed(seed);
    let path = folder.join("programs");
    fs::create_dir(&path).unwrap();
    let origin = "source: freida-2025, as_of: 2025-03-28";
    for number in 0..60_u32 {
        let id = format!("acgme-14005{number:05}");
        let mut text = format!(
            "id: {id}\nname: {:?}\nspecialty: internal-medicine\ncity: Fresno\nstate: CA\nlisted: {{ {origin} }}\n",
            format!("Program {} {number}", random.choice(TEXTS).unwrap())
        );
        text += "tracks:\n  - track: categorical\n";
        if random.bool() {
            let quota = random.u8(1..9);
            writeln!(
                text,
                "  - track: preliminary\n    quota: {{ value: {quota}, {origin} }}"
            )
            .unwrap();
        }
        text += &values(&mut random, number, origin);
        fs::write(path.join(format!("{id}.yaml")), text).unwrap();
    }
    path
}

/// Some of the values that a sheet holds, and notes.
fn values(random: &mut fastrand::Rng, number: u32, origin: &str) -> String {
    let mut text = String::new();
    let mut line = |chance: u8, line: String| {
        if random.u8(0..4) < chance {
            text += &line;
        }
    };
    line(
        2,
        format!(
            "img_percent: {{ value: {}, {origin} }}\n",
            f64::from(number) * 1.6
        ),
    );
    line(1, format!("safety_net: {{ value: true, {origin} }}\n"));
    line(
        1,
        format!(
            "setting: {{ conflict: [{{ value: community, {origin} }}, {{ value: university, source: cms-hospitals-2026, as_of: 2026-01 }}] }}\n"
        ),
    );
    line(
        1,
        format!("mission: {{ value: [rural, \"care, for all\"], {origin} }}\n"),
    );
    line(
        1,
        format!("resident_countries: {{ value: [\"Korea, South\"], {origin} }}\n"),
    );
    line(
        2,
        format!("visas:\n  j1: {{ value: conditional, {origin} }}\n"),
    );
    line(
        2,
        format!(
            "step2_ck:\n  minimum: {{ conflict: [{{ value: none, {origin} }}, {{ value: 220, {origin} }}] }}\n"
        ),
    );
    line(
        3,
        format!(
            "notes:\n  - {{ text: {:?}, {origin} }}\n  - {{ text: \"second\", {origin} }}\n",
            TEXTS[number as usize % TEXTS.len()]
        ),
    );
    text
}

fn sheet(folder: &Path, programs: &Path, format: &str) -> PathBuf {
    let applicant = folder.join("me.yaml");
    let text =
        fs::read_to_string(root().join("datasets/applicants/j1-internal-medicine.yaml")).unwrap();
    fs::write(&applicant, text).unwrap();
    let list = folder.join(format!("sheet.{format}"));
    let run = preceptor([
        "evaluate",
        "--guide",
        "county-safety-net",
        "--format",
        format,
    ]);
    run.arg(&applicant)
        .arg("--programs")
        .arg(programs)
        .arg("-o")
        .arg(&list)
        .run()
        .done();
    list
}

#[test]
fn a_sheet_comes_back_with_the_same_values_and_notes() {
    for seed in 0..SEEDS {
        let folder = tempfile::tempdir().unwrap();
        let programs = catalogue(folder.path(), seed);
        let before = load(&programs);
        for format in ["csv", "xlsx"] {
            let list = sheet(folder.path(), &programs, format);
            let out = folder.path().join(format!("out-{format}"));
            preceptor(["programs", "import"])
                .arg(&list)
                .arg("-o")
                .arg(&out)
                .run()
                .done();
            let after = load(&out);
            assert_eq!(before.len(), after.len(), "seed {seed}, {format}");
            for (id, draft) in &before {
                let back = &after[id];
                assert_eq!(said(draft), said(back), "seed {seed}, {format}, {id}");
                assert_eq!(draft.name, back.name, "seed {seed}, {format}");
                assert_eq!((&draft.city, &draft.state), (&back.city, &back.state));
                let tracks =
                    |draft: &Draft| draft.tracks.iter().map(|one| one.track).collect::<Vec<_>>();
                assert_eq!(tracks(draft), tracks(back), "seed {seed}, {format}, {id}");
            }
        }
    }
}

#[test]
fn a_sheet_that_nobody_changed_changes_nothing() {
    for seed in 0..1 {
        let folder = tempfile::tempdir().unwrap();
        let programs = catalogue(folder.path(), seed);
        let before = load(&programs);
        let list = sheet(folder.path(), &programs, "xlsx");
        let said = preceptor(["programs", "import"])
            .arg(&list)
            .arg("--into")
            .arg(&programs)
            .run()
            .done()
            .stdout;
        assert!(said.contains("0 records of"), "{said}");
        assert_eq!(load(&programs), before, "seed {seed}");
    }
}

#[test]
fn an_advisor_s_note_and_answer_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let programs = catalogue(folder.path(), 1);
    let list = sheet(folder.path(), &programs, "csv");
    let mut reader = csv::Reader::from_path(&list).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let (note, visa, id) = (at("notes"), at("H-1B"), at("id"));
    rows[0][note] = "Called 2 Nov; send it early".to_owned();
    rows[0][visa] = "yes".to_owned();
    let changed = rows[0][id].clone();
    let mut writer = csv::Writer::from_path(&list).unwrap();
    writer.write_record(&headers).unwrap();
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
    preceptor([
        "programs",
        "import",
        "--dated",
        "2026-11-02",
        "--source",
        "calls",
    ])
    .arg(&list)
    .arg("--into")
    .arg(&programs)
    .run()
    .done();
    let text = fs::read_to_string(programs.join(format!("{changed}.yaml"))).unwrap();
    assert!(
        text.contains("Called 2 Nov; send it early\", source: calls, as_of: 2026-11-02"),
        "{text}"
    );
    assert!(
        text.contains("h1b: { value: yes, source: calls, as_of: 2026-11-02"),
        "{text}"
    );
}

#[test]
fn a_workbook_is_the_same_bytes_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let programs = catalogue(folder.path(), 3);
    let first = fs::read(sheet(folder.path(), &programs, "xlsx")).unwrap();
    let second = fs::read(sheet(folder.path(), &programs, "xlsx")).unwrap();
    assert_eq!(first, second);
    let run = preceptor([
        "evaluate",
        "datasets/applicants/minimal.yaml",
        "--format",
        "xlsx",
    ]);
    let said = run.run().exits(3).said();
    assert!(said.contains("cannot go to the terminal"), "{said}");
}
