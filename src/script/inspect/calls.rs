use rhai::{FnCallExpr, Position};

use crate::model::Setting;
use crate::script::effects::{EFFECTS, EffectWord};
use crate::script::vocabulary::WORDS;
use crate::script::{EffectShape, Role};

use super::chain::{Chain, literal};
use super::inspector::BUILT_IN;
use super::walk::Walk;

/// The questions about parts of the list.
const PARTS: [&str; 2] = ["part_at_least", "part_at_most"];

impl Walk<'_, '_> {
    pub(super) fn call(&mut self, call: &FnCallExpr, position: Position, returned: bool) {
        if let Some(operator) = &call.op_token {
            self.comparison(call, operator, position);
            call.args
                .iter()
                .for_each(|argument| self.expression(argument, false));
            return;
        }
        call.args
            .iter()
            .for_each(|argument| self.expression(argument, false));
        let name = call.name.as_str();
        if call.is_qualified() {
            self.helper(call, position);
        } else if let Some(arguments) = self.arities.get(name).copied() {
            let help = "what it takes stands in the line with its `fn`";
            self.arity(name, arguments, call.args.len(), position, help);
            self.found.helpers.insert(name.to_owned());
            if !returned {
                self.found.inner_calls.push((name.to_owned(), position));
            }
        } else if let Some(effect) = EFFECTS.iter().find(|effect| effect.name == name) {
            self.effect(call, effect, position, returned);
        } else if let Some(word) = WORDS.iter().find(|word| word.name == name) {
            self.arity(
                name,
                word.arguments,
                call.args.len(),
                position,
                &usage(name),
            );
            if matches!(name, "has" | "count" | "total") {
                self.filter(call);
            }
            if name == "place" {
                self.place(call);
            }
            if PARTS.contains(&name)
                && let Some(part) = call.args.get(1).and_then(literal)
            {
                self.found.reads.extend(self.parts_field());
                self.defined("share", &part, position);
            }
        } else if self.inspector.broken.contains(name) {
            // What it takes and finds is known once it can be read.
            self.found.unsure = true;
        } else if !BUILT_IN.contains(&name) {
            let known = EFFECTS.iter().map(|effect| effect.name);
            let known = known.chain(WORDS.iter().map(|word| word.name));
            let message = format!("there is no function `{name}`");
            let problem = self.at(position, &message);
            let problem = problem.near(name, known.chain(self.arities.keys().copied()));
            self.push(problem.or_help("CONTRIBUTING.md lists what a rule can ask and find"));
        }
    }

    fn arity(&mut self, name: &str, wanted: usize, given: usize, position: Position, help: &str) {
        if wanted != given {
            let arguments = if wanted == 1 { "argument" } else { "arguments" };
            let message = format!("`{name}` takes {wanted} {arguments}, not {given}");
            let problem = self.at(position, &message);
            self.push(problem.help(help));
        }
    }

    pub(super) fn helper(&mut self, call: &FnCallExpr, position: Position) {
        let full = format!("{}::{}", call.namespace, call.name);
        let helpers = self.inspector.host.helpers();
        if self.inspector.host.is_broken(&full) {
            return;
        }
        let Some(helper) = helpers.get(&full) else {
            let message = format!("there is no helper `{full}`");
            let problem = self.at(position, &message);
            let problem = problem.near(&full, helpers.keys().map(String::as_str));
            self.push(problem.or_help("shared helpers stand in rules/lib/<file>.rhai"));
            return;
        };
        let takes = helper.parameters.join(", ");
        let help = format!("write `{full}({takes})`");
        self.arity(
            &full,
            helper.parameters.len(),
            call.args.len(),
            position,
            &help,
        );
        self.found.merge(&helper.inspection);
        let Some(names) = self.inspector.names else {
            return;
        };
        let missing: Vec<&String> = helper
            .inspection
            .parameters
            .iter()
            .filter(|name| !names.parameters.contains_key(*name))
            .collect();
        for name in missing {
            let message = format!("`{full}` reads `policy.{name}`, which this guide does not have");
            let problem = self.at(position, &message);
            self.push(problem.help("add the parameter to guide.yaml"));
        }
    }

