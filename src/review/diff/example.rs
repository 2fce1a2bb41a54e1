use std::collections::BTreeSet;

use crate::dataset::Catalogue;
use crate::evaluate::{Finding, evaluate};
use crate::guide::Guide;
use crate::model::{APPLICANT, Facts, PROGRAM, Program};
use crate::script::Role;

use super::counts::Example;
use super::said::{Saying, differing, saying};
use super::sweep::Sweep;

/// How many fields are named for one example.
const FIELDS: usize = 4;

/// What the rules say of one example, in both versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The program's name and place.
    pub program: String,
    /// `programs/img_presence: +8 → nothing`, for each rule that says something else.
    pub rules: Vec<String>,
    /// What these rules read: `IMG share 34.5`.
    pub read: Vec<String>,
}

/// What one version's rules say of it.
struct Side {
    name: Option<String>,
    saying: Saying,
    /// The rules with the fields that they read, and what these say.
    read: Vec<(String, Vec<(&'static str, String)>)>,
}

impl Sweep<'_> {
    /// Evaluates an example by both versions, with words.
    #[must_use]
    pub fn told(&self, example: &Example) -> Told {
        let sides = [0, 1].map(|version| self.side(version, example));
        let [before, after] = &sides;
        let rules = differing(&before.saying, &after.saying);
        let ids: BTreeSet<&str> = rules
            .iter()
            .filter_map(|rule| rule.split(':').next())
            .collect();
        let of = |side: &Side| -> Vec<(&'static str, String)> {
            let rules = side
                .read
                .iter()
                .filter(|(rule, _)| ids.contains(rule.as_str()));
            rules
                .flat_map(|(_, fields)| fields.iter().cloned())
                .collect()
        };
        let (then, now) = (of(before), of(after));
        let mut read: Vec<String> = Vec::new();
        for (label, value) in now.iter().chain(&then) {
            let known = |fields: &[(&'static str, String)]| {
                let field = fields.iter().find(|(known, _)| known == label);
                field.map(|(_, value)| value.clone())
            };
            let words = match (known(&then), known(&now)) {
                (Some(was), Some(is)) if was != is => format!("{label} {was} → {is}"),
                _ => format!("{label} {value}"),
            };
            if !read.contains(&words) {
                read.push(words);
            }
        }
        read.truncate(FIELDS);
        let id = example.program.as_ref().map(ToString::to_string);
        let name = after.name.clone().or_else(|| before.name.clone()).or(id);
        Told {
            program: name.unwrap_or_default(),
            rules,
            read,
        }
    }

    fn side(&self, version: usize, example: &Example) -> Side {
        let mut side = Side {
            name: None,
            saying: Saying::new(),
            read: Vec::new(),
        };
        let edition = self.editions.get(version);
        let program = edition.zip(example.program.as_ref());
        let program = program.and_then(|(edition, id)| edition.catalogue.get(id));
        let line = self.lines.get(example.guide);
        let guide = line.and_then(|line| line.guides.get(version)?.as_ref());
        let applicant = example.person.versions.get(version);
        let (Some(edition), Some(program), Some(guide), Some(applicant)) =
            (edition, program, guide, applicant)
        else {
            return side;
        };
        side.name = Some(format!(
            "{}, {}, {}",
            program.name, program.city, program.state
        ));
        let stage = self.stage.unwrap_or_else(|| applicant.stage());
        let alone = Catalogue::of(vec![Program::clone(program)]);
        let (host, index) = (&edition.guides.host, example.target_index);
        let evaluation = evaluate(guide, host, applicant, index, stage, &alone);
        let Some(evaluation) = evaluation else {
            return side;
        };
        for judged in &evaluation.programs {
            side.saying = saying(guide, &judged.findings);
            let read = judged.findings.iter().filter_map(|finding| {
                let facts = (&*evaluation.applicant, &*judged.facts);
                Some((rule(guide, finding)?, fields(finding, facts)))
            });
            side.read = read.collect();
        }
        side
    }
}

fn rule(guide: &Guide, finding: &Finding) -> Option<String> {
    Some(guide.rules.get(finding.rule)?.id.clone())
}

/// The fields that the rule read, with what they say; those of the program first.
fn fields(
    finding: &Finding,
    (applicant, program): (&Facts, &Facts),
) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for wanted in [Role::Program, Role::Applicant] {
        let (table, facts) = match wanted {
            Role::Program => (&PROGRAM, program),
            _ => (&APPLICANT, applicant),
        };
        for read in finding.reads.iter().filter(|read| read.role == wanted) {
            if let Some(field) = table.fields.get(read.field) {
                let value = facts.read(read.field).value();
                let value = value.map_or_else(|| "unstated".to_owned(), ToString::to_string);
                all.push((field.label, value));
            }
        }
    }
    all
}
