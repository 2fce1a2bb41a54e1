//! The reference of one guide as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::guide::{Guide, Rule, Titled};
use crate::model::{Basis, Parameter};
use crate::report::markdown;
use crate::script::{EffectShape, Role};

/// The page of a guide.
pub(crate) fn page(guide: &Guide) -> String {
    let manifest = &guide.manifest;
    let mut text = format!("# {}\n\n", markdown(&manifest.title));
    let _ = writeln!(text, "`{}`: {}\n", guide.id, markdown(&manifest.whom));
    let _ = writeln!(text, "Source: {}\n", markdown(&manifest.source.to_string()));
    if !manifest.applies_to.is_empty() {
        text += "It is for an applicant with all of this:\n\n";
        for condition in &manifest.applies_to {
            let values = condition.any_of.join("`, `");
            let _ = writeln!(text, "* `{}`: `{values}`", condition.field);
        }
        text += "\n";
    }
    if !manifest.tiers.is_empty() {
        text += "## Tiers\n\n";
        for tier in &manifest.tiers {
            let (title, meaning) = (markdown(&tier.title), markdown(&tier.meaning));
            let _ = writeln!(text, "* `{}` {title}: {meaning}", tier.id);
        }
        text += "\n";
    }
    titled("Pillars", &manifest.pillars, &mut text);
    titled("Groups", &manifest.groups, &mut text);
    titled("Topics", &manifest.topics, &mut text);
    parameters(guide, &mut text);
    rules(guide, &mut text);
    passages(guide, &mut text);
    questions(guide, &mut text);
    format!("{}\n", text.trim_end())
}

fn titled(heading: &str, all: &[Titled], text: &mut String) {
    if all.is_empty() {
        return;
    }
    let _ = writeln!(text, "## {heading}\n");
    for one in all {
        let _ = writeln!(text, "* `{}` {}", one.id, markdown(&one.title));
    }
    text.push('\n');
}

fn parameters(guide: &Guide, text: &mut String) {
    if guide.policy.is_empty() {
        return;
    }
    let mut readers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in &guide.rules {
        for name in &rule.function.parameters {
            readers.entry(name).or_default().push(&rule.id);
        }
    }
    *text += "## Numbers an advisor may tune\n\n";
    for parameter in guide.policy.values() {
        let readers = readers.get(parameter.name.as_str());
        let readers = readers.map_or_else(String::new, |all| format!("`{}`", all.join("`, `")));
        number(guide, parameter, &readers, text);
    }
}

fn number(guide: &Guide, parameter: &Parameter, readers: &str, text: &mut String) {
    let mark = if parameter.is_reading() { " ‡" } else { "" };
    let value = markdown(&parameter.setting.to_string());
    let kind = parameter.setting.kind();
    let _ = writeln!(text, "### `{}` = {value}{mark}\n", parameter.name);
    let _ = writeln!(text, "{}.\n", sentence(&parameter.meaning));
    let range = parameter.range;
    let range = range.map_or_else(String::new, |(from, to)| format!(", may be {from} to {to}"));
    let _ = writeln!(text, "* A {kind}{range}.");
    match &parameter.basis {
        Basis::Reading(reason) => {
            let _ = writeln!(text, "* ‡ Ours: {}.", markdown(reason));
        }
        Basis::Guide(ids) => {
            for id in ids {
                let _ = writeln!(text, "* {}", passage(guide, id));
            }
        }
    }
    if !readers.is_empty() {
        let _ = writeln!(text, "* Read by {readers}.");
    }
    text.push('\n');
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    markdown(&format!(
        "{}{}",
        first.unwrap_or_default(),
        letters.as_str()
    ))
}

fn rules(guide: &Guide, text: &mut String) {
    *text += "## Rules\n\n";
    for rule in &guide.rules {
        one_rule(guide, rule, text);
    }
}

