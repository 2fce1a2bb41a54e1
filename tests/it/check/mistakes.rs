use std::collections::BTreeSet;
use std::fs;

use super::{COLUMNS, JARGON, SCREEN, check, fixtures, json, lay, sound, told};
use crate::snapshot::assert_snapshot;

#[test]
fn the_sound_folder_is_sound() {
    let world = sound();
    let said = check(&world, ".").run().done().stdout;
    assert_eq!(
        said,
        "checked 1 guide, 7 rules, 2 programs, 1 profile, 2 sources\n"
    );
    let tested = world.preceptor(["test", "--rules", "rules", "--datasets", "datasets"]);
    assert!(tested.run().done().stdout.contains("13 passed, 0 failed"));
}

#[test]
fn every_mistake_is_named_once_in_its_line() {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(fixtures().join("broken")).unwrap() {
        names.insert(entry.unwrap().file_name().into_string().unwrap());
    }
    assert!(names.len() >= 50, "only {} mistakes", names.len());
    let mut wrong = Vec::new();
    for name in &names {
        let folder = fixtures().join("broken").join(name);
        let expected = fs::read_to_string(folder.join("expect")).unwrap();
        let world = sound();
        lay(&folder, &world);
        let code = i32::from(expected.starts_with("error"));
        let found = told(&json(check(&world, "."), code));
        if found != [expected.trim()] {
            wrong.push(format!("{name}: {found:?}, not {expected}"));
        }
        let output = check(&world, ".").run().exits(code);
        let text = output.said();
        assert_snapshot("check", name, text.trim_end());
        wrong.extend(unreadable(name, &text));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Why nobody could read that on a terminal.
fn unreadable(name: &str, text: &str) -> Option<String> {
    let longest = text.lines().map(|line| line.chars().count()).max();
    if text.lines().count() > SCREEN || longest > Some(COLUMNS) {
        return Some(format!("{name} does not fit on a screen:\n{text}"));
    }
    if !text.contains("help: ") {
        return Some(format!("{name} does not say what to do:\n{text}"));
    }
    let jargon = JARGON.iter().find(|word| text.contains(**word))?;
    Some(format!("{name} says `{jargon}`:\n{text}"))
}
