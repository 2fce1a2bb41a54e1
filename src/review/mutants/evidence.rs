use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::dataset::{Catalogue, Files, References};
use crate::guide::{CaseFile, Change, Expected, Fit, Guide, GuideKind, Guides, Rule, fits};
use crate::model::{Applicant, Facts, Reading, Stage, Target, Value};
use crate::place::Problems;
use crate::plan::Answer;
use crate::script::{Role, Subjects};

use super::Wanted;
use super::mutant::{Affected, asked};

/// What would notice a change: the cases, and what the rules say of the reference profiles and
/// every program of the catalogue.
#[derive(Debug)]
pub struct Evidence<'a> {
    pub(super) guides: &'a Guides,
    pub(super) references: &'a References,
    pub(super) catalogue: &'a Catalogue,
    /// The case files, by guide.
    pub(super) cases: Vec<Vec<CaseFile>>,
    /// The cases, by guide and rule.
    trials: Vec<Vec<Vec<Trial>>>,
    /// The reference profiles, by guide.
    stands: Vec<Vec<Stand>>,
    /// What the rules say of them, by guide and rule, once somebody has asked.
    cells: Vec<Vec<OnceLock<Vec<Cell>>>>,
    /// How many cases disagree with the rules as they are; they can notice nothing.
    pub disagreeing: usize,
}

/// One case.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    pub(super) subjects: Subjects,
    pub(super) expected: Expected,
    pub(super) change: Change,
}

/// A reference profile with one target.
#[derive(Debug, Clone)]
struct Stand {
    applicant: Arc<Facts>,
    stage: Stage,
    programs: Arc<Vec<Arc<Facts>>>,
}

/// A profile, perhaps with a program, and what the rule says of them.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) subjects: Subjects,
    pub(super) said: Answer,
}

impl Trial {
    /// Whether the case holds when the rule says that.
    pub(super) fn holds(&self, said: &Answer) -> bool {
        match said {
            Answer::Found(effects) => fits(self.expected, &self.change, Some(effects)),
            Answer::Unknown(_) => fits(self.expected, &self.change, None),
            Answer::Unsure => false,
        }
    }
}

impl<'a> Evidence<'a> {
    /// Gathers the cases of the rules folder and the profiles.
    ///
    /// # Errors
    /// Everything in which the case files are not of the right shape.
    pub fn gather(
        guides: &'a Guides,
        files: &Files,
        references: &'a References,
        catalogue: &'a Catalogue,
        profiles: &[Applicant],
        wanted: &Wanted,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let mut cases = Vec::new();
        for guide in &guides.guides {
            let all = if wanted.has(guide) {
                CaseFile::load_all(files, guide)
            } else {
                Ok(Vec::new())
            };
            cases.push(
                all.map_err(|found| problems.extend(found))
                    .unwrap_or_default(),
            );
        }
        let stands = stands(guides, catalogue, profiles);
        let mut evidence = Self {
            trials: Vec::new(),
            cells: guides.guides.iter().map(|guide| empty(guide)).collect(),
            guides,
            references,
            catalogue,
            cases,
            stands,
            disagreeing: 0,
        };
        for (number, guide) in guides.guides.iter().enumerate() {
            let trials = evidence.trials_of(number, guide);
            evidence.trials.push(trials);
        }
        problems.or(evidence)
    }

    /// The cases of a guide that hold, by rule.
    fn trials_of(&mut self, number: usize, guide: &Guide) -> Vec<Vec<Trial>> {
        let files = self.cases.get(number).map_or(&[][..], Vec::as_slice);
        let all: Vec<(&CaseFile, &str, Expected, &Change)> = files
            .iter()
            .flat_map(|file| {
                file.all()
                    .map(move |(id, expected, change)| (file, id, expected, change))
            })
            .collect();
        let read = all
            .into_par_iter()
            .filter_map(|(file, id, expected, change)| {
                let at = guide.rules.iter().position(|rule| rule.id == id)?;
                let rule = guide.rules.get(at)?;
                let (subjects, stage) = file.subjects(guide, self.references, change).ok()?;
                let trial = Trial {
                    subjects,
                    expected,
                    change: change.clone(),
                };
                let counts = rule.counts_in(stage);
                let said = asked(&self.guides.host, guide, rule, &trial.subjects);
                let holds = counts && trial.holds(&said);
                Some((at, trial, counts, holds))
            });
        let read: Vec<(usize, Trial, bool, bool)> = read.collect();
        let mut trials: Vec<Vec<Trial>> = guide.rules.iter().map(|_| Vec::new()).collect();
        for (at, trial, counts, holds) in read {
            if holds && let Some(of_rule) = trials.get_mut(at) {
                of_rule.push(trial);
            }
            self.disagreeing += usize::from(counts && !holds);
        }
        trials
    }

