use std::io::{self, Write};

use super::inert::{clip, inert};
use super::markup::{code, escaped, inline};

/// How wide a cell of a table, or the line at the head of a program, may be.
const WIDEST: usize = 200;
/// What is indented further is said of the line before it.
const INDENT: usize = 4;

/// A report as Markdown, with the tables and check lists of GitHub.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    last: Option<Block>,
}

/// What stands before what is written next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Bullet,
    Other,
}

impl Markdown {
    pub(super) fn heading<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        level: usize,
        text: &str,
    ) -> io::Result<()> {
        let text = escaped(text);
        self.begin(out, Block::Other)?;
        writeln!(out, "{} {}", "#".repeat(level), text.trim_end_matches('#'))
    }

    /// A paragraph or an item of a list, as its mark or its indentation says.
    pub(super) fn item<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        first: &str,
        text: &str,
        reference: &str,
    ) -> io::Result<()> {
        let first = inert(first);
        let text = with_reference(text, reference);
        match first.trim() {
            "" if first.len() <= INDENT => {
                self.begin(out, Block::Other)?;
                writeln!(out, "{text}")
            }
            "" | "-" | "." => self.bullet(out, &text),
            mark => self.bullet(out, &format!("{} {text}", strong(&label(mark)))),
        }
    }

    pub(super) fn step<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        text: &str,
        reference: &str,
    ) -> io::Result<()> {
        let text = with_reference(text, reference);
        self.bullet(out, &format!("[ ] {text}"))
    }

    pub(super) fn row<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        first: &str,
        left: &str,
        right: &str,
    ) -> io::Result<()> {
        self.begin(out, Block::Other)?;
        let first = inert(first);
        let first = match first.trim() {
            "" | "?" => String::new(),
            "x" => "× ".to_owned(),
            mark => format!("{mark} "),
        };
        let line = strong(&format!("{first}{}", clip(&inert(left), WIDEST)));
        match right {
            "" => writeln!(out, "{line}"),
            right => writeln!(out, "{line}: {}", escaped(right)),
        }
    }

    pub(super) fn table<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        head: &[&str],
        rows: &[Vec<String>],
    ) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        self.begin(out, Block::Other)?;
        line(out, head.iter().copied())?;
        line(out, head.iter().map(|_| "---"))?;
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| self::cell(cell)).collect();
            line(out, cells.iter().map(String::as_str))?;
        }
        Ok(())
    }

    fn bullet<W: Write + ?Sized>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        self.begin(out, Block::Bullet)?;
        writeln!(out, "- {text}")
    }

    /// An empty line between two blocks; none before the first one and between items of a list.
    fn begin<W: Write + ?Sized>(&mut self, out: &mut W, block: Block) -> io::Result<()> {
        match self.last.replace(block) {
            None => Ok(()),
            Some(Block::Bullet) if block == Block::Bullet => Ok(()),
            Some(_) => writeln!(out),
        }
    }
}

fn line<'c, W: Write + ?Sized>(
    out: &mut W,
    cells: impl Iterator<Item = &'c str>,
) -> io::Result<()> {
    let cells: Vec<&str> = cells.collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

fn cell(text: &str) -> String {
    escaped(&clip(&inert(text), WIDEST))
}

fn strong(text: &str) -> String {
    format!("**{}**", inline(text))
}

/// `You stand:` of `You stand`, `+12` as it is, and a sign in words where Markdown has none.
fn label(mark: &str) -> String {
    match mark {
        "!" => "Note:".to_owned(),
        "?" => "Open:".to_owned(),
        "+" => "Yes:".to_owned(),
        mark if mark.ends_with([':', '.']) || is_number(mark) => mark.to_owned(),
        mark => format!("{mark}:"),
    }
}

fn is_number(mark: &str) -> bool {
    mark.trim_start_matches(['+', '-']).parse::<u64>().is_ok()
}

fn with_reference(text: &str, reference: &str) -> String {
    let text = escaped(text);
    match reference {
        "" => text,
        reference => format!("{text} {}", code(reference)),
    }
}