fn one_rule(guide: &Guide, rule: &Rule, text: &mut String) {
    let documentation = &rule.function.documentation;
    let _ = writeln!(text, "### `{}`\n", rule.id);
    let _ = writeln!(text, "{}\n", markdown(&documentation.summary));
    if !documentation.body.is_empty() {
        let _ = writeln!(text, "{}\n", markdown(&documentation.body));
    }
    let subject = match rule.function.subject() {
        Role::Program => "a program",
        Role::Standing => "where the applicant stands",
        Role::List => "the list",
        _ => "the applicant",
    };
    let _ = writeln!(text, "* Judges {subject}.");
    if !documentation.stages.is_empty() {
        let _ = writeln!(
            text,
            "* Counts in the stages {}.",
            documentation.stages.join(", ")
        );
    }
    let finds: Vec<String> = rule.function.effects.iter().map(effect).collect();
    let _ = writeln!(text, "* Finds {}.", listed(&finds));
    let reads: Vec<String> = rule.function.reads.iter().filter_map(field).collect();
    if !reads.is_empty() {
        let _ = writeln!(text, "* Reads {}.", listed(&reads));
    }
    let numbers = rule.function.parameters.iter().map(|name| {
        let mark = if rule.readings.contains(name) {
            " ‡"
        } else {
            ""
        };
        format!("`policy.{name}`{mark}")
    });
    let numbers: Vec<String> = numbers.collect();
    if !numbers.is_empty() {
        let _ = writeln!(text, "* Uses {}.", listed(&numbers));
    }
    for id in &documentation.cites {
        let _ = writeln!(text, "* {}", passage(guide, id));
    }
    text.push('\n');
}

fn effect(shape: &EffectShape) -> String {
    let word = &shape.word;
    // The first text of an effect without an id is the sentence itself.
    let id = shape.literal.as_ref();
    let id = id.filter(|_| !["exclude", "flag"].contains(&word.as_str()));
    match (id, &shape.parameter) {
        (Some(id), _) => format!("`{word} {}`", id.replace('`', "'")),
        (None, Some(parameter)) => format!("`{word} policy.{parameter}`"),
        (None, None) => format!("`{word}`"),
    }
}

fn field((role, number): &(Role, usize)) -> Option<String> {
    let field = role.field(*number)?;
    Some(format!("`{}.{}`", role.word(), field.path))
}

fn listed(items: &[String]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for item in items {
        if !seen.contains(&item.as_str()) {
            seen.push(item);
        }
    }
    seen.join(", ")
}

fn passage(guide: &Guide, id: &str) -> String {
    let Some(passage) = guide.passages.get(id) else {
        return markdown(id);
    };
    let (section, summary) = (markdown(&passage.section), markdown(&passage.summary));
    format!("{id}, “{section}”: {summary}")
}

fn passages(guide: &Guide, text: &mut String) {
    *text += "## Passages\n\n";
    for id in guide.passages.keys() {
        let rules = guide.rules.iter();
        let rules = rules.filter(|rule| rule.function.documentation.cites.contains(id));
        let rules: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
        let acts = if rules.is_empty() {
            "No rule acts on it.".to_owned()
        } else {
            format!("`{}`", rules.join("`, `"))
        };
        let _ = writeln!(text, "* {} {acts}", passage(guide, id));
    }
    text.push('\n');
}

fn questions(guide: &Guide, text: &mut String) {
    let manifest = &guide.manifest;
    if !manifest.readings.is_empty() {
        *text += "## Other readings of ours ‡\n\n";
        for reading in &manifest.readings {
            let _ = writeln!(
                text,
                "* {}: {}",
                reading.cites.join(", "),
                markdown(&reading.reading)
            );
        }
        text.push('\n');
    }
    if !manifest.open_questions.is_empty() {
        *text += "## Open questions of the guide\n\n";
        for open in &manifest.open_questions {
            let (question, encoded) = (markdown(&open.question), markdown(&open.encoded));
            let _ = writeln!(
                text,
                "* {}: {question} Encoded: {encoded}",
                open.cites.join(", ")
            );
        }
        text.push('\n');
    }
}
