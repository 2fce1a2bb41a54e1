//! Bands of one topic that overlap or leave a hole, found by asking the rules themselves.
//!
//! A guide says where an applicant stands by several rules, each with numbers of its own, so no
//! single number shows a hole. The profiles of the cases are judged at every number where an answer
//! can change; what is reported did happen to one of them.

use std::collections::BTreeSet;

use crate::dataset::{References, Tree};
use crate::model::{APPLICANT, Effect, Field, Kind, Parameter, Value};
use crate::place::{Problem, Problems, Severity};
use crate::script::{Answer, Host, Role};

use super::cases::{CaseFile, Change};
use super::{Guide, Rule};

/// How many profiles of the cases are tried for one topic.
const PROFILES: usize = 12;

/// Everything that is wrong with the bands of a guide. `tree` is its `guide.yaml`.
#[must_use]
pub fn check_bands(
    guide: &Guide,
    cases: &[CaseFile],
    host: &Host,
    references: &References,
    tree: &Tree,
) -> Problems {
    let mut found = BTreeSet::new();
    let mut problems = Problems::new();
    for topic in &guide.manifest.topics {
        let rules = rules_on(guide, &topic.id);
        if rules.len() < 2 {
            continue;
        }
        for field in fields(&rules) {
            let sweep = Sweep {
                guide,
                host,
                references,
                topic: &topic.id,
                rules: &rules,
                field,
            };
            for (case, base) in sweep.bases(cases) {
                for flaw in sweep.flaws(case, &base) {
                    if found.insert((topic.id.clone(), flaw.from, flaw.to, flaw.rules.len())) {
                        problems.push(sweep.problem(&flaw, tree));
                    }
                }
            }
        }
    }
    problems
}

/// The rules about the applicant alone that put a band on that topic.
fn rules_on<'g>(guide: &'g Guide, topic: &str) -> Vec<&'g Rule> {
    let bands = |rule: &&Rule| {
        let mut effects = rule.function.effects.iter();
        effects.any(|shape| shape.word == "band" && shape.literal.as_deref() == Some(topic))
    };
    guide
        .rules_on(Role::Applicant)
        .map(|(_, rule)| rule)
        .filter(bands)
        .collect()
}

/// The whole numbers of an applicant that at least two of the rules read.
fn fields(rules: &[&Rule]) -> Vec<&'static Field> {
    let readers = |number: usize| {
        let reads = |rule: &&&Rule| rule.function.reads.contains(&(Role::Applicant, number));
        rules.iter().filter(reads).count()
    };
    let all = APPLICANT.fields.iter().enumerate();
    all.filter(|(number, field)| matches!(field.kind, Kind::Int { .. }) && readers(*number) >= 2)
        .map(|(_, field)| field)
        .collect()
}

struct Sweep<'a> {
    guide: &'a Guide,
    host: &'a Host,
    references: &'a References,
    topic: &'a str,
    rules: &'a [&'a Rule],
    field: &'static Field,
}

/// What the rules say of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// These put a band on it.
    Bands(Vec<usize>),
    /// At least one of them cannot know.
    Unknown,
}

/// Numbers with no band, or with several.
struct Flaw {
    from: i64,
    to: i64,
    /// The rules that all put a band on them; none for a hole.
    rules: Vec<usize>,
    /// The rules with the bands below and above a hole.
    around: Option<(usize, usize)>,
}

