//! An answer is recorded in a program's file; that value changes and nothing else.

/// The command: what it says and writes.
mod command;
/// Many records, made up.
mod made_up;
/// Records in every layout, and the shipped ones.
mod records;

use std::fs;

use preceptor::dataset::Answered;
use preceptor::model::AsOf;

use crate::snapshot::root;
use crate::world::World;

const VALLEY: &str = "ca-example-valley-internal-medicine";
const FILE: &str = "datasets/programs/ca-example-valley-internal-medicine.yaml";
const SOURCES: &str = "datasets/sources.yaml";

/// The small world as a working copy: its programs among the shipped references.
pub(crate) fn working_copy() -> World {
    let world = World::new();
    copy(&world, "datasets");
    copy(&world, "datasets/official");
    for name in [VALLEY, "nv-example-desert-internal-medicine"] {
        let text = world.read(&format!("programs/{name}.yaml"));
        world.write(&format!("datasets/programs/{name}.yaml"), text);
    }
    world
}

fn copy(world: &World, folder: &str) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            world.write(&format!("{folder}/{name}"), fs::read(&path).unwrap());
        }
    }
}

fn claim(value: &str) -> Answered {
    Answered {
        value: value.to_owned(),
        source: "new".to_owned(),
        as_of: AsOf::parse("2026-11-20").unwrap(),
        note: None,
    }
}
