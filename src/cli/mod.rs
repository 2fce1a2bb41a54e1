//! The command line: arguments in, one room after another, text out.
//!
//! Today's date, the terminal's width and the working folder enter here and nowhere else.

mod budget;
mod changes;
mod check;
mod compare;
mod completions;
mod decision;
mod diagnostic;
mod diff;
mod docs;
mod docs_guide;
mod docs_vocabulary;
mod evaluate;
mod evaluate_all;
mod evaluate_print;
mod evaluated;
mod exit;
mod explain;
mod fitting;
mod guides;
mod import;
mod init;
mod live;
mod log;
mod moved;
mod mutate;
mod new;
mod on_disk;
mod options;
mod output;
mod policy;
mod policy_set;
mod policy_show;
mod program_list;
mod program_page;
mod programs;
mod programs_set;
mod programs_set_origin;
mod programs_set_typed;
mod programs_stale;
mod programs_stale_rows;
mod progress;
mod proof;
mod replay;
mod replay_again;
mod replay_lines;
mod rules;
mod schema;
mod screen;
#[cfg(test)]
mod storm;
mod synth;
mod test;
mod verify;
mod watch;
mod what_if;
mod world;
mod writing;

use std::io::Write;

use clap::{Parser, Subcommand};

pub use exit::{Exit, Failure};

/// Advice for applicants to US medical residency, by published guides, with every line's source.
///
/// Guides and programs are built in. Folders `rules` and `datasets` where you are, or beside the
/// program, take their place, and so do the options --rules, --datasets and --programs of every
/// command.
#[derive(Debug, Parser)]
#[command(name = "preceptor", version, after_help = exit::AFTER_HELP, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Evaluate(log::EvaluateAndLog),
    EvaluateAll(evaluate_all::EvaluateAll),
    Compare(compare::Compare),
    Verify(verify::Verify),
    Diff(diff::Diff),
    Explain(explain::Explain),
    Programs(programs::Programs),
    Guides(guides::Guides),
    Rules(rules::Rules),
    Policy(policy::Policy),
    Check(check::Check),
    Test(test::Test),
    Mutate(mutate::Mutate),
    Replay(replay::Replay),
    Watch(watch::Watch),
    Synth(synth::Synth),
    Init(init::Init),
    New(new::New),
    Docs(docs::Docs),
    Schema(schema::Schema),
    Completions(completions::Completions),
}

impl Cli {
    /// Runs the command. Reports go to `out`.
    ///
    /// # Errors
    /// What could not be read, written or understood.
    pub fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        match self.command {
            Command::Evaluate(command) => command.run(out),
            Command::EvaluateAll(command) => command.run(out),
            Command::Compare(command) => command.run(out),
            Command::Verify(command) => command.run(out),
            Command::Diff(command) => command.run(out),
            Command::Explain(command) => command.run(out),
            Command::Programs(command) => command.run(out),
            Command::Guides(command) => command.run(out),
            Command::Rules(command) => command.run(out),
            Command::Policy(command) => command.run(out),
            Command::Check(command) => command.run(out),
            Command::Test(command) => command.run(out),
            Command::Mutate(command) => command.run(out),
            Command::Replay(command) => command.run(out),
            Command::Watch(command) => command.run(out),
            Command::Synth(command) => command.run(out),
            Command::Init(command) => command.run(out),
            Command::New(command) => command.run(out),
            Command::Docs(command) => command.run(out),
            Command::Schema(command) => command.run(out),
            Command::Completions(command) => command.run(out),
        }
    }
}
