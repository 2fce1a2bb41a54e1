use jiff::civil::Date;

use crate::advise::{Advice, ComparedTarget, Comparison, Stands};
use crate::dataset::{Catalogue, Glossary};
use crate::guide::{ComparedTopic, Guide};
use crate::model::{Applicant, Stage};

/// A guide that is for the applicant.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// What it says of the applicant.
    pub advice: &'a Advice,
    /// Why it may not fit.
    pub caution: Option<&'a str>,
}

/// A guide that is not for the applicant.
#[derive(Debug, Clone)]
pub struct Unfit<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// Why not.
    pub reasons: Vec<String>,
}

/// Everything that a comparison is written from.
#[derive(Debug, Clone, Copy)]
pub struct SideBySide<'a> {
    /// What the guides say.
    pub comparison: &'a Comparison,
    /// The guides, by the numbers that the comparison uses.
    pub guides: &'a [Compared<'a>],
    /// The guides that are not for the applicant.
    pub unfit: &'a [Unfit<'a>],
    /// The topics, by the numbers that the comparison uses.
    pub topics: &'a [ComparedTopic],
    /// The applicant.
    pub applicant: &'a Applicant,
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// The words that are explained.
    pub glossary: &'a Glossary,
    /// The stage of the season.
    pub stage: Stage,
    /// The day it is judged on.
    pub as_of: Date,
    /// The number of the one topic that is wanted, when one is.
    pub only: Option<usize>,
    /// How many programs are shown.
    pub top: usize,
}

impl<'a> SideBySide<'a> {
    /// The short name of a guide.
    pub(crate) fn short(&self, guide: usize) -> &'a str {
        self.guides
            .get(guide)
            .map_or("", |one| one.guide.manifest.short.as_str())
    }

    /// The short names of some guides, one after the other.
    pub(crate) fn shorts(&self, guides: &[usize]) -> String {
        let names: Vec<&str> = guides.iter().map(|guide| self.short(*guide)).collect();
        names.join(", ")
    }

    /// How wide the longest short name is.
    pub(crate) fn widest(&self) -> usize {
        let widths = self
            .guides
            .iter()
            .map(|one| one.guide.manifest.short.chars().count());
        widths.max().unwrap_or(0)
    }

    /// What is said of a target on the topics that are wanted, each with its topic.
    pub(crate) fn wanted(
        &self,
        target: &'a ComparedTarget,
    ) -> impl Iterator<Item = (&'a ComparedTopic, &'a Stands)> {
        let stands = target.topics.iter();
        let (only, topics) = (self.only, self.topics);
        stands
            .filter(move |stands| only.is_none_or(|only| only == stands.topic))
            .filter_map(move |stands| Some((topics.get(stands.topic)?, stands)))
    }

    /// The guides that judge other targets only.
    pub(crate) fn elsewhere(&self, target: &ComparedTarget) -> Vec<usize> {
        let judges = |guide: &usize| target.judged_by.contains(guide);
        (0..self.guides.len())
            .filter(|guide| !judges(guide))
            .collect()
    }
}
