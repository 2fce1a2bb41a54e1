//! An office's own numbers: shown, set, and nothing else of the file touched.

/// Many office policies, made up.
mod made_up;
/// `policy set`: that number and nothing else.
mod setting;
/// `policy show`: what is in force, and from where.
mod showing;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::runner::Run;
use crate::world::World;

/// `preceptor policy set small` in the small world, in office.yaml.
fn set<const N: usize>(world: &World, numbers: [&str; N]) -> Run {
    let run = world.preceptor(["policy", "set", "small", "--in", "office.yaml"]);
    run.args(numbers)
}

fn with_office(text: &str) -> World {
    let world = World::new();
    world.write("office.yaml", text);
    world
}

/// Sets a number in an office policy of that text; it must succeed.
#[track_caller]
fn after(text: &str, number: &str) -> String {
    let world = with_office(text);
    set(&world, [number]).run().done();
    world.read("office.yaml")
}

/// The parameters in force of the small guide, by name.
#[track_caller]
fn shown<const N: usize>(world: &World, arguments: [&str; N]) -> BTreeMap<String, Value> {
    let run = world.preceptor(["policy", "show", "small", "--rules", "rules"]);
    let all = run.args(arguments).json();
    let all = all["parameters"].as_array().unwrap().iter();
    all.map(|one| (one["name"].as_str().unwrap().to_owned(), one.clone()))
        .collect()
}
