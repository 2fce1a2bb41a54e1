use std::io::Write;

use crate::advise::{Open, Step, TargetAdvice};
use crate::report::reference::reference;
use crate::report::{Paper, Report, plural};

use super::Written;

/// How many things to verify are spelt out.
pub(super) const TO_ASK: usize = 5;

/// How many things to tell us are spelt out.
pub(super) const TELL_US: usize = 8;

pub(super) fn plan<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    paper.heading(&format!(
        "What to do now (stage: {})",
        report.advice.stage.as_str()
    ))?;
    if target.plan.is_empty() {
        let text = if target.tell_us.is_empty() {
            "nothing by this guide"
        } else {
            "nothing by what the profile says; see \"Tell us\" below"
        };
        return paper.item("  ", text, "");
    }
    let mut topic = "";
    for (index, step) in target.plan.iter().enumerate() {
        if step.title != topic {
            paper.item("  ", &format!("{}:", step.title), "")?;
            topic = &step.title;
        }
        let first = format!(" {:>3}. ", index + 1);
        let text = format!("{}{}", step.said.text, programs_of(report, step));
        paper.step(&first, &text, &reference(report.guide, step.said.rule))?;
    }
    Ok(())
}

/// The programs that a step is about.
pub(crate) fn programs_of(report: &Report<'_>, step: &Step) -> String {
    let [first, rest @ ..] = step.programs.as_slice() else {
        return String::new();
    };
    let program = report.catalogue.get(first);
    let name = program.map_or_else(|| first.to_string(), |program| program.name.to_string());
    match rest.len() {
        0 => format!(" ({name})"),
        more => format!(" ({name} and {more} more)"),
    }
}

pub(super) fn verify<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.to_ask.is_empty() {
        return Ok(());
    }
    paper.heading("What to ask the programs first")?;
    for ask in target.to_ask.iter().take(TO_ASK) {
        let Some(program) = report.program(ask.program) else {
            continue;
        };
        paper.row(
            "   ? ",
            &format!("{}, {}, {}", program.name, program.city, program.state),
            "",
        )?;
        for question in &ask.questions {
            paper.item(
                "       ",
                &question.text,
                &reference(report.guide, question.rule),
            )?;
        }
    }
    let rest = target.to_ask.len().saturating_sub(TO_ASK);
    if rest > 0 {
        let text = format!(
            "and {} with open questions that matter less",
            plural(rest, "program")
        );
        paper.item("  ", &text, "")?;
    }
    Ok(())
}

pub(super) fn tell_us<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.tell_us.is_empty() {
        return Ok(());
    }
    paper.heading("Tell us (not in the profile yet)")?;
    for open in target.tell_us.iter().take(TELL_US) {
        let text = told(report, open);
        let source = open
            .rules
            .first()
            .map(|rule| reference(report.guide, *rule));
        paper.item("   - ", &text, &source.unwrap_or_default())?;
    }
    let rest = target.tell_us.len().saturating_sub(TELL_US);
    if rest > 0 {
        paper.item("  ", &format!("and {}", plural(rest, "more field")), "")?;
    }
    Ok(())
}

/// What the profile does not say, and what it decides.
pub(crate) fn told(report: &Report<'_>, open: &Open) -> String {
    let rule = open
        .rules
        .first()
        .and_then(|rule| report.guide.rules.get(*rule));
    let about = rule.map_or("", |rule| rule.function.documentation.summary.as_str());
    let more = match open.rules.len() {
        0 | 1 => String::new(),
        many => format!(" and {}", plural(many - 1, "more rule")),
    };
    format!("{} ({}): decides \"{about}\"{more}", open.label, open.key)
}

pub(super) fn faults<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.faults.is_empty() {
        return Ok(());
    }
    paper.heading("Rules that failed")?;
    let text = "What these would have said is missing above; the other rules were not affected.";
    paper.item("  ", text, "")?;
    for (rule, problem, times) in &target.faults {
        let id = report
            .guide
            .rules
            .get(*rule)
            .map_or("?", |rule| rule.id.as_str());
        paper.item("   ! ", &format!("{id}: {problem} ({times}×)"), "")?;
    }
    Ok(())
}
