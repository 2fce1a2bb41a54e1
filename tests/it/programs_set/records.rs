use std::fs;

use preceptor::dataset::{Recorded, Tree, add_source, record};
use preceptor::model::AsOf;
use preceptor::place::SourceText;

use super::claim;
use crate::snapshot::root;

#[test]
fn every_shipped_record_takes_an_answer() {
    let claim = claim("3");
    let mut all = 0;
    for entry in fs::read_dir(root().join("datasets/programs")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let source = SourceText::new("x.yaml", &text);
        for keys in [
            &["letters"][..],
            &["usce", "weeks"],
            &["tracks", "categorical", "quota"],
        ] {
            let before = Tree::parse(&source).unwrap().to_json();
            if keys[0] == "tracks" && !text.contains("track: categorical") {
                continue;
            }
            let (new, recorded) = record(&source, keys, &claim, false)
                .unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
            assert_ne!(recorded, Recorded::Unchanged);
            assert_ne!(Tree::parse(&new).unwrap().to_json(), before);
            all += 1;
        }
    }
    assert!(all > 640, "{all}");
}

const NEW: &str = "{ value: 7, source: new, as_of: 2026-11-20 }";

/// What becomes of a text when 7 is recorded at those keys.
#[track_caller]
fn after(text: &str, keys: &[&str], replace: bool) -> String {
    let (new, _) = record(&SourceText::new("x.yaml", text), keys, &claim("7"), replace)
        .unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    new.text().to_owned()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of layouts")]
fn every_layout_keeps_its_bytes() {
    let old = "{ value: 1, source: a, as_of: 2020 }";
    for (before, keys, wanted) in [
        (
            format!("a: 1 # x\ng:\n    k: {old}  # why\n\n# end"),
            &["g", "n"][..],
            format!("a: 1 # x\ng:\n    k: {old}  # why\n    n: {NEW}\n\n# end"),
        ),
        (
            format!("g: {{ k: {old} }} # why\n"),
            &["g", "n"],
            format!("g: {{ k: {old}, n: {NEW} }} # why\n"),
        ),
        (
            "g: {}\n".to_owned(),
            &["g", "n"],
            format!("g: {{ n: {NEW} }}\n"),
        ),
        (
            "\u{feff}a: 1".to_owned(),
            &["g", "n"],
            format!("\u{feff}a: 1\ng: {{ n: {NEW} }}"),
        ),
        (
            "a: 1\r\ng:\r\n".to_owned(),
            &["g"],
            format!("a: 1\r\ng: {NEW}\r\n"),
        ),
        (
            format!("tracks:\n- track: p\n- track: c\n  # note\n  quota: {old}\nb: 2\n"),
            &["tracks", "c", "n"],
            format!(
                "tracks:\n- track: p\n- track: c\n  # note\n  quota: {old}\n  n: {NEW}\nb: 2\n"
            ),
        ),
        (
            "tracks: [{ track: p }, { track: c }]\n".to_owned(),
            &["tracks", "c", "n"],
            format!("tracks: [{{ track: p }}, {{ track: c, n: {NEW} }}]\n"),
        ),
        (
            format!("k: {old}\n"),
            &["k"],
            format!("k: {{ conflict: [{old}, {NEW}] }}\n"),
        ),
        (
            format!("k: {{ conflict: [{old}, {old}] }} # both\n"),
            &["k"],
            format!("k: {{ conflict: [{old}, {old}, {NEW}] }} # both\n"),
        ),
        (
            format!(
                "k:\n  conflict:\n    - {old}\n    - value: 2\n      source: b\n      as_of: 2021\n# end\n"
            ),
            &["k"],
            format!(
                "k:\n  conflict:\n    - {old}\n    - value: 2\n      source: b\n      as_of: 2021\n    - {NEW}\n# end\n"
            ),
        ),
        (
            "g:\n  k: # why\n    value: 1\n    # so\n    source: a\n    as_of: 2020\n  m: 2\n"
                .to_owned(),
            &["g", "k"],
            format!(
                "g:\n  k: # why\n    conflict:\n      - value: 1\n        # so\n        source: a\n        as_of: 2020\n      - {NEW}\n  m: 2\n"
            ),
        ),
    ] {
        assert_eq!(after(&before, keys, false), wanted, "{before}");
    }
    assert_eq!(
        after(&format!("k: {old} # why\n"), &["k"], true),
        format!("k: {NEW} # why\n")
    );
    assert_eq!(
        after(
            "k: # why\n  value: 1\n  source: a\n  as_of: 2020\nb: 2\n",
            &["k"],
            true
        ),
        format!("k: # why\n  {NEW}\nb: 2\n")
    );
}

#[test]
fn a_comment_is_never_lost() {
    for text in [
        "k:\n  value: 1 # by mail\n  source: a\n  as_of: 2020\n",
        "k: { value: 1,\n  # by mail\n  source: a, as_of: 2020 }\n",
    ] {
        let refused = record(&SourceText::new("x.yaml", text), &["k"], &claim("7"), true);
        let problem = refused.unwrap_err();
        assert!(
            problem.help.as_ref().unwrap().contains("write it by hand"),
            "{problem}"
        );
    }
    let broken = record(
        &SourceText::new("x.yaml", "k: [1\n"),
        &["k"],
        &claim("7"),
        true,
    );
    assert!(broken.is_err());
}

#[test]
fn a_source_is_added_at_the_end() {
    let as_of = AsOf::parse("2026-11-20").unwrap();
    let add = |text: &str| {
        let new = add_source(&SourceText::new("s.yaml", text), "n", "a \"b\": #c", &as_of);
        new.map(|new| new.text().to_owned())
    };
    let entry = "n:\n  title: \"a \\\"b\\\": #c\"\n  as_of: 2026-11-20";
    assert_eq!(
        add("a: { title: x, as_of: 2020 } # y\n# z\n").unwrap(),
        format!("a: {{ title: x, as_of: 2020 }} # y\n# z\n{entry}\n")
    );
    assert_eq!(
        add("a: { title: x, as_of: 2020 }").unwrap(),
        format!("a: {{ title: x, as_of: 2020 }}\n{entry}")
    );
    assert!(add("{ a: { title: x, as_of: 2020 } }\n").is_err());
    assert!(add("n: { title: x, as_of: 2020 }\n").is_err());
}
