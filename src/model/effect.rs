use std::fmt;

use super::{Band, Text};

/// What one rule says when it fires.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The program is not an option.
    Exclude {
        /// Why, in one line.
        reason: Text,
    },
    /// Points for the program's score.
    Points {
        /// How many; below zero takes points away.
        points: i64,
        /// Why, in one line.
        reason: Text,
    },
    /// The program belongs in this tier of the guide.
    Tier {
        /// The tier's id.
        id: Text,
        /// Why, in one line.
        reason: Text,
    },
    /// The program belongs in this group of the guide.
    Group {
        /// The group's id.
        id: Text,
        /// Why, in one line.
        reason: Text,
    },
    /// Where the applicant stands on a topic.
    Band {
        /// The topic.
        topic: Text,
        /// The band's id within the topic.
        id: Text,
        /// What that means, as a sentence to the applicant.
        text: Text,
    },
    /// A concern to own and address.
    Flag {
        /// The concern.
        text: Text,
    },
    /// A compensating pillar that holds.
    Strength {
        /// The pillar's id.
        pillar: Text,
        /// What makes it hold.
        text: Text,
    },
    /// Something to do; becomes a step of the plan.
    Advise {
        /// The topic.
        topic: Text,
        /// What to do, as a sentence to the applicant.
        text: Text,
    },
    /// How many programs to apply to.
    ApplyTo {
        /// The range.
        programs: Band,
    },
    /// Which part of the list should be of this tier, group or setting, in percent.
    Share {
        /// The id of the tier or group, or the setting.
        of: Text,
        /// The range in percent.
        percent: Band,
    },
    /// To be asked of the program even where it is stated.
    Verify {
        /// The field's path.
        field: Text,
        /// Why.
        why: Text,
    },
}

impl Effect {
    /// How many effects one call of a rule may find: more than anyone reads.
    pub const A_CALL: usize = 50;
    /// How much text they may have together, in bytes.
    pub const TEXT_A_CALL: usize = 16 << 10;

    /// How much text it has, in bytes.
    #[must_use]
    pub fn text_len(&self) -> usize {
        match self {
            Self::Exclude { reason: text }
            | Self::Points { reason: text, .. }
            | Self::Flag { text } => text.len(),
            Self::Tier { id: a, reason: b }
            | Self::Group { id: a, reason: b }
            | Self::Strength { pillar: a, text: b }
            | Self::Advise { topic: a, text: b }
            | Self::Verify { field: a, why: b } => a.len() + b.len(),
            Self::Band { topic, id, text } => topic.len() + id.len() + text.len(),
            Self::Share { of, .. } => of.len(),
            Self::ApplyTo { .. } => 0,
        }
    }

    /// The word a rule writes for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Exclude { .. } => "exclude",
            Self::Points { .. } => "points",
            Self::Tier { .. } => "tier",
            Self::Group { .. } => "group",
            Self::Band { .. } => "band",
            Self::Flag { .. } => "flag",
            Self::Strength { .. } => "strength",
            Self::Advise { .. } => "advise",
            Self::ApplyTo { .. } => "apply_to",
            Self::Share { .. } => "share",
            Self::Verify { .. } => "verify",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exclude { reason } => write!(f, "exclude: {reason}"),
            Self::Points { points, reason } => write!(f, "points {points:+}: {reason}"),
            Self::Tier { id, reason } => write!(f, "tier {id}: {reason}"),
            Self::Group { id, reason } => write!(f, "group {id}: {reason}"),
            Self::Band { topic, id, text } => write!(f, "band {topic} {id}: {text}"),
            Self::Flag { text } => write!(f, "flag: {text}"),
            Self::Strength { pillar, text } => write!(f, "strength {pillar}: {text}"),
            Self::Advise { topic, text } => write!(f, "advise {topic}: {text}"),
            Self::ApplyTo { programs } => write!(f, "apply to {programs} programs"),
            Self::Share { of, percent } => write!(f, "share {of} {percent} %"),
            Self::Verify { field, why } => write!(f, "verify {field}: {why}"),
        }
    }
}