    /// The rule that is changed, and its guide.
    pub(super) fn rule(&self, affected: &Affected) -> Option<(&'a Guide, &'a Rule)> {
        let guide = self.guides.guides.get(affected.guide)?;
        Some((guide, guide.rules.get(affected.rule)?))
    }

    /// The cases of a rule.
    pub(super) fn trials(&self, guide: usize, rule: usize) -> &[Trial] {
        let of_guide = self.trials.get(guide);
        of_guide
            .and_then(|rules| rules.get(rule))
            .map_or(&[], Vec::as_slice)
    }

    /// What a rule about the applicant or a program says of the reference profiles. (What rules
    /// about the standing and the list read comes of all other rules; their cases speak for them.)
    pub(super) fn cells(&self, guide: usize, rule: usize) -> &[Cell] {
        let cells = self.cells.get(guide).and_then(|rules| rules.get(rule));
        cells.map_or(&[], |cells| {
            cells.get_or_init(|| self.asked_of(guide, rule))
        })
    }

    fn asked_of(&self, number: usize, at: usize) -> Vec<Cell> {
        let guide = self.guides.guides.get(number);
        let (Some(guide), Some(stands)) = (guide, self.stands.get(number)) else {
            return Vec::new();
        };
        let Some(rule) = guide.rules.get(at) else {
            return Vec::new();
        };
        let subject = rule.function.subject();
        let mut seen = BTreeSet::new();
        let mut cells = Vec::new();
        for stand in stands.iter().filter(|stand| rule.counts_in(stand.stage)) {
            let applicant = known(rule, Role::Applicant, &stand.applicant);
            let mut add = |program: Option<&Arc<Facts>>| {
                let of_program = program.map(|facts| known(rule, Role::Program, facts));
                if !seen.insert((applicant.clone(), of_program)) {
                    return;
                }
                let subjects = Subjects {
                    applicant: stand.applicant.clone(),
                    program: program.cloned(),
                    standing: None,
                    list: None,
                    policy: rule.policy.clone(),
                };
                let said = asked(&self.guides.host, guide, rule, &subjects);
                cells.push(Cell { subjects, said });
            };
            match subject {
                Role::Applicant => add(None),
                Role::Program => stand.programs.iter().for_each(|program| add(Some(program))),
                Role::Standing | Role::List | Role::Policy => {}
            }
        }
        cells
    }
}

fn empty(guide: &Guide) -> Vec<OnceLock<Vec<Cell>>> {
    guide.rules.iter().map(|_| OnceLock::new()).collect()
}

/// What is known of the fields that the rule may read: who is alike in these gets one answer.
fn known(rule: &Rule, of: Role, facts: &Facts) -> String {
    let own = rule.function.reads.iter().filter(|(whose, _)| *whose == of);
    let each = own.map(|(_, field)| match facts.read(*field) {
        Reading::Stated(stated) => format!("{:?}", stated.value),
        Reading::Unstated => "?".to_owned(),
        Reading::Conflicting(_) => "!".to_owned(),
    });
    each.collect::<Vec<_>>().join("|")
}

/// The profiles and targets that each guide is for; of packs, those that any guide is for.
fn stands(guides: &Guides, catalogue: &Catalogue, profiles: &[Applicant]) -> Vec<Vec<Stand>> {
    let mut offered: Vec<(Target, Arc<Vec<Arc<Facts>>>)> = Vec::new();
    let mut all: Vec<Vec<Stand>> = guides.guides.iter().map(|_| Vec::new()).collect();
    for applicant in profiles {
        let stage = applicant.stage();
        for (number, target) in applicant.targets.iter().enumerate() {
            let mut facts = applicant.facts(number);
            facts.set("stage", Reading::told(Value::text(stage.as_str())));
            let judges = |guide: &Guide| {
                guide.manifest.kind == GuideKind::Guide
                    && !matches!(guide.fit(&facts), Fit::DoesNotFit(_))
            };
            let fits_some = guides.guides.iter().any(|one| judges(one));
            let earlier = offered.iter().find(|(other, _)| other == target);
            let earlier = earlier.map(|(_, programs)| programs.clone());
            let programs = earlier.unwrap_or_else(|| {
                let programs = Arc::new(offering(catalogue, *target));
                offered.push((*target, programs.clone()));
                programs
            });
            let stand = Stand {
                applicant: Arc::new(facts.clone()),
                stage,
                programs,
            };
            for (guide, stands) in guides.guides.iter().zip(&mut all) {
                let is_pack = guide.manifest.kind != GuideKind::Guide;
                if (is_pack && fits_some) || judges(guide) {
                    stands.push(stand.clone());
                }
            }
        }
    }
    all
}

fn offering(catalogue: &Catalogue, target: Target) -> Vec<Arc<Facts>> {
    let programs = catalogue.programs().iter();
    let offering = programs
        .filter(|program| program.specialty == target.specialty && program.offers(target.track));
    offering
        .map(|program| Arc::new(program.facts(target.track)))
        .collect()
}
