use std::sync::Arc;

use super::{Place, Problem};

/// A file's text with the path it was read from.
#[derive(Debug, Clone)]
pub struct SourceText {
    path: Arc<str>,
    text: Arc<str>,
}

impl SourceText {
    /// A text that was read from `path`.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// The path as the user would write it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line of that number (from 1), without its line break.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.text.lines().nth(index)
    }

    /// The place at that line and column.
    #[must_use]
    pub fn place(&self, line: u32, column: u32, length: u32) -> Place {
        Place {
            path: self.path.clone(),
            line,
            column,
            length,
        }
    }

    /// An error at that line and column, with the line itself attached.
    #[must_use]
    pub fn problem(&self, line: u32, column: u32, length: u32, message: &str) -> Problem {
        Problem::error(message)
            .at(self.place(line, column, length))
            .with_line(self.line(line))
    }
}
