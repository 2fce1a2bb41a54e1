//! The `preceptor` command.

use std::process::ExitCode;

use clap::Parser;
use preceptor::{Cli, Exit, Metered};

#[global_allocator]
static MEMORY: Metered = Metered;

fn main() -> ExitCode {
    let result = Cli::parse().run(&mut anstream::stdout().lock());
    Exit::report(result, &mut anstream::stderr().lock())
}
