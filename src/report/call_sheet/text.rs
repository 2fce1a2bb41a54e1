use std::io::{self, Write};

use crate::report::Paper;

use super::{Ask, CallSheet, Entry};

/// Writes the sheet as a text, or as Markdown.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(sheet: &CallSheet, paper: &mut Paper<'_, W>) -> io::Result<()> {
    paper.title("What to verify first")?;
    let whom = format!("For {}, as of {}.", sheet.applicant, sheet.as_of);
    paper.item("", &whom, "")?;
    paper.item("", &sheet.summary(), "")?;
    for (index, entry) in sheet.entries.iter().enumerate() {
        paper.gap()?;
        program(index + 1, entry, paper)?;
    }
    if sheet.entries.is_empty() {
        return Ok(());
    }
    paper.gap()?;
    let record = "Record an answer in the program's file, with who said it and when, e.g.";
    paper.item("", record, "")?;
    let first = sheet
        .entries
        .iter()
        .filter_map(|entry| Some((&entry.id, entry.asks.first()?)));
    for (id, ask) in first.take(1) {
        paper.verbatim(&format!(
            "preceptor programs set {id} {}=ANSWER --source \"phone {}\"",
            ask.key, sheet.as_of
        ))?;
    }
    Ok(())
}

fn program<W: Write + ?Sized>(
    number: usize,
    entry: &Entry,
    paper: &mut Paper<'_, W>,
) -> io::Result<()> {
    let name = format!("{}, {}, {}", entry.name, entry.city, entry.state);
    paper.row(&format!(" {number:>3}. "), &name, &entry.id)?;
    paper.item(
        "      ",
        "Phone: ______________________  Contact: ______________________",
        "",
    )?;
    for ask in &entry.asks {
        question(ask, paper)?;
    }
    Ok(())
}

fn question<W: Write + ?Sized>(ask: &Ask, paper: &mut Paper<'_, W>) -> io::Result<()> {
    paper.step("   [ ] ", &ask.question, "")?;
    paper.item("         ", &format!("{} [{}]", ask.now, ask.key), "")?;
    for why in &ask.whys {
        paper.item(
            "         - ",
            &format!("{}: {}", why.guide, why.text),
            &why.reference,
        )?;
    }
    Ok(())
}
