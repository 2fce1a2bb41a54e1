use crate::advise::{Because, Said};
use crate::model::{Provenance, Value};
use crate::report::Report;
use crate::script::Role;

use super::document::{Fact, Sentence};

pub(super) fn rule_id(report: &Report<'_>, rule: usize) -> String {
    report
        .guide
        .rules
        .get(rule)
        .map_or_else(String::new, |rule| rule.id.clone())
}

pub(super) fn cites(report: &Report<'_>, rule: usize) -> Vec<String> {
    let rule = report.guide.rules.get(rule);
    rule.map_or_else(Vec::new, |rule| rule.function.documentation.cites.clone())
}

pub(super) fn sentence(report: &Report<'_>, said: &Said) -> Sentence {
    let rule = report.guide.rules.get(said.rule);
    Sentence {
        text: said.text.to_string(),
        rule: rule_id(report, said.rule),
        cites: cites(report, said.rule),
        readings: rule.map_or_else(Vec::new, |rule| rule.readings.clone()),
        because: said
            .because
            .iter()
            .map(|because| fact(report, because))
            .collect(),
    }
}

pub(super) fn sentences(report: &Report<'_>, said: &[Said]) -> Vec<Sentence> {
    said.iter().map(|said| sentence(report, said)).collect()
}

pub(super) fn fact(report: &Report<'_>, because: &Because) -> Fact {
    let provenance = because.provenance.as_ref();
    let stale = |p: &Provenance| report.is_stale(because.path, p);
    Fact {
        field: format!("{}.{}", because.role.word(), because.path),
        value: because.value.as_ref().map(json),
        source: provenance.map(|p| p.source.to_string()),
        as_of: provenance.map(|p| p.as_of.to_string()),
        stale: because.role == Role::Program && provenance.is_some_and(stale),
        note: provenance
            .and_then(|p| p.note.as_ref())
            .map(ToString::to_string),
        conflicting: because.conflicting.iter().map(json).collect(),
    }
}

pub(super) fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Bool(yes) => (*yes).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => (&**text).into(),
        Value::Texts(texts) => texts.iter().map(std::string::ToString::to_string).collect(),
        Value::Entries(entries) => serde_json::json!({ "entries": entries.len() }),
    }
}
