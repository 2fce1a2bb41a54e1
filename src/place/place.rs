use std::fmt;
use std::sync::Arc;

/// A spot in a file: line and column start at 1, columns count characters.
///
/// Line 0 means the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path as the user would write it.
    pub path: Arc<str>,
    /// The line, from 1; 0 for the whole file.
    pub line: u32,
    /// The column in characters, from 1; 0 for the whole line or file.
    pub column: u32,
    /// How many characters belong to it; 0 when only the start is known.
    pub length: u32,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self {
            path: path.into(),
            line: 0,
            column: 0,
            length: 0,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        Ok(())
    }
}
