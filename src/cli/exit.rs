use std::io::{self, Write};
use std::process::ExitCode;

use crate::place::{Problem, Problems};

use super::diagnostic;

/// How a run ended. Findings are not errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The check failed: `check` or `test`, a `diff` over its budget, or `mutate` with `--at-least`.
    CheckFailed = 1,
    /// A profile, dataset, rule or policy could not be loaded.
    NotLoaded = 3,
    /// Evaluated, but at least one rule failed.
    Faulted = 4,
    /// The report, or a file, could not be written.
    NotWritten = 5,
    /// A defect in this program.
    Defect = 70,
}

/// The end of the help: where to begin, and the exit codes.
pub(crate) const AFTER_HELP: &str = "Begin with `preceptor new applicant ME.yaml`, which asks for the applicant, then `preceptor evaluate
ME.yaml`. `preceptor init FOLDER` makes a copy of rules and datasets to edit. `preceptor COMMAND
--help` says more about a command.

Exit codes:
  0  done
  1  the check failed: `check` or `test`, or a `diff` over its budget
  2  wrong arguments
  3  a profile, dataset, rule or policy could not be loaded
  4  evaluated, but at least one rule failed
  5  the report, or a file, could not be written
  70 a defect in this program";

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Something in the files.
    Files(Problems),
    /// The terminal, or what the output was piped to.
    Output(io::Error),
    /// The file or folder that was to be written.
    NotWritten(Problem),
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Files(problems)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Files(problem.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Exit {
    /// The code for the operating system, after saying on `err` what failed.
    pub fn report(result: Result<Self, Failure>, err: &mut dyn Write) -> ExitCode {
        let exit = match result {
            Ok(exit) => exit,
            // Whoever read our output has had enough: that is no failure.
            Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Self::Done,
            Err(Failure::Output(error)) => {
                // Nothing is left to say it to when this fails too.
                let _ = writeln!(err, "error: the report could not be written: {error}");
                Self::NotWritten
            }
            Err(Failure::NotWritten(problem)) => {
                let _ = diagnostic::write(&problem.into(), err);
                Self::NotWritten
            }
            Err(Failure::Files(problems)) => {
                let _ = diagnostic::write(&problems, err);
                Self::NotLoaded
            }
        };
        exit.into()
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
