use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

/// Which files take the place of what is built in.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Rules and data")]
pub(crate) struct WorldOptions {
    /// Take the guides from this folder, not the built-in ones.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) rules: Option<PathBuf>,
    /// Take sources, regions, official tables and programs from this folder, not the built-in ones.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) datasets: Option<PathBuf>,
    /// Take only the programs from this folder or file.
    #[arg(long, value_name = "PATH", global = true)]
    pub(crate) programs: Option<PathBuf>,
    /// Lay the numbers of this office policy over those of the guides. Of several, the last wins.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) policy: Vec<PathBuf>,
    /// Judge as of this day, e.g. 2026-11-22; without it as of today.
    #[arg(long, value_name = "DATE", global = true)]
    pub(crate) as_of: Option<Date>,
}

impl WorldOptions {
    /// The day to judge on.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the clock is read; every room gets the date from here"
    )]
    pub(crate) fn day(&self) -> Date {
        self.as_of.unwrap_or_else(|| jiff::Zoned::now().date())
    }
}
