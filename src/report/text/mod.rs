//! The report as a letter, on a terminal or as Markdown: the first screen says where you stand, how many, where
//! first and what next; every line after it names its rule and passage.

pub(super) mod about;
pub(super) mod budget;
pub(super) mod next;
pub(super) mod program;
pub(super) mod programs;
pub(super) mod short;
pub(super) mod signals;
mod standing;
pub(super) mod what_if;

use std::io::{self, Write};

use super::{Paper, Report};

pub use short::write as write_short;
pub use what_if::{write_moves, write_what_if};

type Written = io::Result<()>;

/// Writes the whole report.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    short::title(report, paper)?;
    for target in &report.advice.targets {
        short::in_short(report, target, paper)?;
    }
    short::total(report, paper)?;
    budget::budget(report, paper)?;
    for target in &report.advice.targets {
        if report.advice.targets.len() > 1 {
            paper.part(&target.target.to_string())?;
        }
        standing::standing(report, target, paper)?;
        programs::programs(report, target, paper)?;
        signals::signals(report, target, paper)?;
        next::plan(report, target, paper)?;
        next::verify(report, target, paper)?;
        next::tell_us(report, target, paper)?;
        next::faults(report, target, paper)?;
    }
    about::about(report, paper)
}
