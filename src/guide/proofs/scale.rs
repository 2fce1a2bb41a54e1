//! The bands of one topic along one number of an applicant: the exact ranges without any, or with
//! several. Every end of a range was asked of the rules' own text.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::guide::Rule;
use crate::model::{APPLICANT, Effect, Field, Kind, Value};
use crate::plan::{Held, Space};
use crate::script::{Answer, Role};

use super::exams::SAT;
use super::witness::{Ground, Profile};
use super::written::match_year;

/// The rules of a topic, and a number that they read.
pub(super) struct Scale<'a> {
    pub(super) ground: Ground<'a>,
    pub(super) topic: &'a str,
    pub(super) rules: &'a [&'a Rule],
    pub(super) number: usize,
    pub(super) field: &'static Field,
    /// One number at least of each range within which no answer changes, with its ends.
    numbers: BTreeSet<i64>,
}

/// What the rules say of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// These put a band on it.
    Bands(Vec<usize>),
    /// These do, and at least one other cannot know.
    Unknown(Vec<usize>),
}

/// Numbers with no band, or with several.
#[derive(Debug, Clone)]
pub(super) struct Flaw {
    pub(super) from: i64,
    pub(super) to: i64,
    /// The rules that all put a band on them; none for a hole.
    pub(super) rules: Vec<usize>,
    /// The rules with the bands below and above a hole.
    pub(super) around: Option<(usize, usize)>,
}

/// Numbers of which the rules say the same.
struct Run {
    from: i64,
    to: i64,
    said: Said,
}

