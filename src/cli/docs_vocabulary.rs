//! The reference of what rules can read, ask and find, as Markdown.

use std::fmt::Write as _;

use crate::model::{APPLICANT, Field, Kind, LIST, PROGRAM, STANDING, Words};
use crate::script::{Callable, FINDINGS, QUESTIONS, subjects_of};

/// How many words of a field are listed.
const WORDS: usize = 24;

/// The page of the vocabulary.
pub(crate) fn page() -> String {
    let mut text = String::from(
        "# What rules can read, ask and find\n\nHow a rule is written is in the project's \
         `CONTRIBUTING.md`.\n\n## What a rule can find\n\n",
    );
    for effect in &FINDINGS {
        callable(effect, &mut text);
        let subjects = subjects_of(effect.name).join(", ");
        let _ = writeln!(text, "In rules about: {subjects}.\n");
    }
    text += "## What a rule can ask\n\n";
    for question in &QUESTIONS {
        callable(question, &mut text);
    }
    for (table, about) in [
        (&APPLICANT, "the applicant"),
        (&PROGRAM, "a program"),
        (&STANDING, "the standing"),
        (&LIST, "the list"),
    ] {
        let _ = writeln!(text, "## What can be read of {about}\n");
        if ["applicant", "program"].contains(&table.subject) {
            let subject = table.subject;
            let _ = writeln!(
                text,
                "Reading what is not stated makes the rule unknown. `{subject}.known.x` asks whether \
                 `{subject}.x` is\nstated.\n"
            );
        }
        fields(table.subject, table.fields, &mut text);
    }
    format!("{}\n", text.trim_end())
}

fn callable(one: &Callable, text: &mut String) {
    let Callable {
        name,
        parameters,
        gives,
        about,
    } = one;
    let _ = writeln!(text, "### `{name}({parameters})`\n");
    let gives = if *gives == "Effect" {
        String::new()
    } else {
        format!(" Gives: {gives}.")
    };
    let _ = writeln!(text, "{about}{gives}\n");
}

fn fields(subject: &str, all: &[Field], text: &mut String) {
    for field in all {
        let _ = writeln!(
            text,
            "* `{subject}.{}`: {} {}",
            field.path,
            field.about,
            kind(field)
        );
        if let Kind::Entries(inner) = field.kind {
            for field in inner {
                let _ = writeln!(
                    text,
                    "  * `{}`: {} {}",
                    field.path,
                    field.about,
                    kind(field)
                );
            }
        }
    }
    text.push('\n');
}

fn kind(field: &Field) -> String {
    match field.kind {
        Kind::Bool => "Yes or no.".to_owned(),
        Kind::Int { from, to } => format!("A whole number, {from} to {to}."),
        Kind::Float { from, to } => format!("A number, {from} to {to}."),
        Kind::Text(Words::Open) => "A text.".to_owned(),
        Kind::Text(Words::Of(words)) => format!("One of {}.", listed(words)),
        Kind::Texts(Words::Open) => "A list of ids or names.".to_owned(),
        Kind::Texts(Words::Of(words)) => format!("A list of {}.", listed(words)),
        Kind::Entries(_) => "A list of entries:".to_owned(),
    }
}

fn listed(words: &[&str]) -> String {
    let first: Vec<String> = words
        .iter()
        .take(WORDS)
        .map(|word| format!("`{word}`"))
        .collect();
    let more = match words.len().saturating_sub(WORDS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", first.join(", "))
}
