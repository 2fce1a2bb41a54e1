use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Finding, Outcome};
use crate::guide::{Guide, Passage};
use crate::model::Basis;
use crate::report::Report;
use crate::report::text::about::whole;

use super::page::link;

/// A passage that a rule of the report acts on.
#[derive(Debug)]
pub(super) struct Cited {
    pub(super) id: String,
    pub(super) section: String,
    pub(super) summary: String,
}

/// A document, and where it can be read.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) title: String,
    pub(super) as_of: String,
    pub(super) address: Option<String>,
    pub(super) note: String,
}

/// A number or choice of ours.
#[derive(Debug)]
pub(super) struct Ours {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) meaning: String,
    pub(super) reason: String,
}

/// The passages with these ids.
pub(super) fn cited(guide: &Guide, ids: &BTreeSet<&str>) -> Vec<Cited> {
    let passages = guide.passages.iter();
    let passages = passages.filter(|(id, _)| ids.contains(id.as_str()));
    passages
        .map(|(id, passage)| passage_of(id, passage))
        .collect()
}

fn passage_of(id: &str, passage: &Passage) -> Cited {
    Cited {
        id: id.to_owned(),
        section: passage.section.clone(),
        summary: passage.summary.clone(),
    }
}

/// The passages of every rule that said something or could not know.
pub(super) fn spoken<'a>(report: &Report<'a>) -> BTreeSet<&'a str> {
    let targets = report.advice.targets.iter();
    let findings = targets.flat_map(|target| {
        let programs = target.evaluation.programs.iter();
        let programs = programs.flat_map(|program| &program.findings);
        let standing = target.evaluation.standing.iter();
        standing.chain(programs).chain(&target.list_findings)
    });
    let speaks = |finding: &&Finding| !matches!(finding.outcome, Outcome::Quiet);
    let rules: BTreeSet<usize> = findings
        .filter(speaks)
        .map(|finding| finding.rule)
        .collect();
    let rules = rules
        .into_iter()
        .filter_map(|rule| report.guide.rules.get(rule));
    let cites = rules.flat_map(|rule| &rule.function.documentation.cites);
    cites.map(String::as_str).collect()
}

/// The guide's own document, then those of the packs that go along.
pub(super) fn documents(guide: &Guide) -> Vec<Document> {
    let documents = whole(guide).map(|guide| {
        let manifest = &guide.manifest;
        let address = manifest.source.address.as_deref();
        Document {
            title: format!("{} ({})", manifest.title, manifest.source.document),
            as_of: String::new(),
            address: address.and_then(link),
            note: manifest.whom.clone(),
        }
    });
    documents.collect()
}

/// The sources of what the programs' records say.
pub(super) fn sources(report: &Report<'_>) -> Vec<Document> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for placement in report
        .advice
        .targets
        .iter()
        .flat_map(|target| &target.list.placements)
    {
        let listed = report
            .program(placement.program)
            .map(|program| &*program.listed.source);
        used.extend(listed);
        let tier = placement.tier.iter().map(|(_, said)| said);
        let points = placement.points.iter().map(|points| &points.said);
        let because = tier.chain(points).chain(&placement.excluded);
        let because = because.flat_map(|said| &said.because);
        used.extend(because.filter_map(|one| Some(&*one.provenance.as_ref()?.source)));
    }
    used.insert(&*report.references.fees.provenance.source);
    let sources = report.references.sources.iter();
    let sources = sources.filter(|(id, _)| used.contains(&***id));
    let sources = sources.map(|(_, source)| Document {
        title: source.title.to_string(),
        as_of: source.as_of.to_string(),
        address: source.address.as_deref().and_then(link),
        note: source
            .note
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
    });
    sources.collect()
}

/// The numbers that are ours because the source gives none, with the reasons.
pub(super) fn ours(guide: &Guide) -> Vec<Ours> {
    let mut all: BTreeMap<String, Ours> = BTreeMap::new();
    for pack in whole(guide) {
        for (name, parameter) in pack.policy.iter() {
            let Basis::Reading(reason) = &parameter.basis else {
                continue;
            };
            let name = format!("{}/{name}", pack.id);
            let ours = Ours {
                name: name.clone(),
                value: parameter.setting.to_string(),
                meaning: parameter.meaning.clone(),
                reason: reason.clone(),
            };
            all.insert(name, ours);
        }
    }
    all.into_values().collect()
}
