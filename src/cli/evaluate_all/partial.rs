use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::Failure;
use crate::cli::output::not_written;

use super::basis::Basis;
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
    /// What the run rests on: a run that rests on anything else does not go on with this.
    basis: Basis,
}

/// Where the rows go: to the terminal, or to a file beside the one asked for, which is renamed when
/// the run is whole. Another file says how far that one is, so that a stopped run can go on.
pub(super) struct Output<'o> {
    to: To<'o>,
    tally: Tally,
}

enum To<'o> {
    Terminal(&'o mut dyn Write),
    File { whole: PathBuf, part: Part },
}

/// The file beside the one asked for. It stays only when it is noted how far it is: without that
/// nothing can be done with it.
struct Part {
    path: PathBuf,
    file: File,
    is_noted: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_noted {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Part {
    /// What follows the noted bytes was written after the last note of how far it is.
    fn open(path: PathBuf, tally: &Tally) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let options = options.write(true).create(true).truncate(false);
        let mut part = Self {
            file: options.open(&path)?,
            path,
            is_noted: tally.applicants > 0,
        };
        part.file.set_len(tally.written)?;
        part.file.seek(SeekFrom::End(0))?;
        Ok(part)
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

impl<'o> Output<'o> {
    /// To the terminal.
    pub(super) fn terminal(out: &'o mut dyn Write) -> Self {
        Self {
            to: To::Terminal(out),
            tally: Tally::default(),
        }
    }

    /// To a file; goes on with what an earlier run that rests on the same left of it.
    pub(super) fn file(whole: PathBuf, basis: Basis) -> Result<Self, Failure> {
        let failed = |error: io::Error| not_written(&whole, &error);
        let tally = match earlier(&whole, &basis) {
            Some(Ok(tally)) => tally,
            other => {
                if let Some(Err(why)) = other {
                    let message = format!(
                        "an earlier run to {} was stopped; {why}, so this one begins anew\n",
                        whole.display()
                    );
                    anstream::stderr().write_all(message.as_bytes())?;
                    fs::remove_file(beside(&whole, ".part.done")).map_err(failed)?;
                }
                Tally {
                    basis,
                    ..Tally::default()
                }
            }
        };
        let part = Part::open(beside(&whole, ".part"), &tally).map_err(failed)?;
        let to = To::File { whole, part };
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
        if let To::File { whole, part } = &mut self.to {
            let note = serde_json::to_vec(&self.tally).unwrap_or_default();
            let failed = |error: io::Error| not_written(whole, &error);
            part.file.flush().map_err(failed)?;
            let next = beside(whole, ".part.next");
            fs::write(&next, note)
                .and_then(|()| fs::rename(&next, beside(whole, ".part.done")))
                .inspect_err(|_| drop(fs::remove_file(&next)))
                .map_err(failed)?;
            part.is_noted = true;
        }
        Ok(())
    }

    fn rows(&mut self, rows: &[u8]) -> Result<(), Failure> {
        self.tally.written += rows.len() as u64;
        match &mut self.to {
            To::Terminal(out) => Ok(out.write_all(rows)?),
            To::File { whole, part } => part
                .file
                .write_all(rows)
                .map_err(|error| not_written(whole, &error)),
        }
    }

    /// The file is whole.
    pub(super) fn finish(self, form: Form) -> Result<Tally, Failure> {
        if let To::File { whole, part } = self.to {
            let failed = |error: io::Error| not_written(&whole, &error);
            part.file.sync_all().map_err(failed)?;
            let ready = in_form(&part.path, form).map_err(failed)?;
            fs::rename(&ready, &whole).map_err(failed)?;
            // These are of no use any more, and of no harm.
            let _ = fs::remove_file(&part.path);
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

/// What an earlier run noted, or why it cannot be gone on with.
fn earlier(whole: &Path, basis: &Basis) -> Option<Result<Tally, String>> {
    let note = File::open(beside(whole, ".part.done")).ok()?;
    let Ok(tally) = serde_json::from_reader::<_, Tally>(note) else {
        return Some(Err("what it noted cannot be read".to_owned()));
    };
    if let Some(change) = basis.change_since(&tally.basis) {
        return Some(Err(change));
    }
    let part = fs::metadata(beside(whole, ".part"));
    if part.is_ok_and(|part| part.len() >= tally.written) {
        return Some(Ok(tally));
    }
    Some(Err("what it had written is not there any more".to_owned()))
}
