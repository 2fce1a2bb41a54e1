use std::collections::BTreeMap;

use crate::evaluate::{Evaluation, Finding};
use crate::guide::Guide;
use crate::model::{Effect, ProgramId, Text};

use super::{List, Said};

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The topic's id.
    pub topic: String,
    /// The topic's title.
    pub title: String,
    /// What to do.
    pub said: Said,
    /// The programs it is about; none when it is about the application as a whole.
    pub programs: Vec<ProgramId>,
}

/// The steps in the order of the guide's topics, then of the rules.
#[must_use]
pub(crate) fn plan(
    guide: &Guide,
    evaluation: &Evaluation,
    list: &List,
    list_findings: &[Finding],
) -> Vec<Step> {
    let mut steps = Vec::new();
    let whole = evaluation.standing.iter().chain(list_findings);
    for finding in whole {
        for effect in finding.effects() {
            if let Effect::Advise { topic, text } = effect {
                let said = Said::new(finding, text, &evaluation.applicant, None);
                steps.push(step(guide, topic, said, Vec::new()));
            }
        }
    }
    steps.extend(about_programs(guide, list));
    steps.sort_by_key(|step| (guide.manifest.topic_rank(&step.topic), step.said.rule));
    steps
}

fn about_programs(guide: &Guide, list: &List) -> Vec<Step> {
    let mut same: BTreeMap<(usize, Text), (String, Said, Vec<ProgramId>)> = BTreeMap::new();
    for placement in list
        .placements
        .iter()
        .filter(|placement| placement.is_open())
    {
        for (topic, said) in &placement.advice {
            same.entry((said.rule, said.text.clone()))
                .or_insert_with(|| (topic.clone(), said.clone(), Vec::new()))
                .2
                .push(placement.id.clone());
        }
    }
    same.into_values()
        .map(|(topic, said, programs)| step(guide, &topic, said, programs))
        .collect()
}

fn step(guide: &Guide, topic: &str, said: Said, programs: Vec<ProgramId>) -> Step {
    let title = guide.manifest.topics.iter().find(|known| known.id == topic);
    let title = title.map_or_else(|| topic.to_owned(), |topic| topic.title.clone());
    Step {
        topic: topic.to_owned(),
        title,
        said,
        programs,
    }
}
