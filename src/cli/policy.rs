use std::io::Write;

use clap::{Args, Subcommand};

use super::policy_set::Set;
use super::policy_show::Show;
use super::{Exit, Failure};

/// Show the numbers in force and where each comes from, or set your office's own.
#[derive(Debug, Args)]
pub(crate) struct Policy {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    Show(Show),
    Set(Set),
}

impl Policy {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        match self.command {
            PolicyCommand::Show(command) => command.run(out),
            PolicyCommand::Set(command) => command.run(out),
        }
    }
}
