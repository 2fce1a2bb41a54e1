//! What can be changed of a case so that a rule reads something else.
//!
//! Changes come from the cases of the guide, which know what a profile looks like, and from what
//! the rule compares: the numbers next to each threshold, the words that it names, one that it does
//! not, and nothing stated.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::dataset::Catalogue;
use crate::guide::{CaseFile, Change, Guide, Rule};
use crate::model::{Field, Kind, ParameterSetting, Role, Value, Words};
use crate::plan::{Expression, Held};
use crate::script::Subjects;

use super::yaml_line::line;
use super::{entries, exams, facets};

/// How many changes are tried for one rule.
const MOST: usize = 220;
/// How many things a change of another case may change at once.
const KEYS: usize = 3;
/// How many words a field may have for each of them to be tried.
const WORDS: usize = 6;

/// A word that no rule names.
const ELSEWHERE: &str = "elsewhere";

/// What changes are looked for.
pub(super) struct Ground<'a> {
    pub(super) guide: &'a Guide,
    pub(super) rule: &'a Rule,
    /// The case file of the rule.
    pub(super) file: &'a CaseFile,
    /// All case files of the guide.
    pub(super) files: &'a [CaseFile],
    pub(super) catalogue: &'a Catalogue,
    /// What the base of the cases states.
    pub(super) base: &'a Subjects,
}

/// What the rule compares with.
pub(super) struct Hints {
    /// Numbers at which its answer can change, and their neighbours.
    pub(super) numbers: BTreeSet<i64>,
    /// Words that it names.
    pub(super) words: BTreeSet<String>,
}

/// Every change that may matter to the rule.
pub(super) fn knobs(ground: &Ground<'_>) -> Vec<Change> {
    let hints = Hints::of(ground);
    let groups = groups(ground.rule);
    let mut all = harvested(std::slice::from_ref(ground.file).iter(), &groups);
    for (role, number) in &ground.rule.function.reads {
        let facts = ground.base.facts(*role);
        if let Some(field) = facts.and_then(|facts| facts.table().fields.get(*number)) {
            all.extend(ground.generated(*role, field, &hints));
        }
    }
    let others = ground.files.iter();
    let others = others.filter(|file| !std::ptr::eq(*file, ground.file));
    all.extend(harvested(others, &groups));
    let mut seen = BTreeSet::new();
    all.retain(|change| !change.is_empty() && seen.insert(line(change)));
    all.truncate(MOST);
    all
}

impl Hints {
    fn of(ground: &Ground<'_>) -> Self {
        let (mut numbers, mut words) = (BTreeSet::new(), BTreeSet::new());
        if let Ok(plan) = &ground.rule.function.plan {
            for expression in plan.expressions() {
                match expression {
                    Expression::Constant(Held::Int(number)) => drop(numbers.insert(*number)),
                    Expression::Constant(Held::Text(text)) => drop(words.insert(text.to_string())),
                    Expression::Switch(_, arms, _) => {
                        words.extend(arms.iter().filter_map(|arm| arm.value.shown()));
                    }
                    _ => {}
                }
            }
        }
        for name in &ground.rule.function.parameters {
            match ground
                .guide
                .policy
                .get(name)
                .map(|parameter| &parameter.setting)
            {
                Some(ParameterSetting::Set(items)) => {
                    words.extend(items.iter().map(ToString::to_string));
                }
                Some(setting) => {
                    let ends = setting
                        .numbers()
                        .into_iter()
                        .map(|end| end.as_f64().floor());
                    #[expect(clippy::cast_possible_truncation, reason = "parameters are small")]
                    numbers.extend(ends.map(|end| end as i64));
                }
                None => {}
            }
        }
        for (role, field) in &ground.rule.function.reads {
            let facts = ground.base.facts(*role);
            if let Some(Value::Int(number)) = facts.and_then(|facts| facts.read(*field).value()) {
                numbers.insert(*number);
            }
        }
        let near = numbers
            .iter()
            .flat_map(|number| [number - 1, *number, number + 1]);
        Self {
            numbers: near.collect(),
            words,
        }
    }
}

/// The first keys that what the rule reads is made from.
fn groups(rule: &Rule) -> BTreeSet<(&'static str, String)> {
    let mut groups = BTreeSet::new();
    for (role, number) in &rule.function.reads {
        let table = match role {
            Role::Applicant => &crate::model::APPLICANT,
            Role::Program => &crate::model::PROGRAM,
            Role::Standing => &crate::model::STANDING,
            Role::List => &crate::model::LIST,
            Role::Policy => continue,
        };
        let Some(field) = table.fields.get(*number) else {
            continue;
        };
        let group = field.path.split('.').next().unwrap_or(field.path);
        let made_from: &[&str] = match (role, group) {
            (Role::Applicant, "needs_visa" | "j1_possible" | "h1b_possible") => &["visa"],
            (Role::Applicant, "years_since_graduation") => &["yog", "match_year"],
            (Role::Applicant, "target") => &["targets"],
            (Role::Applicant, "failed_exams" | "has_any_failure") => {
                &["step1", "step2_ck", "step3"]
            }
            (Role::Applicant, "country") => &["medical_school"],
            (Role::Program, "areas" | "region" | "division" | "county" | "city" | "state") => {
                &["city", "county", "state"]
            }
            (Role::Program, "imgs_a_year") => &["positions", "img_percent"],
            (Role::Program, "quota" | "track") => &["tracks"],
            _ => &[],
        };
        groups.extend(made_from.iter().map(|key| (role.word(), (*key).to_owned())));
        groups.insert((role.word(), group.to_owned()));
    }
    groups
}

