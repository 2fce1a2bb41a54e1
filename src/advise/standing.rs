use crate::evaluate::{Evaluation, Finding};
use crate::guide::Guide;
use crate::model::Effect;

use super::Said;

/// A compensating pillar of the guide, and what makes it hold.
#[derive(Debug, Clone, PartialEq)]
pub struct PillarStanding {
    /// The pillar's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What holds it up; nothing when it does not hold as far as the profile says.
    pub said: Vec<Said>,
}

/// Where the applicant stands, before any program is looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Bands: topic, band id, what was said.
    pub bands: Vec<(String, String, Said)>,
    /// Topics on which two bands fired: a defect of the guide.
    pub doubled: Vec<String>,
    /// Concerns to own and address.
    pub flags: Vec<Said>,
    /// The guide's pillars in its order.
    pub pillars: Vec<PillarStanding>,
}

impl Standing {
    pub(crate) fn of(guide: &Guide, evaluation: &Evaluation, list_findings: &[Finding]) -> Self {
        let pillars = guide.manifest.pillars.iter().map(|pillar| PillarStanding {
            id: pillar.id.clone(),
            title: pillar.title.clone(),
            said: Vec::new(),
        });
        let mut this = Self {
            pillars: pillars.collect(),
            ..Self::default()
        };
        let of_list = list_findings.iter().flat_map(|finding| {
            finding
                .effects()
                .iter()
                .map(move |effect| (finding, effect))
        });
        for (finding, effect) in evaluation.standing_effects().chain(of_list) {
            let said = |text| Said::new(finding, text, &evaluation.applicant, None);
            match effect {
                Effect::Band { topic, id, text } => {
                    if this.bands.iter().any(|(known, _, _)| **known == **topic) {
                        this.doubled.push(topic.to_string());
                    }
                    this.bands
                        .push((topic.to_string(), id.to_string(), said(text)));
                }
                Effect::Flag { text } => this.flags.push(said(text)),
                Effect::Strength { pillar, text } => {
                    if let Some(p) = this.pillars.iter_mut().find(|p| *p.id == **pillar) {
                        p.said.push(said(text));
                    }
                }
                _ => {}
            }
        }
        let rank = |topic: &str| guide.manifest.topic_rank(topic);
        this.bands
            .sort_by_key(|(topic, _, said)| (rank(topic), said.rule));
        this
    }

    /// How many of the guide's pillars hold.
    #[must_use]
    pub fn holding(&self) -> usize {
        self.pillars
            .iter()
            .filter(|pillar| !pillar.said.is_empty())
            .count()
    }
}
