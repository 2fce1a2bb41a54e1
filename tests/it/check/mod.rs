//! `preceptor check`: a folder of mistakes, one each, and what is said of them.

/// SARIF and JSON.
mod formats;
/// One mistake each.
mod mistakes;
/// What a path stands for.
mod paths;
/// Everything at once.
mod together;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::runner::Run;
use crate::snapshot::root;
use crate::world::World;

/// How many lines a terminal shows.
const SCREEN: usize = 24;
/// How many columns it has.
const COLUMNS: usize = 80;
/// What people should never have to read.
const JARGON: [&str; 8] = [
    "panicked", "serde", "saphyr", "rhai::", "EvalAlt", "i64", "Dynamic", "os error",
];

fn fixtures() -> PathBuf {
    root().join("tests/fixtures")
}

/// The sound guide with its datasets in a folder of its own.
pub(crate) fn sound() -> World {
    let world = World::empty();
    lay(&fixtures().join("sound"), &world);
    world
}

/// Copies the files of a folder into the world, over what is there.
fn lay(folder: &Path, world: &World) {
    for entry in fs::read_dir(folder).unwrap() {
        lay_one(folder, &entry.unwrap().path(), world);
    }
}

fn lay_one(home: &Path, path: &Path, world: &World) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            lay_one(home, &entry.unwrap().path(), world);
        }
    } else if path.file_name().is_some_and(|name| name != "expect") {
        let inner = path.strip_prefix(home).unwrap();
        world.write(inner.to_str().unwrap(), fs::read(path).unwrap());
    }
}

fn check(world: &World, path: &str) -> Run {
    world.preceptor(["check", path])
}

/// The problems of a run with JSON output: severity and place of each.
fn told(document: &Value) -> Vec<String> {
    let problems = document["problems"].as_array().unwrap();
    let told = problems.iter().map(|problem| {
        let severity = problem["severity"].as_str().unwrap();
        let path = problem["path"].as_str().unwrap_or("nowhere");
        match problem["line"].as_u64() {
            Some(line) => format!("{severity} {path}:{line}"),
            None => format!("{severity} {path}"),
        }
    });
    told.collect()
}

fn json(run: Run, code: i32) -> Value {
    run.args(["--format", "json"]).run().exits(code).json()
}
