//! The one way in which a problem is shown: what is wrong, the line itself, what to do.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use textwrap::{WordSeparator, WordSplitter};

use crate::place::{Place, Problem, Problems, Severity};
use crate::report::inert;

/// How many problems are spelt out; the rest is counted.
const SHOWN: usize = 20;
/// How much of a long line is shown, in characters.
const LINE: usize = 160;

/// The widest that problems are written, in columns.
const WIDEST: usize = 80;
/// The narrowest that problems are written, in columns.
const NARROWEST: usize = 40;

/// Writes all problems, in the order of file and line.
pub(crate) fn write(problems: &Problems, out: &mut dyn Write) -> io::Result<()> {
    write_first(SHOWN, problems, out)
}

/// Writes that many problems and counts the rest.
pub(crate) fn write_first(
    shown: usize,
    problems: &Problems,
    out: &mut dyn Write,
) -> io::Result<()> {
    let sorted = problems.sorted();
    let width = width();
    let renderer = Renderer::styled().term_width(width);
    for problem in sorted.iter().take(shown) {
        writeln!(out, "{}\n", render(problem, width, &renderer))?;
    }
    match sorted.len().saturating_sub(shown) {
        0 => Ok(()),
        1 => writeln!(out, "and 1 more problem"),
        more => writeln!(out, "and {more} more problems"),
    }
}

/// How wide problems are written: as wide as the terminal, but no wider than is easy to read.
fn width() -> usize {
    super::output::width().clamp(NARROWEST, WIDEST)
}

/// The text in lines of that width, broken at spaces only: ids and paths stay whole.
fn wrapped(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(text, options)
}

fn render(problem: &Problem, width: usize, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = wrapped(
        &problem.message,
        width - problem.severity.as_str().len() - 2,
    );
    let title = level.primary_title(message);
    let mut group = match (&problem.place, &problem.line) {
        (Some(place), Some(line)) if place.line > 0 => {
            let (shown, span) = window(line, place);
            let snippet = Snippet::source(shown)
                .line_start(usize::try_from(place.line).unwrap_or(1))
                .path(inert(&place.path))
                .annotation(AnnotationKind::Primary.span(span));
            title.element(snippet)
        }
        (Some(place), _) => title.element(origin(place)),
        (None, _) => Group::with_title(title),
    };
    if let Some(help) = &problem.help {
        let line = problem.place.as_ref().map_or(0, |place| place.line);
        let before = line.to_string().len() + " = help: ".len() + 1;
        group = group.element(Level::HELP.message(wrapped(help, width - before)));
    }
    renderer.render(&[group])
}

/// The first column of a problem and the one after it, in characters from 1.
pub(crate) fn columns(problem: &Problem) -> Option<(u32, u32)> {
    let (place, line) = (problem.place.as_ref()?, problem.line.as_deref()?);
    if place.line == 0 || place.column == 0 {
        return None;
    }
    let start = offset(line, usize::try_from(place.column).ok()? - 1);
    let length = match place.length {
        0 => u32::try_from(word(line, start)).ok()?,
        length => length,
    };
    Some((place.column, place.column + length))
}

fn origin(place: &Place) -> Origin<'static> {
    let origin = Origin::path(inert(&place.path));
    match usize::try_from(place.line) {
        Ok(line) if line > 0 => origin.line(line),
        _ => origin,
    }
}

/// The part of the line around the place, and the bytes of the place in it.
fn window(line: &str, place: &Place) -> (String, Range<usize>) {
    let at = usize::try_from(place.column).unwrap_or(0).saturating_sub(1);
    let skipped = at.saturating_sub(LINE / 2);
    let shown: String = line.chars().skip(skipped).take(LINE).collect();
    let start = offset(&shown, at - skipped);
    let length = usize::try_from(place.length).unwrap_or(0);
    let length = if length == 0 {
        word(&shown, start)
    } else {
        length
    };
    let end = offset(&shown, at - skipped + length).max(start);
    (shown, start..end)
}

fn offset(text: &str, characters: usize) -> usize {
    text.char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at)
}

/// How many characters the word at that byte has; at least one.
fn word(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let word = rest
        .chars()
        .take_while(|sign| sign.is_alphanumeric() || "_.-/".contains(*sign));
    word.count().max(1)
}
