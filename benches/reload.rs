//! How long it takes from a saved file to changed output, as a person sees it: `preceptor watch` on
//! the shipped guides and programs, one edit of each sort again and again. Run with
//! `cargo bench --bench reload`.
//!
//! Before it reads anything, `watch` waits until it has been quiet for 100 ms (and events are
//! gathered for 40 ms); that is in the figures.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark may stop with a message, speaks on the terminal and makes its own files"
)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often each edit is made.
const TIMES: usize = 9;
/// How long the watcher is left alone between two edits: cases still run after the output.
const REST: Duration = Duration::from_millis(1500);

/// What is edited, the file, and the two texts that take turns in it.
const EDITS: [(&str, &str, &str, &str); 6] = [
    (
        "a guide.yaml",
        "rules/central-valley/guide.yaml",
        "title:",
        "# a comment\ntitle:",
    ),
    (
        "an office policy",
        "office.yaml",
        "img_friendly_percent: 30",
        "img_friendly_percent: 40",
    ),
    (
        "a rule",
        "rules/central-valley/programs.rhai",
        "//!",
        "//! Well.",
    ),
    (
        "a rule of a pack",
        "rules/official-facts/visa.rhai",
        "//!",
        "//! Well.",
    ),
    (
        "a program",
        "datasets/programs/PROGRAM",
        "name:",
        "# a comment\nname:",
    ),
    ("the profile", "me.yaml", "name:", "# a comment\nname:"),
];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder is made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        let to = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("it is copied");
        }
    }
}

/// The lines that the program says on stderr.
fn lines(pipe: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

fn wait_for(lines: &Receiver<String>, text: &str) {
    loop {
        let line = lines.recv().expect("the program goes on");
        if line.contains(text) {
            return;
        }
    }
}

fn main() {
    let home = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["rules", "datasets"] {
        copy(&root.join(folder), &home.path().join(folder));
    }
    let profile = root.join("datasets/applicants/j1-internal-medicine.yaml");
    fs::copy(profile, home.path().join("me.yaml")).expect("the profile is there");
    let office = "central-valley: { img_friendly_percent: 30 }\n";
    fs::write(home.path().join("office.yaml"), office).expect("it is written");
    let program = fs::read_dir(home.path().join("datasets/programs"))
        .expect("programs")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .min()
        .expect("a program");

    let mut child = Command::new(env!("CARGO_BIN_EXE_preceptor"))
        .args([
            "watch",
            "me.yaml",
            "--rules",
            "rules",
            "--datasets",
            "datasets",
        ])
        .args(["--policy", "office.yaml", "--as-of", "2026-11-22"])
        .current_dir(home.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let lines = lines(child.stderr.take().expect("its stderr"));
    wait_for(&lines, "Ctrl-C ends");
    thread::sleep(REST);
    for (what, file, from, to) in EDITS {
        let path = home.path().join(file.replace("PROGRAM", &program));
        let first = fs::read_to_string(&path).expect("the file is there");
        let second = first.replacen(from, to, 1);
        assert_ne!(first, second, "{file} has no {from}");
        let mut took = Vec::new();
        for text in [&second, &first].into_iter().cycle().take(TIMES) {
            let start = Instant::now();
            fs::write(&path, text).expect("it is saved");
            wait_for(&lines, "reloaded:");
            took.push(start.elapsed());
            thread::sleep(REST);
        }
        fs::write(&path, &first).expect("it is saved");
        wait_for(&lines, "reloaded:");
        thread::sleep(REST);
        took.sort();
        let median = took.get(TIMES / 2).copied().unwrap_or_default();
        println!("{what:20} {:4} ms from save to output", median.as_millis());
    }
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}
