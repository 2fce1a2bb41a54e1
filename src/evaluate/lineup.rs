use std::collections::BTreeSet;
use std::sync::Arc;

use crate::guide::{Guide, Rule};
use crate::model::{Facts, Policy, Stage};
use crate::plan;
use crate::plan::columns::{Columns, Found, Sheet, Told};
use crate::script::{Host, Role, Subjects};

use super::{Programs, Scores};

/// The programs of one target, ready to be judged by one guide for many applicants.
#[derive(Debug)]
pub struct Lineup {
    guide: Arc<Guide>,
    host: Arc<Host>,
    sheet: Sheet,
    rules: Vec<Counted>,
    columns: Arc<Columns>,
    /// What the rules that answer all applicants alike say in a stage of the season.
    base: Option<(Stage, Scores)>,
}

/// A rule: its number in the guide, and in the sheet where it has a typed form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) number: usize,
    pub(super) in_sheet: Option<usize>,
}

/// A rule's typed form with the parameters in force.
type Bound = (Arc<plan::Rule>, Arc<Policy>);

/// The rules as they are counted, and what is bound of them for a sheet.
pub(super) fn bind<'g>(
    rules: impl Iterator<Item = (usize, &'g Rule)>,
) -> (Vec<Counted>, Vec<Bound>) {
    let mut bound = Vec::new();
    let rules = rules.map(|(number, rule)| {
        let in_sheet = rule.function.plan.as_ref().ok().map(|plan| {
            bound.push((plan.clone(), rule.policy.clone()));
            bound.len() - 1
        });
        Counted { number, in_sheet }
    });
    (rules.collect(), bound)
}

impl Lineup {
    /// Binds a guide's rules about a program to the programs.
    #[must_use]
    pub fn new(guide: Arc<Guide>, host: Arc<Host>, programs: &Programs) -> Self {
        let all = guide.rules_on(Role::Program).map(|(number, _)| number);
        let all = all.collect();
        Self::of_rules(guide, host, programs, &all)
    }

    /// Binds those of a guide's rules about a program that have these numbers.
    #[must_use]
    pub fn of_rules(
        guide: Arc<Guide>,
        host: Arc<Host>,
        programs: &Programs,
        numbers: &BTreeSet<usize>,
    ) -> Self {
        let wanted = guide.rules_on(Role::Program);
        let (rules, bound) = bind(wanted.filter(|(number, _)| numbers.contains(number)));
        let columns = programs.columns.clone();
        Self {
            sheet: Sheet::new(columns.clone(), bound),
            guide,
            host,
            rules,
            columns,
            base: None,
        }
    }

    /// The same for another core: what one works out for an applicant, the other need not.
    #[must_use]
    pub fn beside(&self) -> Self {
        Self {
            guide: self.guide.clone(),
            host: self.host.clone(),
            sheet: self.sheet.beside(),
            rules: self.rules.clone(),
            columns: self.columns.clone(),
            base: self.base.clone(),
        }
    }

    /// Judges every program for one applicant, of whom `facts` is what rules read with the target.
    pub fn judge(&mut self, facts: &Arc<Facts>, stage: Stage) -> Scores {
        let mut scores = self.base(facts, stage);
        for (index, counted) in self.rules.iter().enumerate() {
            let done = scores.told.get(index).is_some_and(Option::is_some);
            let rule = self.guide.rules.get(counted.number);
            let Some(rule) = rule.filter(|rule| !done && rule.counts_in(stage)) else {
                continue;
            };
            let told = counted.in_sheet.and_then(|at| self.sheet.told(at, facts));
            let ask = |lane: usize, scores: &mut Scores| {
                ask(
                    &self.guide,
                    &self.host,
                    &self.columns,
                    rule,
                    (facts, lane),
                    scores,
                );
            };
            match told {
                Some(told) if !misnames(&self.guide, &told) => {
                    scores.take(&self.guide, rule, index, &told);
                    told.unsure.iter().for_each(|lane| ask(*lane, &mut scores));
                }
                _ => (0..self.columns.len()).for_each(|lane| ask(lane, &mut scores)),
            }
        }
        scores
    }

    /// What the rules say that answer all applicants alike.
    fn base(&mut self, facts: &Facts, stage: Stage) -> Scores {
        if let Some((of, base)) = &self.base
            && *of == stage
        {
            return base.clone();
        }
        let mut base = Scores::new(&self.columns, &self.guide, self.rules.len());
        for (index, counted) in self.rules.iter().enumerate() {
            let rule = self.guide.rules.get(counted.number);
            let (Some(rule), Some(at)) = (rule, counted.in_sheet) else {
                continue;
            };
            if !rule.counts_in(stage) || !self.sheet.is_same_for_all(at) {
                continue;
            }
            let told = self.sheet.told(at, facts);
            // What has to be asked one by one is asked with the applicant.
            let told = told.filter(|told| told.unsure.is_empty() && !misnames(&self.guide, told));
            if let Some(told) = told {
                base.take(&self.guide, rule, index, &told);
            }
        }
        self.base = Some((stage, base.clone()));
        base
    }
}

/// Whether it names a topic, a pillar or a tier that the guide does not have.
pub(super) fn misnames(guide: &Guide, told: &Told) -> bool {
    let groups = told.blocks.iter().flat_map(|lanes| &lanes.fired);
    let mut found = groups.flat_map(|fired| &fired.found);
    let manifest = &guide.manifest;
    found.any(|found| match found {
        Found::Band(topic, _) => manifest.topics.iter().all(|known| *known.id != **topic),
        Found::Strength(pillar) => manifest.pillars.iter().all(|known| *known.id != **pillar),
        Found::Tier(id) => manifest.tier_rank(id).is_none(),
        _ => false,
    })
}

/// Asks a rule about one program.
fn ask(
    guide: &Guide,
    host: &Host,
    columns: &Columns,
    rule: &Rule,
    (applicant, lane): (&Arc<Facts>, usize),
    scores: &mut Scores,
) {
    let Some(file) = guide.file(rule) else {
        return;
    };
    let subjects = Subjects {
        applicant: applicant.clone(),
        program: columns.facts.get(lane).cloned(),
        standing: None,
        list: None,
        policy: rule.policy.clone(),
    };
    let (answer, _) = host.call(file, &rule.function, &subjects);
    scores.take_one(guide, rule, lane, answer, |message| {
        file.problem_at(&rule.function, message)
    });
}
