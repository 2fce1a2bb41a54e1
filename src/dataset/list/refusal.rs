/// Why a cell was not read: a sentence that fits all such cells, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Refusal {
    pub(super) why: String,
    pub(super) help: String,
}

impl Refusal {
    pub(super) fn new(why: impl Into<String>, help: impl Into<String>) -> Self {
        let (why, help) = (why.into(), help.into());
        Self { why, help }
    }
}

/// What a cell says, or why that was not read.
pub(super) type Read<T> = Result<T, Refusal>;
