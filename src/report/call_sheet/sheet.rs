use std::io::{self, Write};

use crate::report::sheet::{Cell, SheetForm, table};

use super::CallSheet;

/// The header.
const COLUMNS: [&str; 14] = [
    "rank",
    "program",
    "city",
    "state",
    "id",
    "phone",
    "contact",
    "question",
    "field",
    "in doubt because",
    "stated now",
    "why it matters",
    "answer",
    "source of the answer",
];

/// Writes a row for each question.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(sheet: &CallSheet, out: &mut W) -> io::Result<()> {
    let rows = sheet.entries.iter().enumerate().flat_map(|(index, entry)| {
        entry.asks.iter().map(move |ask| {
            let whys = ask.whys.iter();
            let whys: Vec<String> = whys
                .map(|why| format!("{}: {}", why.guide, why.text))
                .collect();
            vec![
                Cell::number(index + 1),
                Cell::words(&entry.name),
                Cell::words(&entry.city),
                Cell::words(&entry.state),
                Cell::words(&entry.id),
                Cell::empty(),
                Cell::empty(),
                Cell::words(&ask.question),
                Cell::words(&ask.key),
                Cell::words(ask.doubt),
                Cell::words(&ask.now),
                Cell::sentences(&whys),
                Cell::empty(),
                Cell::empty(),
            ]
        })
    });
    table("verify", &COLUMNS, rows, SheetForm::Csv, out)
}
