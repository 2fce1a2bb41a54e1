//! Where to spend program signals.
//!
//! The programs that a tier rule placed, best first, one for each institution: a signal reaches
//! every program of the specialty there. A program that is ruled out gets none.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::{Allotment, Catalogue, References, SignalKind};
use crate::model::{ProgramId, Specialty};

use super::institutions::Institutions;
use super::{Placement, Points, Question, Said, TargetAdvice};

/// Where to spend the program signals of one specialty.
#[derive(Debug, Clone)]
pub struct Signals {
    /// The specialty.
    pub specialty: &'static Specialty,
    /// How many signals there are; nothing when no source gives the number.
    pub allotment: Option<Allotment>,
    /// Where they go, the best first.
    pub suggestions: Vec<Suggestion>,
    /// Institutions with a program that fits a tier for which no signal is left.
    pub further: usize,
}

/// One signal, and why it goes there.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// The kind of signal.
    pub kind: SignalKind,
    /// The number of the target in whose list the program stands.
    pub target: usize,
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// Where its tier stands among the guide's, and why.
    pub tier: (usize, Said),
    /// Its score.
    pub score: i64,
    /// What speaks for it, the most points first.
    pub fits: Vec<Points>,
    /// What to ask before a signal is spent: the answers could rule the program out.
    pub ask_first: Vec<Question>,
    /// Other open programs of the lists that the same signal reaches.
    pub reaches: Vec<ProgramId>,
}

impl Signals {
    /// Where to spend the signals of each specialty that a target is about.
    #[must_use]
    pub(crate) fn of(
        references: &References,
        catalogue: &Catalogue,
        match_year: i64,
        targets: &[TargetAdvice],
    ) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for target in targets {
            let specialty = target.target.specialty;
            if all.iter().any(|known| known.specialty == specialty) {
                continue;
            }
            let allotment = Allotment::find(&references.signals, specialty, match_year);
            all.push(Self::in_specialty(specialty, allotment, catalogue, targets));
        }
        all
    }

    fn in_specialty(
        specialty: &'static Specialty,
        allotment: Option<&Allotment>,
        catalogue: &Catalogue,
        targets: &[TargetAdvice],
    ) -> Self {
        let mut this = Self {
            specialty,
            allotment: allotment.cloned(),
            suggestions: Vec::new(),
            further: 0,
        };
        let Some(allotment) = allotment else {
            return this;
        };
        let open = open(specialty, targets);
        let mut signals = allotment.signals();
        for institution in institutions(specialty, catalogue, &open) {
            let best = institution.iter().find_map(|(target, placement)| {
                Some((*target, *placement, placement.tier.clone()?))
            });
            let Some((target, placement, tier)) = best else {
                continue;
            };
            let Some(kind) = signals.next() else {
                this.further += 1;
                continue;
            };
            let list = targets.get(target).map(|target| &target.list.placements);
            this.suggestions.push(Suggestion {
                kind,
                target,
                program: placement.program,
                id: placement.id.clone(),
                tier,
                score: placement.score,
                fits: fits(placement),
                ask_first: ask_first(placement, list.map_or(&[], Vec::as_slice)),
                reaches: reaches(placement, &institution),
            });
        }
        this
    }

    /// How many signals have no program to go to.
    #[must_use]
    pub fn unspent(&self) -> usize {
        let number = self.allotment.as_ref().map_or(0, Allotment::number);
        number.saturating_sub(self.suggestions.len())
    }
}

/// A program in the list of the target with that number.
type Candidate<'a> = (usize, &'a Placement);

/// The open programs of all targets of the specialty: by tier, score, target, id.
fn open<'a>(specialty: &Specialty, targets: &'a [TargetAdvice]) -> Vec<Candidate<'a>> {
    let own = targets.iter().enumerate();
    let own = own.filter(|(_, target)| target.target.specialty == specialty);
    let mut all: Vec<Candidate<'_>> = own
        .flat_map(|(number, target)| target.list.placements.iter().map(move |one| (number, one)))
        .filter(|(_, placement)| placement.is_open())
        .collect();
    all.sort_by_key(|(target, one)| {
        let rank = one.tier.as_ref().map_or(usize::MAX, |(rank, _)| *rank);
        (rank, Reverse(one.score), *target, &one.id)
    });
    all
}

/// The programs by institution, in the order of the best program of each.
fn institutions<'a>(
    specialty: &Specialty,
    catalogue: &Catalogue,
    open: &[Candidate<'a>],
) -> Vec<Vec<Candidate<'a>>> {
    let known = Institutions::of(specialty, catalogue);
    let mut places: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let mut all: Vec<Vec<Candidate<'_>>> = Vec::new();
    for &(target, placement) in open {
        let place = places.entry(known.number(&placement.group));
        let place = *place.or_insert(all.len());
        match all.get_mut(place) {
            Some(programs) => programs.push((target, placement)),
            None => all.push(vec![(target, placement)]),
        }
    }
    all
}

fn fits(placement: &Placement) -> Vec<Points> {
    let points = placement.points.iter();
    points.filter(|points| points.points > 0).cloned().collect()
}

/// What could still rule the program out, and whether a record that may be the same is ruled out.
fn ask_first(placement: &Placement, list: &[Placement]) -> Vec<Question> {
    let risks = placement.could_be_excluded().filter_map(|could| {
        let way = could.ways.first()?;
        Some(Question::about(could.rule, way, "it is no option if "))
    });
    let twins = list
        .iter()
        .filter(|one| one.group == placement.group && one.id != placement.id);
    let ruled_out = twins.filter_map(|twin| {
        let said = twin.excluded.first()?;
        let (id, reason) = (&twin.id, &said.text);
        Some(Question {
            fields: Vec::new(),
            text: format!("it may be the same program as {id}, which is no option: {reason}"),
            rule: said.rule,
        })
    });
    risks.chain(ruled_out).collect()
}

fn reaches(best: &Placement, institution: &[Candidate<'_>]) -> Vec<ProgramId> {
    let others = institution.iter().map(|(_, placement)| *placement);
    let others: BTreeSet<ProgramId> = others
        .filter(|other| other.group != best.group)
        .map(|other| other.id.clone())
        .collect();
    others.into_iter().collect()
}
