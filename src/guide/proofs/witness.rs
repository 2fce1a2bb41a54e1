//! Somebody of whom it is so: a case of the rules with what a way through them supposes stated in it,
//! read as every profile is.

use std::collections::BTreeSet;

use crate::dataset::References;
use crate::guide::{CaseFile, Change, Fit, Guide, Rule, with_change};
use crate::model::{Effect, Kind, Reading, Stage};
use crate::place::Place;
use crate::plan::{Given, Held, Joint};
use crate::script::{Answer, Host, Subjects};

use super::stated::supposed;
use super::written::changes;

/// How many profiles may be read for one question, such as whether two rules overlap.
const READS: usize = 240;
/// How many for all questions about the same rules.
const READS_IN_ALL: usize = 3_000;
/// How many for one way.
const READS_A_WAY: usize = 24;
/// How many cases are tried for one way.
const CASES: usize = 8;
/// How many values are shown.
const SHOWN: usize = 4;

/// The guide with what its rules are asked through.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) guide: &'a Guide,
    pub(super) files: &'a [CaseFile],
    pub(super) host: &'a Host,
    pub(super) references: &'a References,
}

impl<'a> Ground<'a> {
    /// What the rule's own text finds; nothing when it does not count in that stage, cannot know, or
    /// fails.
    pub(super) fn finds(&self, rule: &Rule, who: &Profile<'a>) -> Option<Vec<Effect>> {
        let file = self
            .guide
            .file(rule)
            .filter(|_| rule.counts_in(who.stage))?;
        match self.host.interpret(file, &rule.function, &who.subjects).0 {
            Answer::Found(effects) => Some(effects),
            Answer::Unknown(_) | Answer::Faulted(_) => None,
        }
    }

    /// Somebody that a case with these changes describes; nothing when there can be nobody so, or
    /// when the guide is not for them.
    pub(super) fn read(
        &self,
        file: &'a CaseFile,
        place: &Place,
        change: Change,
    ) -> Option<Profile<'a>> {
        let (subjects, stage) = file.subjects(self.guide, self.references, &change).ok()?;
        if matches!(self.guide.fit(&subjects.applicant), Fit::DoesNotFit(_)) {
            return None;
        }
        Some(Profile {
            file,
            place: place.clone(),
            change,
            subjects,
            stage,
        })
    }
}

/// An applicant, perhaps with a program, that a case describes.
#[derive(Clone)]
pub(super) struct Profile<'a> {
    pub(super) file: &'a CaseFile,
    /// The case that it was made from.
    pub(super) place: Place,
    /// What it changes of the base.
    pub(super) change: Change,
    pub(super) subjects: Subjects,
    pub(super) stage: Stage,
}

/// Looks for witnesses among the cases of some rules, which are read when first asked for.
pub(super) struct Search<'a> {
    ground: Ground<'a>,
    /// The ids of the rules.
    rules: BTreeSet<&'a str>,
    cases: Option<Vec<Profile<'a>>>,
    /// How many profiles may still be read for the question.
    left: usize,
    /// How many may be read for further ones.
    reserve: usize,
}

impl<'a> Search<'a> {
    pub(super) fn among(ground: Ground<'a>, rules: &[&'a Rule]) -> Self {
        Self {
            ground,
            rules: rules.iter().map(|rule| rule.id.as_str()).collect(),
            cases: None,
            left: 0,
            reserve: READS_IN_ALL,
        }
    }

    /// The cases of the rules; those alike in what they state count once.
    pub(super) fn cases(&mut self) -> &[Profile<'a>] {
        let Self { ground, rules, .. } = self;
        self.cases.get_or_insert_with(|| {
            let mut cases: Vec<Profile<'a>> = Vec::new();
            for file in ground.files {
                let mut seen = BTreeSet::new();
                for (_, place, change) in file.placed().filter(|(id, ..)| rules.contains(id)) {
                    let mut change = change.clone();
                    change.shift_remove("finds");
                    if seen.insert(format!("{change:?}")) {
                        cases.extend(ground.read(file, &place, change));
                    }
                }
            }
            cases
        })
    }

    /// Begins with another question.
    pub(super) fn start(&mut self) {
        self.reserve += self.left;
        self.left = READS.min(self.reserve);
        self.reserve -= self.left;
    }

    /// Somebody of whom what is given is so, and for whom it holds. The cases of which most is so
    /// already are tried first.
    pub(super) fn find(
        &mut self,
        given: &Given,
        holds: impl Fn(&Profile<'a>) -> bool,
    ) -> Option<Profile<'a>> {
        let (ground, most) = (self.ground, self.left.min(READS_A_WAY));
        let mut left = most;
        let found = nearest_first(given, self.cases(), ground, &mut left, holds);
        self.left -= most - left;
        found
    }
}

