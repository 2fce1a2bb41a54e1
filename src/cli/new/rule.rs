use std::io::Write;
use std::path::Path;

use clap::Args;

use crate::dataset::Files;
use crate::guide::Guide;
use crate::place::{Problem, Problems};

use super::rule_text::About;
use super::trial::tried;
use super::{named, rules_folder};
use crate::cli::options::WorldOptions;
use crate::cli::world::guidance_without_office;
use crate::cli::{Exit, Failure, writing};

/// Begin a rule: its documentation, an example to change, and cases that hold.
#[derive(Debug, Args)]
pub(crate) struct NewRule {
    /// The rule: the guide's id, the topic, which names its file, and the rule's own name.
    #[arg(value_name = "GUIDE/TOPIC/NAME")]
    rule: String,
    /// The passage it acts on; given several times, all of them.
    #[arg(long, value_name = "ID")]
    passage: Vec<String>,
    /// What it judges.
    #[arg(long, value_enum, default_value = "program")]
    about: About,
}

impl NewRule {
    pub(crate) fn run(self, world: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        let folder = rules_folder(world)?;
        let (id, topic, name) = self.parts()?;
        let guidance = guidance_without_office(world)?;
        let guide = guidance.published.find(id)?;
        let rule = format!("{topic}/{name}");
        if guide.rule(&rule).is_some() {
            let message = format!("there is a rule `{id}/{rule}` already");
            let help = format!("choose another name; `preceptor rules show {id}/{rule}` shows it");
            return Err(Problem::error(message).help(help).into());
        }
        self.check_passages(guide)?;
        let files = Files::folder(&folder);
        let code_path = format!("{id}/{topic}.rhai");
        let old = files
            .contains(&code_path)
            .then(|| files.read(&code_path))
            .transpose()?;
        let old = old.map(|source| source.text().to_owned());
        let code = self
            .about
            .code(old.as_deref(), (topic, name), &self.passage);
        let mut cases_path = format!("{id}/cases/{topic}.yaml");
        if files.contains(&cases_path) {
            cases_path = format!("{id}/cases/{topic}-{name}.yaml");
        }
        let file = folder.join(&cases_path);
        if file.exists() {
            let help = "move it away, or choose another name for the rule";
            return Err(writing::refused(
                &file,
                "there is such a file of cases already",
                help,
            ));
        }
        let schema = writing::schema_beside(&file, "cases.json");
        let schema = schema.unwrap_or_else(|| "../../../schemas/cases.json".to_owned());
        let cases = self.about.cases(&schema, &rule);
        tried(
            &guidance,
            &files,
            id,
            [(&code_path, &code), (&cases_path, &cases)],
        )?;
        let code_file = folder.join(&code_path);
        write_both(&file, &cases, &code_file, &code)?;
        writeln!(
            out,
            "{}: the rule `{name}`, to be changed\n{}: its cases\n",
            code_file.display(),
            file.display()
        )?;
        writeln!(
            out,
            "Next: say in the rule what it finds and why, and in its cases when; then"
        )?;
        writeln!(out, "  preceptor check\n  preceptor test --guide {id}")?;
        Ok(Exit::Done)
    }

    fn parts(&self) -> Result<(&str, &str, &str), Problem> {
        let parts: Vec<&str> = self.rule.split('/').collect();
        let [guide, topic, name] = parts.as_slice() else {
            let message = format!("`{}` is not a rule's full name", self.rule);
            return Err(Problem::error(message)
                .help("write guide, topic and name, e.g. `county-safety-net/visa/no_j1`"));
        };
        named("topic", topic, '_')?;
        named("rule", name, '_')?;
        Ok((guide, topic, name))
    }

    /// A rule rests on passages of its guide.
    fn check_passages(&self, guide: &Guide) -> Result<(), Problems> {
        let known = || guide.passages.keys().map(String::as_str);
        if self.passage.is_empty() {
            let first = known().next().unwrap_or("ID");
            let help = format!(
                "say which, e.g. `--passage {first}`; `preceptor guides coverage {}` lists them, and \
                 a new one is an entry of passages.yaml",
                guide.id
            );
            let message = "a rule rests on a passage of its guide, and none is named";
            return Err(Problem::error(message).help(help).into());
        }
        let mut problems = Problems::new();
        for id in self
            .passage
            .iter()
            .filter(|id| !guide.passages.contains_key(*id))
        {
            let message = format!("{} has no passage `{id}`", guide.id);
            let problem = Problem::error(message).near(id, known());
            let all = format!("`preceptor guides coverage {}` lists them", guide.id);
            let help = problem.help.clone().unwrap_or(all);
            problems.push(problem.help(help));
        }
        problems.or(())
    }
}

/// Writes the cases and the rule, or neither.
fn write_both(cases: &Path, cases_text: &str, code: &Path, text: &str) -> Result<(), Failure> {
    writing::create(cases, cases_text)?;
    let written = if code.exists() {
        writing::replace(code, text)
    } else {
        writing::create(code, text)
    };
    if written.is_err() {
        // The cases alone would name a rule that is not there.
        let _ = std::fs::remove_file(cases);
    }
    written
}
