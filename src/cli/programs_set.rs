use std::io::Write;

use clap::Args;

use crate::dataset::{Answered, Files, Recorded, References, program_of_text, record};
use crate::model::{PROGRAM, Program, Stated, Value};
use crate::place::{Problem, Problems, SourceText};
use crate::report::inert;

use super::options::WorldOptions;
use super::programs_set_origin::{Origin, Place};
use super::programs_set_typed::{Typed, typed};
use super::world::{Catalogued, catalogued};
use super::{Exit, Failure};

/// Record what a program answered in its file; everything else in the file stays as it is.
///
/// Works in a working copy (`preceptor init FOLDER`). An answer that differs from what is stated
/// stands beside it, and rules take the value for unknown, until --replace settles it.
#[derive(Debug, Args)]
pub(super) struct Set {
    /// The program's id, or a part of its name that no other program has.
    #[arg(value_name = "ID")]
    id: String,
    /// What it answered, e.g. `visas.j1=yes` or `step2_ck.minimum=none`; several are recorded all or
    /// not at all.
    #[arg(required = true, value_name = "FIELD=VALUE")]
    values: Vec<String>,
    /// Who said it and when, e.g. `phone 2026-11-20`, which is added to sources.yaml; or the id of a
    /// source that is there. Without a date it was today, or on the day of --as-of.
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// What was said, in its own words.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Put the answer in the place of what is stated, also where sources disagree.
    #[arg(long)]
    replace: bool,
}

impl Set {
    pub(super) fn run(&self, options: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        let place = Place::of(options)?;
        let Catalogued {
            mut references,
            catalogue,
        } = catalogued(options)?;
        let program = catalogue.find(&self.id)?;
        let mut problems = Problems::new();
        let typed = typed(&self.values).map_err(|found| problems.extend(found));
        let origin = Origin::of(&self.source, &references, options.day());
        let origin = origin.map_err(|problem| problems.push(problem));
        let (Ok(typed), Ok(origin)) = (typed, origin) else {
            return Err(problems.into());
        };
        let file = place.record_of(program)?;
        let old = Files::file(&file)?;
        let (new, outcomes) = self.recorded(&old, &typed, &origin)?;
        let id = origin.source.id.clone();
        references.sources.insert(id, origin.source.clone());
        let after = program_of_text(&new, &references).map_err(|found| with(&typed, &found))?;
        let lines = typed.iter().zip(&outcomes);
        let lines: Vec<String> = lines
            .map(|(typed, outcome)| told(&typed.keys, *outcome, program, &after, &references))
            .collect();
        if new.text() == old.text() {
            for line in lines {
                writeln!(out, "{line}")?;
            }
            writeln!(out, "{}: nothing to change", file.display())?;
            return Ok(Exit::Done);
        }
        let added = place.write(&origin, (&file, &old, &new))?;
        for line in lines {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "written to {}", file.display())?;
        if let Some(sources) = added {
            writeln!(
                out,
                "the source `{}` was added to {}",
                origin.source.id,
                sources.display()
            )?;
        }
        if outcomes.contains(&Recorded::Disputed) {
            let said = "Sources disagree now, so rules take the value for unknown. If the answer settles it, \
                        run the command again with --replace.";
            writeln!(out, "{}", textwrap::fill(said, 88))?;
        }
        Ok(Exit::Done)
    }

    fn recorded(
        &self,
        old: &SourceText,
        typed: &[Typed],
        origin: &Origin,
    ) -> Result<(SourceText, Vec<Recorded>), Problems> {
        let mut new = old.clone();
        let mut outcomes = Vec::new();
        for one in typed {
            let keys: Vec<&str> = one.keys.split('.').collect();
            let claim = Answered {
                value: one.value.clone(),
                source: origin.source.id.to_string(),
                as_of: origin.as_of,
                note: self.note.clone(),
            };
            let (text, outcome) = record(&new, &keys, &claim, self.replace)?;
            new = text;
            outcomes.push(outcome);
        }
        Ok((new, outcomes))
    }
}

/// What is wrong with the changed record, said of what was typed.
fn with(typed: &[Typed], problems: &Problems) -> Problems {
    let typed: Vec<&str> = typed.iter().map(|one| one.text.as_str()).collect();
    let said = |problem: &Problem| Problem {
        message: format!("with {}: {}", typed.join(" "), problem.message),
        place: None,
        line: None,
        ..problem.clone()
    };
    problems.sorted().into_iter().map(said).collect()
}

/// What became of a value, in a line.
fn told(
    keys: &str,
    outcome: Recorded,
    before: &Program,
    after: &Program,
    references: &References,
) -> String {
    let shown = |program: &Program| values(keys, program, references);
    let label = if PROGRAM.position(keys).is_some() {
        PROGRAM.label(keys)
    } else {
        keys
    };
    let (old, new) = (shown(before), shown(after));
    match outcome {
        Recorded::Added => format!("{label}: {new}; nobody stated it before"),
        Recorded::Confirmed => format!("{label}: {new}; confirmed, before {old}"),
        Recorded::Replaced => format!("{label}: {old} → {new}"),
        Recorded::Disputed => format!("{label}: {old} → disputed: {new}"),
        Recorded::Unchanged => format!("{label}: {new}, as it is recorded already"),
    }
}

/// Every value that is stated under those keys, with source and date.
fn values(keys: &str, program: &Program, references: &References) -> String {
    let parts: Vec<&str> = keys.split('.').collect();
    let all = match parts.as_slice() {
        ["tracks", track, name] => {
            let track = program
                .tracks
                .iter()
                .find(|one| one.track.as_str() == *track);
            let facts = track.map(|track| program.facts(track.track));
            facts.map_or_else(Vec::new, |facts| {
                facts.get(&format!("track.{name}")).values().to_vec()
            })
        }
        [group, name] => {
            let has = program
                .known
                .get(&format!("{group}.has_{name}"))
                .values()
                .iter();
            let none = has
                .filter(|one| one.value == Value::Bool(false))
                .map(|one| Stated {
                    value: Value::text("none"),
                    provenance: one.provenance.clone(),
                });
            program
                .known
                .get(keys)
                .values()
                .iter()
                .cloned()
                .chain(none)
                .collect()
        }
        _ => program.known.get(keys).values().to_vec(),
    };
    if all.is_empty() {
        return "not stated".to_owned();
    }
    let all = all.iter().map(|one| {
        let origin = one.provenance.as_ref();
        let origin = origin.map_or_else(String::new, |origin| {
            let source = references.sources.get(&*origin.source);
            let title = source.map_or(&*origin.source, |source| &*source.title);
            format!(" ({title}, {})", origin.as_of)
        });
        inert(&format!("{}{origin}", one.value))
    });
    all.collect::<Vec<_>>().join(" or ")
}