/// Some of the ways, spread over all: those first that suppose no number at the very end of what
/// its field can hold, which hardly anybody has.
pub(super) fn likely_first(ways: &[Joint], most: usize) -> impl Iterator<Item = &Joint> {
    let at_end = |given: &Given| {
        let all = supposed(given).into_iter();
        let ends = all.filter(|one| match (one.field.kind, one.value) {
            (Kind::Int { from, to }, Some(Held::Int(number))) => [from, to].contains(number),
            _ => false,
        });
        ends.count()
    };
    let mut all: Vec<(usize, &Joint)> = ways.iter().map(|way| (at_end(&way.given), way)).collect();
    all.sort_by_key(|(ends, _)| *ends);
    let step = all.len().div_ceil(most).max(1);
    all.into_iter().step_by(step).map(|(_, way)| way)
}

/// Somebody of whom what is given is so, and for whom it holds, made from one of the cases.
fn nearest_first<'a>(
    given: &Given,
    cases: &[Profile<'a>],
    ground: Ground<'a>,
    left: &mut usize,
    holds: impl Fn(&Profile<'a>) -> bool,
) -> Option<Profile<'a>> {
    let wanted = supposed(given);
    let missing = |case: &Profile<'a>| {
        let missing = wanted.iter().filter(|one| !one.holds(&case.subjects));
        missing.count()
    };
    let mut nearest: Vec<(usize, &Profile<'a>)> =
        cases.iter().map(|case| (missing(case), case)).collect();
    nearest.sort_by_key(|(missing, _)| *missing);
    for (missing, case) in nearest.into_iter().take(CASES) {
        if missing == 0 {
            if holds(case) {
                return Some(case.clone());
            }
            continue;
        }
        for further in changes(given, case.file, &case.change, &case.subjects) {
            *left = left.checked_sub(1)?;
            let change = with_change(&case.change, &further);
            let Some(found) = ground.read(case.file, &case.place, change) else {
                continue;
            };
            let is_so = wanted.iter().all(|one| one.holds(&found.subjects));
            if is_so && holds(&found) {
                return Some(found);
            }
        }
    }
    None
}

/// The values that show it, as people read them: "with Step 2 CK score 221, years since graduation
/// 4, otherwise as in the case `FILE:LINE`". Numbers come first, then words.
pub(super) fn shown(given: &Given, who: &Profile<'_>) -> String {
    let mut values = Vec::new();
    for one in supposed(given) {
        let facts = who.subjects.facts(one.role);
        let value = facts
            .map(|facts| facts.read(one.number))
            .and_then(Reading::value);
        let Some(value) = value else { continue };
        let label = one.field.label;
        values.push(match one.value {
            Some(Held::Int(_) | Held::Float(_)) => (0, format!("{label} {value}")),
            Some(Held::Text(_)) => (1, format!("{label} {value}")),
            Some(Held::Bool(_)) => (2, format!("{label}: {value}")),
            _ => continue,
        });
    }
    values.sort_by_key(|(rank, _)| *rank);
    let first: Vec<String> = values
        .into_iter()
        .take(SHOWN)
        .map(|(_, text)| text)
        .collect();
    let place = Place {
        column: 0,
        ..who.place.clone()
    };
    if first.is_empty() {
        return format!("e.g. as in the case {place}");
    }
    format!(
        "e.g. with {}, otherwise as in the case {place}",
        first.join(", ")
    )
}
