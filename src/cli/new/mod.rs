//! What is begun for the user: a profile, a guide, a rule.

mod applicant;
mod base_case;
mod guide;
mod interview;
mod profile_text;
mod rule;
mod rule_text;
mod trial;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::place::Problem;

use self::applicant::NewApplicant;
use self::guide::NewGuide;
use self::rule::NewRule;
use super::options::WorldOptions;
use super::world::rules;
use super::{Exit, Failure};

/// Begin an applicant's profile, a guide or a rule.
#[derive(Debug, Args)]
pub(crate) struct New {
    #[command(subcommand)]
    command: NewCommand,
    #[command(flatten)]
    world: WorldOptions,
}

#[derive(Debug, Subcommand)]
enum NewCommand {
    Applicant(NewApplicant),
    Guide(NewGuide),
    Rule(NewRule),
}

impl New {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        match self.command {
            NewCommand::Applicant(command) => command.run(&self.world, out),
            NewCommand::Guide(command) => command.run(&self.world, out),
            NewCommand::Rule(command) => command.run(&self.world, out),
        }
    }
}

/// The folder of rules to write to.
///
/// # Errors
/// When the rules in force are those inside the program.
pub(crate) fn rules_folder(options: &WorldOptions) -> Result<PathBuf, Problem> {
    let folder = rules(options).on_disk().map(Path::to_owned);
    folder.ok_or_else(|| {
        Problem::error("the rules are built into the program and cannot be added to").help(
            "make a copy with `preceptor init FOLDER` and run this in it, or name your folder of rules with --rules",
        )
    })
}

/// Whether the name can be that of a guide, topic or rule, joined by `mark`.
pub(crate) fn named(what: &str, name: &str, mark: char) -> Result<(), Problem> {
    let begins = name.starts_with(|sign: char| sign.is_ascii_lowercase());
    let fits = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == mark;
    if begins && name.chars().all(fits) {
        return Ok(());
    }
    let example = format!("low{mark}scores");
    Err(
        Problem::error(format!("`{name}` cannot be the name of a {what}")).help(format!(
            "use small letters, digits and `{mark}`, e.g. `{example}`"
        )),
    )
}
