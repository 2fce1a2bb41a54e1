use std::io::{self, Write};

use comfy_table::{CellAlignment, Table, presets};

use crate::place::Problem;
use crate::report::{Paper, inert, plural};
use crate::review::mutants::{Fate, NewCase, Verdict};

use super::super::diagnostic;
use super::super::output::width;
use super::{Mutated, Score, shown};

/// The columns of the last table.
const HEAD: [&str; 7] = [
    "",
    "changes",
    "a case noticed",
    "a profile",
    "nobody",
    "no difference",
    "score",
];

/// Writes who noticed what, and what nobody noticed.
pub(super) fn write(result: &Mutated<'_>, writes: bool, out: &mut dyn Write) -> io::Result<()> {
    if result.disagreeing > 0 {
        let cases = plural(result.disagreeing, "case");
        writeln!(
            out,
            "{cases} disagree with the rules as they are and were left out; run `preceptor test`\n"
        )?;
    }
    for verdict in result.verdicts {
        if let Fate::Survives(case) = &verdict.fate {
            survivor(verdict, case.as_deref(), writes, out)?;
        }
    }
    equivalents(result.verdicts, out)?;
    if !result.interpreted.is_empty() {
        let rules = plural(result.interpreted.len(), "rule");
        let mut paper = Paper::new(out, width());
        let text = format!(
            "The text of {rules} was not changed, because only a rule that is compiled can be; its \
             numbers were, and it was dropped:"
        );
        paper.item("", &text, "")?;
        for (rule, because) in result.interpreted {
            paper.item("  ", &format!("{rule}: {because}"), "")?;
        }
        paper.gap()?;
    }
    table(&result.scores, out)
}

fn survivor(
    verdict: &Verdict,
    case: Option<&NewCase>,
    writes: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let problem = &verdict.mutant.problem;
    let message = format!(
        "{}: no case notices that {}",
        shown(&verdict.mutant.owner),
        problem.message
    );
    let problem = Problem {
        message,
        ..problem.clone()
    };
    diagnostic::write(&problem.into(), out)?;
    match case {
        Some(case) => {
            let verb = if writes {
                "added"
            } else {
                "this case would: add"
            };
            let (rule, key) = (&case.rule, case.expected.key());
            writeln!(out, "  {verb} to {}, {rule}, {key}:", inert(&case.path))?;
            writeln!(out, "      - {}\n", inert(&case.line))
        }
        None => writeln!(
            out,
            "  no case was found that says the difference; write one by hand\n"
        ),
    }
}

fn equivalents(verdicts: &[Verdict], out: &mut dyn Write) -> io::Result<()> {
    let mut all = verdicts.iter().filter_map(|verdict| match verdict.fate {
        Fate::Equivalent(tried) => Some((verdict, tried)),
        _ => None,
    });
    let Some(first) = all.next() else {
        return Ok(());
    };
    let mut paper = Paper::new(out, width());
    let text =
        "No difference on anything that was tried, so not counted (in brackets how much that was):";
    paper.item("", text, "")?;
    for (verdict, tried) in std::iter::once(first).chain(all) {
        let problem = &verdict.mutant.problem;
        let place = problem
            .place
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let text = format!(
            "{}: {} ({tried})",
            shown(&verdict.mutant.owner),
            problem.message
        );
        paper.item("  ", &text, &place)?;
    }
    paper.gap()
}

/// Who noticed how much.
fn table(scores: &[Score], out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_width(u16::try_from(width()).unwrap_or(u16::MAX))
        .set_header(HEAD);
    for score in scores {
        table.add_row([
            score.of.clone(),
            score.all().to_string(),
            score.by_case.to_string(),
            score.by_profile.to_string(),
            score.survive.to_string(),
            score.equivalent.to_string(),
            format!("{:.1} %", score.percent()),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{}", table.trim_fmt())
}
