use std::collections::BTreeSet;

use crate::place::{Problem, SourceText};

/// What the `/* … */` comments of a rule file take away.
#[derive(Debug, Default)]
pub(crate) struct Comments {
    /// The lines that begin inside one.
    pub(crate) inside: BTreeSet<u32>,
    /// Line and column of one that is never closed.
    pub(crate) unclosed: Option<(u32, u32)>,
}

impl Comments {
    pub(crate) fn of(source: &SourceText) -> Self {
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut inside = BTreeSet::new();
        let mut quote: Option<char> = None;
        for (row, line) in (1_u32..).zip(source.text().lines()) {
            if !open.is_empty() {
                inside.insert(row);
            }
            let mut signs = (1_u32..).zip(line.chars()).peekable();
            while let Some((column, sign)) = signs.next() {
                let next = signs.peek().map(|(_, next)| *next);
                match (quote, sign, next) {
                    (Some(_), '\\', _) => drop(signs.next()),
                    (Some(mark), sign, _) if sign == mark => quote = None,
                    (None, '/', Some('*')) => {
                        open.push((row, column));
                        signs.next();
                    }
                    (None, '*', Some('/')) => {
                        open.pop();
                        signs.next();
                    }
                    (None, '/', Some('/')) if open.is_empty() => break,
                    (None, '"' | '`', _) if open.is_empty() => quote = Some(sign),
                    _ => {}
                }
            }
            if quote == Some('"') {
                quote = None;
            }
        }
        let unclosed = open.first().copied();
        Self { inside, unclosed }
    }

    /// A `/*` that is never closed: Rhai would take the rest of the file for a comment and lose its
    /// rules without a word.
    pub(crate) fn problem(&self, source: &SourceText) -> Option<Problem> {
        let (row, column) = self.unclosed?;
        let message = "this comment is never closed, so everything after it is lost";
        Some(
            source
                .problem(row, column, 2, message)
                .help("end it with `*/`, or use `//`"),
        )
    }
}
