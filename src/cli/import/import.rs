use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::folder::{self, Home};
use super::merged;
use super::options::{ListOptions, TogetherOptions, confirmed};
use super::understood;
use crate::cli::options::WorldOptions;
use crate::cli::world::datasets;
use crate::cli::{Exit, Failure, writing};
use crate::dataset::{Columns, Imported, Merge, References, Sheet, twins};

/// Read a list of programs, CSV or XLSX, and write it as records that every command takes.
///
/// Says first how it understood the columns and what it could not read. An empty cell is unstated,
/// never a "no". Without -o or --into nothing is written.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The list: a CSV file in any common encoding, or an XLSX workbook.
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// Write the records to this folder, which must not exist yet or be empty.
    #[arg(short, long, value_name = "FOLDER", conflicts_with = "into")]
    output: Option<PathBuf>,
    /// Put the list into the records of this folder, value by value.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// Write nothing, whatever else is asked for.
    #[arg(long)]
    dry_run: bool,
    /// Write how the columns are read to this file, to change it and give it with --mapping.
    #[arg(long, value_name = "FILE")]
    save_mapping: Option<PathBuf>,
    /// How many cells of each kind to show of those that were refused or are to be looked at.
    #[arg(long, value_name = "N", default_value_t = 5)]
    shown: usize,
    #[command(flatten)]
    list_options: ListOptions,
    #[command(flatten)]
    together: TogetherOptions,
}

impl Import {
    pub(crate) fn run(self, world: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        let mapping = self.list_options.mapping()?;
        let files = datasets(world);
        let references = References::load(&files)?;
        let columns = Columns::load(&files)?;
        let home = self
            .into
            .as_deref()
            .map(|path| Home::read(path, &references))
            .transpose()?;
        let sheet = Sheet::open(&self.list, self.list_options.sheet.as_deref())?;
        let references = home
            .as_ref()
            .map_or(references, |home| home.references.clone());
        let mut imported = Imported::of(&sheet, &columns, &mapping, &references)?;
        drop(sheet);
        understood::write(&imported, self.shown, out)?;
        if let Some(path) = self.save_mapping.as_deref().filter(|_| !self.dry_run) {
            writing::create(path, &imported.mapping)?;
            writeln!(
                out,
                "How the columns are read was written to {}.",
                path.display()
            )?;
        }
        if let Some(home) = home {
            return self.put_into(&home, imported, out);
        }
        match self.output.as_deref().filter(|_| !self.dry_run) {
            None => writeln!(
                out,
                "Nothing was written{}.",
                if self.dry_run {
                    ""
                } else {
                    ": `-o FOLDER` writes the records, `--into FOLDER` puts them into others"
                }
            )?,
            Some(path) => {
                let programs = std::mem::take(&mut imported.programs);
                let references = references.with_sources([imported.source.clone()]);
                folder::write(path, &programs, &[imported.source], &references)?;
                writeln!(
                    out,
                    "Written to {}. Try next: preceptor evaluate ME.yaml --programs {}",
                    path.display(),
                    path.display()
                )?;
            }
        }
        Ok(Exit::Done)
    }

    fn put_into(
        &self,
        home: &Home,
        imported: Imported,
        out: &mut dyn Write,
    ) -> Result<Exit, Failure> {
        let source = imported.source.clone();
        let second: Vec<_> = imported.programs.into_values().collect();
        let is_second = |id: &_| second.iter().any(|draft| draft.id == *id);
        let is_first = |id: &_| home.drafts.iter().any(|draft| draft.id == *id);
        let mut told = self.together.told(is_first, is_second)?;
        confirmed(twins(&home.drafts, &second, &told), &mut told)?;
        let pairs = twins(&home.drafts, &second, &told);
        let references = home.references.with_sources([source.clone()]);
        let before: BTreeMap<_, _> = home
            .drafts
            .iter()
            .map(|draft| (draft.id.clone(), draft.name.clone()))
            .collect();
        let merge = Merge::of(
            home.drafts.clone(),
            second,
            pairs,
            self.together.winner(),
            &references,
        );
        merged::write(&merge, &before, self.shown, out)?;
        if self.dry_run {
            writeln!(out, "Nothing was written.")?;
            return Ok(Exit::Done);
        }
        let count = home.put(&merge, &source, &references)?;
        writeln!(out, "{count}")?;
        Ok(Exit::Done)
    }
}
