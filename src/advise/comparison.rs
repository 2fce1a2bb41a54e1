use std::collections::BTreeMap;

use crate::guide::{ComparedTopic, Figures, Guide, Position};
use crate::model::Target;

use super::compared_programs::compared_programs;
use super::{Advice, Agreement, ComparedProgram, ForYou, TargetAdvice};

/// A guide and what it says of the applicant.
#[derive(Debug, Clone, Copy)]
pub struct Judgement<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// What it says.
    pub advice: &'a Advice,
}

/// What several guides say of one applicant, side by side. Nothing of it is merged.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// One part for each target.
    pub targets: Vec<ComparedTarget>,
}

/// What the guides say of one target.
#[derive(Debug, Clone)]
pub struct ComparedTarget {
    /// The target.
    pub target: Target,
    /// The numbers of the guides that judge it.
    pub judged_by: Vec<usize>,
    /// What they say, topic by topic, in the order of the topics.
    pub topics: Vec<Stands>,
    /// Where they place its programs, those on which they disagree most first.
    pub programs: Vec<ComparedProgram>,
}

/// Where the guides stand on one topic.
#[derive(Debug, Clone)]
pub struct Stands {
    /// The topic's number.
    pub topic: usize,
    /// What each guide that speaks of it says.
    pub spoken: Vec<Stand>,
    /// The numbers of the guides that judge the target and are silent on the topic.
    pub silent: Vec<usize>,
    /// Whether they agree.
    pub agreement: Agreement,
}

/// What one guide says on a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    /// The guide's number.
    pub guide: usize,
    /// What it says, with its numbers in force.
    pub says: String,
    /// The passages that say so.
    pub cites: Vec<String>,
    /// What it answers for this applicant and target.
    pub for_you: ForYou,
    /// Its figures on the topic.
    pub figures: Figures,
}

impl Comparison {
    /// Puts side by side what the guides say of these targets. `titles` says what ids are called
    /// among people.
    #[must_use]
    pub fn of(
        topics: &[ComparedTopic],
        judgements: &[Judgement<'_>],
        targets: &[Target],
        titles: &BTreeMap<String, String>,
    ) -> Self {
        let targets = targets.iter().map(|target| {
            let judges = judges(judgements, target);
            ComparedTarget {
                target: *target,
                judged_by: judges.iter().map(|judge| judge.number).collect(),
                topics: topics
                    .iter()
                    .enumerate()
                    .map(|(number, topic)| Stands::of(number, topic, &judges, titles))
                    .collect(),
                programs: compared_programs(judgements.len(), &judges),
            }
        });
        Self {
            targets: targets.collect(),
        }
    }
}

/// A guide that judges a target, and what it says of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judge<'a> {
    pub(crate) number: usize,
    pub(crate) guide: &'a Guide,
    pub(crate) advice: &'a TargetAdvice,
}

fn judges<'a>(judgements: &[Judgement<'a>], target: &Target) -> Vec<Judge<'a>> {
    let judge = |(number, judgement): (usize, &Judgement<'a>)| {
        let mut targets = judgement.advice.targets.iter();
        Some(Judge {
            number,
            guide: judgement.guide,
            advice: targets.find(|advice| advice.target == *target)?,
        })
    };
    judgements.iter().enumerate().filter_map(judge).collect()
}

impl Stands {
    fn of(
        number: usize,
        topic: &ComparedTopic,
        judges: &[Judge<'_>],
        titles: &BTreeMap<String, String>,
    ) -> Self {
        let mut spoken = Vec::new();
        let mut silent = Vec::new();
        for judge in judges {
            let mut positions = judge.guide.positions.iter();
            match positions.find(|position| position.topic == topic.id) {
                Some(position) => spoken.push(Stand::of(judge, position, titles)),
                None => silent.push(judge.number),
            }
        }
        Self {
            topic: number,
            agreement: Agreement::of(topic, &spoken),
            spoken,
            silent,
        }
    }
}

impl Stand {
    fn of(judge: &Judge<'_>, position: &Position, titles: &BTreeMap<String, String>) -> Self {
        let policy = &judge.guide.policy;
        Self {
            guide: judge.number,
            says: position.says.with(policy, titles),
            cites: position.cites.clone(),
            for_you: ForYou::of(position, judge.advice),
            figures: position.says.figures(policy),
        }
    }
}
