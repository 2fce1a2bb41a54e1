//! Every rule of a guide for one applicant and one program: what it read, what came out.

use std::io::{self, Write};

use crate::advise::{Because, Placement, because, gather};
use crate::evaluate::{Finding, Outcome};
use crate::model::{Effect, Facts};
use crate::script::UnknownRead;

use super::reference::reference;
use super::{Paper, Report};

/// What `explain` shows.
#[derive(Debug)]
pub struct Explanation<'a> {
    /// The evaluation it belongs to.
    pub report: Report<'a>,
    /// The number of the target in the report.
    pub target: usize,
    /// The number of the program in the catalogue.
    pub program: usize,
}

/// Writes every rule of the guide for the pair.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(
    explanation: &Explanation<'_>,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    let report = &explanation.report;
    let Some(target) = report.advice.targets.get(explanation.target) else {
        return Ok(());
    };
    let Some(program) = report.program(explanation.program) else {
        return Ok(());
    };
    let evaluated = target.evaluation.program(explanation.program);
    let placement = target
        .list
        .placements
        .iter()
        .find(|p| p.program == explanation.program);
    paper.row("", &format!("{} ({})", program.name, program.id), "")?;
    paper.item(
        "",
        &format!("{}, {}; {}", program.city, program.state, target.target),
        "",
    )?;
    paper.item(
        "",
        &format!("for {}, as of {}", report.applicant_name(), report.as_of),
        "",
    )?;
    if let Some(placement) = placement {
        verdict(report, placement, paper)?;
    }
    let applicant = &target.evaluation.applicant;
    paper.heading("Rules about the program")?;
    match evaluated {
        Some(evaluated) => {
            for finding in &evaluated.findings {
                one(report, finding, applicant, Some(&evaluated.facts), paper)?;
            }
        }
        None => paper.item("  ", "this program does not offer the target", "")?,
    }
    paper.heading("Rules about you")?;
    for finding in &target.evaluation.standing {
        one(report, finding, applicant, None, paper)?;
    }
    paper.heading("Rules about the list")?;
    for finding in &target.list_findings {
        one(report, finding, applicant, None, paper)?;
    }
    Ok(())
}

fn verdict<W: Write + ?Sized>(
    report: &Report<'_>,
    placement: &Placement,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    let tier = placement.tier.as_ref();
    let tier = tier.and_then(|(rank, _)| report.guide.manifest.tiers.get(*rank));
    let tier = tier.map_or("no tier".to_owned(), |tier| {
        format!("tier {}: {}", tier.id, tier.title)
    });
    let stand = if placement.is_open() {
        tier
    } else {
        format!("not an option ({tier} otherwise)")
    };
    let sum: Vec<String> = placement
        .points
        .iter()
        .map(|points| format!("{:+}", points.points))
        .collect();
    let sum = if sum.is_empty() {
        "no points".to_owned()
    } else {
        sum.join(" ")
    };
    paper.item(
        "",
        &format!("{stand}; score {} = {sum}", placement.score),
        "",
    )
}

fn one<W: Write + ?Sized>(
    report: &Report<'_>,
    finding: &Finding,
    applicant: &Facts,
    program: Option<&Facts>,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    let Some(rule) = report.guide.rules.get(finding.rule) else {
        return Ok(());
    };
    let first = format!("  {:<8} ", finding.outcome.word());
    let summary = &rule.function.documentation.summary;
    paper.item(&first, summary, &reference(report.guide, finding.rule))?;
    let indent = " ".repeat(11);
    match &finding.outcome {
        Outcome::Fired(effects) => {
            for effect in effects {
                paper.item(&format!("{indent}→ "), &spelt(effect), "")?;
            }
        }
        Outcome::Unknown { read, chances } => {
            let field = field(read, applicant, program);
            paper.item(&format!("{indent}? "), &format!("{field} is not known"), "")?;
            let facts = program.unwrap_or(applicant);
            for could in gather(finding.rule, chances, facts) {
                let ways: Vec<String> = could
                    .ways
                    .iter()
                    .map(crate::advise::Way::sentence)
                    .collect();
                let text = format!(
                    "{} if {}",
                    spelt_shortly(&could.effect),
                    ways.join(", or if ")
                );
                paper.item(&format!("{indent}? "), &text, "")?;
            }
        }
        Outcome::Faulted(problem) => {
            paper.item(&format!("{indent}! "), &problem.to_string(), "")?;
        }
        Outcome::Quiet => {}
    }
    for because in because(finding, applicant, program) {
        paper.item(&indent, &fact(report, &because), "")?;
    }
    Ok(())
}

/// A field with its value, source, date and note.
fn fact(report: &Report<'_>, because: &Because) -> String {
    let value = match (&because.value, because.conflicting.as_slice()) {
        (Some(value), _) => value.to_string(),
        (None, []) => "not stated".to_owned(),
        (None, values) => {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            format!("sources disagree: {}", values.join(" or "))
        }
    };
    let source = because.provenance.as_ref().map(|provenance| {
        let old = if report.is_stale(because.path, provenance) {
            ", old"
        } else {
            ""
        };
        let words = [&provenance.place, &provenance.note];
        let words = words.into_iter().flatten();
        let note: String = words.flat_map(|words| ["; ", &**words]).collect();
        format!(
            "   ({}, {}{old}{note})",
            provenance.source, provenance.as_of
        )
    });
    format!(
        "{}.{} = {value}{}",
        because.role.word(),
        because.path,
        source.unwrap_or_default()
    )
}

fn field(read: &UnknownRead, applicant: &Facts, program: Option<&Facts>) -> String {
    let facts = match (read.role, program) {
        (crate::script::Role::Program, Some(program)) => program,
        _ => applicant,
    };
    let path = facts
        .table()
        .fields
        .get(read.field)
        .map_or("?", |field| field.path);
    let key = read
        .key
        .as_ref()
        .map(|key| format!(" ({key} of an entry)"))
        .unwrap_or_default();
    format!("{}.{path}{key}", read.role.word())
}

fn spelt(effect: &Effect) -> String {
    match effect {
        Effect::Exclude { reason } => format!("not an option: {reason}"),
        Effect::Points { points, reason } => format!("{points:+} points: {reason}"),
        other => other.to_string(),
    }
}

fn spelt_shortly(effect: &Effect) -> String {
    match effect {
        Effect::Exclude { .. } => "would not be an option".to_owned(),
        Effect::Points { points, .. } => format!("would have {points:+} points"),
        Effect::Tier { id, .. } => format!("would be in tier {id}"),
        other => other.to_string(),
    }
}
