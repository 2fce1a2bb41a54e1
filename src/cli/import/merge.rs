use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::folder::{self, Home};
use super::merged;
use super::options::{TogetherOptions, confirmed};
use crate::cli::options::WorldOptions;
use crate::cli::world::datasets;
use crate::cli::{Exit, Failure};
use crate::dataset::{Merge, References, twins};

/// Put two catalogues together, value by value: programs are matched by id or NRMP code; those with
/// the same name, place and specialty are proposed, and name each other until somebody says so.
#[derive(Debug, Args)]
pub(crate) struct MergePrograms {
    /// The first catalogue, a folder of records; its ids and names stay.
    #[arg(value_name = "FIRST")]
    first: PathBuf,
    /// The second one, which is put into it.
    #[arg(value_name = "SECOND")]
    second: PathBuf,
    /// Write all records to this folder, which must not exist yet or be empty; without it what would
    /// come of it is shown.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How many disagreements to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    shown: usize,
    #[command(flatten)]
    together: TogetherOptions,
}

impl MergePrograms {
    pub(crate) fn run(self, world: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        let references = References::load(&datasets(world))?;
        let read = |path: &Path| Home::read(path, &references);
        let (first, second) = (read(&self.first)?, read(&self.second)?);
        let own = [first.sources()?, second.sources()?].concat();
        let references = references.with_sources(own.iter().cloned());
        let is_first = |id: &_| first.drafts.iter().any(|draft| draft.id == *id);
        let is_second = |id: &_| second.drafts.iter().any(|draft| draft.id == *id);
        let mut told = self.together.told(is_first, is_second)?;
        confirmed(twins(&first.drafts, &second.drafts, &told), &mut told)?;
        let pairs = twins(&first.drafts, &second.drafts, &told);
        let before: BTreeMap<_, _> = first
            .drafts
            .iter()
            .map(|draft| (draft.id.clone(), draft.name.clone()))
            .collect();
        let merge = Merge::of(
            first.drafts,
            second.drafts,
            pairs,
            self.together.winner(),
            &references,
        );
        merged::write(&merge, &before, self.shown, out)?;
        match &self.output {
            None => writeln!(out, "Nothing was written: `-o FOLDER` writes all records.")?,
            Some(path) => {
                let mut sources = own;
                sources.sort_by(|one, other| one.id.cmp(&other.id));
                sources.dedup_by(|one, other| one.id == other.id);
                folder::write(path, &merge.programs, &sources, &references)?;
                writeln!(out, "Written to {}.", path.display())?;
            }
        }
        Ok(Exit::Done)
    }
}