impl<'a> Scale<'a> {
    /// The rules of a topic along the field with that number. `space` holds what they ask; of a rule
    /// without typed form, it is what stands next to the ends of its parameters.
    pub(super) fn new(
        ground: Ground<'a>,
        topic: &'a str,
        rules: &'a [&'a Rule],
        space: &Space,
        number: usize,
    ) -> Option<Self> {
        let field = APPLICANT.fields.get(number)?;
        let Kind::Int { from, to } = field.kind else {
            return None;
        };
        let cells = space.values(Role::Applicant, number);
        let cells = cells.filter_map(|held| match held {
            Held::Int(number) => Some(*number),
            _ => None,
        });
        let untyped = rules.iter().filter(|rule| rule.function.plan.is_err());
        let near = untyped.flat_map(|rule| ends(ground, rule));
        let mut numbers: BTreeSet<i64> = cells.chain(near).collect();
        numbers.retain(|number| (from..=to).contains(number));
        Some(Self {
            ground,
            topic,
            rules,
            number,
            field,
            numbers,
        })
    }

    /// The ranges along the number that are wrong for somebody who is otherwise like that.
    pub(super) fn flaws(&self, who: &Profile<'a>) -> Vec<Flaw> {
        let runs = self.runs(who);
        let mut flaws = Vec::new();
        for (at, run) in runs.iter().enumerate() {
            let rules = run.said.bands();
            let bands = |run: &Run| match &run.said {
                Said::Bands(rules) => rules.first().copied(),
                Said::Unknown(_) => None,
            };
            let below = runs.iter().take(at).rev().find_map(bands);
            let above = runs.iter().skip(at + 1).find_map(bands);
            let around = below.zip(above);
            let is_scale = |(below, above): (usize, usize)| {
                let both = [below, above].map(|rule| self.rules.get(rule));
                both.into_iter()
                    .flatten()
                    .all(|rule| self.rests_on_it(rule))
            };
            let is_hole = rules.is_empty() && matches!(run.said, Said::Bands(_));
            if rules.len() > 1 || (is_hole && around.is_some_and(is_scale)) {
                flaws.push(Flaw {
                    from: run.from,
                    to: run.to,
                    rules: rules.to_vec(),
                    around,
                });
            }
        }
        flaws
    }

    /// Whether the rule reads the number and nothing else but what belongs to it: only then is one
    /// that it leaves out a hole, and not a case for other rules.
    pub(super) fn rests_on_it(&self, rule: &Rule) -> bool {
        let path = self.field.path;
        let group = path.rsplit_once('.').map_or(path, |(group, _)| group);
        let belongs = |read: &str| {
            let inside = read
                .strip_prefix(group)
                .is_some_and(|rest| rest.starts_with('.'));
            read == path || inside || read.starts_with("target.")
        };
        let reads = &rule.function.reads;
        let mut paths = reads
            .iter()
            .filter_map(|(_, number)| APPLICANT.fields.get(*number));
        reads.contains(&(Role::Applicant, self.number)) && paths.all(|field| belongs(field.path))
    }

    /// What is said of the numbers, as far as somebody like that can have them.
    fn runs(&self, who: &Profile<'a>) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        // The last number that nobody like that can have, where nothing was said since.
        let mut before: Option<i64> = None;
        for number in self.numbers.iter().copied() {
            let Some(said) = self.said(who, number) else {
                if let Some(run) = runs.last_mut().filter(|_| before.is_none()) {
                    run.to = self.edge(who, &run.said, run.to, number);
                }
                before = Some(number);
                continue;
            };
            let from = match before.take() {
                Some(before) => self.edge(who, &said, number, before),
                None => number,
            };
            match runs.last_mut() {
                Some(run) if run.said == said => run.to = number,
                _ => runs.push(Run {
                    from,
                    to: number,
                    said,
                }),
            }
        }
        runs
    }

    /// The number farthest from `inside` towards `outside` of which the same is said.
    fn edge(&self, who: &Profile<'a>, said: &Said, inside: i64, outside: i64) -> i64 {
        let (mut inside, mut outside) = (inside, outside);
        while inside.abs_diff(outside) > 1 {
            let middle = i64::midpoint(inside, outside);
            if self.said(who, middle).as_ref() == Some(said) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    }

    /// Somebody like that with this number; nothing when there can be nobody so.
    pub(super) fn with(&self, who: &Profile<'a>, number: i64) -> Option<Profile<'a>> {
        let path = self.field.path;
        let stated = if path == "years_since_graduation" {
            vec![("yog".to_owned(), json!(match_year(&who.subjects) - number))]
        } else {
            vec![(path.to_owned(), json!(number))]
        };
        if let Some(found) = self.stating(who, number, &stated) {
            return Some(found);
        }
        // On the day of the case the score may be a failed one, which no rule sees; of a pass on
        // another day, or none that is known, nothing else that the rules read may differ.
        let exam = path.strip_suffix(".score")?;
        let mut days = std::iter::once(json!(true)).chain(SAT.map(Json::from));
        days.find_map(|day| {
            let mut stated = stated.clone();
            stated.push((format!("{exam}.taken"), day));
            stated.push((format!("{exam}.result"), json!("pass")));
            let found = self.stating(who, number, &stated)?;
            self.is_alike(who, &found).then_some(found)
        })
    }

    /// Somebody like that of whom these keys state something else; nothing unless the number is then
    /// read.
    fn stating(
        &self,
        who: &Profile<'a>,
        number: i64,
        stated: &[(String, Json)],
    ) -> Option<Profile<'a>> {
        let mut change = who.change.clone();
        for (key, value) in stated {
            let key = format!("applicant.{key}");
            // After whatever the case states of what the number belongs to.
            change.shift_remove(&key);
            change.insert(key, value.clone());
        }
        let found = self.ground.read(who.file, &who.place, change)?;
        let read = found.subjects.applicant.read(self.number).value();
        (read == Some(&Value::Int(number))).then_some(found)
    }

    /// Whether the rules read the same of both, but for the number.
    fn is_alike(&self, one: &Profile<'a>, other: &Profile<'a>) -> bool {
        let reads = self.rules.iter().flat_map(|rule| &rule.function.reads);
        let mut others = reads.filter(|(_, number)| *number != self.number);
        let of = |who: &Profile<'a>, number: usize| who.subjects.applicant.read(number).clone();
        others.all(|(_, number)| of(one, *number) == of(other, *number))
    }

    /// What the rules say of that number; nothing where nobody like that can have it.
    fn said(&self, who: &Profile<'a>, number: i64) -> Option<Said> {
        self.said_of(&self.with(who, number)?)
    }

    /// Whether every rule answers and none puts a band.
    pub(super) fn is_bare(&self, who: &Profile<'a>) -> bool {
        self.said_of(who) == Some(Said::Bands(Vec::new()))
    }

    /// What the rules say of somebody; nothing where one fails.
    fn said_of(&self, who: &Profile<'a>) -> Option<Said> {
        let (mut bands, mut unknown) = (Vec::new(), false);
        for (index, rule) in self.rules.iter().enumerate() {
            if !rule.counts_in(who.stage) {
                continue;
            }
            let file = self.ground.guide.file(rule)?;
            let host = self.ground.host;
            match host.interpret(file, &rule.function, &who.subjects).0 {
                Answer::Found(effects) if bands_on(self.topic, &effects) => bands.push(index),
                Answer::Found(_) => {}
                Answer::Unknown(_) => unknown = true,
                Answer::Faulted(_) => return None,
            }
        }
        Some(if unknown {
            Said::Unknown(bands)
        } else {
            Said::Bands(bands)
        })
    }
}

impl Said {
    fn bands(&self) -> &[usize] {
        match self {
            Self::Bands(rules) | Self::Unknown(rules) => rules,
        }
    }
}

/// Whether one of the effects is a band on that topic.
pub(super) fn bands_on(topic: &str, effects: &[Effect]) -> bool {
    let on = |effect: &Effect| matches!(effect, Effect::Band { topic: of, .. } if **of == *topic);
    effects.iter().any(on)
}

/// The numbers next to the ends of the rule's parameters.
fn ends(ground: Ground<'_>, rule: &Rule) -> Vec<i64> {
    let names = rule.function.parameters.iter();
    let parameters = names.filter_map(|name| ground.guide.policy.get(name));
    let ends = parameters.flat_map(|parameter| parameter.setting.numbers());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "parameters are far below 2^52"
    )]
    let near = |end: f64| [-1, 0, 1].map(|by| end.floor() as i64 + by);
    ends.flat_map(|end| near(end.as_f64())).collect()
}
