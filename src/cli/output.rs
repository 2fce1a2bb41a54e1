use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::StripStream;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::place::{Place, Problem};
use crate::report::{Paper, SheetForm};

use super::Failure;
use super::writing::target;

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A text for people.
    Text,
    /// JSON for other programs; its shape is `schemas/report-v1.json`,
    /// of a comparison `schemas/compare-v1.json`.
    Json,
    /// One page for a browser, to read, to sort, to print and to pass on; it asks nothing of any
    /// server.
    Html,
    /// Markdown for e-mail and notes: the same as the text, with tables, and the plan as a
    /// checklist.
    Markdown,
    /// A sheet, one row for each program, guide and target, with a column for your own notes; of a
    /// comparison one row for each topic and guide, without the programs.
    Csv,
    /// The same sheet as a workbook for a spreadsheet program; needs --output.
    Xlsx,
}

impl Format {
    /// Where a report for people is written in this format.
    pub(crate) fn paper(self, out: &mut dyn Write) -> Paper<'_, dyn Write + '_> {
        match self {
            Self::Markdown => Paper::markdown(out),
            Self::Text | Self::Json | Self::Csv | Self::Xlsx | Self::Html => {
                Paper::new(out, width())
            }
        }
    }
}

impl Format {
    /// How a sheet is written in this format.
    pub(crate) fn sheet(self, day: Date) -> SheetForm {
        if self == Self::Xlsx {
            SheetForm::Xlsx(day)
        } else {
            SheetForm::Csv
        }
    }
}

/// The formats of what is either read by people or by other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// A text for people.
    Text,
    /// JSON for other programs.
    Json,
}

/// Where a report goes, and how.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputOptions {
    /// What the report is written as.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// Write to this file instead of the terminal; it is replaced only when the report is whole.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Where a report goes that has formats of its own.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputFile {
    /// Write to this file instead of the terminal; it is replaced only when the report is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl OutputFile {
    /// Hands `write` the place where the report goes.
    pub(crate) fn write(
        &self,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        written(self.output.as_deref(), Format::Text, out, write)
    }
}

/// How wide a text is when it does not go to a terminal.
pub(crate) const PAGE: usize = 88;

/// How wide the terminal is.
pub(crate) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return PAGE;
    }
    terminal_size::terminal_size().map_or(PAGE, |(width, _)| usize::from(width.0))
}

impl OutputOptions {
    /// Refuses what cannot come out right, before anything is done.
    pub(crate) fn can_be_written(&self) -> Result<(), Problem> {
        if self.format == Format::Xlsx && self.output.is_none() {
            let problem = Problem::error("a workbook is no text, so it cannot go to the terminal");
            return Err(problem.help("name a file, e.g. `-o LIST.xlsx`"));
        }
        Ok(())
    }

    /// Hands `write` the place where the report goes.
    pub(crate) fn write(
        &self,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        written(self.output.as_deref(), self.format, out, write)
    }
}

fn written(
    output: Option<&Path>,
    format: Format,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    match output {
        None => Ok(write(out)?),
        Some(path) => {
            let real = target(path, &[])?;
            save(&real, format, write).map_err(|error| not_written(path, &error))
        }
    }
}

pub(crate) fn not_written(path: &Path, error: &io::Error) -> Failure {
    let (why, help) = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => (
            "there is no such folder".to_owned(),
            "make the folder first, or choose one that exists",
        ),
        ErrorKind::IsADirectory => (
            "this is a folder".to_owned(),
            "name a file, e.g. `report.txt` in this folder",
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            "you may not write there".to_owned(),
            "choose a folder that you may write to",
        ),
        kind => (kind.to_string(), "choose another folder"),
    };
    let problem = Problem::error(format!("the report could not be written: {why}"));
    let problem = problem.at(Place::file(&path.display().to_string()));
    Failure::NotWritten(problem.help(help))
}

/// Writes a file whole or not at all.
fn save(
    path: &Path,
    format: Format,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut bytes = Vec::new();
    if format == Format::Xlsx {
        write(&mut bytes)?;
    } else {
        let mut out = StripStream::new(bytes);
        write(&mut out)?;
        bytes = out.into_inner();
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(&bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
