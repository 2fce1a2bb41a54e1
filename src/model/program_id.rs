use std::fmt;

use super::Text;

/// The id of a program: lower-case and upper-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProgramId(Text);

impl ProgramId {
    /// The id, when the text has the form of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let edges = text.starts_with('-') || text.ends_with('-');
        (!text.is_empty() && text.len() <= 120 && !edges && text.bytes().all(fits))
            .then(|| Self(text.into()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProgramId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