/// The changes of other cases that touch what the rule reads.
fn harvested<'c>(
    files: impl Iterator<Item = &'c CaseFile>,
    groups: &BTreeSet<(&'static str, String)>,
) -> Vec<Change> {
    let touches = |key: &String| {
        let mut parts = key.split('.');
        let (role, group) = (parts.next(), parts.next());
        groups
            .iter()
            .any(|(known, name)| Some(*known) == role && Some(name.as_str()) == group)
    };
    let mut all = Vec::new();
    for file in files {
        for (.., change) in file.all() {
            let pairs = change.iter().filter(|(key, _)| touches(key));
            let own: Change = pairs
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            if own.len() > 1 {
                all.extend(own.iter().map(|(key, value)| one(key, value.clone())));
            }
            if (1..=KEYS).contains(&own.len()) {
                all.push(own);
            }
        }
    }
    all
}

/// One key changed.
pub(super) fn one(key: &str, value: Json) -> Change {
    std::iter::once((key.to_owned(), value)).collect()
}

impl Ground<'_> {
    fn generated(&self, role: Role, field: &'static Field, hints: &Hints) -> Vec<Change> {
        let special = match role {
            Role::Applicant => exams::changes(self, field, hints)
                .or_else(|| facets::of_applicant(self, field, hints)),
            Role::Program => facets::of_program(self, field, hints),
            Role::Standing | Role::List | Role::Policy => None,
        };
        if let Some(special) = special {
            return special;
        }
        if let Kind::Entries(inner) = field.kind {
            return entries::changes(self, role, field, inner, hints);
        }
        let key = format!("{}.{}", role.word(), field.path);
        let states = |value: Json| match role {
            Role::Program => self.stated(value),
            _ => value,
        };
        let values = values(field.kind, hints).into_iter();
        let mut all: Vec<Change> = values.map(|value| one(&key, states(value))).collect();
        if role != Role::Standing {
            all.push(one(&key, Json::Null));
        }
        all
    }

    /// A value of a program, with the source of its base.
    pub(super) fn stated(&self, value: impl Into<Json>) -> Json {
        let listed = self
            .file
            .base("program")
            .and_then(|base| base.get("listed"));
        let part = |key: &str| listed.and_then(|listed| listed.get(key)).cloned();
        let value: Json = value.into();
        json!({ "value": value, "source": part("source"), "as_of": part("as_of") })
    }
}

/// The values of a field that the rule may tell apart.
pub(super) fn values(kind: Kind, hints: &Hints) -> Vec<Json> {
    match kind {
        Kind::Bool => vec![true.into(), false.into()],
        Kind::Int { from, to } => {
            let inside = hints
                .numbers
                .iter()
                .filter(|number| (from..=to).contains(*number));
            inside.map(|number| (*number).into()).collect()
        }
        #[expect(clippy::cast_precision_loss, reason = "thresholds are small")]
        Kind::Float { from, to } => {
            let near = hints.numbers.iter().map(|number| *number as f64);
            let near = near.flat_map(|number| [number, number - 0.1]);
            let inside = near.filter(|number| (from..=to).contains(number));
            inside.map(decimal).collect()
        }
        Kind::Text(words) => words_of(words, hints).into_iter().map(Json::from).collect(),
        Kind::Texts(words) => {
            let named = words_of(words, hints);
            let mut all: Vec<Json> = named.iter().map(|word| json!([word])).collect();
            all.push(json!([]));
            all
        }
        Kind::Entries(_) => Vec::new(),
    }
}

/// Whole where it is whole, so that it reads as people write it.
#[expect(clippy::cast_possible_truncation, reason = "only what is whole is cut")]
fn decimal(number: f64) -> Json {
    let rounded = (number * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 {
        json!(rounded as i64)
    } else {
        json!(rounded)
    }
}

/// The words of a field that the rule names, and others: all when they are few.
fn words_of(words: Words, hints: &Hints) -> Vec<String> {
    match words {
        Words::Open => {
            let other = std::iter::once(ELSEWHERE.to_owned());
            hints.words.iter().cloned().chain(other).collect()
        }
        Words::Of(all) => {
            let named = |word: &&&str| hints.words.contains(**word);
            let other = all.iter().find(|word| !named(word));
            let some = all.iter().filter(|word| named(word) || all.len() <= WORDS);
            let mut some: Vec<String> = some.map(|word| (*word).to_owned()).collect();
            some.extend(other.map(|word| (*word).to_owned()));
            some
        }
    }
}
