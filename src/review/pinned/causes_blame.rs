//! Who is to blame for a change: the rule is asked again with each changed number as it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::causes_reason::reason;
use super::snapshots::{UNKNOWN, effects_said};
use super::{About, Cause, Key, Now, Numbers, Outcomes, setting};
use crate::advise::TargetAdvice;
use crate::evaluate::Outline;
use crate::guide::{Guide, Rule};
use crate::model::{Facts, Policy};
use crate::script::{Answer, Role, Subjects};

/// What it takes to tell who is to blame.
pub(super) struct Blame<'a> {
    pub(super) then: &'a Outcomes,
    pub(super) now: &'a Outcomes,
    pub(super) evaluated: &'a [Now<'a>],
    pub(super) numbers: &'a BTreeMap<String, Numbers>,
    /// What rules read of the programs of each list: by guide and target, then by id.
    pub(super) programs: BTreeMap<(String, String), BTreeMap<String, Arc<Facts>>>,
}

impl Blame<'_> {
    /// The cause, and what the rule compared.
    pub(super) fn of(
        &mut self,
        key: &Key,
        then: Option<&str>,
        now: Option<&str>,
    ) -> (Cause, Option<String>) {
        let guide = key.guide.clone();
        if self.is_of_scope(key) {
            return (Cause::Scope(guide), None);
        }
        match &key.about {
            About::Fit => (Cause::Scope(guide), None),
            About::Tiers => (Cause::Tiers(guide), None),
            About::List => (Cause::Follows(guide), None),
            About::Program(id) => (Cause::Program(id.clone()), None),
            About::Finding(id, rule) => {
                let about = About::Program(id.clone());
                let program = Key {
                    about,
                    ..key.clone()
                };
                let there = |outcomes: &Outcomes| outcomes.pinned.contains_key(&program);
                if there(self.then) && there(self.now) {
                    self.rule(key, rule, Some(id), then, now)
                } else {
                    (Cause::Program(id.clone()), None)
                }
            }
            About::You(rule) | About::OfList(rule) => self.rule(key, rule, None, then, now),
        }
    }

    /// Whether the guide or the target was not judged then, or is not now.
    fn is_of_scope(&self, key: &Key) -> bool {
        let judged = |outcomes: &Outcomes| {
            let about = if key.target.is_empty() {
                About::Tiers
            } else {
                About::List
            };
            outcomes.pinned.contains_key(&Key {
                about,
                ..key.clone()
            })
        };
        judged(self.then) != judged(self.now)
    }

    fn rule(
        &mut self,
        key: &Key,
        id: &str,
        program: Option<&str>,
        then: Option<&str>,
        now: Option<&str>,
    ) -> (Cause, Option<String>) {
        let mut all = self.evaluated.iter();
        let Some(judge) = all.find(|one| one.guide.id == key.guide).copied() else {
            return (Cause::Scope(key.guide.clone()), None);
        };
        let (owner, own) = owner(judge.guide, id);
        let numbers = self.numbers.get(&owner);
        let Some(rule) = judge.guide.rule(id) else {
            return (Cause::GoneRule(owner, own), None);
        };
        if numbers.is_some_and(|one| !one.rules.is_empty() && !one.rules.contains(&own)) {
            return (Cause::NewRule(owner, own), None);
        }
        let Some(subjects) = self.subjects(judge, key, rule, program) else {
            return (Cause::Rule(owner, own), None);
        };
        let moved = numbers.map_or_else(Vec::new, |numbers| moved(rule, numbers));
        if let Some(names) = explained(judge, rule, &subjects, &moved, then) {
            let reason = reason(rule, &subjects, &names);
            return (Cause::Numbers(owner, names), reason);
        }
        let places = |said: Option<&str>| said.is_some_and(|said| said.contains("tier "));
        let tiers = |outcomes: &Outcomes| outcomes.tiers(&key.guide).join(", ");
        if (places(then) || places(now)) && tiers(self.then) != tiers(self.now) {
            return (Cause::Tiers(key.guide.clone()), None);
        }
        match rule.function.subject() {
            Role::Standing | Role::List => (Cause::Follows(key.guide.clone()), None),
            _ => {
                let names: Vec<String> = rule.function.parameters.iter().cloned().collect();
                let reason = reason(rule, &subjects, &names);
                (Cause::Rule(owner, own), reason)
            }
        }
    }

    /// What the rule is called with.
    fn subjects(
        &mut self,
        judge: Now<'_>,
        key: &Key,
        rule: &Rule,
        program: Option<&str>,
    ) -> Option<Subjects> {
        let mut targets = judge.advice.targets.iter();
        let target = targets.find(|one| one.target.to_string() == key.target)?;
        let evaluation = &target.evaluation;
        let program = match program {
            None => None,
            Some(id) => {
                let list = (key.guide.clone(), key.target.clone());
                let known = self.programs.entry(list);
                Some(known.or_insert_with(|| facts_of(target)).get(id)?.clone())
            }
        };
        let standing = (rule.function.subject() == Role::Standing).then(|| {
            let alone = evaluation.standing.iter().filter(|finding| {
                let rule = judge.guide.rules.get(finding.rule);
                rule.is_some_and(|rule| rule.function.subject() == Role::Applicant)
            });
            let alone: Vec<_> = alone.cloned().collect();
            Arc::new(Outline::of(judge.guide, &alone).facts())
        });
        let list = (rule.function.subject() == Role::List)
            .then(|| Arc::new(target.list.facts(target.cost.placed)));
        Some(Subjects {
            applicant: evaluation.applicant.clone(),
            program,
            standing,
            list,
            policy: rule.policy.clone(),
        })
    }
}

