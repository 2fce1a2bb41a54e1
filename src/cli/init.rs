use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::dataset::Files;
use crate::place::Problem;

use super::{Exit, Failure, schema, writing};

/// Copy rules, datasets and schemas to a new folder, to edit there.
///
/// Commands that are run in that folder use its rules and datasets.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder to make; it must not exist yet, or be empty.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

/// How many names of a folder that is not empty are listed.
const NAMED: usize = 5;

impl Init {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let there = writing::names_in(&self.folder)?;
        if !there.is_empty() {
            let mut names = there
                .iter()
                .take(NAMED)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            if there.len() > NAMED {
                names = format!("{names} and {} more", there.len() - NAMED);
            }
            let message = format!("this folder is not empty: it holds {names}");
            let help = "nothing was written; name a folder that does not exist yet";
            return Err(writing::refused(&self.folder, &message, help));
        }
        let mut files = schema::files().map_err(Failure::Files)?;
        let schemas = files.len();
        let rules = shipped("rules", &mut files)?;
        let datasets = shipped("datasets", &mut files)?;
        writing::folder(&self.folder, &files)?;
        let folder = self.folder.display();
        writeln!(
            out,
            "{folder}: {rules} files of rules, {datasets} of data, {schemas} of schemas\n"
        )?;
        writeln!(out, "Try next:")?;
        writeln!(out, "  cd {folder}")?;
        writeln!(out, "  preceptor check")?;
        writeln!(out, "  preceptor test --accept --reason \"as received\"")?;
        writeln!(out, "  preceptor new applicant me.yaml")?;
        writeln!(out, "  preceptor watch me.yaml")?;
        Ok(Exit::Done)
    }
}

/// Adds the shipped files of a folder; says how many they are.
fn shipped(name: &str, all: &mut Vec<(String, String)>) -> Result<usize, Problem> {
    let files = Files::shipped(name);
    let before = all.len();
    for extension in ["yaml", "rhai"] {
        for path in files.list("", extension)? {
            let text = files.read(&path)?.text().to_owned();
            all.push((format!("{name}/{path}"), text));
        }
    }
    Ok(all.len() - before)
}
