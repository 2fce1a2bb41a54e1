use std::io::Write;

use clap::{Args, Subcommand};

use super::options::WorldOptions;
use super::output::width;
use super::program_list;
use super::program_page::ProgramPage;
use super::world::{Catalogued, catalogued};
use super::{Exit, Failure};
use crate::dataset::References;
use crate::model::{Program, Reading, Specialty, Track, Value};
use crate::place::Problem;

/// List the programs of the catalogue, or show one of them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Programs {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    world: WorldOptions,
}

#[derive(Debug, Subcommand)]
enum Task {
    Import(Box<super::import::Import>),
    Merge(super::import::MergePrograms),
    /// Show everything that is known of one program, with sources and dates.
    Show {
        /// The program's id, or a part of its name that no other program has.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// Which programs to list.
#[derive(Debug, Args)]
struct Filter {
    /// Only programs of this specialty, e.g. `internal-medicine`.
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Specialty::WORDS),
          hide_possible_values = true)]
    specialty: Option<String>,
    /// Only programs that offer this track.
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Track::WORDS))]
    track: Option<String>,
    /// Only programs in this state, e.g. `CA`.
    #[arg(long, value_parser = state)]
    state: Option<String>,
    /// Only programs in this region, e.g. `san-joaquin-valley`.
    #[arg(long)]
    region: Option<String>,
    /// Only programs at this kind of hospital.
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(crate::model::Setting::WORDS))]
    setting: Option<String>,
    /// Only programs that say that they sponsor this visa, under conditions or not.
    #[arg(long, value_parser = ["j1", "h1b"])]
    visa: Option<String>,
    /// Only programs with at least this share of international medical graduates, in percent.
    #[arg(long, value_name = "PERCENT")]
    img_percent: Option<f64>,
    /// Only programs with a track whose last known Match left positions open.
    #[arg(long)]
    unfilled: bool,
}

/// A state's postal code in either case.
fn state(text: &str) -> Result<String, String> {
    let code = text.to_uppercase();
    let known = crate::model::STATE_CODES.contains(&code.as_str());
    if known {
        Ok(code)
    } else {
        Err("write the state's postal code, e.g. `CA`".to_owned())
    }
}

impl Programs {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        match self.task {
            Some(Task::Import(import)) => return import.run(&self.world, out),
            Some(Task::Merge(merge)) => return merge.run(&self.world, out),
            _ => {}
        }
        let Catalogued {
            references,
            catalogue,
        } = catalogued(&self.world)?;
        if let Some(Task::Show { id }) = &self.task {
            let program = catalogue.find(id)?;
            let today = self.world.day();
            let page = ProgramPage {
                program,
                catalogue: &catalogue,
                references: &references,
                today,
            };
            page.write(out)?;
            return Ok(Exit::Done);
        }
        self.filter.check(&references)?;
        let all = catalogue.programs();
        let chosen: Vec<&Program> = all
            .iter()
            .filter(|program| self.filter.keeps(program))
            .collect();
        let width = u16::try_from(width()).unwrap_or(u16::MAX);
        program_list::write(&chosen, all.len(), width, out)?;
        Ok(Exit::Done)
    }
}

impl Filter {
    fn check(&self, references: &References) -> Result<(), Problem> {
        match &self.region {
            Some(id) if references.region(id).is_none() => {
                let known = references.regions.iter().map(|region| region.id.as_ref());
                Err(Problem::error(format!("unknown region `{id}`")).near(id, known))
            }
            _ => Ok(()),
        }
    }

    fn keeps(&self, program: &Program) -> bool {
        let is = |wanted: &Option<String>, path: &str| {
            wanted
                .as_deref()
                .is_none_or(|wanted| word(program, path) == Some(wanted))
        };
        let track = self.track.as_deref().is_none_or(|wanted| {
            program
                .tracks
                .iter()
                .any(|offered| offered.track.as_str() == wanted)
        });
        let visa = self.visa.as_deref().is_none_or(|visa| {
            matches!(
                word(program, &format!("visas.{visa}")),
                Some("yes" | "conditional")
            )
        });
        is(&self.specialty, "specialty")
            && track
            && is(&self.state, "state")
            && is(&self.setting, "setting")
            && visa
            && self
                .region
                .as_deref()
                .is_none_or(|region| lies_in(program, region))
            && self
                .img_percent
                .is_none_or(|least| img_percent(program) >= Some(least))
            && (!self.unfilled || program.tracks.iter().any(|track| is_open(&track.unfilled)))
    }
}

fn word<'p>(program: &'p Program, path: &str) -> Option<&'p str> {
    match program.known.get(path).value() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

fn lies_in(program: &Program, region: &str) -> bool {
    match program.known.get("areas").value() {
        Some(Value::Texts(areas)) => areas.iter().any(|area| area.as_ref() == region),
        _ => false,
    }
}

fn img_percent(program: &Program) -> Option<f64> {
    match program.known.get("img_percent").value() {
        Some(Value::Float(percent)) => Some(*percent),
        _ => None,
    }
}

fn is_open(unfilled: &Reading) -> bool {
    matches!(unfilled.value(), Some(Value::Int(open)) if *open > 0)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        programs: Programs,
    }

    fn run(arguments: &[&str]) -> String {
        let all = std::iter::once(&"programs").chain(arguments);
        let programs = Cli::parse_from(all.chain(&["--as-of", "2026-11-01"])).programs;
        let mut out = Vec::new();
        match programs.run(&mut out) {
            Ok(_) => String::from_utf8(out).unwrap(),
            Err(Failure::Files(problems)) => problems.to_string().trim().to_owned(),
            Err(failure) => panic!("{failure:?}"),
        }
    }

    #[test]
    fn a_list_is_filtered_and_fits() {
        let list = run(&[
            "--region",
            "san-joaquin-valley",
            "--specialty",
            "internal-medicine",
        ]);
        assert!(
            list.contains("St Joseph's Medical Center Program "),
            "{list}"
        );
        assert!(list.contains("acgme-1400531031"), "{list}");
        assert!(!list.contains("New York"), "{list}");
        assert!(
            list.lines().all(|line| line.chars().count() <= 88),
            "{list}"
        );
        let none = run(&["--state", "ak", "--img-percent", "100", "--unfilled"]);
        assert!(none.starts_with("0 of "), "{none}");
    }

    #[test]
    fn an_unknown_region_is_said() {
        let said = run(&["--region", "inland-empir"]);
        assert_eq!(
            said,
            "unknown region `inland-empir` (did you mean `inland-empire`?)"
        );
    }

    #[test]
    fn one_program_is_shown_with_its_sources() {
        let page = run(&["show", "acgme-1400531031"]);
        for part in [
            "Kern Medical Center",
            "Kern County",
            "IMG share: 92.2",
            "AMA FREIDA",
            "unstated (never a no):",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }
}
