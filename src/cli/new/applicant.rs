use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;

use crate::dataset::{Profile, References};
use crate::place::SourceText;

use super::{interview, profile_text};
use crate::cli::options::WorldOptions;
use crate::cli::world::datasets;
use crate::cli::{Exit, Failure, writing};

/// Begin an applicant's profile: asks what it needs, and writes the file.
///
/// An empty answer leaves a thing unstated, which never means "no". Ctrl-C leaves no file.
#[derive(Debug, Args)]
pub(crate) struct NewApplicant {
    /// The file to write; it must not exist yet.
    file: PathBuf,
    /// Ask nothing: write a template with everything that can be stated, to fill in.
    #[arg(long)]
    yes: bool,
}

impl NewApplicant {
    pub(crate) fn run(self, world: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        if self.file.exists() || self.file.is_symlink() {
            let help = "nothing was written; choose another name, or edit that file";
            return Err(writing::refused(
                &self.file,
                "this file is there already",
                help,
            ));
        }
        if !self.yes && !io::stdin().is_terminal() {
            let message = "questions can be asked on a terminal only";
            let help = "with --yes a template is written, to fill in";
            return Err(writing::refused(&self.file, message, help));
        }
        let references = References::load(&datasets(world))?;
        let answers = if self.yes {
            interview::template()
        } else {
            let asked = interview::ask(&mut io::stdin().lock(), out, &references, world.day())?;
            let Some(answers) = asked else {
                let help = "run the command again when you have the answers";
                return Err(writing::refused(
                    &self.file,
                    "stopped, and nothing written",
                    help,
                ));
            };
            answers
        };
        let schema = writing::schema_beside(&self.file, "applicant.json");
        let text = profile_text::profile(&answers, schema.as_deref());
        let shown = self.file.display().to_string();
        Profile::read(&SourceText::new(&shown, &text), &references, world.day())?;
        writing::create(&self.file, &text)?;
        writeln!(out, "written to {shown}\n")?;
        writeln!(out, "Next: take the # away where you can say more, then")?;
        writeln!(out, "  preceptor evaluate {shown}")?;
        Ok(Exit::Done)
    }
}
