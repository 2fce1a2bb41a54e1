use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use crate::dataset::Files;
use crate::guide::{Guide, Override};
use crate::model::{Basis, Number, Parameter, ParameterSetting as Setting};
use crate::place::Place;
use crate::report::Paper;

use super::options::WorldOptions;
use super::output::{TextOrJson, width};
use super::world::guidance;
use super::{Exit, Failure};

/// Show the numbers in force, and where each comes from.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Only those of this guide.
    guide: Option<String>,
    /// What the numbers are written as.
    #[arg(long, value_enum, default_value = "text")]
    format: TextOrJson,
    #[command(flatten)]
    world: WorldOptions,
}

/// A parameter in force.
struct InForce<'a> {
    guide: &'a Guide,
    parameter: &'a Parameter,
    /// What the guide itself says.
    default: &'a Setting,
    /// Where an office policy sets it.
    office: Option<Place>,
}

impl Show {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let guidance = guidance(&self.world)?;
        if let Some(id) = &self.guide {
            guidance.guides.find(id)?;
        }
        let mut offices = Vec::new();
        for path in &self.world.policy {
            offices.push(Override::read(&Files::file(path)?)?);
        }
        let wanted = |id: &str| self.guide.as_ref().is_none_or(|wanted| *wanted == *id);
        let mut all = Vec::new();
        for (guide, published) in guidance
            .guides
            .guides
            .iter()
            .zip(&guidance.published.guides)
        {
            let parameters = guide.policy.values().filter(|_| wanted(&guide.id));
            all.extend(parameters.filter_map(|parameter| {
                let name = &parameter.name;
                Some(InForce {
                    guide,
                    parameter,
                    default: &published.policy.get(name)?.setting,
                    office: offices
                        .iter()
                        .rev()
                        .find_map(|office| office.place(&guide.id, name)),
                })
            }));
        }
        match self.format {
            TextOrJson::Text => text(&all, &mut Paper::new(out, width()))?,
            TextOrJson::Json => {
                let all: Vec<Value> = all.iter().map(InForce::json).collect();
                writeln!(out, "{:#}", json!({ "parameters": all }))?;
            }
        }
        Ok(Exit::Done)
    }
}

fn text(all: &[InForce<'_>], paper: &mut Paper<'_, dyn Write + '_>) -> std::io::Result<()> {
    let mut last = "";
    for one in all {
        if one.guide.id != last {
            paper.heading(&one.guide.manifest.title)?;
            last = &one.guide.id;
        }
        let mark = if one.parameter.is_reading() {
            " ‡"
        } else {
            ""
        };
        let unit = unit(&one.parameter.name).map_or_else(String::new, |unit| format!(" {unit}"));
        let value = format!("{}{unit}{mark}", one.parameter.setting);
        let name = format!("{} {}", one.guide.id, one.parameter.name);
        if matches!(one.parameter.setting, Setting::Set(_)) {
            paper.row("", &name, "")?;
            paper.item("    ", &value, "")?;
        } else {
            paper.row("", &name, &value)?;
        }
        paper.item("    ", &one.parameter.meaning, "")?;
        let range = one.parameter.range;
        let range = range.map_or_else(String::new, |(from, to)| format!("may be {from} to {to}; "));
        paper.item("    ", &format!("{range}{}", one.origin()), "")?;
    }
    Ok(())
}

impl InForce<'_> {
    fn origin(&self) -> String {
        let basis = match &self.parameter.basis {
            Basis::Reading(reason) => format!("‡ ours: {reason}"),
            Basis::Guide(ids) => {
                let passages = ids.iter().filter_map(|id| {
                    let passage = self.guide.passages.get(id)?;
                    Some(format!("{id}, \"{}\"", passage.section))
                });
                passages.collect::<Vec<_>>().join("; ")
            }
        };
        match &self.office {
            Some(place) => {
                let default = self.default;
                let (path, line) = (&place.path, place.line);
                format!("from {path}:{line}; the guide: {default} ({basis})")
            }
            None if self.parameter.is_reading() => basis,
            None => format!("from the guide: {basis}"),
        }
    }

    fn json(&self) -> Value {
        let (guide, reading) = match &self.parameter.basis {
            Basis::Guide(ids) => (Some(ids), None),
            Basis::Reading(reason) => (None, Some(reason)),
        };
        json!({
            "guide": self.guide.id,
            "name": self.parameter.name,
            "meaning": self.parameter.meaning,
            "kind": self.parameter.setting.kind(),
            "value": setting(&self.parameter.setting),
            "unit": unit(&self.parameter.name),
            "range": self.parameter.range.map(|(from, to)| [number(from), number(to)]),
            "default": setting(self.default),
            "set_by": self.office.as_ref().map(|place| json!({ "file": *place.path, "line": place.line })),
            "passages": guide,
            "reading": reading,
        })
    }
}

/// What a parameter counts, which by custom is the last word of its name.
fn unit(name: &str) -> Option<&'static str> {
    const UNITS: [&str; 10] = [
        "percent",
        "points",
        "months",
        "weeks",
        "years",
        "hours",
        "minutes",
        "seconds",
        "sentences",
        "letters",
    ];
    let last = name.rsplit('_').next()?;
    if last == "share" {
        return Some("percent");
    }
    UNITS.into_iter().find(|unit| *unit == last)
}

fn setting(setting: &Setting) -> Value {
    match setting {
        Setting::Number(one) => number(*one),
        Setting::Band(band) => {
            json!({ "from": number(band.from), "to": number(band.to), "open": band.open })
        }
        Setting::Cutoff(cutoff) => {
            json!({ "from": number(cutoff.from), "to": number(cutoff.to), "open": cutoff.open })
        }
        Setting::Set(items) => items.iter().map(|item| Value::from(&**item)).collect(),
    }
}

fn number(number: Number) -> Value {
    match number {
        Number::Int(number) => number.into(),
        Number::Float(number) => number.into(),
    }
}
