use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::Catalogue;
use crate::guide::{Guide, Rule};
use crate::model::{Effect, Facts, Program, Stage, Target};
use crate::place::Problem;
use crate::plan::columns::{Columns, Found, LANES, Lanes, Mask, Sheet};
use crate::script::{Answer, Host, Role, Subjects};

/// The most points of one rule that are added to whole rows at once: their sum cannot overflow.
const MOST: i64 = 1 << 16;

/// The programs of one target, ready to be judged by one guide for many applicants.
#[derive(Debug)]
pub struct Lineup {
    guide: Arc<Guide>,
    host: Arc<Host>,
    sheet: Sheet,
    rules: Vec<Counted>,
    columns: Arc<Columns>,
}

/// A program rule: its number in the guide, and in the sheet where it has a typed form.
#[derive(Debug)]
struct Counted {
    number: usize,
    in_sheet: Option<usize>,
}

/// The programs of one target as columns, for any guide.
#[derive(Debug, Clone)]
pub struct Programs {
    columns: Arc<Columns>,
    /// The number in the catalogue, by lane.
    pub numbers: Arc<Vec<usize>>,
}

impl Programs {
    /// Every program that offers the target.
    #[must_use]
    pub fn of(catalogue: &Catalogue, target: Target) -> Self {
        Self::among(catalogue, target, |_| true)
    }

    /// Those of them that are wanted.
    #[must_use]
    pub fn among(catalogue: &Catalogue, target: Target, wanted: impl Fn(&Program) -> bool) -> Self {
        let offers = |(_, program): &(usize, &Program)| {
            program.specialty == target.specialty && program.offers(target.track) && wanted(program)
        };
        let programs = catalogue.programs().iter().enumerate().filter(offers);
        let (numbers, facts) = programs
            .map(|(number, program)| (number, Arc::new(program.facts(target.track))))
            .unzip();
        Self {
            columns: Arc::new(Columns::new(facts)),
            numbers: Arc::new(numbers),
        }
    }
}

/// What a guide says of every program of a target, for one applicant: exact scores and places,
/// without the words.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    pub(super) lanes: usize,
    /// The sum of the points, by lane, those of whole rows at once and those of single pairs.
    pub(super) sums: Vec<i32>,
    pub(super) single: BTreeMap<usize, i64>,
    /// Where each tier's rules fired, by rank and block.
    pub(super) tiers: Vec<Vec<Mask>>,
    /// Which are not an option, by block.
    pub excluded: Vec<Mask>,
    /// Where some rule could not know, by block.
    pub open: Vec<Mask>,
    /// How many rules fired, over all programs.
    pub fired: u64,
    /// How many rules could not know, over all programs.
    pub unknown: u64,
    /// How many times a rule was asked for one pair, because it has no typed form or that was not
    /// sure.
    pub asked: u64,
    /// How many times a rule failed, and the first of these problems.
    pub faulted: (u64, Option<Problem>),
}

impl Scores {
    fn new(columns: &Columns, guide: &Guide) -> Self {
        let tiers = guide.manifest.tiers.len();
        Self {
            lanes: columns.len(),
            sums: vec![0; columns.blocks() * LANES],
            tiers: vec![vec![Mask::NONE; columns.blocks()]; tiers],
            excluded: vec![Mask::NONE; columns.blocks()],
            open: vec![Mask::NONE; columns.blocks()],
            ..Self::default()
        }
    }

