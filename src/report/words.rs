//! What the words of a report mean that not everybody knows.

use std::io::{self, Write};

use super::Paper;

/// Writes what those words of the paper's glossary mean that stand in what was written on the paper so far.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(paper: &mut Paper<'_, W>) -> io::Result<()> {
    let written = paper.written().to_owned();
    let words = paper.glossary().used_in(&written);
    let widths = words.iter().map(|word| word.word.chars().count());
    let Some(widest) = widths.max() else {
        return Ok(());
    };
    paper.heading("Words")?;
    for word in words {
        let first = format!("  {:<widest$}  ", word.word);
        paper.item(&first, &word.explained(), "")?;
    }
    Ok(())
}
