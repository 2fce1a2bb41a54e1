//! What a comparison promises: nothing merged, nothing guessed, the same bytes every time.

/// The same bytes, and where they go.
mod output;
/// Programs that guides place differently.
mod programs;
/// The shipped guides.
mod shipped;
/// What guides answer on a topic, and whether they agree.
mod topics;

use serde_json::Value;

use crate::guides_beside::{compare, world};
use crate::world::World;

/// Compares in that world as JSON.
fn compared(world: &World) -> Value {
    compare(world).json()
}

/// The first target's part on one topic.
fn topic<'j>(compared: &'j Value, id: &str) -> &'j Value {
    let topics = compared["targets"][0]["topics"].as_array().unwrap();
    topics.iter().find(|topic| topic["id"] == id).unwrap()
}

/// What one guide answers on a topic.
fn for_you<'j>(compared: &'j Value, id: &str, guide: &str) -> &'j Value {
    let stands = topic(compared, id)["stands"].as_array().unwrap();
    let stand = stands.iter().find(|stand| stand["guide"] == guide);
    &stand.unwrap()["for_you"]
}

/// On which topics guides agree, and by what.
fn agreement(compared: &Value, id: &str) -> (String, Value) {
    let topic = topic(compared, id);
    let word = topic["agreement"].as_str().unwrap().to_owned();
    (word, topic["compared_by"].clone())
}

fn changed(file: &str, from: &str, to: &str) -> Value {
    let world = world();
    world.replace(file, from, to);
    compared(&world)
}
