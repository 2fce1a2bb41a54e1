use rayon::prelude::*;

use super::evidence::Evidence;
use super::mutant::Affected;
use super::search::Grounds;
use super::{Mutant, NewCase};

/// Whether somebody noticed a change.
#[derive(Debug, Clone)]
pub enum Fate {
    /// A case did.
    ByCase,
    /// No case, but what the rules say of a reference profile changed.
    ByProfile,
    /// Nobody, and it made no difference on anything that was generated: so many pairs.
    Equivalent(usize),
    /// Nobody; this case would, where one was found that can say the difference.
    Survives(Option<Box<NewCase>>),
}

/// A change, and what came of it.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The change.
    pub mutant: Mutant,
    /// What came of it.
    pub fate: Fate,
}

/// Judges every change, and for those that nobody notices looks for a case that would.
#[must_use]
pub fn judge(mutants: Vec<Mutant>, evidence: &Evidence<'_>) -> Vec<Verdict> {
    let grounds = Grounds::new(evidence);
    let judged = mutants.into_par_iter().map(|mutant| {
        let fate = noticed(&mutant, evidence).unwrap_or_else(|| grounds.survivor(&mutant));
        Verdict { mutant, fate }
    });
    judged.collect()
}

/// The cases that would notice all that can be noticed, without those that others make needless.
#[must_use]
pub fn fewest<'v>(verdicts: &'v [Verdict], evidence: &Evidence<'_>) -> Vec<&'v NewCase> {
    let mut cases: Vec<&NewCase> = Vec::new();
    for verdict in verdicts {
        let Fate::Survives(Some(case)) = &verdict.fate else {
            continue;
        };
        let notices = |one: &Affected, known: &&NewCase| {
            known.of == (one.guide, one.rule)
                && evidence.rule(one).is_some_and(|(guide, rule)| {
                    let host = &evidence.guides.host;
                    let said = one
                        .variation
                        .asked(host, guide, rule, &known.trial.subjects);
                    !known.trial.holds(&said)
                })
        };
        let mut affected = verdict.mutant.affected.iter();
        if !affected.any(|one| cases.iter().any(|known| notices(one, known))) {
            cases.push(case);
        }
    }
    cases
}

fn noticed(mutant: &Mutant, evidence: &Evidence<'_>) -> Option<Fate> {
    let affected = || mutant.affected.iter();
    if affected().any(|one| by_case(one, evidence)) {
        return Some(Fate::ByCase);
    }
    affected()
        .any(|one| by_profile(one, evidence))
        .then_some(Fate::ByProfile)
}

fn by_case(affected: &Affected, evidence: &Evidence<'_>) -> bool {
    let Some((guide, rule)) = evidence.rule(affected) else {
        return false;
    };
    let host = &evidence.guides.host;
    let trials = evidence.trials(affected.guide, affected.rule).iter();
    let mut trials = trials.map(|trial| {
        let said = affected.variation.asked(host, guide, rule, &trial.subjects);
        trial.holds(&said)
    });
    trials.any(|holds| !holds)
}

fn by_profile(affected: &Affected, evidence: &Evidence<'_>) -> bool {
    let Some((guide, rule)) = evidence.rule(affected) else {
        return false;
    };
    let host = &evidence.guides.host;
    let mut cells = evidence.cells(affected.guide, affected.rule).iter();
    cells.any(|cell| affected.variation.asked(host, guide, rule, &cell.subjects) != cell.said)
}
