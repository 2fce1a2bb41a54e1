use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use crate::dataset::{References, Synthetic};

use super::options::WorldOptions;
use super::output::not_written;
use super::world::datasets;
use super::writing::{folder_made_by, names_in, refused};
use super::{Exit, Failure};

/// The file of the applicants.
const APPLICANTS: &str = "applicants.jsonl";

/// Make up a catalogue and applicants of any size, for trials.
///
/// Each value is as frequent as in the programs and profiles that ship, what is unstated included.
/// Every record says that it is invented. The same seed makes the same records.
#[derive(Debug, Clone, Args)]
pub(crate) struct Synth {
    /// How many programs.
    #[arg(long, value_name = "N", default_value_t = 0)]
    programs: usize,
    /// How many applicants.
    #[arg(long, value_name = "N", default_value_t = 0)]
    applicants: usize,
    /// What the draw begins with.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The folder to make: it gets `programs/`, a file each, and `applicants.jsonl`. It must not
    /// exist yet, or be empty.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Take sources, regions and official tables from this folder, not the built-in ones.
    #[arg(long, value_name = "DIR")]
    datasets: Option<PathBuf>,
    /// Make applicants as of this day, e.g. 2026-11-22; without it as of today.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

impl Synth {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let world = WorldOptions {
            datasets: self.datasets.clone(),
            as_of: self.as_of,
            ..WorldOptions::default()
        };
        let references = References::load(&datasets(&world))?;
        let mut synthetic = Synthetic::new(&references, world.day(), self.seed)?;
        if !names_in(&self.output)?.is_empty() {
            let help = "nothing was written; name a folder that does not exist yet, or remove this \
                        one first";
            return Err(refused(&self.output, "this folder is not empty", help));
        }
        folder_made_by(&self.output, |made| self.make(&mut synthetic, made))?;
        let (programs, folder) = (self.programs, self.output.join("programs"));
        let (applicants, file) = (self.applicants, self.output.join(APPLICANTS));
        writeln!(out, "{programs} invented programs in {}", folder.display())?;
        writeln!(
            out,
            "{applicants} invented applicants in {}",
            file.display()
        )?;
        Ok(Exit::Done)
    }

    /// Writes everything to that folder.
    fn make(&self, synthetic: &mut Synthetic<'_>, made: &Path) -> Result<(), Failure> {
        let failed = |error: io::Error| not_written(&self.output, &error);
        let folder = made.join("programs");
        fs::create_dir(&folder).map_err(failed)?;
        for number in 0..self.programs {
            let record = synthetic.program(number, None)?;
            let id = record.get("id").and_then(|id| id.as_str());
            let path = folder.join(format!("{}.yaml", id.unwrap_or_default()));
            // What is JSON is YAML too.
            fs::write(&path, format!("{record:#}\n")).map_err(failed)?;
        }
        let file = File::create(made.join(APPLICANTS)).map_err(failed)?;
        let mut file = BufWriter::new(file);
        for number in 0..self.applicants {
            let record = synthetic.applicant(number, None)?;
            writeln!(file, "{record}").map_err(failed)?;
        }
        file.flush().map_err(failed)
    }
}
