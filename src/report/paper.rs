use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

use crate::dataset::Glossary;

use super::inert::{clip, inert, paragraph};
use super::markdown::Markdown;
use super::spelling::Spelling;

/// Where a report is written: in indented, wrapped lines of a width, or as Markdown. What it says
/// and the order are the same in both; no text that is handed to it is markup or steers a terminal.
#[derive(Debug)]
pub struct Paper<'a, W: Write + ?Sized> {
    out: &'a mut W,
    hand: Hand,
    written: String,
    glossary: &'a Glossary,
    spelling: Spelling,
}

/// How it is written.
#[derive(Debug)]
enum Hand {
    /// For a terminal, in lines of at most so many columns.
    Terminal { width: usize },
    /// As Markdown.
    Markdown(Markdown),
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
        let width = width.clamp(40, 100);
        Self::with(out, Hand::Terminal { width })
    }

    /// Writes Markdown to `out`.
    pub fn markdown(out: &'a mut W) -> Self {
        Self::with(out, Hand::Markdown(Markdown::default()))
    }

    fn with(out: &'a mut W, hand: Hand) -> Self {
        Self {
            out,
            hand,
            written: String::new(),
            glossary: Glossary::EMPTY,
            spelling: Spelling::default(),
        }
    }

    /// The same paper, on which the abbreviations of a glossary are spelt out where they stand
    /// first.
    #[must_use]
    pub fn spelling_out(self, glossary: &'a Glossary) -> Self {
        Self {
            glossary,
            spelling: Spelling::of(glossary),
            ..self
        }
    }

    /// The words that are explained.
    #[must_use]
    pub fn glossary(&self) -> &'a Glossary {
        self.glossary
    }

    /// Every text that was written so far, without rules and passages.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// An empty line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn gap(&mut self) -> io::Result<()> {
        match &self.hand {
            Hand::Terminal { .. } => writeln!(self.out),
            Hand::Markdown(_) => Ok(()),
        }
    }

    /// The title of a report.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn title(&mut self, text: &str) -> io::Result<()> {
        match &mut self.hand {
            Hand::Terminal { .. } => self.row("", text, ""),
            Hand::Markdown(markdown) => {
                note(&mut self.written, text);
                markdown.heading(self.out, 1, text)
            }
        }
    }

    /// The heading of a part that has headings of its own.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn part(&mut self, text: &str) -> io::Result<()> {
        match &mut self.hand {
            Hand::Terminal { .. } => self.heading(&format!("=== {text} ===")),
            Hand::Markdown(markdown) => {
                note(&mut self.written, text);
                markdown.heading(self.out, 1, text)
            }
        }
    }

    /// A heading after an empty line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        note(&mut self.written, text);
        self.headed(text, &text.to_uppercase())
    }

    /// A heading that shows what a person typed, or a path: its letters stay as they are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn heading_as_is(&mut self, text: &str) -> io::Result<()> {
        note(&mut self.written, text);
        self.headed(text, text)
    }

    fn headed(&mut self, text: &str, on_a_terminal: &str) -> io::Result<()> {
        match &mut self.hand {
            Hand::Terminal { width } => heading(self.out, *width, on_a_terminal),
            Hand::Markdown(markdown) => markdown.heading(self.out, 2, text),
        }
    }

    /// A paragraph: `first` before its first line, as many spaces before the others, and a faint
    /// reference after it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn item(&mut self, first: &str, text: &str, reference: &str) -> io::Result<()> {
        note(&mut self.written, text);
        let text = &self.spelling.spell_out(text);
        match &mut self.hand {
            Hand::Terminal { width } => item(self.out, *width, first, text, reference),
            Hand::Markdown(markdown) => markdown.item(self.out, first, text, reference),
        }
    }

    /// Something to do: an item of a list to tick off, where the format has one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn step(&mut self, first: &str, text: &str, reference: &str) -> io::Result<()> {
        match &mut self.hand {
            Hand::Terminal { .. } => self.item(first, text, reference),
            Hand::Markdown(markdown) => {
                note(&mut self.written, text);
                let text = &self.spelling.spell_out(text);
                markdown.step(self.out, text, reference)
            }
        }
    }

    /// A table of what the lines after it say one by one. Only Markdown has tables.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        match &mut self.hand {
            Hand::Terminal { .. } => Ok(()),
            Hand::Markdown(markdown) => markdown.table(self.out, head, rows),
        }
    }

    /// Lines as they are, indented.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn verbatim(&mut self, text: &str) -> io::Result<()> {
        text.lines()
            .try_for_each(|line| writeln!(self.out, "  {}", inert(line)))
    }

    /// A strong line with something at its right end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, first: &str, left: &str, right: &str) -> io::Result<()> {
        note(&mut self.written, left);
        match &mut self.hand {
            Hand::Terminal { width } => row(self.out, *width, first, left, right),
            Hand::Markdown(markdown) => markdown.row(self.out, first, left, right),
        }
    }
}

fn note(written: &mut String, text: &str) {
    written.push_str(text);
    written.push('\n');
}

fn heading<W: Write + ?Sized>(out: &mut W, width: usize, text: &str) -> io::Result<()> {
    writeln!(out)?;
    let options = textwrap::Options::new(width).subsequent_indent("  ");
    for line in textwrap::wrap(&paragraph(text), options) {
        writeln!(out, "{HEADING}{line}{HEADING:#}")?;
    }
    Ok(())
}

fn item<W: Write + ?Sized>(
    out: &mut W,
    width: usize,
    first: &str,
    text: &str,
    reference: &str,
) -> io::Result<()> {
    let (first, text) = (inert(first), paragraph(text));
    let indent = " ".repeat(display_width(&first));
    let reference = inert(reference).replace(' ', "\u{a0}");
    let words = if reference.is_empty() {
        text
    } else {
        format!("{text} {reference}")
    };
    let options = textwrap::Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&indent)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    for line in textwrap::wrap(&words, options) {
        let line = match line.find(&reference).filter(|_| !reference.is_empty()) {
            Some(at) => {
                let (before, after) = line.split_at(at);
                format!("{before}{FAINT}{after}{FAINT:#}")
            }
            None => line.into_owned(),
        };
        writeln!(out, "{}", line.replace('\u{a0}', " ").trim_end())?;
    }
    Ok(())
}

fn row<W: Write + ?Sized>(
    out: &mut W,
    width: usize,
    first: &str,
    left: &str,
    right: &str,
) -> io::Result<()> {
    let (first, right) = (inert(first), inert(right));
    let room = width.saturating_sub(display_width(&first) + display_width(&right) + 1);
    let left = clip(&inert(left), room);
    let space = room.saturating_sub(display_width(&left)) + 1;
    let line = format!(
        "{first}{STRONG}{left}{STRONG:#}{}{right}",
        " ".repeat(space)
    );
    writeln!(out, "{}", line.trim_end())
}
