use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::inert::inert;

/// Where a text report is written: a width, and indented, wrapped lines.
#[derive(Debug)]
pub struct Paper<'a, W: Write + ?Sized> {
    out: &'a mut W,
    width: usize,
}

/// A heading.
const HEADING: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
/// What matters on a line.
const STRONG: Style = Style::new().bold();
/// Rule, passage and date.
const FAINT: Style = Style::new().dimmed();

impl<'a, W: Write + ?Sized> Paper<'a, W> {
    /// Writes to `out` in lines of at most `width` columns.
    pub fn new(out: &'a mut W, width: usize) -> Self {
        Self {
            out,
            width: width.clamp(40, 100),
        }
    }

    /// An empty line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A heading after an empty line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        self.heading_as_is(&text.to_uppercase())
    }

    /// A heading that shows what a person typed, or a path: its letters stay as they are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn heading_as_is(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out)?;
        let options = textwrap::Options::new(self.width).subsequent_indent("  ");
        for line in textwrap::wrap(&inert(text), options) {
            writeln!(self.out, "{HEADING}{line}{HEADING:#}")?;
        }
        Ok(())
    }

    /// A paragraph: `first` before its first line, as many spaces before the others, and a faint
    /// reference after it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn item(&mut self, first: &str, text: &str, reference: &str) -> io::Result<()> {
        let indent = " ".repeat(textwrap::core::display_width(first));
        let text = inert(text);
        let words = if reference.is_empty() {
            text.clone()
        } else {
            format!("{text} {}", reference.replace(' ', "\u{a0}"))
        };
        let options = textwrap::Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(&indent)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        let reference = reference.replace(' ', "\u{a0}");
        for line in textwrap::wrap(&words, options) {
            let line = match line.find(&reference).filter(|_| !reference.is_empty()) {
                Some(at) => {
                    let (before, after) = line.split_at(at);
                    format!("{before}{FAINT}{after}{FAINT:#}")
                }
                None => line.into_owned(),
            };
            writeln!(self.out, "{}", line.replace('\u{a0}', " ").trim_end())?;
        }
        Ok(())
    }

    /// Lines as they are, indented.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn verbatim(&mut self, text: &str) -> io::Result<()> {
        text.lines()
            .try_for_each(|line| writeln!(self.out, "  {line}"))
    }

    /// A strong line with something at its right end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, first: &str, left: &str, right: &str) -> io::Result<()> {
        let taken = textwrap::core::display_width(first) + textwrap::core::display_width(right) + 1;
        let room = self.width.saturating_sub(taken);
        let left = clip(&inert(left), room);
        let space = room.saturating_sub(textwrap::core::display_width(&left)) + 1;
        let line = format!(
            "{first}{STRONG}{left}{STRONG:#}{}{right}",
            " ".repeat(space)
        );
        writeln!(self.out, "{}", line.trim_end())
    }
}

/// The text in at most `room` columns, with an ellipsis where it was cut.
fn clip(text: &str, room: usize) -> String {
    if textwrap::core::display_width(text) <= room {
        return text.to_owned();
    }
    let mut clipped = String::new();
    for sign in text.chars() {
        if textwrap::core::display_width(&clipped) + 2 > room {
            break;
        }
        clipped.push(sign);
    }
    clipped.push('…');
    clipped
}