    /// How many programs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lanes
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lanes == 0
    }

    /// The exact sum of the points of that lane.
    #[must_use]
    pub fn score(&self, lane: usize) -> i64 {
        let sum = self.sums.get(lane).copied().unwrap_or(0);
        i64::from(sum) + self.single.get(&lane).copied().unwrap_or(0)
    }

    /// The rank of that lane's best tier among the guide's tiers.
    #[must_use]
    pub fn tier(&self, lane: usize) -> Option<usize> {
        self.tiers.iter().position(|masks| has(masks, lane))
    }

    /// Whether the program of that lane is not an option.
    #[must_use]
    pub fn is_excluded(&self, lane: usize) -> bool {
        has(&self.excluded, lane)
    }

    /// Whether some rule could not know about the program of that lane.
    #[must_use]
    pub fn is_open(&self, lane: usize) -> bool {
        has(&self.open, lane)
    }

    /// The best lanes in order, at most `top`: open before excluded, then tier, score and id.
    #[must_use]
    pub fn best(&self, top: usize) -> Vec<usize> {
        let key = |lane: &usize| {
            let rank = self.tier(*lane).unwrap_or(usize::MAX);
            (
                self.is_excluded(*lane),
                rank,
                Reverse(self.score(*lane)),
                *lane,
            )
        };
        let mut lanes: Vec<usize> = (0..self.lanes).collect();
        if top < lanes.len() {
            if top > 0 {
                lanes.select_nth_unstable_by_key(top - 1, key);
            }
            lanes.truncate(top);
        }
        lanes.sort_unstable_by_key(key);
        lanes
    }

    fn take(&mut self, guide: &Guide, block: usize, lanes: &Lanes) {
        let first = block * LANES;
        for fired in &lanes.fired {
            self.fired += fired.lanes.count() as u64;
            for found in &fired.found {
                match found {
                    Found::Exclude => mark(&mut self.excluded, block, &fired.lanes),
                    Found::Points(points) if points.abs() <= MOST => {
                        let sums = self.sums.get_mut(first..).unwrap_or(&mut []);
                        let points = i32::try_from(*points).unwrap_or(0);
                        fired.lanes.add_to(sums, points);
                    }
                    Found::Points(points) => {
                        for lane in fired.lanes.lanes() {
                            *self.single.entry(first + lane).or_default() += points;
                        }
                    }
                    Found::Tier(id) => self.place(guide, block, &fired.lanes, id),
                    Found::Other => {}
                }
            }
        }
        self.unknown += lanes.unknown.count() as u64;
        mark(&mut self.open, block, &lanes.unknown);
    }

    fn place(&mut self, guide: &Guide, block: usize, lanes: &Mask, id: &str) {
        let rank = guide.manifest.tier_rank(id);
        if let Some(masks) = rank.and_then(|rank| self.tiers.get_mut(rank)) {
            mark(masks, block, lanes);
        }
    }

    /// Takes what one rule answered for one program.
    fn take_one(
        &mut self,
        guide: &Guide,
        lane: usize,
        answer: Answer,
        at: impl Fn(&str) -> Problem,
    ) {
        self.asked += 1;
        let mut one = Mask::NONE;
        one.set(lane % LANES);
        match answer {
            Answer::Unknown(_) => {
                self.unknown += 1;
                mark(&mut self.open, lane / LANES, &one);
            }
            Answer::Faulted(problem) => self.fault(problem),
            Answer::Found(effects) => {
                if let Some(message) = effects.iter().find_map(|effect| guide.misnamed(effect)) {
                    return self.fault(at(&message));
                }
                self.fired += u64::from(!effects.is_empty());
                for effect in &effects {
                    match effect {
                        Effect::Exclude { .. } => mark(&mut self.excluded, lane / LANES, &one),
                        Effect::Points { points, .. } => {
                            *self.single.entry(lane).or_default() += points;
                        }
                        Effect::Tier { id, .. } => self.place(guide, lane / LANES, &one, id),
                        _ => {}
                    }
                }
            }
        }
    }

    fn fault(&mut self, problem: Problem) {
        self.faulted.0 += 1;
        self.faulted.1.get_or_insert(problem);
    }
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
        let mut bound = Vec::new();
        let mut rules = Vec::new();
        let wanted = guide.rules_on(Role::Program);
        for (number, rule) in wanted.filter(|(number, _)| numbers.contains(number)) {
            let in_sheet = rule.function.plan.as_ref().ok().map(|plan| {
                bound.push((plan.clone(), rule.policy.clone()));
                bound.len() - 1
            });
            rules.push(Counted { number, in_sheet });
        }
        let columns = programs.columns.clone();
        Self {
            sheet: Sheet::new(columns.clone(), bound),
            guide,
            host,
            rules,
            columns,
        }
    }

    /// Judges every program for one applicant, of whom `facts` is what rules read with the target.
    pub fn judge(&mut self, facts: &Arc<Facts>, stage: Stage) -> Scores {
        let mut scores = Scores::new(&self.columns, &self.guide);
        let mut unsure = Vec::new();
        for counted in &self.rules {
            let Some(rule) = self.guide.rules.get(counted.number) else {
                continue;
            };
            if !rule.counts_in(stage) {
                continue;
            }
            unsure.clear();
            match counted.in_sheet {
                Some(number) => self.sheet.run(number, facts, |block, lanes| {
                    let misnamed = lanes.fired.iter().flat_map(|fired| &fired.found);
                    let misnamed = misnamed.into_iter().any(|found| match found {
                        Found::Tier(id) => self.guide.manifest.tier_rank(id).is_none(),
                        _ => false,
                    });
                    let first = block * LANES;
                    if misnamed {
                        unsure.extend(self.columns.all(block).lanes().map(|lane| first + lane));
                        return;
                    }
                    scores.take(&self.guide, block, &lanes);
                    unsure.extend(lanes.unsure.lanes().map(|lane| first + lane));
                }),
                None => unsure.extend(0..self.columns.len()),
            }
            for lane in &unsure {
                ask(
                    &self.guide,
                    &self.host,
                    &self.columns,
                    rule,
                    (facts, *lane),
                    &mut scores,
                );
            }
        }
        scores
    }
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
    scores.take_one(guide, lane, answer, |message| {
        file.problem_at(&rule.function, message)
    });
}

fn has(masks: &[Mask], lane: usize) -> bool {
    let mask = masks.get(lane / LANES);
    mask.is_some_and(|mask| mask.has(lane % LANES))
}

fn mark(masks: &mut [Mask], block: usize, lanes: &Mask) {
    if let Some(mask) = masks.get_mut(block) {
        *mask |= *lanes;
    }
}
