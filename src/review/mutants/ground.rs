//! The cases that a search starts from, and what each change makes of them.

use crate::guide::{CaseFile, Change, Expected, Guide, Rule};
use crate::model::{Reading, Role};
use crate::plan::Answer;
use crate::script::Subjects;

use super::evidence::Evidence;
use super::knobs::{Ground as Around, knobs};
use super::mutant::{Affected, asked};
use super::supposed::with;

/// How many of a rule's own cases are started from, by what they expect.
const STARTS: [(Expected, usize); 3] = [
    (Expected::Fires, 3),
    (Expected::Quiet, 2),
    (Expected::Unknown, 1),
];

/// What is searched for one rule.
pub(super) struct Ground<'a> {
    pub(super) evidence: &'a Evidence<'a>,
    /// The numbers of the guide and the rule.
    pub(super) of: (usize, usize),
    pub(super) guide: &'a Guide,
    pub(super) rule: &'a Rule,
    pub(super) file: &'a CaseFile,
    pub(super) knobs: Vec<Change>,
    pub(super) starts: Vec<Start>,
}

/// A case to start from, and what each change makes of it.
pub(super) struct Start {
    pub(super) here: Tried,
    /// The changes that make a difference to what the rule reads.
    pub(super) moved: Vec<Moved>,
}

/// What one change makes of a case.
pub(super) struct Moved {
    /// The change's number.
    pub(super) knob: usize,
    pub(super) there: Tried,
    /// What the rule then reads instead.
    pub(super) facts: Vec<(Role, usize, Reading)>,
}

/// A case that was loaded, and what the rule says.
pub(super) struct Tried {
    pub(super) change: Change,
    pub(super) subjects: Subjects,
    pub(super) said: Answer,
}

impl<'a> Ground<'a> {
    /// What is searched for the rule; nothing when it has no cases.
    pub(super) fn of(evidence: &'a Evidence<'a>, affected: &Affected) -> Option<Self> {
        let (guide, rule) = evidence.rule(affected)?;
        let files = evidence.cases.get(affected.guide)?;
        let file = files
            .iter()
            .find(|file| file.all().any(|(id, ..)| id == rule.id))?;
        let mut ground = Self {
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

    /// The case with that change; nothing when there can be no such case, or when the rule does
    /// not count in its stage.
    pub(super) fn tried(&self, change: Change) -> Option<Tried> {
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

    /// All that was loaded: the cases to start from and what each change makes of them.
    pub(super) fn singles(&self) -> impl Iterator<Item = &Tried> {
        self.starts.iter().flat_map(|start| {
            std::iter::once(&start.here).chain(start.moved.iter().map(|moved| &moved.there))
        })
    }
}
