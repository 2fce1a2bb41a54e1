use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::dataset::{Claim, Disagreement, Likeness, Merge, Pair};
use crate::model::{PROGRAM, ProgramId, Text};
use crate::report::{inert, plural};

use super::wrapped;

/// Writes what came of putting two catalogues together.
pub(super) fn write(
    merge: &Merge,
    before: &BTreeMap<ProgramId, Text>,
    shown: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let by = |by: Likeness| merge.pairs.iter().filter(|pair| pair.by == by).count();
    let text = format!(
        "{} before; {} of them in both: {} by id, {} by NRMP code, {} as told. {} added, {}, {}; {} the same in both.",
        plural(before.len(), "program"),
        merge.pairs.len(),
        by(Likeness::Id),
        by(Likeness::Code),
        by(Likeness::Told),
        plural(merge.added_programs, "program"),
        plural(merge.added_values, "value"),
        plural(merge.added_notes, "note"),
        plural(merge.same_values, "value"),
    );
    writeln!(out, "\nPUT TOGETHER\n{}", wrapped(&text, "  "))?;
    let (settled, open): (Vec<_>, Vec<_>) =
        merge.disagreements.iter().partition(|one| one.is_settled);
    for (title, all) in [
        ("THEY DISAGREE: BOTH VALUES ARE KEPT, AS CONFLICTING", open),
        ("THE NEWER VALUE TOOK THE OTHER'S PLACE", settled),
    ] {
        if all.is_empty() {
            continue;
        }
        writeln!(out, "\n{title} ({})", all.len())?;
        for one in all.iter().take(shown) {
            writeln!(out, "{}", wrapped(&disagreement(one), "  "))?;
        }
        if all.len() > shown {
            writeln!(
                out,
                "  and {} more (--shown {})",
                all.len() - shown,
                all.len()
            )?;
        }
    }
    proposed(&merge.proposed, shown, out)?;
    for (id, why) in &merge.impossible {
        let text =
            format!("{id} was left as it was: together they would say what cannot be: {why}");
        writeln!(out, "{}", wrapped(&inert(&text), "  "))?;
    }
    writeln!(out)
}

fn proposed(pairs: &[Pair], shown: usize, out: &mut dyn Write) -> io::Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nPERHAPS ONE PROGRAM ({}): SAME NAME, PLACE AND SPECIALTY",
        pairs.len()
    )?;
    for pair in pairs.iter().take(shown) {
        let text = format!(
            "{0} and {1}: both are kept and name each other; if they are one: --same {0}={1}",
            pair.first, pair.second
        );
        writeln!(out, "{}", wrapped(&text, "  "))?;
    }
    if pairs.len() > shown {
        writeln!(out, "  and {} more", pairs.len() - shown)?;
    }
    Ok(())
}

fn disagreement(one: &Disagreement) -> String {
    let first: Vec<String> = one.first.iter().map(claim).collect();
    let label = PROGRAM.label(&one.field);
    inert(&format!(
        "{}, {label}: {}; against {}",
        one.program,
        first.join(" and "),
        claim(&one.second)
    ))
}

fn claim(claim: &Claim) -> String {
    let origin = &claim.provenance;
    let place = origin.place.as_ref();
    let place = place.map_or_else(String::new, |place| format!(", {place}"));
    format!(
        "{} ({}, {}{place})",
        claim.value, origin.source, origin.as_of
    )
}
