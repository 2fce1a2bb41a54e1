//! `docs/reference/` and `schemas/preceptor.d.rhai` are what the program writes.
//!
//! `PRECEPTOR_UPDATE_DOCS=1 cargo test --test it docs` writes them again.

use std::fs;
use std::path::Path;

use preceptor::model::{APPLICANT, LIST, PROGRAM, STANDING};
use preceptor::script::{FINDINGS, QUESTIONS};

use crate::runner::preceptor;
use crate::snapshot::{files, root};

/// The file is this text, or becomes it.
fn is_up_to_date(path: &Path, text: &str) {
    if std::env::var("PRECEPTOR_UPDATE_DOCS").is_ok() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        return;
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    let help = "run the tests once with PRECEPTOR_UPDATE_DOCS=1";
    assert!(found == text, "{} differs: {help}", path.display());
}

#[test]
fn the_reference_is_that_of_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("reference");
    let run = preceptor(["docs", "--rules", "rules", "--datasets", "datasets"]);
    let said = run.arg(&written).run().done().stdout;
    let mut pages = Vec::new();
    for entry in fs::read_dir(&written).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        is_up_to_date(&root().join("docs/reference").join(&name), &text);
        pages.push(name);
    }
    assert!(said.contains(&format!("{} pages", pages.len())), "{said}");
    for path in files("docs/reference", "md") {
        let name = path.file_name().unwrap().to_owned();
        assert!(
            pages.contains(&name),
            "{} is no page any more",
            path.display()
        );
    }
}

#[test]
fn the_reference_names_every_rule_number_passage_and_effect() {
    let rules = preceptor(["rules", "list", "--guide", "central-valley"])
        .run()
        .done();
    let page = fs::read_to_string(root().join("docs/reference/central-valley.md")).unwrap();
    let ids = rules.stdout.lines().filter(|line| !line.starts_with(' '));
    let ids: Vec<&str> = ids
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(ids.len() > 100, "{}", ids.len());
    for id in ids {
        let inner = id.strip_prefix("central-valley/").unwrap();
        assert!(page.contains(&format!("### `{inner}`")), "{id}");
    }
    for part in [
        "### `img_friendly_percent` = ",
        "* CV-46, “",
        " ‡",
        "`tier 1`",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn editors_know_everything_that_rules_can_say() {
    let text = preceptor(["schema", "--rhai"]).run().done().stdout;
    is_up_to_date(&root().join("schemas/preceptor.d.rhai"), &text);
    for table in [&APPLICANT, &PROGRAM, &STANDING, &LIST] {
        assert!(text.contains(&format!("let {}: ", table.subject)));
        for field in table.fields {
            let name = field.path.rsplit('.').next().unwrap();
            let about = format!("/// {}\n", field.about);
            let after = text.split(&about).nth(1).unwrap_or_default().trim_start();
            assert!(after.starts_with(&format!("{name}: ")), "{}", field.path);
        }
    }
    for callable in FINDINGS.iter().chain(&QUESTIONS) {
        assert!(
            text.contains(&format!("\nfn {}(", callable.name)),
            "{}",
            callable.name
        );
    }
    assert!(text.contains("\nlet policy: "));
    let vocabulary = fs::read_to_string(root().join("docs/reference/vocabulary.md")).unwrap();
    for callable in FINDINGS.iter().chain(&QUESTIONS) {
        let heading = format!("### `{}({})`", callable.name, callable.parameters);
        assert!(vocabulary.contains(&heading), "{heading}");
    }
}

#[test]
fn braces_of_the_definitions_close() {
    let text = preceptor(["schema", "--rhai"]).run().done().stdout;
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut open = 0_i32;
    for sign in code.flat_map(str::chars) {
        match sign {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        assert!(open >= 0);
    }
    assert_eq!(open, 0);
}