impl Sweep<'_> {
    /// The profiles to try: those of the cases in which one of the rules fires.
    fn bases<'c>(&self, cases: &'c [CaseFile]) -> Vec<(&'c CaseFile, Change)> {
        let mut all: Vec<(&CaseFile, Change)> = Vec::new();
        let path = format!("applicant.{}", self.field.path);
        for case in cases {
            for rule in self.rules {
                for fires in case.fires(&rule.id) {
                    let mut base = fires.clone();
                    base.shift_remove(&path);
                    let known = all
                        .iter()
                        .any(|(other, change)| std::ptr::eq(*other, case) && *change == base);
                    if !known && all.len() < PROFILES {
                        all.push((case, base));
                    }
                }
            }
        }
        all
    }

    /// Every number at which an answer can change, with its neighbours.
    fn numbers(&self) -> BTreeSet<i64> {
        let Kind::Int { from, to } = self.field.kind else {
            return BTreeSet::new();
        };
        let parameters = self.rules.iter().flat_map(|rule| self.parameters(rule));
        let ends = parameters.flat_map(|parameter| parameter.setting.numbers());
        #[expect(
            clippy::cast_possible_truncation,
            reason = "parameters are far below 2^52"
        )]
        let near = |end: f64| {
            [
                end.floor() as i64 - 1,
                end.floor() as i64,
                end.floor() as i64 + 1,
            ]
        };
        let all = ends.flat_map(|end| near(end.as_f64()));
        all.filter(|number| (from..=to).contains(number)).collect()
    }

    fn parameters(&self, rule: &Rule) -> impl Iterator<Item = &Parameter> {
        let names = rule.function.parameters.clone().into_iter();
        names.filter_map(|name| self.guide.policy.get(&name))
    }

    fn flaws(&self, case: &CaseFile, base: &Change) -> Vec<Flaw> {
        let mut runs: Vec<(i64, i64, Said)> = Vec::new();
        for number in self.numbers() {
            let Some(said) = self.said(case, base, number) else {
                continue;
            };
            match runs.last_mut() {
                Some((_, to, last)) if *last == said => *to = number,
                _ => runs.push((number, number, said)),
            }
        }
        let bands = |run: &(i64, i64, Said)| match &run.2 {
            Said::Bands(rules) if !rules.is_empty() => rules.first().copied(),
            _ => None,
        };
        let mut flaws = Vec::new();
        for (at, (from, to, said)) in runs.iter().enumerate() {
            let Said::Bands(rules) = said else { continue };
            let below = runs.iter().take(at).rev().find_map(bands);
            let above = runs.iter().skip(at + 1).find_map(bands);
            let around = below.zip(above);
            let is_scale = |(below, above): (usize, usize)| {
                let both = [below, above].map(|rule| self.rules.get(rule));
                both.into_iter()
                    .flatten()
                    .all(|rule| self.rests_on_it(rule))
            };
            if rules.len() > 1 || (rules.is_empty() && around.is_some_and(is_scale)) {
                flaws.push(Flaw {
                    from: *from,
                    to: *to,
                    rules: rules.clone(),
                    around,
                });
            }
        }
        flaws
    }

    /// Whether the rule looks at nothing but this number and what belongs to it: only then is one
    /// that it leaves out a hole, and not a case for other rules.
    fn rests_on_it(&self, rule: &Rule) -> bool {
        let path = self.field.path;
        let group = path.rsplit_once('.').map_or(path, |(group, _)| group);
        let belongs = |read: &str| {
            let inside = read
                .strip_prefix(group)
                .is_some_and(|rest| rest.starts_with('.'));
            read == path || inside || read.starts_with("target.")
        };
        let reads = rule.function.reads.iter();
        let mut paths = reads.filter_map(|(_, number)| APPLICANT.fields.get(*number));
        paths.all(|field| belongs(field.path))
    }

    /// What the rules say of that number; nothing where no applicant can have it.
    fn said(&self, case: &CaseFile, base: &Change, number: i64) -> Option<Said> {
        let mut change = base.clone();
        change.insert(format!("applicant.{}", self.field.path), number.into());
        let (subjects, stage) = case.applicant(self.guide, self.references, &change)?;
        if subjects.applicant.get(self.field.path).value() != Some(&Value::Int(number)) {
            return None;
        }
        let mut bands = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            if !rule.counts_in(stage) {
                continue;
            }
            let file = self.guide.file(rule)?;
            match self.host.call(file, &rule.function, &subjects).0 {
                Answer::Found(effects) => {
                    let on = |effect: &Effect| matches!(effect, Effect::Band { topic, .. } if **topic == *self.topic);
                    if effects.iter().any(on) {
                        bands.push(index);
                    }
                }
                Answer::Unknown(_) => return Some(Said::Unknown),
                Answer::Faulted(_) => return None,
            }
        }
        Some(Said::Bands(bands))
    }

    fn problem(&self, flaw: &Flaw, tree: &Tree) -> Problem {
        let Flaw { from, to, .. } = flaw;
        let numbers = if from == to {
            from.to_string()
        } else {
            format!("{from}–{to}")
        };
        let what = format!("{} {numbers} has", self.field.label);
        let topic = self.topic;
        let Some((below, above)) = flaw.around.filter(|_| flaw.rules.is_empty()) else {
            let names = flaw.rules.iter().filter_map(|rule| self.rules.get(*rule));
            let names: Vec<&str> = names.map(|rule| rule.id.as_str()).collect();
            let message = format!("{what} {} bands on the topic `{topic}`", names.len());
            let help = format!(
                "{} apply there; let one end before the other begins",
                names.join(" and ")
            );
            let parameter = flaw.rules.iter().rev().find_map(|rule| {
                let rule = self.rules.get(*rule)?;
                self.nearest(rule, *from)
                    .or_else(|| self.nearest(rule, *to))
            });
            return self.at(parameter, flaw, tree, &message).help(help);
        };
        let of = |rule: usize, number: i64| {
            let rule = self.rules.get(rule)?;
            self.nearest(rule, number)
        };
        let (lower, upper) = (of(below, from - 1), of(above, to + 1));
        let named = |parameter: Option<&Parameter>, rule: usize| match parameter {
            Some(parameter) => format!("`{}` ({})", parameter.name, parameter.setting),
            None => self
                .rules
                .get(rule)
                .map_or_else(String::new, |rule| rule.id.clone()),
        };
        let message = format!("{what} no band on the topic `{topic}`");
        let help = format!(
            "it lies between {} and {}; let them meet, or write a rule that says what lies between",
            named(lower, below),
            named(upper, above)
        );
        let problem = self.at(lower.or(upper), flaw, tree, &message);
        problem.help(help).as_bad_as(Severity::Warning)
    }

    /// The parameter of the rule with an end at that number or next to it.
    fn nearest(&self, rule: &Rule, number: i64) -> Option<&Parameter> {
        let names: Vec<&String> = rule.function.parameters.iter().collect();
        let parameters = names
            .into_iter()
            .filter_map(|name| self.guide.policy.get(name));
        #[expect(clippy::cast_precision_loss, reason = "scores are far below 2^52")]
        let distance = |parameter: &&Parameter| {
            let ends = parameter.setting.numbers().into_iter();
            let near = ends.map(|end| (end.as_f64() - number as f64).abs());
            near.fold(f64::INFINITY, f64::min)
        };
        let near = parameters.filter(|parameter| distance(parameter) <= 1.0);
        near.min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    fn at(
        &self,
        parameter: Option<&Parameter>,
        flaw: &Flaw,
        tree: &Tree,
        message: &str,
    ) -> Problem {
        let rule = flaw
            .rules
            .last()
            .copied()
            .or(flaw.around.map(|(_, above)| above));
        let rule = rule.and_then(|rule| self.rules.get(rule));
        match (parameter, rule) {
            (Some(parameter), _) => tree.key_problem(&["parameters", &parameter.name], message),
            (None, Some(rule)) => match self.guide.file(rule) {
                Some(file) => file.problem_at(&rule.function, message),
                None => Problem::error(message),
            },
            (None, None) => Problem::error(message),
        }
    }
}
