use std::io::Write;

use clap::{Args, Subcommand};

use crate::guide::{Guide, Rule};
use crate::place::Problem;
use crate::report::Paper;
use crate::script::Role;

use super::options::WorldOptions;
use super::output::width;
use super::world::guidance;
use super::{Exit, Failure};

/// List the rules, or show one with its passages, its numbers and its text.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    #[command(subcommand)]
    command: RulesCommand,
    #[command(flatten)]
    world: WorldOptions,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// List the rules with what they find and the passages they rest on.
    List {
        /// Only the rules of this guide.
        #[arg(long, value_name = "ID")]
        guide: Option<String>,
    },
    /// Show one rule whole.
    Show {
        /// The rule: `guide/topic/name`, or the end of it, e.g. `no_j1`.
        rule: String,
    },
}

impl Rules {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let guidance = guidance(&self.world)?;
        let guides = &guidance.guides;
        let paper = &mut Paper::new(out, width());
        match self.command {
            RulesCommand::List { guide } => {
                if let Some(id) = &guide {
                    guides.find(id)?;
                }
                let wanted = |one: &Guide| guide.as_ref().is_none_or(|id| *id == one.id);
                for guide in guides.guides.iter().filter(|one| wanted(one)) {
                    for rule in &guide.rules {
                        let full = format!("{}/{}", guide.id, rule.id);
                        paper.row("", &full, &rule.function.documentation.cites.join(" "))?;
                        paper.item("    ", &rule.function.documentation.summary, "")?;
                    }
                }
            }
            RulesCommand::Show { rule } => {
                let all = guides.guides.iter();
                let all =
                    all.flat_map(|guide| guide.rules.iter().map(move |rule| (&**guide, rule)));
                let all: Vec<(&Guide, &Rule)> = all.collect();
                let (guide, rule) = find(&all, &rule)?;
                show(guide, rule, paper)?;
            }
        }
        Ok(Exit::Done)
    }
}

pub(super) fn find<'a>(
    all: &[(&'a Guide, &'a Rule)],
    wanted: &str,
) -> Result<(&'a Guide, &'a Rule), Problem> {
    let full = |guide: &Guide, rule: &Rule| format!("{}/{}", guide.id, rule.id);
    let found: Vec<&(&Guide, &Rule)> = all
        .iter()
        .filter(|(guide, rule)| {
            let full = full(guide, rule);
            full == wanted || full.ends_with(&format!("/{wanted}"))
        })
        .collect();
    match found.as_slice() {
        [(guide, rule)] => Ok((guide, rule)),
        [] => {
            let known: Vec<&str> = all.iter().map(|(_, rule)| rule.id.as_str()).collect();
            let short: Vec<&str> = all
                .iter()
                .map(|(_, rule)| rule.function.name.as_str())
                .collect();
            let known = if wanted.contains('/') { known } else { short };
            Err(Problem::error(format!("there is no rule `{wanted}`")).near(wanted, known))
        }
        several => {
            let names: Vec<String> = several.iter().map(|(g, r)| full(g, r)).collect();
            let message = format!("`{wanted}` is the end of several rules");
            Err(Problem::error(message).help(format!("say which: {}", names.join(", "))))
        }
    }
}

fn show(guide: &Guide, rule: &Rule, paper: &mut Paper<'_, dyn Write + '_>) -> std::io::Result<()> {
    let documentation = &rule.function.documentation;
    let subject = match rule.function.subject() {
        Role::Program => "judges a program",
        Role::Standing => "judges where the applicant stands",
        Role::List => "judges the list",
        _ => "judges the applicant",
    };
    paper.row("", &format!("{}/{}", guide.id, rule.id), subject)?;
    paper.item("", &documentation.summary, "")?;
    if !documentation.body.is_empty() {
        paper.item("", &documentation.body.replace('\n', " "), "")?;
    }
    if !documentation.stages.is_empty() {
        let stages = documentation.stages.join(", ");
        paper.item("", &format!("Counts in the stages: {stages}"), "")?;
    }
    let how = match &rule.function.plan {
        Ok(_) => "compiled".to_owned(),
        Err(because) => format!("interpreted: because {because}"),
    };
    paper.item("", &format!("How it runs: {how}"), "")?;
    paper.heading("Passages")?;
    for id in &documentation.cites {
        let Some(passage) = guide.passages.get(id) else {
            continue;
        };
        let text = format!(
            "{}, \"{}\": {}",
            guide.manifest.title, passage.section, passage.summary
        );
        paper.item(&format!("  {id:<6} "), &text, "")?;
    }
    if !rule.function.parameters.is_empty() {
        paper.heading("Numbers it uses")?;
    }
    for name in &rule.function.parameters {
        let Some(parameter) = guide.policy.get(name) else {
            continue;
        };
        let mark = if parameter.is_reading() { " ‡" } else { "" };
        let text = format!(
            "{name} = {}{mark}: {}",
            parameter.setting, parameter.meaning
        );
        paper.item("  ", &text, "")?;
    }
    paper.heading_as_is(&format!("TEXT ({})", rule.function.place))?;
    paper.verbatim(&rule.function.text)
}