    pub(super) fn effect(
        &mut self,
        call: &FnCallExpr,
        effect: &EffectWord,
        position: Position,
        returned: bool,
    ) {
        let (wanted, given) = (effect.arguments, call.args.len());
        self.arity(effect.name, wanted, given, position, &usage(effect.name));
        if !returned {
            let message = format!("what `{}` finds here is lost", effect.name);
            let problem = self.at(position, &message);
            self.push(problem.help(
                "make it the last thing the rule does, put `return` before it, or return several as `[a, b]`",
            ));
        }
        let parameters = self.function.parameters.as_slice();
        let has = |role: Role| parameters.iter().any(|name| name == role.word());
        let kind = [Role::Program, Role::Standing, Role::List]
            .into_iter()
            .find(|role| has(*role));
        let kind = kind.unwrap_or(Role::Applicant);
        if !effect.allowed_in(kind) && !self.function.private {
            let message = format!("`{}` does not fit what this rule is about", effect.name);
            let problem = self.at(position, &message);
            self.push(problem.help(allowed(kind)));
        }
        self.shape(call, effect, position);
    }

    pub(super) fn shape(&mut self, call: &FnCallExpr, effect: &EffectWord, position: Position) {
        let literal = call.args.first().and_then(literal);
        let parameter = call.args.first().and_then(|first| {
            let chain = Chain::of(first).filter(|chain| chain.root == "policy")?;
            chain.names.into_iter().next().map(|(name, _)| name)
        });
        if let Some(literal) = &literal {
            self.defined(effect.name, literal, position);
        }
        let shape = EffectShape {
            word: effect.name.to_owned(),
            literal,
            parameter,
        };
        if !self.found.effects.contains(&shape) {
            self.found.effects.push(shape);
        }
    }

    /// The field behind the questions about parts of the list.
    fn parts_field(&self) -> Option<(Role, usize)> {
        let branches = self.inspector.host.branches(Role::List)?;
        Some((Role::List, branches.table().position("parts")?))
    }

    /// Whether the guide defines the tier, topic or pillar, or the program the field.
    pub(super) fn defined(&mut self, effect: &str, literal: &str, position: Position) {
        let Some(names) = self.inspector.names else {
            return;
        };
        let (what, known): (&str, Vec<&str>) = match effect {
            "tier" => ("tier", names.tiers.iter().map(String::as_str).collect()),
            "group" => ("group", names.groups.iter().map(String::as_str).collect()),
            "share" => {
                let own = names.tiers.iter().chain(&names.groups).map(String::as_str);
                let settings = Setting::WORDS.iter().copied();
                ("tier, group or setting", own.chain(settings).collect())
            }
            "band" | "advise" => ("topic", names.topics.iter().map(String::as_str).collect()),
            "strength" => ("pillar", names.pillars.iter().map(String::as_str).collect()),
            "verify" => {
                let table = self
                    .inspector
                    .host
                    .branches(Role::Program)
                    .map(|b| b.table());
                let fields = table.map_or_else(Vec::new, |table| {
                    table.fields.iter().map(|field| field.path).collect()
                });
                ("field", fields)
            }
            _ => return,
        };
        if !known.contains(&literal) {
            let message = format!("there is no {what} `{literal}`");
            let problem = self.at(position, &message);
            let problem = problem.near(literal, known);
            let help = format!("add the {what} to guide.yaml, or name one that is there");
            self.push(problem.or_help(&help));
        }
    }
}

/// How a word of the vocabulary is written.
fn usage(name: &str) -> String {
    let takes = match name {
        "exclude" => "reason",
        "points" => "n, reason",
        "tier" | "group" => "id, reason",
        "verify" => "field, why",
        "band" => "topic, id, sentence",
        "strength" => "pillar, sentence",
        "flag" => "sentence",
        "advise" => "topic, sentence",
        "apply_to" => "range",
        "share" => "id, band",
        "place" => "score, policy.name",
        "has" | "count" => "list, #{ field: value }",
        "total" => "list, \"field\", #{ field: value }",
        "overlap" => "list, list",
        "part_at_least" | "part_at_most" => "list, id",
        "words" => "id",
        "plural" => "n, \"letter\", \"letters\"",
        _ => "…",
    };
    format!("write `{name}({takes})`")
}

fn allowed(kind: Role) -> String {
    let words = EFFECTS
        .iter()
        .filter(|effect| effect.allowed_in(kind))
        .map(|effect| effect.name);
    let words = words.collect::<Vec<_>>().join(", ");
    match kind {
        Role::Program => format!("a rule about a program can find: {words}"),
        Role::Standing => format!("a rule about the standing can find: {words}"),
        Role::List => format!("a rule about the list can find: {words}"),
        _ => format!("a rule about the applicant alone can find: {words}"),
    }
}
