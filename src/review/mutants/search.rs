//! The smallest case that would notice a change.
//!
//! The cases of the rule are the ground. One thing after another is changed of them, as a case
//! does it: the loader derives what follows, so what is found can be an applicant and a program.
//! Two changes at once are tried on what rules read, which is fast, and then loaded as well.

use std::sync::OnceLock;

use crate::guide::{Change, Expected, fits};

use super::evidence::{Evidence, Trial};
use super::ground::{Ground, Start, Tried};
use super::mutant::{Variation, asked};
use super::supposed::{reading, with};
use super::telling::{Said, Telling};
use super::yaml_line::line;
use super::{Fate, Mutant};

/// From how many of the cases to start from two changes are made at once.
const PAIRED: usize = 3;
/// How many pairs of changes are tried on one rule.
const PAIRS: usize = 6_000;
/// How many rules are searched for a change that several rules share.
const RULES: usize = 6;

/// A case that is not written yet.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// The guide's id.
    pub guide: String,
    /// The path of the case file, as the user would write it.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// What the rule does.
    pub expected: Expected,
    /// What is changed of the base, as it stands in a case file.
    pub line: String,
    /// The numbers of the guide and the rule.
    pub(super) of: (usize, usize),
    pub(super) trial: Trial,
}

/// What is searched, by guide and rule, gathered when it is first needed.
pub(super) struct Grounds<'a> {
    evidence: &'a Evidence<'a>,
    of: Vec<Vec<OnceLock<Option<Ground<'a>>>>>,
}

/// What a search came to.
enum Came {
    Found(Box<NewCase>),
    /// There is a difference that no case can say.
    Silent,
    /// No difference on so many.
    Same(usize),
}

impl<'a> Grounds<'a> {
    pub(super) fn new(evidence: &'a Evidence<'a>) -> Self {
        let of = evidence.guides.guides.iter().map(|guide| {
            let rules = guide.rules.iter();
            rules.map(|_| OnceLock::new()).collect()
        });
        Self {
            evidence,
            of: of.collect(),
        }
    }

    /// What comes of a change that nobody noticed.
    pub(super) fn survivor(&self, mutant: &Mutant) -> Fate {
        let mut same = 0;
        let mut silent = false;
        for affected in mutant.affected.iter().take(RULES) {
            let ground = self.of.get(affected.guide);
            let ground = ground.and_then(|rules| rules.get(affected.rule));
            let ground =
                ground.map(|ground| ground.get_or_init(|| Ground::of(self.evidence, affected)));
            match ground.and_then(Option::as_ref) {
                None => silent = true,
                Some(ground) => match ground.search(&affected.variation) {
                    Came::Found(case) => return Fate::Survives(Some(case)),
                    Came::Silent => silent = true,
                    Came::Same(tried) => same += tried,
                },
            }
        }
        if silent {
            Fate::Survives(None)
        } else {
            Fate::Equivalent(same)
        }
    }
}

impl Ground<'_> {
    fn search(&self, variation: &Variation) -> Came {
        let mut tried = 0;
        let mut silent = false;
        let mut found: Option<&Tried> = None;
        for one in self.singles() {
            tried += 1;
            match self.telling(one, variation) {
                Telling::Case(_) => {
                    if found.is_none_or(|known| one.change.len() < known.change.len()) {
                        found = Some(one);
                    }
                }
                Telling::Silent => silent = true,
                Telling::Same => {}
            }
        }
        if let Some(case) = found.and_then(|one| self.case(&one.change, variation)) {
            return Came::Found(Box::new(case));
        }
        for start in self.starts.iter().take(PAIRED) {
            if let Some(case) = self.pairs(start, variation, &mut tried, &mut silent) {
                return Came::Found(Box::new(case));
            }
        }
        if silent {
            Came::Silent
        } else {
            Came::Same(tried)
        }
    }

    fn pairs(
        &self,
        start: &Start,
        variation: &Variation,
        tried: &mut usize,
        silent: &mut bool,
    ) -> Option<NewCase> {
        for (at, one) in start.moved.iter().enumerate() {
            for other in start.moved.iter().skip(at + 1) {
                let apart = one.facts.iter().all(|(role, field, _)| {
                    other.facts.iter().all(|(r, f, _)| (r, f) != (role, field))
                });
                if !apart {
                    continue;
                }
                *tried += 1;
                if *tried > PAIRS {
                    return None;
                }
                let subjects = reading(&one.there.subjects, &other.facts);
                let host = &self.evidence.guides.host;
                let said = asked(host, self.guide, self.rule, &subjects);
                if variation.asked(host, self.guide, self.rule, &subjects) == said {
                    continue;
                }
                let change = self.knobs.get(other.knob)?;
                let change = with(&one.there.change, change);
                let loaded = self.tried(change);
                match loaded
                    .as_ref()
                    .map(|loaded| self.telling(loaded, variation))
                {
                    Some(Telling::Case(_)) => {
                        return loaded.and_then(|loaded| self.case(&loaded.change, variation));
                    }
                    Some(Telling::Silent) => *silent = true,
                    Some(Telling::Same) | None => {}
                }
            }
        }
        None
    }

    /// The case, without what is not needed in it, and confirmed by the rule's own text.
    fn case(&self, change: &Change, variation: &Variation) -> Option<NewCase> {
        let mut change = change.clone();
        let keys: Vec<String> = change.keys().cloned().collect();
        for key in keys.iter().rev() {
            let mut less = change.clone();
            less.shift_remove(key);
            let tells = self
                .tried(less.clone())
                .is_some_and(|one| matches!(self.telling(&one, variation), Telling::Case(_)));
            if tells {
                change = less;
            }
        }
        let one = self.tried(change.clone())?;
        let Telling::Case(Said { expected, finds }) = self.telling(&one, variation) else {
            return None;
        };
        if let Some(finds) = finds {
            change.insert("finds".to_owned(), finds.into());
        }
        let file = self.guide.file(self.rule)?;
        let host = &self.evidence.guides.host;
        let (answer, _) = host.interpret(file, &self.rule.function, &one.subjects);
        let confirmed = match answer {
            crate::script::Answer::Found(effects) => fits(expected, &change, Some(&effects)),
            crate::script::Answer::Unknown(_) => fits(expected, &change, None),
            crate::script::Answer::Faulted(_) => false,
        };
        confirmed.then(|| NewCase {
            guide: self.guide.id.clone(),
            path: self.file.tree().text().path().to_owned(),
            rule: self.rule.id.clone(),
            expected,
            line: line(&change),
            of: self.of,
            trial: Trial {
                subjects: one.subjects,
                expected,
                change,
            },
        })
    }

    /// Whether a case can say how the changed rule differs there.
    fn telling(&self, one: &Tried, variation: &Variation) -> Telling {
        let host = &self.evidence.guides.host;
        let changed = variation.asked(host, self.guide, self.rule, &one.subjects);
        Telling::of(&one.said, &changed)
    }
}
