use crate::model::{AsOf, Text};

/// Where values come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The id by which values name it.
    pub id: Text,
    /// What it is.
    pub title: Text,
    /// When it was made.
    pub as_of: AsOf,
    /// Where it can be read.
    pub address: Option<Text>,
    /// What to know about it.
    pub note: Option<Text>,
}
