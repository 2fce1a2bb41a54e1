use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::dataset::Files;
use crate::guide::{Guide, Override, set_number, typed_number};
use crate::model::{Number, Parameter};
use crate::place::{Problem, Problems, SourceText};

use super::options::WorldOptions;
use super::world::{Guidance, guidance_without_office};
use super::{Exit, Failure, writing};

/// Set numbers of a guide in your office's own file; everything else in the file stays as it is.
///
/// The guide itself is not touched. Pass the file to any command with --policy. The file is made
/// when it is not there yet; comments, order and empty lines stay.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The guide's id, as `preceptor guides` lists it.
    guide: String,
    /// What to set, e.g. `img_friendly_percent=35`; several are set all or not at all.
    #[arg(required = true, value_name = "NAME=VALUE")]
    numbers: Vec<String>,
    /// The office's file.
    #[arg(long = "in", value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    world: WorldOptions,
}

impl Set {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let guidance = guidance_without_office(&self.world)?;
        let guide = guidance.published.find(&self.guide)?;
        let numbers = self.checked(guide)?;
        let is_new = !self.file.exists() && !self.file.is_symlink();
        let old = if is_new {
            SourceText::new(&self.file.display().to_string(), &head(&self.file))
        } else {
            Files::file(&self.file)?
        };
        let mut new = old.clone();
        for (parameter, number) in &numbers {
            new = set_number(&new, &guide.id, &parameter.name, *number)?;
        }
        let before = self.settings_in(&guidance, &old, &numbers)?;
        // Once more as every command will read it.
        guidance.published.with_override(&Override::read(&new)?)?;
        if new.text() == old.text() {
            writeln!(out, "{}: nothing to change", self.file.display())?;
            return Ok(Exit::Done);
        }
        if is_new {
            writing::create(&self.file, new.text())?;
        } else {
            self.unchanged_since(&old)?;
            writing::replace(&self.file, new.text())?;
        }
        for (parameter, number) in &numbers {
            let was = before.iter().find(|(name, _)| *name == parameter.name);
            let was = was.map_or_else(|| parameter.setting.to_string(), |(_, was)| was.clone());
            let name = &parameter.name;
            let whose = format!("the guide: {}", parameter.setting);
            writeln!(out, "{} {name}: {was} → {number} ({whose})", guide.id)?;
        }
        writeln!(
            out,
            "written to {}; use it with --policy",
            self.file.display()
        )?;
        Ok(Exit::Done)
    }

    /// The parameters with the numbers they are set to; everything that is wrong at once.
    fn checked<'g>(&self, guide: &'g Guide) -> Result<Vec<(&'g Parameter, Number)>, Problems> {
        let mut problems = Problems::new();
        let mut numbers: Vec<(&Parameter, Number)> = Vec::new();
        for text in &self.numbers {
            let Some((name, value)) = text.split_once('=') else {
                let message = format!("`{text}` sets nothing");
                problems.push(
                    Problem::error(message)
                        .help("write `NAME=VALUE`, e.g. `img_friendly_percent=35`"),
                );
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            match (typed_number(guide, name, value), guide.policy.get(name)) {
                (Ok(_), Some(parameter)) if numbers.iter().any(|(one, _)| one.name == name) => {
                    let message = format!("`{}` is set twice", parameter.name);
                    problems.push(Problem::error(message).help("keep one of them"));
                }
                (Ok(number), Some(parameter)) => numbers.push((parameter, number)),
                (Err(problem), _) => problems.push(problem),
                (Ok(_), None) => {}
            }
        }
        problems.or(numbers)
    }

    /// What the file said of the parameters that are set. What is wrong with them may be, since it
    /// is about to change; what is wrong elsewhere is said.
    fn settings_in(
        &self,
        guidance: &Guidance,
        old: &SourceText,
        numbers: &[(&Parameter, Number)],
    ) -> Result<Vec<(String, String)>, Failure> {
        let bare = |line: &str| line.trim().is_empty() || line.trim().starts_with('#');
        if old.text().trim_start_matches('\u{feff}').lines().all(bare) {
            return Ok(Vec::new());
        }
        let office = Override::read(old)?;
        let is_set = |problem: &Problem| {
            let line = problem.place.as_ref().map(|place| place.line);
            numbers.iter().any(|(parameter, _)| {
                let place = office.place(&self.guide, &parameter.name);
                place.map(|place| place.line) == line
            })
        };
        if let Err(problems) = guidance.published.with_override(&office) {
            let others = problems.sorted().into_iter().filter(|one| !is_set(one));
            others.cloned().collect::<Problems>().or(())?;
            return Ok(Vec::new());
        }
        let inside = guidance.published.with_override(&office)?;
        let guide = inside.find(&self.guide)?;
        let settings = numbers.iter().filter_map(|(parameter, _)| {
            let now = guide.policy.get(&parameter.name)?;
            Some((parameter.name.clone(), now.setting.to_string()))
        });
        Ok(settings.collect())
    }

    /// Nobody saved the file in the meantime.
    fn unchanged_since(&self, old: &SourceText) -> Result<(), Failure> {
        if Files::file(&self.file)?.text() == old.text() {
            return Ok(());
        }
        let message = "the file was saved by somebody else in the meantime";
        Err(writing::refused(
            &self.file,
            message,
            "nothing was written; run the command again",
        ))
    }
}

/// The first lines of a new office policy.
fn head(file: &Path) -> String {
    let schema = writing::schema_beside(file, "policy.json");
    let schema = schema.unwrap_or_else(|| "schemas/policy.json".to_owned());
    format!(
        "# yaml-language-server: $schema={schema}\n# Our office's own numbers, laid over those of the \
         guides by --policy. `preceptor policy show` lists\n# what can be set.\n"
    )
}
