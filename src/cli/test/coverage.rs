//! `test --coverage`: the ways through the rules that no case takes.

use std::collections::BTreeMap;
use std::io::Write;

use crate::cli::options::WorldOptions;
use crate::cli::world::{Guidance, guidance_without_office};
use crate::cli::{Exit, Failure, diagnostic};
use crate::guide::CaseFile;
use crate::place::{Problem, Problems, Severity};
use crate::plan::Way;
use crate::report::plural;
use crate::review::pinned::{Reach, reached};

pub(super) fn run(
    wanted: Option<&str>,
    options: &WorldOptions,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let guidance = guidance_without_office(options)?;
    if let Some(id) = wanted {
        guidance.published.find(id)?;
    }
    let mut summary = Vec::new();
    let mut helpers: BTreeMap<Reach, bool> = BTreeMap::new();
    let mut problems = Problems::new();
    for guide in &guidance.published.guides {
        if wanted.is_some_and(|id| guide.id != id) {
            continue;
        }
        let cases = CaseFile::load_all(&guidance.rules, guide)?;
        let covered = reached(guide, &cases, &guidance.references);
        for (rule, ways) in &covered.rules {
            for (reach, _) in ways.iter().filter(|(_, taken)| !**taken) {
                problems.push(problem(&guidance, reach, &format!("{}/{rule}", guide.id)));
            }
        }
        for (reach, taken) in covered.helpers.clone() {
            *helpers.entry(reach).or_default() |= taken;
        }
        let (ways, taken) = covered.counts();
        let mut line = format!("{}: {taken} of {} taken", guide.id, plural(ways, "way"));
        if !covered.interpreted.is_empty() {
            let rules: Vec<&str> = covered.interpreted.iter().map(String::as_str).collect();
            line = format!(
                "{line}; not looked into, because they are interpreted: {}",
                rules.join(", ")
            );
        }
        summary.push(line);
    }
    for (reach, _) in helpers.iter().filter(|(_, taken)| !**taken) {
        problems.push(problem(&guidance, reach, "the rules that call this helper"));
    }
    diagnostic::write_first(usize::MAX, &problems, out)?;
    for line in summary {
        writeln!(out, "{line}")?;
    }
    if wanted.is_none() && !helpers.is_empty() {
        let taken = helpers.values().filter(|taken| **taken).count();
        writeln!(
            out,
            "helpers: {taken} of {} taken",
            plural(helpers.len(), "way")
        )?;
    }
    Ok(Exit::Done)
}

/// A way that no case takes, with its line.
fn problem(guidance: &Guidance, reach: &Reach, whose: &str) -> Problem {
    let goes = match reach.way {
        Way::Holds => "comes here, where the condition holds",
        Way::Otherwise => "comes to this `else`",
        Way::HoldsNot => "comes past this `if`, where the condition does not hold",
        Way::Case => "comes to this case of the `switch`",
        Way::NoCase => "comes past this `switch`, where no case fits",
        Way::Returns => "comes to this `return`",
    };
    let message = format!("no case of {whose} {goes}");
    let (line, column) = reach.spot;
    match guidance.rules.read(&reach.file) {
        Ok(source) => {
            let problem = source.problem(line, column, 0, &message);
            problem.as_bad_as(Severity::Note)
        }
        Err(_) => Problem::note(message),
    }
}
