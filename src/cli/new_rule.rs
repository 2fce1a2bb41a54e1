use std::io::Write;
use std::path::Path;

use clap::{Args, ValueEnum};

use crate::dataset::Files;
use crate::guide::{CaseFile, Guide, Guides};
use crate::place::{Place, Problem, Problems};

use super::new::{named, rules_folder};
use super::options::WorldOptions;
use super::world::{Guidance, guidance_without_office};
use super::{Exit, Failure, writing};

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

/// What a rule judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum About {
    /// A program, for the applicant.
    Program,
    /// The applicant alone.
    Applicant,
    /// Where the applicant stands after the rules about the applicant alone.
    Standing,
    /// The list of programs.
    List,
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
        let code = self.code(old.as_deref(), topic, name);
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
        let cases = self.cases(&schema, &rule);
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

    /// The rule file with the rule at its end.
    fn code(&self, old: Option<&str>, topic: &str, name: &str) -> String {
        let (subject, condition, effect) = match self.about {
            About::Program => (
                "applicant, program",
                "applicant.needs_visa && program.visas.j1 == \"no\"",
                "verify(\"visas.j1\", \"say here what to ask the program\")",
            ),
            About::Applicant => (
                "applicant",
                "applicant.step2_ck.failed",
                "flag(\"say here what the concern is\")",
            ),
            About::Standing => (
                "applicant, standing",
                "standing.concerns > 0",
                "flag(\"say here what the concern is\")",
            ),
            About::List => (
                "applicant, list",
                "list.placed == 0",
                "flag(\"say here what the concern is\")",
            ),
        };
        let cites = self.passage.join(", ");
        let rule = format!(
            "/// Say here in one sentence what the rule finds.\n///\n/// Say here why it matters, and \
             what to do about it.\n/// cites: {cites}\nfn {name}({subject}) {{\n    if {condition} \
             {{\n        {effect}\n    }}\n}}\n"
        );
        match old {
            None => format!("//! {topic}: say here what this topic is about.\n\n{rule}"),
            Some(old) => {
                let rule = if old.contains("\r\n") {
                    rule.replace('\n', "\r\n")
                } else {
                    rule
                };
                let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
                format!("{}{end}{end}{rule}", old.trim_end())
            }
        }
    }

    /// A file of cases for the rule.
    fn cases(&self, schema: &str, rule: &str) -> String {
        let (base, outcomes) = match self.about {
            About::Program => (
                PROGRAM,
                "    fires:\n      - { finds: visas.j1 }\n    quiet:\n      - { program.visas.j1.value: yes }\n    unknown:\n      - { program.visas: null }\n",
            ),
            About::Applicant => (
                "",
                "    fires:\n      - { applicant.step2_ck: { taken: true, result: fail, attempts: 1 } }\n    quiet:\n      - { }\n    unknown:\n      - { applicant.step2_ck: null }\n",
            ),
            About::Standing => (
                "standing: { pillars_held: 0, pillars_possible: 0, concerns: 1 }\n\n",
                "    fires:\n      - { }\n    quiet:\n      - { standing.concerns: 0 }\n",
            ),
            About::List => (
                "list: { placed: 0, possible: 0, unplaced: 0, excluded: 0, total: 0, fee: 0 }\n\n",
                "    fires:\n      - { }\n    quiet:\n      - { list.placed: 30 }\n",
            ),
        };
        format!(
            "# yaml-language-server: $schema={schema}\nabout: {rule}\nas_of: 2026-11-01\n\n{APPLICANT}\n{base}rules:\n  {rule}:\n{outcomes}"
        )
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

/// Reads all rules as they would be, and runs the new cases.
fn tried(
    guidance: &Guidance,
    files: &Files,
    id: &str,
    changed: [(&String, &String); 2],
) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    for extension in ["yaml", "rhai"] {
        for path in files.list("", extension)? {
            put(&folder.path().join(&path), files.read(&path)?.text())?;
        }
    }
    for (path, text) in changed {
        put(&folder.path().join(path), text)?;
    }
    let trial = Files::folder(folder.path());
    let titles = guidance.references.titles();
    let problems = Guides::load(&trial, titles).and_then(|guides| {
        let guide = guides.find(id)?;
        CaseFile::run_all(&trial, guide, &guides.host, &guidance.references)
    });
    let cases = changed.map(|(path, _)| trial.shown(path));
    let problems: Problems = match problems {
        Err(problems) => problems,
        Ok(results) => {
            let own = |place: &Place| cases.iter().any(|path| **path == *place.path);
            let own = results.into_iter().filter(|result| own(&result.place));
            own.filter_map(|result| result.problem).collect()
        }
    };
    let named = problems.sorted().into_iter().map(|problem| {
        let place = problem.place.as_ref().map(|place| {
            let inner = Path::new(&*place.path).strip_prefix(folder.path()).ok();
            let inner = inner.and_then(Path::to_str).map(|inner| files.shown(inner));
            let path = inner.map_or_else(|| place.path.clone(), Into::into);
            Place {
                path,
                ..place.clone()
            }
        });
        Problem {
            place,
            ..problem.clone()
        }
    });
    named.collect::<Problems>().or(())?;
    Ok(())
}

fn put(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}

const APPLICANT: &str = "# A base; below, each line changes something of it.
applicant:
  type_of_graduate: img
  citizenship: foreign-national
  visa: J-1
  match_year: 2027
  targets: [{ specialty: internal-medicine, track: categorical }]
  step2_ck: { taken: 2026-03-12, score: 230, attempts: 1 }
";

const PROGRAM: &str = "program:
  invented: true
  id: ca-example-valley-internal-medicine
  name: Example Valley Program
  specialty: internal-medicine
  city: Fresno
  state: CA
  listed: { source: freida-2025, as_of: 2025-03-28 }
  tracks: [{ track: categorical }]
  visas:
    j1: { value: no, source: freida-2025, as_of: 2025-03-28 }

";
