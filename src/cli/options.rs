use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

/// Which files take the place of what is built in.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Rules and data")]
pub(crate) struct WorldOptions {
    /// A folder of guides that takes the place of the built-in ones.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) rules: Option<PathBuf>,
    /// A folder with sources, regions and official tables that takes the place of the built-in one.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) datasets: Option<PathBuf>,
    /// A folder of program files, or one file, that takes the place of the built-in catalogue.
    #[arg(long, value_name = "PATH", global = true)]
    pub(crate) programs: Option<PathBuf>,
    /// An office policy: your own numbers for a guide's parameters. Several: the last wins.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) policy: Vec<PathBuf>,
    /// The day to judge on, e.g. 2026-11-22; today without it.
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
