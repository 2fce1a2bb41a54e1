//! One rule file, compiled and checked.

use std::collections::BTreeSet;

use crate::dataset::Mark;
use crate::place::{Problems, SourceText};

use super::inspect::{Inspection, Inspector};
use super::lower::Source;
use super::meaning::{meanings, reached};
use super::parse::{Function, Parsed, parse};
use super::{Documentation, Host, Names, Role, RuleFile, RuleFunction};

/// Compiles one file of rules and checks every name in it; those of the guide only when they are
/// known. Gives what could be read, and everything that is wrong.
pub(crate) fn compile(
    host: &Host,
    topic: &str,
    source: &SourceText,
    names: Option<&Names>,
) -> (RuleFile, Problems) {
    let Parsed {
        ast,
        functions,
        tokens,
        mut broken,
        mut problems,
    } = parse(host.engine(), source);
    let inspector = Inspector::new(host, source, &tokens, names, &broken);
    let inspections = inspector.inspect(&functions, &mut problems);
    let meanings = meanings(&tokens, host.helpers());
    let mut reached = reached(&tokens);
    let lowered = Source::new(host.engine(), source.path(), functions, &tokens);
    let mut rules = Vec::new();
    let functions = lowered.functions().iter();
    for function in functions.filter(|function| !function.private) {
        let inspection = inspections.get(&function.name).cloned().unwrap_or_default();
        let meaning = meanings.get(&function.name).copied().unwrap_or_default();
        let plan = host.lower(&lowered, function, inspection.unsure);
        match rule(source, function, inspection, &mut problems) {
            Some(rule) => rules.push(RuleFunction {
                meaning,
                reaches: reached.remove(&function.name).unwrap_or_default(),
                plan,
                ..rule
            }),
            None => drop(broken.insert(function.name.clone())),
        }
    }
    rules.sort_by(|a, b| a.place.cmp(&b.place));
    let documentation = ast
        .doc()
        .lines()
        .map(|line| line.trim_start_matches("//!").trim());
    let documentation = documentation.collect::<Vec<_>>().join("\n");
    let begins = |function: &Function| (function.line, function.name.clone());
    let file = RuleFile {
        topic: topic.to_owned(),
        source: source.clone(),
        documentation,
        rules,
        functions: lowered.functions().iter().map(begins).collect(),
        broken,
        ast,
    };
    (file, problems)
}

fn rule(
    source: &SourceText,
    function: &Function,
    inspection: Inspection,
    problems: &mut Problems,
) -> Option<RuleFunction> {
    let header = |message: &str| source.problem(function.line, 1, 0, message);
    let roles = roles(function).or_else(|| {
        let message =
            format!("rule `{}` cannot take ({})", function.name, function.parameters.join(", "));
        problems.push(header(&message).help(
            "a rule takes (applicant), (applicant, program), (applicant, standing) or (applicant, list), each with `policy` at the end if it needs it; a helper is a `private fn`",
        ));
        None
    })?;
    let documentation = Documentation::parse(function.comments.iter().map(String::as_str));
    if documentation.summary.is_empty() {
        let message = format!("rule `{}` has no documentation", function.name);
        problems.push(header(&message).help(
            "write above it what it finds: `/// One sentence.` and `/// cites: …` with the passages",
        ));
    } else if documentation.cites.is_empty() {
        let message = format!("rule `{}` cites no passage", function.name);
        problems.push(header(&message).help("end its `///` block with `/// cites: …`"));
    }
    Some(RuleFunction {
        name: function.name.clone(),
        roles,
        documentation,
        place: source.place(function.line, 1, 0),
        reads: inspection.reads,
        parameters: inspection.parameters,
        effects: inspection.effects,
        unsure: inspection.unsure,
        plan: Err(String::new()),
        text: text_of(source, function.line),
        reaches: BTreeSet::new(),
        meaning: Mark::default(),
    })
}

fn roles(function: &Function) -> Option<Vec<Role>> {
    let roles: Option<Vec<Role>> = function
        .parameters
        .iter()
        .map(|name| Role::named(name))
        .collect();
    let roles = roles?;
    let subjects = roles.strip_suffix(&[Role::Policy]).unwrap_or(&roles);
    let known = matches!(
        subjects,
        [Role::Applicant] | [Role::Applicant, Role::Program | Role::Standing | Role::List]
    );
    known.then_some(roles)
}

/// The function's own lines with the comment block above it.
fn text_of(source: &SourceText, line: u32) -> String {
    let lines: Vec<&str> = source.text().lines().collect();
    let header = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let above = lines.iter().take(header).rev();
    let comments = above
        .take_while(|line| line.trim_start().starts_with("///"))
        .count();
    let end = lines
        .iter()
        .skip(header)
        .position(|line| line.starts_with('}'))
        .unwrap_or(0);
    let from = header.saturating_sub(comments);
    lines
        .iter()
        .skip(from)
        .take(header - from + end + 1)
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
}
