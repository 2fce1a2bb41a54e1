use std::sync::Arc;

use crate::guide::{Guide, Rule};
use crate::model::{Facts, Stage};
use crate::plan::columns::{Columns, Found, LANES, Lanes, Mask, Sheet, Told};
use crate::script::{Answer, Host, Role, Subjects};

use super::lineup::{Counted, bind, misnames};
use super::{Applicants, Outline};

/// A guide's rules about the applicant and the standing, ready to be asked for many applicants at
/// once.
#[derive(Debug)]
pub struct RollCall {
    guide: Arc<Guide>,
    host: Arc<Host>,
    sheet: Sheet,
    rules: Vec<Counted>,
}

impl RollCall {
    /// Binds the rules to the guide's parameters.
    #[must_use]
    pub fn new(guide: Arc<Guide>, host: Arc<Host>) -> Self {
        let (rules, bound) = bind(guide.rules_on(Role::Applicant));
        let nobody = Arc::new(Columns::of_applicants(Vec::new()));
        Self {
            sheet: Sheet::new(nobody, bound),
            guide,
            host,
            rules,
        }
    }

    /// Where each of these lanes stands; the others stand nowhere.
    pub fn judge(&mut self, applicants: &Applicants, lanes: &[Mask]) -> Vec<Outline> {
        let mut outlines = vec![Outline::default(); applicants.len()];
        self.sheet.turn_to(applicants.columns.clone());
        for counted in &self.rules {
            let Some(rule) = self.guide.rules.get(counted.number) else {
                continue;
            };
            let wanted = applicants.in_stages(lanes, |stage| rule.counts_in(stage));
            let told = counted
                .in_sheet
                .and_then(|at| self.sheet.told_of(at, &wanted));
            match told.filter(|told| !misnames(&self.guide, told)) {
                Some(told) => {
                    take(&mut outlines, rule, &told);
                    for lane in &told.unsure {
                        self.ask(rule, (applicants, *lane), &mut outlines);
                    }
                }
                None => {
                    for lane in each(&wanted) {
                        self.ask(rule, (applicants, lane), &mut outlines);
                    }
                }
            }
        }
        self.standing(applicants, lanes, &mut outlines);
        outlines
    }

    /// Asks the rules about the standing, once that is known.
    fn standing(&self, applicants: &Applicants, lanes: &[Mask], outlines: &mut [Outline]) {
        let rules: Vec<&Rule> = self
            .guide
            .rules_on(Role::Standing)
            .map(|(_, rule)| rule)
            .collect();
        if rules.is_empty() {
            return;
        }
        let mut standing: Vec<Option<Arc<Facts>>> = vec![None; outlines.len()];
        for rule in rules {
            let wanted = applicants.in_stages(lanes, |stage: Stage| rule.counts_in(stage));
            for lane in each(&wanted) {
                let (Some(outline), Some(facts)) = (outlines.get_mut(lane), standing.get_mut(lane))
                else {
                    continue;
                };
                let facts = facts.get_or_insert_with(|| Arc::new(outline.facts()));
                let facts = Some(facts.clone());
                self.answer(rule, applicants.facts(lane), facts, outline);
            }
        }
    }

    fn ask(&self, rule: &Rule, (applicants, lane): (&Applicants, usize), all: &mut [Outline]) {
        if let Some(outline) = all.get_mut(lane) {
            self.answer(rule, applicants.facts(lane), None, outline);
        }
    }

    /// What a rule answers for one applicant.
    fn answer(
        &self,
        rule: &Rule,
        applicant: Option<&Arc<Facts>>,
        standing: Option<Arc<Facts>>,
        outline: &mut Outline,
    ) {
        let (Some(file), Some(applicant)) = (self.guide.file(rule), applicant) else {
            return;
        };
        let subjects = Subjects {
            applicant: applicant.clone(),
            program: None,
            standing,
            list: None,
            policy: rule.policy.clone(),
        };
        match self.host.call(file, &rule.function, &subjects).0 {
            Answer::Unknown(_) => outline.could_not_know(rule),
            Answer::Faulted(problem) => outline.fault(problem),
            Answer::Found(effects) => {
                let mut effects_named = effects.iter();
                match effects_named.find_map(|effect| self.guide.misnamed(effect)) {
                    Some(message) => outline.fault(file.problem_at(&rule.function, &message)),
                    None => {
                        for effect in &effects {
                            outline.take(rule, &Found::of(effect));
                        }
                    }
                }
            }
        }
    }
}

fn take(outlines: &mut [Outline], rule: &Rule, told: &Told) {
    for (block, Lanes { fired, unknown, .. }) in told.blocks.iter().enumerate() {
        let at = |lane: usize| block * LANES + lane;
        for fired in fired {
            for lane in fired.lanes.lanes() {
                let Some(outline) = outlines.get_mut(at(lane)) else {
                    continue;
                };
                for found in &fired.found {
                    outline.take(rule, found);
                }
            }
        }
        for lane in unknown.lanes() {
            if let Some(outline) = outlines.get_mut(at(lane)) {
                outline.could_not_know(rule);
            }
        }
    }
}

fn each(lanes: &[Mask]) -> impl Iterator<Item = usize> {
    let blocks = lanes.iter().enumerate();
    blocks.flat_map(|(block, mask)| mask.lanes().map(move |lane| block * LANES + lane))
}
