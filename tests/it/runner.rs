use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::snapshot::{assert_snapshot, root};
use crate::world::World;

/// The day on which everything is judged.
pub(crate) const TODAY: &str = "2026-11-22";
/// A run that takes longer hangs. This guards the tests; it measures nothing.
const HANGS: Duration = Duration::from_mins(5);
/// The cage: seconds of processor time, and kilobytes of memory.
const CAGE: &str = "ulimit -t 2; ulimit -v 409600; exec \"$0\" \"$@\"";

/// The program with its arguments, about to run.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, &'static str)>,
    folder: PathBuf,
    caged: bool,
    /// The folder it runs in, for as long as it may run.
    world: Option<Arc<World>>,
}

/// What a run left behind.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    /// The command as a user would type it.
    pub(crate) command: String,
    /// None when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `preceptor` with these arguments, in the repository.
pub(crate) fn preceptor<const N: usize>(arguments: [&str; N]) -> Run {
    Run {
        arguments: arguments.iter().map(OsString::from).collect(),
        environment: Vec::new(),
        folder: root().to_owned(),
        caged: false,
        world: None,
    }
}

/// `preceptor evaluate` for one of the applicants of the datasets.
pub(crate) fn evaluate(applicant: &str) -> Run {
    preceptor(["evaluate"]).arg(format!("datasets/applicants/{applicant}.yaml"))
}

impl Run {
    pub(crate) fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    pub(crate) fn args<const N: usize>(self, arguments: [&str; N]) -> Self {
        arguments.into_iter().fold(self, Run::arg)
    }

    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.folder);
        self
    }

    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// Keeps the folder until it has run.
    pub(crate) fn keep(mut self, world: World) -> Self {
        self.world = Some(Arc::new(world));
        self
    }

    /// With two seconds of processor time and 400 MB: what takes more is ended by a signal.
    pub(crate) fn caged(mut self) -> Self {
        self.caged = true;
        self
    }

    pub(crate) fn run(self) -> Output {
        let mut child = self.spawn();
        let stdout = reader(child.stdout.take().unwrap());
        let stderr = reader(child.stderr.take().unwrap());
        let status = wait(&mut child, &self.shown());
        Output {
            command: self.shown(),
            code: status.code(),
            stdout: self.scrubbed(&stdout.join().unwrap()),
            stderr: self.scrubbed(&stderr.join().unwrap()),
        }
    }

    /// Runs it, must succeed, and gives the report as JSON.
    pub(crate) fn json(self) -> Value {
        self.args(["--format", "json"]).run().done().json()
    }

    /// Runs with JSON output: what the first guide says.
    pub(crate) fn report(self) -> Value {
        self.args(["--format", "json"]).run().done().report()
    }

    pub(crate) fn spawn(&self) -> Child {
        self.command()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn command(&self) -> Command {
        let program = env!("CARGO_BIN_EXE_preceptor");
        let mut command = if self.caged && cfg!(target_os = "linux") {
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", CAGE, program]);
            shell
        } else {
            Command::new(program)
        };
        command
            .args(&self.arguments)
            .current_dir(&self.folder)
            .env_clear();
        if !self.asks_for_help() {
            command.args(["--as-of", TODAY]);
        }
        command.envs(self.environment.iter().copied());
        command
    }

    fn asks_for_help(&self) -> bool {
        // These judge nothing, so they take no day.
        let undated = ["--help", "--as-of", "init", "completions"];
        let dated = |argument: &OsString| undated.iter().any(|one| argument == one);
        self.arguments.is_empty() || self.arguments.iter().any(dated)
    }

    fn shown(&self) -> String {
        let words = self
            .arguments
            .iter()
            .map(|argument| argument.to_string_lossy());
        self.scrubbed(&format!(
            "preceptor {}",
            words.collect::<Vec<_>>().join(" ")
        ))
    }

    fn scrubbed(&self, text: &str) -> String {
        let scrub =
            |text: String, path: &Path, with: &str| text.replace(&*path.to_string_lossy(), with);
        let text = scrub(text.to_owned(), &self.folder, "@folder@");
        let text = scrub(text, root(), "@root@");
        text.replace(env!("CARGO_PKG_VERSION"), "@version@")
    }
}

impl Output {
    /// It must have ended with exit code 0.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.exits(0)
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        let Self {
            command,
            stdout,
            stderr,
            ..
        } = &self;
        assert_eq!(self.code, Some(code), "$ {command}\n{stderr}\n{stdout}");
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// What the first guide says.
    pub(crate) fn report(&self) -> Value {
        self.json()["guides"][0].take()
    }

    /// What a command that only says something said, wherever it said it.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Compares the message with `snapshots/messages/<name>.snap`.
    #[track_caller]
    pub(crate) fn assert_message(&self, name: &str) {
        let Self { command, code, .. } = self;
        let code = code.map_or_else(|| "a signal".to_owned(), |code| format!("exit code {code}"));
        let text = format!("$ {command}\n# {code}\n\n{}", self.said());
        assert_snapshot("messages", name, text.trim_end());
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).expect("the output is UTF-8")
    })
}

/// Waits for the child; one that hangs is killed and fails the test.
#[track_caller]
pub(crate) fn wait(child: &mut Child, shown: &str) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > HANGS {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("`{shown}` hangs");
        }
        thread::sleep(Duration::from_millis(5));
    }
}
