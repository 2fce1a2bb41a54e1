use std::fs;
use std::path::{Path, PathBuf};

use super::{names, none, shown_path};
use crate::snapshot::{files, root};

/// The rooms, in order; each may use those before it.
const ROOMS: [&str; 12] = [
    "place", "model", "dataset", "plan", "script", "guide", "evaluate", "advise", "review",
    "report", "watch", "cli",
];

/// The text of a source file without its tests and comments.
fn code(path: &Path) -> String {
    if path.ends_with("tests.rs") {
        return String::new();
    }
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().map(|line| {
        if line.trim_start().starts_with("//") {
            ""
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn room_files(room: &str) -> Vec<PathBuf> {
    let mut all = files(&format!("src/{room}"), "rs");
    let alone = root().join(format!("src/{room}.rs"));
    all.extend(alone.exists().then_some(alone));
    all
}

#[test]
fn layering_holds() {
    let mut problems = Vec::new();
    for (index, room) in ROOMS.iter().enumerate() {
        for path in room_files(room) {
            let text = code(&path);
            let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
            for later in ROOMS.iter().skip(index + 1) {
                let direct = names(&text, &format!("crate::{later}"));
                let grouped = text.split("crate::{").skip(1).any(|group| {
                    let group = group.split(';').next().unwrap_or_default();
                    names(group, &format!("{later}::")) || names(group, later)
                });
                if direct || grouped {
                    problems.push(format!("{} names `crate::{later}`", shown_path(&path)));
                }
            }
        }
    }
    none(
        &problems,
        "a room may use only the rooms before it; move what is shared to an earlier one",
    );
}

#[test]
fn every_room_has_its_place_in_the_order() {
    let mut problems = Vec::new();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry
            .unwrap()
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if !ROOMS.contains(&name.as_str()) && name != "lib" && name != "main" {
            problems.push(format!("src/{name} is in no order"));
        }
    }
    none(&problems, "add the room to ROOMS");
}

#[test]
fn only_the_script_room_names_rhai() {
    let mut problems = Vec::new();
    for path in files("src", "rs")
        .into_iter()
        .filter(|path| !path.starts_with(root().join("src/script")))
    {
        let text = code(&path);
        if names(&text, "rhai::") || text.contains("use rhai") {
            problems.push(shown_path(&path));
        }
    }
    none(&problems, "only src/script knows Rhai");
}

#[test]
fn only_the_edges_touch_the_disk() {
    let edges = [
        "src/dataset/files.rs",
        "src/dataset/cache/cache.rs",
        "src/cli/",
        "src/watch/",
        "src/main.rs",
    ];
    let mut problems = Vec::new();
    for path in files("src", "rs") {
        let shown = shown_path(&path);
        let text = code(&path);
        if !edges.iter().any(|edge| shown.starts_with(edge))
            && [
                "std::fs",
                "std::env",
                "std::net",
                "std::process",
                "SystemTime",
                "Zoned::now",
            ]
            .iter()
            .any(|word| text.contains(word))
        {
            problems.push(shown);
        }
    }
    none(
        &problems,
        "disk, clock and environment enter through dataset::files and its cache, watch and cli",
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut problems = Vec::new();
    for path in files("src", "rs")
        .into_iter()
        .filter(|path| path.ends_with("mod.rs"))
    {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//! ") {
            problems.push(shown_path(&path));
        }
    }
    none(
        &problems,
        "begin with `//!`: what the room is for and what it must not do",
    );
}
