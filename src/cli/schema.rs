use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::dataset::{self, Files, References};
use crate::guide::{self, Guides};
use crate::model::{APPLICANT, Field, Kind, LIST, PROGRAM, STANDING, Table, Words};
use crate::place::{Problem, Problems};
use crate::report;
use crate::review;
use crate::script::{Callable, FINDINGS, QUESTIONS};

use super::options::WorldOptions;
use super::world::guidance_without_office;
use super::{Exit, Failure, writing};

/// Print what editors know files by: a JSON Schema, or definitions for rule files.
///
/// Without arguments, lists the schemas there are. `init` writes all of them to `schemas/`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The kind of file, e.g. `applicant`, `program`, `guide`, `policy`.
    #[arg(conflicts_with_all = ["rhai", "to"])]
    kind: Option<String>,
    /// Print definitions of everything that rules can read, ask and find, for Rhai's language
    /// server.
    #[arg(long, conflicts_with = "to")]
    rhai: bool,
    /// Write all of them to this folder; files of these names are replaced.
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    #[command(flatten)]
    world: WorldOptions,
}

/// The name of the file of definitions.
const DEFINITIONS: &str = "preceptor.d.rhai";

impl Schema {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        if self.rhai {
            write!(out, "{}", definitions())?;
            return Ok(Exit::Done);
        }
        let all = of(&guidance_without_office(&self.world)?.published);
        if let Some(folder) = &self.to {
            for (name, text) in &all {
                let path = folder.join(name);
                if path.exists() {
                    writing::replace(&path, text)?;
                } else {
                    writing::create(&path, text)?;
                }
            }
            writeln!(out, "{}: {} files", folder.display(), all.len())?;
            return Ok(Exit::Done);
        }
        let name = |file: &str| file.strip_suffix(".json").map(str::to_owned);
        let Some(kind) = &self.kind else {
            for name in all.iter().filter_map(|(file, _)| name(file)) {
                writeln!(out, "{name}")?;
            }
            return Ok(Exit::Done);
        };
        let found = all
            .iter()
            .find(|(file, _)| name(file).as_ref() == Some(kind));
        let Some((_, text)) = found else {
            let known: Vec<String> = all.iter().filter_map(|(file, _)| name(file)).collect();
            let problem = Problem::error(format!("there is no schema `{kind}`"));
            let near = problem.near(kind, known.iter().map(String::as_str));
            let help = near.help.clone();
            let help = help.unwrap_or_else(|| format!("there are: {}", known.join(", ")));
            return Err(near.help(help).into());
        };
        write!(out, "{text}")?;
        Ok(Exit::Done)
    }
}

/// Every schema for the shipped guides, as files of a working copy.
pub(crate) fn files() -> Result<Vec<(String, String)>, Problems> {
    let references = References::load(&Files::shipped("datasets"))?;
    let guides = Guides::load(&Files::shipped("rules"), references.titles())?;
    let all = of(&guides).into_iter();
    Ok(all
        .map(|(name, text)| (format!("schemas/{name}"), text))
        .collect())
}

fn of(guides: &Guides) -> Vec<(String, String)> {
    let mut all: Vec<(&str, Value)> = dataset::schemas();
    all.extend(guide::schemas());
    all.push(("policy.json", guide::policy_schema(guides)));
    all.push(("report-v1.json", report::v1::schema()));
    all.push(("compare-v1.json", report::compare_v1::schema()));
    all.push(("diff-v1.json", report::diff_v1::schema()));
    all.push(("budget.json", review::diff::budget_schema()));
    all.push(("list-v1.json", super::evaluate_all::line::schema()));
    all.push(("test-v1.json", super::test::json::schema()));
    all.sort_by_key(|(name, _)| *name);
    let all = all.into_iter();
    let mut files: Vec<(String, String)> = all
        .map(|(name, schema)| (name.to_owned(), format!("{schema:#}\n")))
        .collect();
    files.push((DEFINITIONS.to_owned(), definitions()));
    files
}

/// Everything that rules can read, ask and find, in the way of Rhai's definition files.
fn definitions() -> String {
    let mut text = String::from(
        "// What rules can read, ask and find. Made by `preceptor schema --rhai`; do not edit.\n\
         module static;\n\n\
         /// What a rule finds: return it, or several as an array.\ntype Effect = ?;\n\
         /// A range with both ends inside; ask `place(score, band)`.\ntype Band = ?;\n\
         /// A threshold given as a range; ask `place(score, cutoff)`.\ntype Cutoff = ?;\n\
         /// A list of ids or names; ask `x in words`.\ntype Words = ?;\n\
         /// A list of entries; ask `has`, `count` and `total`.\ntype Entries = ?;\n\n\
         /// The guide's numbers, by their names in guide.yaml.\nlet policy: ?;\n",
    );
    for (table, name, about) in [
        (
            &APPLICANT,
            "Applicant",
            "The applicant, with the target that is judged.",
        ),
        (&PROGRAM, "Program", "The program that is judged."),
        (
            &STANDING,
            "Standing",
            "Where the applicant stands after the rules about the applicant.",
        ),
        (&LIST, "List", "The list of programs of the target."),
    ] {
        let _ = write!(
            text,
            "\n/// {about}\ntype {name} = {};\n",
            object(table, name == "Program")
        );
        let _ = writeln!(text, "let {}: {name};", table.subject);
    }
    for callable in QUESTIONS.iter().chain(&FINDINGS) {
        let Callable {
            name,
            parameters,
            gives,
            about,
        } = callable;
        let _ = write!(text, "\n/// {about}\nfn {name}({parameters}) -> {gives};\n");
    }
    text
}

/// A table of fields as a type of nested objects.
fn object(table: &Table, can_be_known: bool) -> String {
    let mut text = String::from("#{\n");
    fields(table.fields, "", 1, &typed, &mut text);
    if can_be_known || table.subject == "applicant" {
        text += "    /// Whether a field is stated; asking never makes a rule unknown.\n    known: #{\n";
        let known = |_: &Field| "bool".to_owned();
        fields(table.fields, "", 2, &known, &mut text);
        text += "    },\n";
    }
    text + "}"
}

/// The fields below a path, each group of them as an object of its own, in the table's order.
fn fields(
    all: &[Field],
    above: &str,
    deep: usize,
    kind: &dyn Fn(&Field) -> String,
    text: &mut String,
) {
    let indent = "    ".repeat(deep);
    let mut groups: Vec<&str> = Vec::new();
    for field in all {
        let Some(rest) = field.path.strip_prefix(above) else {
            continue;
        };
        let Some((group, _)) = rest.split_once('.') else {
            let _ = write!(
                text,
                "{indent}/// {}\n{indent}{rest}: {},\n",
                field.about,
                kind(field)
            );
            continue;
        };
        if groups.contains(&group) {
            continue;
        }
        groups.push(group);
        let _ = writeln!(text, "{indent}{group}: #{{");
        fields(all, &format!("{above}{group}."), deep + 1, kind, text);
        let _ = writeln!(text, "{indent}}},");
    }
}

fn typed(field: &Field) -> String {
    match field.kind {
        Kind::Bool => "bool".to_owned(),
        Kind::Int { .. } => "int".to_owned(),
        Kind::Float { .. } => "float".to_owned(),
        Kind::Text(Words::Of(words)) => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            words.join(" | ")
        }
        Kind::Text(Words::Open) => "String".to_owned(),
        Kind::Texts(_) => "Words".to_owned(),
        Kind::Entries(_) => "Entries".to_owned(),
    }
}
