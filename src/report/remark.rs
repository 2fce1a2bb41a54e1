/// A line about a program or a list, before a format lays it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    /// `!` for a concern, `?` for what is open, a space for what is merely told.
    pub(crate) mark: char,
    /// What it says.
    pub(crate) text: String,
    /// The number of the rule behind it, when there is one.
    pub(crate) rule: Option<usize>,
}

impl Remark {
    /// A concern.
    pub(crate) fn concern(text: impl Into<String>, rule: usize) -> Self {
        Self::new('!', text, Some(rule))
    }

    /// Something open.
    pub(crate) fn open(text: impl Into<String>, rule: usize) -> Self {
        Self::new('?', text, Some(rule))
    }

    /// Something no rule says.
    pub(crate) fn told(text: impl Into<String>) -> Self {
        Self::new(' ', text, None)
    }

    fn new(mark: char, text: impl Into<String>, rule: Option<usize>) -> Self {
        let text = text.into();
        Self { mark, text, rule }
    }
}
