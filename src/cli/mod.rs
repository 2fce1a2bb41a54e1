//! The command line: one command, one file.

mod program_page;
mod programs;

pub use programs::{Programs, ProgramsFailure};
