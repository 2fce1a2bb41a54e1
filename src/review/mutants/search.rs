//! The smallest case that would notice a change.
//!
//! The cases of the rule are the ground. One thing after another is changed of them, as a case
//! does it: the loader derives what follows, so what is found can be an applicant and a program.
//! Two changes at once are tried on what rules read, which is fast, and then loaded as well.

use std::sync::OnceLock;

use crate::guide::{CaseFile, Change, Expected, Guide, Rule, fits};
use crate::model::{Reading, Role};
use crate::plan::Answer;
use crate::script::Subjects;

use super::evidence::{Evidence, Trial};
use super::knobs::{Ground as Around, knobs};
use super::mutant::{Affected, Variation, asked};
use super::supposed::{reading, with};
use super::telling::{Said, Telling};
use super::yaml_line::line;
use super::{Fate, Mutant};

/// How many of a rule's own cases are started from, by what they expect.
const STARTS: [(Expected, usize); 3] = [
    (Expected::Fires, 3),
    (Expected::Quiet, 2),
    (Expected::Unknown, 1),
];
/// From how many of them two changes are made at once.
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

/// What is searched for one rule.
struct Ground<'a> {
    evidence: &'a Evidence<'a>,
    /// The numbers of the guide and the rule.
    of: (usize, usize),
    guide: &'a Guide,
    rule: &'a Rule,
    file: &'a CaseFile,
    knobs: Vec<Change>,
    starts: Vec<Start>,
}

/// A case to start from, and what each change makes of it.
struct Start {
    here: Tried,
    /// The changes that make a difference to what the rule reads.
    moved: Vec<Moved>,
}

struct Moved {
    knob: usize,
    there: Tried,
    /// What the rule then reads instead.
    facts: Vec<(Role, usize, Reading)>,
}

/// A case that was loaded, and what the rule says.
struct Tried {
    change: Change,
    subjects: Subjects,
    said: Answer,
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
            let ground = ground.map(|ground| ground.get_or_init(|| self.gathered(affected)));
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

    fn gathered(&self, affected: &Affected) -> Option<Ground<'a>> {
        let evidence = self.evidence;
        let (guide, rule) = evidence.rule(affected)?;
        let files = evidence.cases.get(affected.guide)?;
        let file = files
            .iter()
            .find(|file| file.all().any(|(id, ..)| id == rule.id))?;
        let mut ground = Ground {
            evidence,
            of: (affected.guide, affected.rule),
            guide,
            rule,
            file,
            knobs: Vec::new(),
            starts: Vec::new(),
        };
        let base = ground.tried(Change::new())?;
        ground.knobs = knobs(&Around {
            guide,
            rule,
            file,
            files,
            catalogue: evidence.catalogue,
            base: &base.subjects,
        });
        let mut starts = vec![base];
        for (expected, most) in STARTS {
            let own = file.all().filter(|(id, what, change)| {
                *id == rule.id && *what == expected && !change.is_empty()
            });
            for (.., change) in own.take(most) {
                let mut change = change.clone();
                change.shift_remove("finds");
                starts.extend(ground.tried(change));
            }
        }
        ground.starts = starts.into_iter().map(|here| ground.start(here)).collect();
        Some(ground)
    }
}

impl Ground<'_> {
    /// The case with that change; nothing when there can be no such case, or when the rule does
    /// not count in its stage.
    fn tried(&self, change: Change) -> Option<Tried> {
        let (subjects, stage) = self
            .file
            .subjects(self.guide, self.evidence.references, &change)
            .ok()?;
        if !self.rule.counts_in(stage) {
            return None;
        }
        let said = asked(&self.evidence.guides.host, self.guide, self.rule, &subjects);
        Some(Tried {
            change,
            subjects,
            said,
        })
    }

    fn start(&self, here: Tried) -> Start {
        let moved = self.knobs.iter().enumerate().filter_map(|(knob, change)| {
            let there = self.tried(with(&here.change, change))?;
            let facts = self.differences(&here.subjects, &there.subjects);
            (!facts.is_empty()).then_some(Moved { knob, there, facts })
        });
        Start {
            moved: moved.collect(),
            here,
        }
    }

    /// What the rule reads otherwise in `there`.
    fn differences(&self, here: &Subjects, there: &Subjects) -> Vec<(Role, usize, Reading)> {
        let reads = self.rule.function.reads.iter();
        let differ = reads.filter_map(|(role, field)| {
            let new = there.facts(*role)?.read(*field);
            let old = here.facts(*role)?.read(*field);
            (old.value() != new.value()
                || (old == &Reading::Unstated) != (new == &Reading::Unstated))
                .then(|| (*role, *field, new.clone()))
        });
        differ.collect()
    }

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

    fn singles(&self) -> impl Iterator<Item = &Tried> {
        self.starts.iter().flat_map(|start| {
            std::iter::once(&start.here).chain(start.moved.iter().map(|moved| &moved.there))
        })
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
