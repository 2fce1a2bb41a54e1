//! `preceptor watch` as a person uses it: save a file, look at the terminal.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::runner::preceptor;

/// How long a reload may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A small guide with a rule, a number and a case for each outcome.
const GUIDE: &str = "title: Harbour Guide
short: Harbour
kind: guide
source: { document: invented }
for: everybody
applies_to: []
tiers:
  - { id: \"1\", title: Open, meaning: open to IMGs }
pillars: []
topics: []
parameters:
  open_percent:
    meaning: from this share of IMGs on a program is open to them
    number: 30
    range: [0, 100]
    basis: { guide: HG-01 }
  open_points:
    meaning: open to IMGs
    number: 5
    range: [0, 30]
    basis: { guide: HG-01 }
readings: []
open_questions: []
";
const PASSAGES: &str = "HG-01:
  section: Openness
  lines: \"1\"
  kind: criterion
  summary: Programs with many IMGs are open.
";
const RULES: &str = "//! Openness.

/// The program is open to IMGs.
/// cites: HG-01
fn open(applicant, program, policy) {
    if program.img_percent >= policy.open_percent {
        [tier(\"1\", \"open\"), points(policy.open_points, \"many IMGs\")]
    }
}
";

/// A program with 40% IMGs is open.
const CASES: &str = "about: Openness.
as_of: 2026-11-01
applicant: { type_of_graduate: img, citizenship: us-citizen, targets: [{ specialty: internal-medicine, track: categorical }] }
program:
  id: ca-example-internal-medicine
  invented: true
  name: Example Program
  institution: Example Hospital
  specialty: internal-medicine
  city: Fresno
  county: Fresno
  state: CA
  listed: { source: freida-2025, as_of: 2025-03-28 }
  tracks: [{ track: categorical }]
  img_percent: { value: 40, source: freida-2025, as_of: 2025-03-28 }
rules:
  openness/open:
    fires:
      - { }
";

/// A home of its own for every test: rules, a profile, and the command watching both.
struct Watch {
    home: TempDir,
    child: Child,
    out: Screen,
    err: Screen,
}

/// What came through a pipe, and up to where it was looked at.
struct Screen {
    text: Arc<Mutex<String>>,
    seen: usize,
}

impl Watch {
    fn start(more: &[&str]) -> Self {
        Self::start_in(Self::home(), more)
    }

    fn home() -> TempDir {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("rules/harbour");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("guide.yaml"), GUIDE).unwrap();
        fs::write(folder.join("passages.yaml"), PASSAGES).unwrap();
        fs::write(folder.join("openness.rhai"), RULES).unwrap();
        let datasets = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
        let profile = datasets.join("applicants/rp-13.yaml");
        fs::copy(profile, home.path().join("me.yaml")).unwrap();
        home
    }

    fn start_in(home: TempDir, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_preceptor"))
            .args([
                "watch",
                "me.yaml",
                "--rules",
                "rules",
                "--as-of",
                "2026-11-22",
            ])
            .args(more)
            .current_dir(home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = Screen::of(child.stdout.take().unwrap());
        let err = Screen::of(child.stderr.take().unwrap());
        let mut watch = Self {
            home,
            child,
            out,
            err,
        };
        watch.says("(Ctrl-C ends)\n");
        watch
    }

    /// Waits until stderr has said that; gives what it said before, too.
    fn says(&mut self, text: &str) -> String {
        self.err.sees(text)
    }

    /// Waits until stdout has that.
    fn prints(&mut self, text: &str) {
        self.out.sees(text);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Saves a file with one text in place of another.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "{name} has no `{from}`");
        fs::write(self.path(name), text.replace(from, to)).unwrap();
    }
}

impl Screen {
    fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let shared = Arc::clone(&text);
        thread::spawn(move || {
            let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
            while let Ok(length @ 1..) = pipe.read(&mut buffer) {
                bytes.extend_from_slice(&buffer[..length]);
                let whole = bytes
                    .iter()
                    .rposition(|byte| *byte == b'\n')
                    .map_or(0, |at| at + 1);
                let lines: Vec<u8> = bytes.drain(..whole).collect();
                shared
                    .lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&lines));
            }
        });
        Self { text, seen: 0 }
    }

    /// Everything that came so far.
    fn all(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// Waits until that is there, after all that was waited for before; gives what came up to it.
    fn sees(&mut self, text: &str) -> String {
        let start = Instant::now();
        loop {
            let all = self.text.lock().unwrap().clone();
            let new = &all[self.seen..];
            if let Some(at) = new.find(text) {
                let until = at + text.len();
                self.seen += until;
                return new[..until].to_owned();
            }
            assert!(
                start.elapsed() < PATIENCE,
                "`{text}` never came; since then:\n{new}"
            );
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const NUMBERS: &str = "rules/harbour/guide.yaml";
const OPENNESS: &str = "rules/harbour/openness.rhai";

#[test]
fn a_number_is_edited_and_what_moves_is_shown() {
    let mut watch = Watch::start(&[]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    let screen = watch.says("46 programs move, 46 leave tier 1, list 60 → 14\n");
    assert!(
        screen.contains("reloaded: policy open_percent 30 → 90: "),
        "{screen}"
    );
    watch.prints("WHAT MOVES");
    watch.prints("tier 1, 5 → no tier, 0");
    watch.prints("by openness/open: tier 1 and +5 → nothing");
    watch.prints("IN SHORT");
}

#[test]
fn a_broken_rule_leaves_the_last_good_result_and_a_repair_is_taken() {
    let mut watch = Watch::start(&[]);
    watch.edit(OPENNESS, "program.img_percent >=", "program.img_prcent >=");
    let screen = watch.says("not reloaded: 1 problem; the last good result still stands\n");
    assert!(screen.contains("openness.rhai:6:"), "{screen}");
    assert!(screen.contains("did you mean `img_percent`?"), "{screen}");
    // Another save meanwhile does not show it all again.
    watch.edit("me.yaml", "budget: 2500", "budget: 2400");
    let screen = watch.says("not reloaded: 1 problem; the last good result still stands\n");
    assert!(!screen.contains("did you mean"), "{screen}");
    watch.edit(OPENNESS, "program.img_prcent >=", "program.img_percent >");
    watch.says("reloaded: all good again; 1 rule changed, 0 kept: harbour/openness/open; profile me.yaml changed: ");
    // What the profile says of the budget shows, though no program moves.
    watch.prints("Your $2,400 (from the profile) buys");
}

#[test]
fn a_save_with_which_a_case_disagrees_is_taken_and_the_case_counted() {
    let mut watch = Watch::start(&[]);
    let draft = watch.path("cases");
    fs::create_dir(&draft).unwrap();
    fs::write(draft.join("openness.yaml"), CASES).unwrap();
    fs::rename(draft, watch.path("rules/harbour/cases")).unwrap();
    watch.says("reloaded: rules/harbour/cases/openness.yaml changed: no program moves\n");
    watch.edit(NUMBERS, "number: 30", "number: 90");
    let screen = watch.says("`preceptor test` shows which\n");
    assert!(
        screen.contains("note: 1 case of harbour disagrees with the rules and numbers in force"),
        "{screen}"
    );
    watch.prints("tier 1, 5 → no tier, 0");
    watch.edit(NUMBERS, "number: 90", "number: 30");
    watch.says("reloaded: policy open_percent 90 → 30: ");
    watch.says("note: all cases agree again\n");
}

#[test]
fn cases_that_cannot_be_read_hold_nothing_back() {
    let mut watch = Watch::start(&[]);
    fs::create_dir(watch.path("rules/harbour/cases")).unwrap();
    let cases = CASES.replace("rules:", "rulez:");
    fs::write(watch.path("rules/harbour/cases/openness.yaml"), cases).unwrap();
    let screen = watch.says("rulez");
    assert!(
        screen.contains("cases/openness.yaml changed: no program moves"),
        "{screen}"
    );
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
}

#[test]
fn files_that_are_broken_at_the_start_are_waited_for() {
    let home = Watch::home();
    let rules = home.path().join(OPENNESS);
    fs::write(&rules, RULES.replace("img_percent >=", "img_prcent >=")).unwrap();
    let mut watch = Watch::start_in(home, &[]);
    let screen = watch.err.all();
    assert!(screen.contains("openness.rhai:6:"), "{screen}");
    assert!(
        screen.contains("nothing to show yet: 1 problem"),
        "{screen}"
    );
    watch.edit(OPENNESS, "img_prcent >=", "img_percentage >=");
    watch.says("`img_percentage`");
    watch.says("nothing to show yet: 1 problem");
    watch.edit(OPENNESS, "img_percentage >=", "img_percent >=");
    watch.says("all good now\n");
    watch.prints("IN SHORT");
    watch.says("(Ctrl-C ends)\n");
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
}

#[test]
fn a_profile_that_is_not_there_is_not_waited_for() {
    let output = preceptor(["watch", "nobody.yaml"]).run().exits(3);
    assert!(output.stderr.contains("nobody.yaml"), "{}", output.stderr);
}

#[test]
fn numbers_of_the_office_are_tried_without_the_cases() {
    let home = tempfile::tempdir().unwrap();
    let office = home.path().join("office.yaml");
    fs::write(&office, "harbour: { open_points: 6 }\n").unwrap();
    let mut watch = Watch::start(&["--policy", office.to_str().unwrap()]);
    fs::create_dir(watch.path("rules/harbour/cases")).unwrap();
    fs::write(watch.path("rules/harbour/cases/openness.yaml"), CASES).unwrap();
    watch.says("rules/harbour/cases/openness.yaml changed: no program moves\n");
    fs::write(&office, "harbour: { open_points: 9, open_percent: 90 }\n").unwrap();
    watch.says("reloaded: policy open_percent 30 → 90, open_points 6 → 9: ");
    watch.prints("tier 1, 6 → no tier, 0");
}

#[test]
fn a_file_saved_by_renaming_is_seen_every_time() {
    let mut watch = Watch::start(&[]);
    for number in ["31", "32", "33"] {
        let text = GUIDE.replace("number: 30", &format!("number: {number}"));
        fs::write(watch.path("draft"), text).unwrap();
        fs::rename(watch.path("draft"), watch.path(NUMBERS)).unwrap();
        watch.says(&format!("→ {number}: "));
    }
}

#[test]
fn a_folder_replaced_by_renaming_is_watched_further() {
    let mut watch = Watch::start(&[]);
    let other = watch.path("other");
    fs::create_dir_all(other.join("harbour")).unwrap();
    fs::write(
        other.join("harbour/guide.yaml"),
        GUIDE.replace("number: 30", "number: 40"),
    )
    .unwrap();
    fs::write(other.join("harbour/passages.yaml"), PASSAGES).unwrap();
    fs::write(other.join("harbour/openness.rhai"), RULES).unwrap();
    fs::rename(watch.path("rules"), watch.path("old")).unwrap();
    fs::rename(&other, watch.path("rules")).unwrap();
    watch.says("policy open_percent 30 → 40: ");
    watch.edit(NUMBERS, "number: 40", "number: 50");
    watch.says("reloaded: policy open_percent 40 → 50: ");
}

#[test]
fn a_report_in_a_file_is_replaced_whole() {
    let mut watch = Watch::start(&["--format", "json", "--output", "report.json"]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
    let start = Instant::now();
    let report = watch.path("report.json");
    while !fs::read_to_string(&report)
        .unwrap()
        .contains("\"value\": \"90\"")
    {
        assert!(start.elapsed() < PATIENCE, "the file was not written again");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn several_applicants_are_watched_at_once() {
    let home = Watch::home();
    let text = fs::read_to_string(home.path().join("me.yaml")).unwrap();
    let other: String = text
        .lines()
        .map(|line| {
            if line.starts_with("name:") {
                "name: Somebody Else\n".to_owned()
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    fs::write(home.path().join("you.yaml"), other).unwrap();
    let mut watch = Watch::start_in(home, &["you.yaml"]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    watch.says("reloaded: policy open_percent 30 → 90: ");
    watch.says(", 2 of 2 lists\n");
    watch.says("Somebody Else, Harbour, ");
    watch.prints("SOMEBODY ELSE: HARBOUR");
    // A broken profile of one holds back both, and says whose it is.
    watch.edit(
        "you.yaml",
        "type_of_graduate: img",
        "type_of_graduate: imag",
    );
    let screen = watch.says("not reloaded: 1 problem; the last good result still stands\n");
    assert!(screen.contains("you.yaml:"), "{screen}");
    watch.edit(
        "you.yaml",
        "type_of_graduate: imag",
        "type_of_graduate: img",
    );
    watch.says("reloaded: all good again; everything is as it was: no program moves\n");
}

#[test]
fn one_file_is_not_for_several_applicants() {
    let output = preceptor([
        "watch",
        "datasets/applicants/rp-13.yaml",
        "datasets/applicants/j1-internal-medicine.yaml",
        "--output",
        "report.txt",
    ]);
    let output = output.run().exits(3);
    assert!(
        output
            .stderr
            .contains("one file cannot hold the reports of several applicants"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_guide_folder_that_comes_and_goes_is_seen() {
    let mut watch = Watch::start(&[]);
    fs::create_dir(watch.path("rules/lagoon")).unwrap();
    for (name, text) in [
        ("openness.rhai", RULES),
        ("passages.yaml", PASSAGES),
        (
            "guide.yaml",
            &GUIDE.replace("short: Harbour", "short: Lagoon"),
        ),
    ] {
        fs::write(watch.path(&format!("rules/lagoon/{name}")), text).unwrap();
    }
    watch.says("1 rule added, 1 kept: lagoon/openness/open");
    watch.prints("LAGOON");
    fs::rename(watch.path("rules/lagoon"), watch.path("lagoon")).unwrap();
    watch.says("1 rule removed, 1 kept: lagoon/openness/open");
}

#[test]
fn a_file_that_is_deleted_and_written_again_is_waited_for() {
    let mut watch = Watch::start(&[]);
    fs::remove_file(watch.path("rules/harbour/passages.yaml")).unwrap();
    let screen = watch.says("not reloaded: ");
    assert!(
        screen.contains("there is no such file\n--> rules/harbour/passages.yaml"),
        "{screen}"
    );
    fs::write(watch.path("rules/harbour/passages.yaml"), PASSAGES).unwrap();
    watch.says("reloaded: all good again; everything is as it was: no program moves\n");
}

#[test]
fn a_checkout_of_fifty_files_is_taken_in_the_end() {
    let mut watch = Watch::start(&[]);
    for number in 0..50 {
        let name = format!("rules/harbour/more{number}.rhai");
        fs::write(watch.path(&name), RULES).unwrap();
        thread::sleep(Duration::from_millis(10));
    }
    watch.edit(NUMBERS, "number: 30", "number: 55");
    watch.says("open_percent 30 → 55");
    watch.edit(NUMBERS, "number: 55", "number: 56");
    let screen = watch.says("open_percent 55 → 56: ");
    assert!(!screen.contains("not reloaded"), "{screen}");
}

#[test]
fn a_save_over_its_budget_is_held_back() {
    let office = tempfile::tempdir().unwrap();
    let budget = office.path().join("budget.yaml");
    fs::write(&budget, "limits:\n  - { at_most: 5%, of: tier-moves }\n").unwrap();
    let mut watch = Watch::start(&["--edit-budget", budget.to_str().unwrap()]);
    watch.edit(NUMBERS, "number: 30", "number: 90");
    let screen = watch.says("what was in force stays in force\n");
    assert!(screen.contains("open_percent 30 → 90"), "{screen}");
    assert!(
        screen.contains("This change is over its budget."),
        "{screen}"
    );
    watch.edit(NUMBERS, "number: 90", "number: 30");
    watch.edit(NUMBERS, "number: 5\n", "number: 6\n");
    watch.says("reloaded: policy open_points 5 → 6: ");
    assert!(
        !watch.out.all().contains("leave tier 1"),
        "{}",
        watch.out.all()
    );
}
