use std::io::Write;

use clap::{Args, Subcommand};

use crate::guide::{CaseFile, Coverage, Guide, GuideKind, Manifest};
use crate::model::{Basis, Parameter, ParameterSetting};
use crate::report::{Paper, plural};

use super::options::WorldOptions;
use super::output::width;
use super::world::{Guidance, guidance};
use super::{Exit, Failure};

/// List the guides, show one, or show which rules act on its passages.
#[derive(Debug, Args)]
pub(crate) struct Guides {
    #[command(subcommand)]
    command: Option<GuidesCommand>,
    #[command(flatten)]
    world: WorldOptions,
}

#[derive(Debug, Subcommand)]
enum GuidesCommand {
    /// Show a guide: whom it is for, its tiers, its numbers, its readings and open questions.
    Show {
        /// The guide's id, as `preceptor guides` lists it.
        guide: String,
    },
    /// Show which rules act on each passage of a guide; `!` where no case shows one firing.
    Coverage {
        /// The guide's id; without it all guides.
        guide: Option<String>,
    },
}

impl Guides {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let guidance = guidance(&self.world)?;
        let paper = &mut Paper::new(out, width());
        match self.command {
            None => {
                for guide in &guidance.guides.guides {
                    list(guide, paper)?;
                }
            }
            Some(GuidesCommand::Show { guide }) => {
                let guide = guidance.guides.find(&guide)?;
                show(guide, paper)?;
                positions(&guidance, guide, paper)?;
            }
            Some(GuidesCommand::Coverage { guide: Some(id) }) => {
                let guide = guidance.guides.find(&id)?;
                coverage(&guidance, guide, paper)?;
            }
            Some(GuidesCommand::Coverage { guide: None }) => coverage_of_all(&guidance, paper)?,
        }
        Ok(Exit::Done)
    }
}

type Page<'a, 'b> = Paper<'a, dyn Write + 'b>;

fn list(guide: &Guide, paper: &mut Page<'_, '_>) -> std::io::Result<()> {
    let rules = plural(guide.rules.len(), "rule");
    let passages = plural(guide.passages.len(), "passage");
    paper.row("", &guide.id, &format!("{rules}, {passages}"))?;
    paper.item("  ", &guide.manifest.title, "")?;
    paper.item("  ", &format!("For: {}", guide.manifest.whom), "")
}

fn show(guide: &Guide, paper: &mut Page<'_, '_>) -> std::io::Result<()> {
    let manifest = &guide.manifest;
    paper.row("", &manifest.title, &guide.id)?;
    paper.item("", &format!("For: {}", manifest.whom), "")?;
    paper.item("", &format!("Source: {}", manifest.source), "")?;
    if !manifest.applies_to.is_empty() {
        paper.heading("It is for an applicant with")?;
    }
    for condition in &manifest.applies_to {
        let values = condition.any_of.join(" or ");
        paper.item("  - ", &format!("{}: {values}", condition.field), "")?;
    }
    if !manifest.tiers.is_empty() {
        paper.heading("Tiers")?;
    }
    for tier in &manifest.tiers {
        paper.item(
            "  ",
            &format!("{}: {}. {}", tier.id, tier.title, tier.meaning),
            "",
        )?;
    }
    paper.heading("Numbers an advisor may tune (‡ = ours, not the guide's)")?;
    for parameter in guide.policy.values() {
        number(parameter, paper)?;
    }
    readings(manifest, paper)
}

/// Where the guide stands on the topics by which guides are compared.
fn positions(guidance: &Guidance, guide: &Guide, paper: &mut Page<'_, '_>) -> std::io::Result<()> {
    if guide.positions.is_empty() {
        return Ok(());
    }
    paper.heading("Where it stands, topic by topic")?;
    let titles = guidance.references.titles();
    for position in &guide.positions {
        let mut topics = guidance.guides.topics.iter();
        let topic = topics.find(|topic| topic.id == position.topic);
        let title = topic.map_or("", |topic| topic.title.as_str());
        let says = position.says.with(&guide.policy, &titles);
        let cites = format!("({})", position.cites.join(", "));
        paper.item("  - ", &format!("{title}: {says}"), &cites)?;
    }
    Ok(())
}

fn number(parameter: &Parameter, paper: &mut Page<'_, '_>) -> std::io::Result<()> {
    let mark = if parameter.is_reading() { " ‡" } else { "" };
    let value = format!("{}{mark}", parameter.setting);
    if matches!(parameter.setting, ParameterSetting::Set(_)) {
        paper.row("  ", &parameter.name, "")?;
        paper.item("      ", &value, "")?;
    } else {
        paper.row("  ", &parameter.name, &value)?;
    }
    paper.item("      ", &parameter.meaning, "")?;
    let range = parameter
        .range
        .map(|(from, to)| format!("may be {from} to {to}; "));
    let basis = match &parameter.basis {
        Basis::Guide(ids) => format!("from {}", ids.join(", ")),
        Basis::Reading(reason) => format!("reading: {reason}"),
    };
    let by = parameter.set_by.as_ref().map(|by| format!("; set by {by}"));
    let text = format!(
        "{}{basis}{}",
        range.unwrap_or_default(),
        by.unwrap_or_default()
    );
    paper.item("      ", &text, "")
}

fn readings(manifest: &Manifest, paper: &mut Page<'_, '_>) -> std::io::Result<()> {
    if !manifest.readings.is_empty() {
        paper.heading("Other readings of ours ‡")?;
    }
    for reading in &manifest.readings {
        paper.item(
            "  - ",
            &format!("{}: {}", reading.cites.join(", "), reading.reading),
            "",
        )?;
    }
    if !manifest.open_questions.is_empty() {
        paper.heading("Open questions of the guide")?;
    }
    for open in &manifest.open_questions {
        paper.item(
            "  - ",
            &format!("{}: {}", open.cites.join(", "), open.question),
            "",
        )?;
        paper.item("      ", &format!("Encoded: {}", open.encoded), "")?;
    }
    Ok(())
}

/// The coverage of each guide and pack, then of all guides together.
fn coverage_of_all(guidance: &Guidance, paper: &mut Page<'_, '_>) -> Result<(), Failure> {
    let (mut guides, mut covered, mut all) = (0, 0, 0);
    for guide in &guidance.guides.guides {
        let coverage = coverage(guidance, guide, paper)?;
        if guide.manifest.kind == GuideKind::Guide {
            guides += 1;
            covered += coverage.covered();
            all += coverage.passages.len();
        }
    }
    let left = format!("all {}", plural(guides, "published guide"));
    paper.row("", &left, &format!("{covered} of {all} passages"))?;
    Ok(())
}

fn coverage(
    guidance: &Guidance,
    guide: &Guide,
    paper: &mut Page<'_, '_>,
) -> Result<Coverage, Failure> {
    let cases = CaseFile::load_all(&guidance.rules, guide)?;
    let coverage = Coverage::of(guide, &cases);
    let (covered, all) = (coverage.covered(), coverage.passages.len());
    paper.row("", &guide.id, &format!("{covered} of {all} passages"))?;
    for (id, (rules, covered)) in &coverage.passages {
        let mark = if *covered { "  " } else { "! " };
        let rules = if rules.is_empty() {
            "no rule".to_owned()
        } else {
            rules.join(", ")
        };
        let section = guide
            .passages
            .get(id)
            .map_or("", |passage| passage.section.as_str());
        paper.item(
            &format!("{mark}{id:<6} "),
            &format!("{section}: {rules}"),
            "",
        )?;
    }
    Ok(coverage)
}
