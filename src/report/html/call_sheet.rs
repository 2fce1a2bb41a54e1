use std::io::{self, Write};

use askama::Template;

use crate::dataset::Glossary;
use crate::report::CallSheet;

use super::page::{self, Head, Page};

/// What to verify first, to print and to fill in by hand.
#[derive(Debug, Template)]
#[template(path = "call_sheet.html")]
struct Sheet<'a> {
    head: Head,
    calls: &'a CallSheet,
    as_of: String,
    summary: String,
}

/// Writes the page.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(
    sheet: &CallSheet,
    glossary: &Glossary,
    out: &mut W,
) -> io::Result<()> {
    let page = Sheet {
        head: Head::new(format!("{}: what to verify first", sheet.applicant)),
        as_of: sheet.as_of.to_string(),
        summary: sheet.summary(),
        calls: sheet,
    };
    page::write(page, glossary, out)
}

impl Page for Sheet<'_> {
    fn head(&mut self) -> &mut Head {
        &mut self.head
    }
}