fn facts_of(target: &TargetAdvice) -> BTreeMap<String, Arc<Facts>> {
    let placements = target.list.placements.iter();
    let named = placements.filter_map(|one| {
        let findings = target.evaluation.program(one.program)?;
        Some((one.id.to_string(), findings.facts.clone()))
    });
    named.collect()
}

/// The guide or pack that a rule comes from, and its id there.
fn owner(guide: &Guide, rule: &str) -> (String, String) {
    let packs = guide.companions.iter();
    let of_pack = packs.filter_map(|pack| {
        let own = rule.strip_prefix(&pack.id)?.strip_prefix('/')?;
        own.contains('/').then(|| (pack.id.clone(), own.to_owned()))
    });
    let mut of_pack = of_pack;
    of_pack
        .next()
        .unwrap_or_else(|| (guide.id.clone(), rule.to_owned()))
}

/// The parameters of a rule that are set to something else than then, with what they were set to.
fn moved(rule: &Rule, numbers: &Numbers) -> Vec<(String, String)> {
    let names = rule.function.parameters.iter();
    let moved = names.filter_map(|name| {
        let then = numbers.parameters.get(name)?;
        let now = rule.policy.get(name)?.setting.to_string();
        (*then != now).then(|| (name.clone(), then.clone()))
    });
    moved.collect()
}

/// The number that brings it about: with that one as it was, and no other, the rule says what it
/// said then. Else the fewest that do so together.
fn explained(
    judge: Now<'_>,
    rule: &Rule,
    subjects: &Subjects,
    moved: &[(String, String)],
    then: Option<&str>,
) -> Option<Vec<String>> {
    let as_then = |back: &[&(String, String)]| {
        let mut policy = Policy::clone(&subjects.policy);
        for (name, written) in back {
            let parameter = policy.get_mut(name)?;
            parameter.setting = setting(written, &parameter.setting)?;
        }
        let subjects = Subjects {
            policy: Arc::new(policy),
            ..subjects.clone()
        };
        let said = said(judge, rule, &subjects)?;
        (said.as_deref() == then).then(|| back.iter().map(|(name, _)| name.clone()).collect())
    };
    let alone = moved.iter().find_map(|one| as_then(&[one]));
    let pairs = || {
        let mut pairs = moved.iter().enumerate().flat_map(|(index, one)| {
            let others = moved.iter().skip(index + 1);
            others.map(move |other| [one, other])
        });
        pairs.find_map(|pair| as_then(&pair))
    };
    let all = || as_then(&moved.iter().collect::<Vec<_>>()).filter(|_| moved.len() > 2);
    alone.or_else(pairs).or_else(all)
}

/// What the rule says, as it is pinned; nothing when it has no file.
#[expect(
    clippy::option_option,
    reason = "a rule that cannot be asked, and one that is quiet"
)]
fn said(judge: Now<'_>, rule: &Rule, subjects: &Subjects) -> Option<Option<String>> {
    let file = judge.guide.file(rule)?;
    Some(match judge.host.call(file, &rule.function, subjects).0 {
        Answer::Found(effects) if effects.is_empty() => None,
        Answer::Found(effects) => Some(effects_said(&effects)),
        Answer::Unknown(_) => Some(UNKNOWN.to_owned()),
        Answer::Faulted(_) => return None,
    })
}
