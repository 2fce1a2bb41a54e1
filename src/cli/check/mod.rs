//! `preceptor check`: everything that is wrong in rules and data, in one go.

mod gather;
mod json;
mod sarif;
mod scope;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::guide::Proofs;
use crate::place::{Problem, Problems, Severity};
use crate::report::plural;

use super::options::WorldOptions;
use super::{Exit, Failure, diagnostic};

use gather::Checked;
use scope::Scope;

/// Read all rules, numbers, cases and data, and say everything that is wrong in them at once.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Only this: a guide's folder, a folder of guides, a folder of datasets, a folder with both
    /// (`rules` and `datasets`), or one file of them; also a profile, a program or an office policy
    /// that lies elsewhere.
    path: Option<PathBuf>,
    /// What the problems are written as.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Say as well how much was proved by walking every way through the rules: conditions that never
    /// hold, bands that neither overlap nor leave a hole, tiers that no program claims at once; and
    /// which tiers one program can claim.
    #[arg(long)]
    proofs: bool,
    #[command(flatten)]
    world: WorldOptions,
}

/// The formats of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A text for people.
    Text,
    /// JSON for other programs: severity, place, line, what is wrong, what to do.
    Json,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

impl Check {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let scope = Scope::of(self.path.as_deref(), &self.world)?;
        let found = gather::everything(&scope, &self.world, self.proofs);
        let all = found.problems.len();
        let problems: Problems = found
            .problems
            .sorted()
            .into_iter()
            .filter(|problem| scope.shows(problem))
            .cloned()
            .collect();
        match self.format {
            Format::Text => text(&problems, all, &found, out)?,
            Format::Json => json::write(&problems, &found, out)?,
            Format::Sarif => sarif::write(&problems, &scope, out)?,
        }
        Ok(if problems.has_errors() {
            Exit::CheckFailed
        } else {
            Exit::Done
        })
    }
}

/// How much was proved, and what is left open.
fn proofs(proved: &Proofs, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "walked every way through {}",
        plural(proved.decided, "rule")
    )?;
    if !proved.undecided.is_empty() {
        let rules = plural(proved.undecided.len(), "rule");
        let names = proved.undecided.join("\n  ");
        writeln!(
            out,
            "not decided, for too many ways or no typed form: {rules}\n  {names}"
        )?;
    }
    let open = |out: &mut dyn Write, names: &[String]| match names {
        [] => Ok(()),
        names => writeln!(out, "not decided:\n  {}", names.join("\n  ")),
    };
    if proved.topics > 0 {
        let (free, topics) = (proved.free_topics, plural(proved.topics, "topic"));
        writeln!(
            out,
            "{free} of {topics} with bands proved free of overlaps and holes"
        )?;
        open(out, &proved.open_topics)?;
    }
    if proved.pairs > 0 {
        let (apart, pairs) = (proved.apart, plural(proved.pairs, "pair"));
        writeln!(
            out,
            "{apart} of {pairs} of rules with different tiers proved never to claim one program"
        )?;
        open(out, &proved.open_pairs)?;
    }
    Ok(())
}

fn text(
    problems: &Problems,
    all: usize,
    checked: &Checked,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if !problems.is_empty() {
        diagnostic::write(problems, out)?;
    }
    let elsewhere = all - problems.len();
    if elsewhere > 0 {
        writeln!(
            out,
            "{} in other files, not shown here",
            plural(elsewhere, "problem")
        )?;
    }
    if checked.unchecked {
        let why = "they need the sources, regions and official tables, which cannot be read";
        writeln!(out, "programs and profiles were not checked:\n{why}")?;
    }
    if let Some(proved) = &checked.proved {
        proofs(proved, out)?;
    }
    let found = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let same = |problem: &&&Problem| problem.severity == severity;
        let count = problems.sorted().iter().filter(same).count();
        (count > 0).then(|| plural(count, severity.as_str()))
    });
    let found: Vec<String> = found.into_iter().flatten().collect();
    let checked = checked.counts.named().join(", ");
    if found.is_empty() {
        writeln!(out, "checked {checked}")?;
    } else {
        writeln!(out, "checked {checked}: {}", found.join(", "))?;
    }
    Ok(())
}
