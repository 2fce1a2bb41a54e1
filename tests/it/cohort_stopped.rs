use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::runner::{Output, Run, preceptor};

/// How many applicants there are: several times what one core is given at a time.
const APPLICANTS: usize = 1000;

/// A folder in which a run was stopped in the middle.
struct Stopped {
    folder: tempfile::TempDir,
    /// What the run left: the lists so far, with half a line behind them, and how many those are.
    left: [(PathBuf, Vec<u8>); 2],
    done: u64,
}

fn run(folder: &Path) -> Run {
    let run = preceptor(["evaluate-all", "all.jsonl", "--jobs", "1", "--summary"]);
    let run = run.args(["--guide", "central-valley", "--policy", "office.yaml"]);
    run.in_folder(folder)
}

fn to_file(folder: &Path) -> Run {
    run(folder).args(["-o", "out.jsonl"])
}

fn office(folder: &Path, percent: u32) {
    let text = format!("central-valley:\n  img_friendly_percent: {percent}\n");
    fs::write(folder.join("office.yaml"), text).unwrap();
}

impl Stopped {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        office(folder.path(), 35);
        let lines = (0..APPLICANTS).map(|number| {
            let score = 210 + number % 60;
            let line = format!(
                r#"{{"name":"N{number}","type_of_graduate":"img","citizenship":"foreign-national","visa":"J-1","targets":[{{"specialty":"internal-medicine","track":"categorical"}}],"step2_ck":{{"taken":"2026-03","score":{score}}}}}"#
            );
            line + "\n"
        });
        let lines: String = lines.collect();
        fs::write(folder.path().join("all.jsonl"), lines).unwrap();
        let left = ["out.jsonl.part", "out.jsonl.part.done"].map(|name| folder.path().join(name));
        let mut child = to_file(folder.path()).spawn();
        let begun = Instant::now();
        while !left[1].exists() && begun.elapsed() < Duration::from_mins(2) {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!folder.path().join("out.jsonl").exists(), "it was too fast");
        let left = left.map(|path| {
            let bytes = fs::read(&path).unwrap();
            (path, bytes)
        });
        let done: Value = serde_json::from_slice(&left[1].1).unwrap();
        let done = done["applicants"].as_u64().unwrap();
        let [(part, mut lists), note] = left;
        lists.extend(b"half a li");
        Self {
            folder,
            left: [(part, lists), note],
            done,
        }
    }

    /// The run is started again, where the first one stopped.
    fn again(&self) -> Output {
        for (path, bytes) in &self.left {
            fs::write(path, bytes).unwrap();
        }
        let output = to_file(self.folder.path()).run().done();
        let names = fs::read_dir(self.folder.path()).unwrap();
        assert_eq!(names.count(), 3, "nothing else is left");
        output
    }

    /// It must say why it begins anew, and write what a run does that never stopped.
    #[track_caller]
    fn begins_anew(&self, why: &str) {
        let output = self.again();
        let said =
            format!("an earlier run to out.jsonl was stopped; {why}, so this one begins anew");
        assert!(output.stderr.contains(&said), "{}", output.stderr);
        assert!(!output.stderr.contains("going on"), "{}", output.stderr);
        self.is_whole();
    }

    #[track_caller]
    fn is_whole(&self) {
        let folder = self.folder.path();
        let written = fs::read_to_string(folder.join("out.jsonl")).unwrap();
        assert!(written == run(folder).run().done().stdout);
    }
}

#[test]
fn a_stopped_run_goes_on() {
    let stopped = Stopped::new();
    assert!(stopped.done > 0 && stopped.done < APPLICANTS as u64);
    let output = stopped.again();
    let said = format!("going on after the first {} applicants", stopped.done);
    assert!(output.stderr.contains(&said), "{}", output.stderr);
    assert!(!output.stderr.contains("anew"), "{}", output.stderr);
    stopped.is_whole();
}

#[test]
fn a_stopped_run_does_not_go_on_with_what_was_judged_otherwise() {
    let stopped = Stopped::new();
    let folder = stopped.folder.path();
    office(folder, 20);
    stopped.begins_anew("rules or data have changed since");
    office(folder, 35);
    let path = folder.join("all.jsonl");
    let applicants = fs::read_to_string(&path).unwrap();
    fs::write(&path, applicants.replacen("210", "250", 1)).unwrap();
    stopped.begins_anew("the applicants have changed since");
    fs::write(&path, applicants).unwrap();
    let output = stopped.again();
    assert!(output.stderr.contains("going on"), "{}", output.stderr);
}
