use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::Failure;
use crate::cli::output::not_written;

use super::EvaluateAll;
use super::rows::Form;
use super::worker::Judged;

/// What a run has done so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) applicants: usize,
    pub(super) unread: u64,
    pub(super) without_guide: u64,
    pub(super) lists: u64,
    pub(super) pairs: u64,
    pub(super) faulted: u64,
    /// How much was written, in bytes.
    written: u64,
    /// What the run was asked for: another run does not go on with this.
    asked: String,
}

/// Where the rows go: to the terminal, or to a file beside the one asked for, which is renamed when
/// the run is whole. Another file says how far that one is, so that a stopped run can go on.
pub(super) struct Output<'o> {
    to: To<'o>,
    tally: Tally,
}

enum To<'o> {
    Terminal(&'o mut dyn Write),
    File { whole: PathBuf, file: File },
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

impl<'o> Output<'o> {
    pub(super) fn open(command: &EvaluateAll, out: &'o mut dyn Write) -> Result<Self, Failure> {
        let asked = format!("{command:?}");
        let Some(whole) = command.output.clone() else {
            let to = To::Terminal(out);
            let tally = Tally {
                asked,
                ..Tally::default()
            };
            return Ok(Self { to, tally });
        };
        let failed = |error: io::Error| not_written(&whole, &error);
        let earlier = earlier(&whole).filter(|tally| tally.asked == asked);
        let part = beside(&whole, ".part");
        let earlier = earlier
            .filter(|tally| fs::metadata(&part).is_ok_and(|part| part.len() >= tally.written));
        let tally = earlier.unwrap_or_else(|| Tally {
            asked,
            ..Tally::default()
        });
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(false)
            .open(&part)
            .map_err(failed)?;
        // What follows was written after the last note of how far it is.
        file.set_len(tally.written).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        let to = To::File { whole, file };
        Ok(Self { to, tally })
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Writes the first row, unless an earlier run did.
    pub(super) fn begin(&mut self, header: &[u8]) -> Result<(), Failure> {
        if self.tally.written == 0 {
            self.rows(header)?;
        }
        Ok(())
    }

    pub(super) fn write(&mut self, judged: &[Judged]) -> Result<(), Failure> {
        for one in judged {
            self.rows(&one.rows)?;
            self.tally.applicants += 1;
            self.tally.unread += u64::from(one.unread);
            self.tally.without_guide += u64::from(!one.unread && one.lists == 0);
            self.tally.lists += one.lists;
            self.tally.pairs += one.pairs;
            self.tally.faulted += one.faulted;
        }
        if let To::File { whole, file } = &mut self.to {
            let note = serde_json::to_vec(&self.tally).unwrap_or_default();
            let failed = |error: io::Error| not_written(whole, &error);
            file.flush().map_err(failed)?;
            let next = beside(whole, ".part.next");
            fs::write(&next, note).map_err(failed)?;
            fs::rename(&next, beside(whole, ".part.done")).map_err(failed)?;
        }
        Ok(())
    }

    fn rows(&mut self, rows: &[u8]) -> Result<(), Failure> {
        self.tally.written += rows.len() as u64;
        match &mut self.to {
            To::Terminal(out) => Ok(out.write_all(rows)?),
            To::File { whole, file } => file
                .write_all(rows)
                .map_err(|error| not_written(whole, &error)),
        }
    }

    /// The file is whole.
    pub(super) fn finish(self, form: Form) -> Result<Tally, Failure> {
        if let To::File { whole, file } = self.to {
            let failed = |error: io::Error| not_written(&whole, &error);
            file.sync_all().map_err(failed)?;
            let part = beside(&whole, ".part");
            let ready = in_form(&part, form).map_err(failed)?;
            fs::rename(&ready, &whole).map_err(failed)?;
            // These are of no use any more, and of no harm.
            let _ = fs::remove_file(part);
            let _ = fs::remove_file(beside(&whole, ".part.done"));
        }
        Ok(self.tally)
    }
}

/// The file in its form: what was written, or another one made of it.
#[cfg(feature = "parquet")]
fn in_form(part: &Path, form: Form) -> io::Result<PathBuf> {
    let Form::Parquet { is_summary } = form else {
        return Ok(part.to_owned());
    };
    let made = beside(part, ".made");
    super::parquet::convert(part, &made, is_summary)?;
    Ok(made)
}

/// The file in its form: what was written. A build without Parquet refused to write one.
#[cfg(not(feature = "parquet"))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "a build with Parquet makes another file, which can fail"
)]
fn in_form(part: &Path, _: Form) -> io::Result<PathBuf> {
    Ok(part.to_owned())
}

fn earlier(whole: &Path) -> Option<Tally> {
    let note = File::open(beside(whole, ".part.done")).ok()?;
    serde_json::from_reader(note).ok()
}
