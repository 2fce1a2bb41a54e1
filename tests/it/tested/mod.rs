//! `preceptor test`: cases, snapshots of every profile under every guide, what accepting them
//! leaves behind, and the ways through the rules that no case takes.

/// What a change is said to be, and what accepting it writes.
mod accepting;
/// JUnit, and the ways through rules that cases take.
mod coverage;
/// The snapshots of the shipped guides are what the guides say.
mod pinned;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::runner::{Output, Run};
use crate::snapshot::root;
use crate::world::World;

/// The small world with datasets of its own, two profiles, and two rules that place programs.
struct Office(World);

const LISTS: &str = "\
/// Many of its residents are IMGs.
/// cites: S-01
fn many_imgs(applicant, program, policy) {
    if program.img_percent >= policy.many { points(policy.many_points, \"many IMGs\") }
}

/// It is near.
/// cites: S-02
fn near(applicant, program) {
    if program.state == \"CA\" { tier(\"1\", \"in California\") }
}
";

const MANY: &str = "parameters:
  many: { meaning: m, number: 30, range: [0, 100], basis: { reading: r } }
  many_points: { meaning: m, number: 8, range: [0, 20], basis: { reading: r } }
";

impl Office {
    fn new() -> Self {
        let world = World::new();
        let datasets = world.folder().join("datasets");
        copy(
            &root().join("datasets"),
            &datasets,
            &["programs", "applicants"],
        );
        fs::rename(world.folder().join("programs"), datasets.join("programs")).unwrap();
        let low = world.read("applicant.yaml");
        let high = low.replace("score: 222", "score: 241");
        assert_ne!(high, low);
        world.write("datasets/applicants/low.yaml", &low);
        world.write("datasets/applicants/high.yaml", high);
        world.write("rules/small/list.rhai", LISTS);
        world.replace("rules/small/guide.yaml", "parameters:\n", MANY);
        Self(world)
    }

    fn file(&self, path: &str) -> PathBuf {
        self.0.folder().join(path)
    }

    #[track_caller]
    fn edit(&self, path: &str, from: &str, to: &str) {
        self.0.replace(path, from, to);
    }

    /// Sets the threshold of `many_imgs`, which is 30.
    #[track_caller]
    fn many(&self, number: u8) {
        let to = format!("many: {{ meaning: m, number: {number},");
        self.edit(
            "rules/small/guide.yaml",
            "many: { meaning: m, number: 30,",
            &to,
        );
    }

    fn test<const N: usize>(&self, arguments: [&str; N]) -> Run {
        self.0.preceptor(["test"]).args(arguments)
    }

    fn accepted() -> Self {
        let this = Self::new();
        let run = this
            .test(["--accept", "--reason", "as received"])
            .run()
            .done();
        assert!(
            run.stdout.starts_with("accepted 1 group: "),
            "{}",
            run.stdout
        );
        this
    }

    fn snapshot(&self, name: &str) -> String {
        self.0.read(&format!("snapshots/{name}.snap"))
    }

    fn groups(&self) -> Vec<Value> {
        let json = self.test(["--format", "json"]).run().json();
        json["snapshots"]["groups"].as_array().unwrap().clone()
    }

    fn ids(&self) -> Vec<String> {
        let ids = self.groups().into_iter();
        ids.map(|group| group["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn copy(from: &Path, to: &Path, without: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if without.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name), without);
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

fn tail(output: &Output) -> &str {
    output.stdout.lines().last().unwrap_or_default()
}
