//! What to ask of the programs, by what the answers could change.

use crate::guide::Guide;
use crate::model::{Effect, PROGRAM, ProgramId};

use super::{List, Placement, Way};

/// A question to a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The paths of the fields it asks for.
    pub fields: Vec<String>,
    /// What the answer could change, or why to ask.
    pub text: String,
    /// The rule that asks.
    pub rule: usize,
}

/// A program to ask, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToAsk {
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// What to ask.
    pub questions: Vec<Question>,
    /// How much the answers could change; only for sorting.
    pub weight: i64,
}

/// What to ask of which programs, the answers that could change most first.
#[must_use]
pub(crate) fn to_ask(guide: &Guide, list: &List) -> Vec<ToAsk> {
    let mut all: Vec<ToAsk> = list
        .placements
        .iter()
        .filter(|placement| placement.is_open())
        .filter_map(|placement| ask(guide, list, placement))
        .collect();
    all.sort_by_key(|ask| std::cmp::Reverse(ask.weight));
    all
}

fn ask(guide: &Guide, list: &List, placement: &Placement) -> Option<ToAsk> {
    let mut weight = 0;
    let mut questions: Vec<Question> = Vec::new();
    let tiers = i64::try_from(guide.manifest.tiers.len()).unwrap_or(0);
    if let Some((rank, could)) = placement.could_be(guide)
        && let Some(way) = could.ways.iter().find(|way| way.is_about_the_program())
    {
        weight += 1_000 * (tiers - i64::try_from(rank).unwrap_or(tiers));
        let tier = guide
            .manifest
            .tiers
            .get(rank)
            .map_or("", |tier| tier.id.as_str());
        questions.push(Question::about(
            could.rule,
            way,
            &format!("it could be tier {tier} if "),
        ));
    }
    for could in list.own_risks(placement) {
        weight += if placement.tier.is_some() { 900 } else { 100 };
        let way = could.ways.first();
        questions.extend(way.map(|way| Question::about(could.rule, way, "it is no option if ")));
    }
    for could in placement.coulds() {
        if let Effect::Points { points, .. } = could.effect {
            weight += points.abs();
        }
    }
    for (path, said) in list.own_questions(placement) {
        if !questions.iter().any(|known| known.fields.contains(path)) {
            weight += 1;
            let text = format!("{}: {}", PROGRAM.label(path), said.text);
            questions.push(Question {
                fields: vec![path.clone()],
                text,
                rule: said.rule,
            });
        }
    }
    let (program, id) = (placement.program, placement.id.clone());
    (!questions.is_empty()).then_some(ToAsk {
        program,
        id,
        questions,
        weight,
    })
}

impl Question {
    pub(super) fn about(rule: usize, way: &Way, before: &str) -> Self {
        let fields = way
            .fields
            .iter()
            .map(|(_, path)| (*path).to_owned())
            .collect();
        Self {
            fields,
            text: format!("{before}{}", way.sentence()),
            rule,
        }
    }
}
