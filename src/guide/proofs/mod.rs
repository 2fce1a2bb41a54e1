//! What can be proved of the rules as they stand, with the numbers in force.
//!
//! A rule in its typed form is walked in every way in which it can go. What is said to happen never
//! was met on none of them; what is said to happen was seen in a case, asked of the rule's own
//! text.

mod band_problems;
mod bands;
mod conditions;
mod covered;
mod exams;
mod holes;
mod overlaps;
mod scale;
mod stated;
mod topic;
mod witness;
mod written;

use crate::dataset::{References, Tree};
use crate::model::{Effect, Role};
use crate::place::{Place, Problems};
use crate::script::{Answer, Host, Subjects};

use super::{CaseFile, Guide, Rule};

/// How many steps one walk through a rule may take.
const STEPS: usize = 20_000;

/// What is proved of a guide.
#[derive(Debug, Default)]
pub struct Proofs {
    /// Conditions that never hold, rules that never matter, and bands of one topic that overlap or
    /// leave a hole.
    pub problems: Problems,
    /// Tiers that one program can claim at once: nothing is wrong, for the best one counts.
    pub overlaps: Problems,
    /// How many rules were walked in every way.
    pub decided: usize,
    /// The rules that have too many ways, or no typed form.
    pub undecided: Vec<String>,
    /// How many topics have bands.
    pub topics: usize,
    /// How many of them are free of overlaps and holes in every way.
    pub free_topics: usize,
    /// The topics of which that is not decided, each with the reason.
    pub open_topics: Vec<String>,
    /// How many pairs of rules give different tiers.
    pub pairs: usize,
    /// How many of them no program can claim at once.
    pub apart: usize,
    /// The pairs of which that is not decided, each with the reason.
    pub open_pairs: Vec<String>,
}

impl Proofs {
    /// What is proved of another guide besides.
    pub fn join(&mut self, other: Self) {
        self.problems.extend(other.problems);
        self.overlaps.extend(other.overlaps);
        self.decided += other.decided;
        self.undecided.extend(other.undecided);
        self.topics += other.topics;
        self.free_topics += other.free_topics;
        self.open_topics.extend(other.open_topics);
        self.pairs += other.pairs;
        self.apart += other.apart;
        self.open_pairs.extend(other.open_pairs);
    }
}

/// Proves what can be proved of a guide whose rules could all be read; tiers that one program can
/// claim at once are looked for only when asked. `tree` is its `guide.yaml`.
#[must_use]
pub fn prove(
    guide: &Guide,
    cases: &[CaseFile],
    host: &Host,
    references: &References,
    tree: &Tree,
    with_overlaps: bool,
) -> Proofs {
    let seen = Seen::in_cases(guide, cases, references);
    let mut proofs = Proofs::default();
    let ground = witness::Ground {
        guide,
        files: cases,
        host,
        references,
    };
    conditions::check(guide, &mut proofs);
    covered::check(guide, host, &seen, &mut proofs);
    bands::check(ground, tree, &mut proofs);
    if with_overlaps {
        overlaps::check(ground, &mut proofs);
    }
    proofs
}

/// What the rules about a program read in their cases.
struct Seen {
    /// The rule that the case is about, where it stands, and what is read.
    cases: Vec<(String, Place, Subjects)>,
}

impl Seen {
    fn in_cases(guide: &Guide, files: &[CaseFile], references: &References) -> Self {
        let mut cases = Vec::new();
        for file in files {
            let about_program = |id: &str| {
                let rule = guide.rule(id);
                rule.is_some_and(|rule| rule.function.subject() == Role::Program)
            };
            for (rule, place, change) in file.placed().filter(|(id, ..)| about_program(id)) {
                if let Ok((subjects, _)) = file.subjects(guide, references, change) {
                    cases.push((rule.to_owned(), place, subjects));
                }
            }
        }
        Self { cases }
    }

    /// The cases of a rule.
    fn of<'s>(&'s self, rule: &'s Rule) -> impl Iterator<Item = (&'s Place, &'s Subjects)> {
        let own = self.cases.iter().filter(|(id, ..)| *id == rule.id);
        own.map(|(_, place, subjects)| (place, subjects))
    }
}

/// What the rule's own text finds; nothing when it is unknown or fails.
fn finds(guide: &Guide, host: &Host, rule: &Rule, subjects: &Subjects) -> Vec<Effect> {
    let Some(file) = guide.file(rule) else {
        return Vec::new();
    };
    match host.interpret(file, &rule.function, subjects).0 {
        Answer::Found(effects) => effects,
        Answer::Unknown(_) | Answer::Faulted(_) => Vec::new(),
    }
}
