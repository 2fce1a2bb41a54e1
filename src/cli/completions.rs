use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit, Failure};

/// Print what lets a shell complete commands and options.
///
/// For bash: `preceptor completions bash > ~/.local/share/bash-completion/completions/preceptor`.
/// For zsh: into a file `_preceptor` in a folder of $fpath. For fish: into
/// ~/.config/fish/completions/preceptor.fish.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        // The generator panics where it cannot write, so it writes to memory.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "preceptor", &mut script);
        out.write_all(&script)?;
        Ok(Exit::Done)
    }
}
