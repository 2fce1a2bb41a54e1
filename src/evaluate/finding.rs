use crate::model::Effect;
use crate::place::Problem;
use crate::script::{Chance, Read, UnknownRead};

/// What came of one rule.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It found these.
    Fired(Vec<Effect>),
    /// It found nothing.
    Quiet,
    /// It read something that nobody stated, or that sources disagree on.
    Unknown {
        /// What it read.
        read: UnknownRead,
        /// What it would find under which conditions; only looked into where it could move the
        /// program.
        chances: Vec<Chance>,
    },
    /// It failed.
    Faulted(Problem),
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Fired(_) => "fired",
            Self::Quiet => "quiet",
            Self::Unknown { .. } => "unknown",
            Self::Faulted(_) => "faulted",
        }
    }
}

/// One rule's outcome, with what it read.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule's number in its guide.
    pub rule: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// The fields it read, in order.
    pub reads: Vec<Read>,
}

impl Finding {
    /// What it found; nothing unless it fired.
    #[must_use]
    pub fn effects(&self) -> &[Effect] {
        match &self.outcome {
            Outcome::Fired(effects) => effects,
            _ => &[],
        }
    }
}
