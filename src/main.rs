//! The `preceptor` command.

use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;
use preceptor::{Cli, Exit, Metered};

#[global_allocator]
static MEMORY: Metered = Metered;

fn main() -> ExitCode {
    catch_unwind(run).unwrap_or(Exit::Defect.into())
}

fn run() -> ExitCode {
    let result = Cli::parse().run(&mut anstream::stdout().lock());
    Exit::report(result, &mut anstream::stderr().lock())
}
