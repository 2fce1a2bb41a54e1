use std::fmt;

use crate::model::Setting;

use super::raw::{RawCondition, RawGuide, RawKind, RawQuestion, RawReading, RawTier, RawTitled};

/// What kind of rules a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuideKind {
    /// The rules of one published guide.
    Guide,
    /// What is officially so; may only flag, verify and advise.
    Annotations,
    /// The applicant's own wishes.
    Wishes,
}

impl GuideKind {
    /// What rules of such a pack are called, and the effects that they may find; nothing where
    /// they may find all.
    pub(crate) fn limits(self) -> Option<(&'static str, &'static [&'static str])> {
        match self {
            Self::Guide => None,
            Self::Annotations => Some(("annotations", &["flag", "verify", "advise"])),
            Self::Wishes => Some(("wishes", &["points", "flag", "verify", "advise"])),
        }
    }
}

/// Where a guide was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The document's name.
    pub document: String,
    /// Its address, when one is known.
    pub address: Option<String>,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Some(address) => write!(f, "{}, {address}", self.document),
            None => f.write_str(&self.document),
        }
    }
}

/// One thing an applicant must be for the guide to apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The applicant's field.
    pub field: String,
    /// The values that fit; for a list, one of them must be in it.
    pub any_of: Vec<String>,
    /// What to tell an applicant who is not.
    pub otherwise: String,
}

/// A tier of the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What belongs in it.
    pub meaning: String,
}

/// A compensating pillar, a group of programs, or a topic of bands and advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    /// Its id, as rules write it.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A choice of ours that is not a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingChoice {
    /// The passages it is about.
    pub cites: Vec<String>,
    /// What was chosen, and why.
    pub reading: String,
}

/// Where the guide is silent, ambiguous or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The passages it is about.
    pub cites: Vec<String>,
    /// The question.
    pub question: String,
    /// How it is encoded until it is answered.
    pub encoded: String,
}

/// What a guide says of itself.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The published guide's own title.
    pub title: String,
    /// A short name for tables.
    pub short: String,
    /// What kind of rules these are.
    pub kind: GuideKind,
    /// Where it was published.
    pub source: Source,
    /// Whom it is for.
    pub whom: String,
    /// What an applicant must be; all of these.
    pub applies_to: Vec<Condition>,
    /// Its tiers, best first.
    pub tiers: Vec<Tier>,
    /// The compensating pillars it names.
    pub pillars: Vec<Titled>,
    /// Groups of programs that shares of the list are about.
    pub groups: Vec<Titled>,
    /// The topics, in the order of the plan.
    pub topics: Vec<Titled>,
    /// Choices of ours that are not numbers.
    pub readings: Vec<ReadingChoice>,
    /// Its open questions.
    pub open_questions: Vec<OpenQuestion>,
}

impl Manifest {
    /// Where a tier stands, 0 for the best; none for an id that is no tier.
    #[must_use]
    pub fn tier_rank(&self, id: &str) -> Option<usize> {
        self.tiers.iter().position(|tier| tier.id == id)
    }

    /// Where a topic stands in the order of the plan; after all of them for an id that is none.
    #[must_use]
    pub fn topic_rank(&self, id: &str) -> usize {
        self.topics
            .iter()
            .position(|topic| topic.id == id)
            .unwrap_or(self.topics.len())
    }

    /// Adds topics that are not there yet, at the end.
    pub(crate) fn add_topics(&mut self, topics: &[Titled]) {
        for topic in topics {
            if !self.topics.iter().any(|known| known.id == topic.id) {
                self.topics.push(topic.clone());
            }
        }
    }

    /// Everything a share of the list can be about: tiers, groups, settings.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let tiers = self.tiers.iter().map(|tier| tier.id.as_str());
        let groups = self.groups.iter().map(|group| group.id.as_str());
        tiers.chain(groups).chain(Setting::WORDS.iter().copied())
    }

    /// What people call a tier, group or setting that a share is about.
    #[must_use]
    pub fn part_title(&self, of: &str) -> String {
        let tier = self.tiers.iter().find(|tier| tier.id == of);
        let group = self.groups.iter().find(|group| group.id == of);
        match (tier, group) {
            (Some(tier), _) => format!("tier {}, {}", tier.id, tier.title),
            (None, Some(group)) => group.title.clone(),
            (None, None) => format!("setting: {}", of.replace('-', " ")),
        }
    }

    pub(crate) fn of(raw: RawGuide) -> Self {
        Self {
            title: raw.title,
            short: raw.short,
            kind: raw.kind.into(),
            source: Source {
                document: raw.source.document,
                address: raw.source.address,
            },
            whom: raw.whom,
            applies_to: raw.applies_to.into_iter().map(Into::into).collect(),
            tiers: raw.tiers.into_iter().map(Into::into).collect(),
            pillars: raw.pillars.into_iter().map(Into::into).collect(),
            groups: raw.groups.into_iter().map(Into::into).collect(),
            topics: raw.topics.into_iter().map(Into::into).collect(),
            readings: raw.readings.into_iter().map(Into::into).collect(),
            open_questions: raw.open_questions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<RawKind> for GuideKind {
    fn from(raw: RawKind) -> Self {
        match raw {
            RawKind::Guide => Self::Guide,
            RawKind::Annotations => Self::Annotations,
            RawKind::Wishes => Self::Wishes,
        }
    }
}

impl From<RawCondition> for Condition {
    fn from(raw: RawCondition) -> Self {
        Self {
            field: raw.field,
            any_of: raw.any_of,
            otherwise: raw.otherwise,
        }
    }
}

impl From<RawTier> for Tier {
    fn from(raw: RawTier) -> Self {
        Self {
            id: raw.id,
            title: raw.title,
            meaning: raw.meaning,
        }
    }
}

impl From<RawTitled> for Titled {
    fn from(raw: RawTitled) -> Self {
        Self {
            id: raw.id,
            title: raw.title,
        }
    }
}

impl From<RawReading> for ReadingChoice {
    fn from(raw: RawReading) -> Self {
        Self {
            cites: raw.cites.0,
            reading: raw.reading,
        }
    }
}

impl From<RawQuestion> for OpenQuestion {
    fn from(raw: RawQuestion) -> Self {
        Self {
            cites: raw.cites.0,
            question: raw.question,
            encoded: raw.encoded,
        }
    }
}
