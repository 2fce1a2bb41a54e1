//! `preceptor watch` as a person uses it: save a file, look at the terminal.

/// The profiles that are watched, and where their reports go.
mod applicants;
/// A save that changes numbers, rules or cases, and what is shown of it.
mod edits;
/// Files that are saved, moved and taken away in every way.
mod files;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

/// How long a reload may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A small guide with a rule and two numbers.
const GUIDE: &str = include_str!("../../fixtures/harbour/guide.yaml");
const PASSAGES: &str = include_str!("../../fixtures/harbour/passages.yaml");
const RULES: &str = include_str!("../../fixtures/harbour/openness.rhai");

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
            .args(["watch", "me.yaml", "--as-of", "2026-11-22"])
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
