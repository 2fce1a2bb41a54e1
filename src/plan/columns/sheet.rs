use std::sync::Arc;

use crate::model::{Facts, Policy, Role};
use crate::plan::Rule;
use crate::plan::run::Run;

use super::asked::{Asked, asked, write};
use super::atoms::Atoms;
use super::pass::{Known, Once, Pass, Stored};
use super::told::Memory;
use super::ways::{Way, ways};
use super::{Columns, Mask, Told};

/// Rules bound to lanes. Over programs, what does not depend on the applicant is worked out once, and
/// applicants who are alike in what a rule asks of them are judged by it once.
#[derive(Debug)]
pub struct Sheet {
    columns: Arc<Columns>,
    rules: Vec<Bound>,
    atoms: Atoms,
    memory: Arc<Memory>,
    key: Vec<u8>,
}

/// A rule with the parameters in force.
#[derive(Debug, Clone)]
struct Bound {
    /// With its parameters in their place.
    rule: Rule,
    policy: Arc<Policy>,
    /// How each expression can be worked out.
    ways: Vec<Way>,
    /// What it asks of the applicant.
    asked: Vec<Asked>,
    /// What expressions gave that do not depend on the applicant, by expression and block.
    stored: Vec<Vec<Option<Box<Stored>>>>,
    /// What expressions gave that depend on the parameters alone.
    fixed: Vec<Option<Once>>,
    /// What expressions gave for the applicant that is being judged.
    once: Vec<Option<Once>>,
}

impl Sheet {
    /// Binds rules about programs, or about applicants, to their parameters and to lanes of these.
    #[must_use]
    pub fn new(columns: Arc<Columns>, rules: Vec<(Arc<Rule>, Arc<Policy>)>) -> Self {
        let blocks = columns.blocks();
        let rules: Vec<Bound> = rules
            .into_iter()
            .map(|(rule, policy)| {
                let rule = rule.with_parameters(&policy);
                let (ways, count) = (ways(&rule, columns.role), rule.expressions().len());
                let stored = ways.iter().map(|way| match way {
                    Way::Stored => vec![None; blocks],
                    Way::Fixed | Way::Once | Way::Lanes => Vec::new(),
                });
                Bound {
                    asked: asked(&rule, &ways),
                    stored: stored.collect(),
                    fixed: vec![None; count],
                    once: vec![None; count],
                    ways,
                    rule,
                    policy,
                }
            })
            .collect();
        Self {
            columns,
            memory: Arc::new(Memory::for_rules(rules.len())),
            rules,
            atoms: Atoms::default(),
            key: Vec::new(),
        }
    }

    /// The same for another core: what one works out for an applicant, the other need not.
    #[must_use]
    pub fn beside(&self) -> Self {
        Self {
            columns: self.columns.clone(),
            rules: self.rules.clone(),
            atoms: self.atoms.clone(),
            memory: self.memory.clone(),
            key: Vec::new(),
        }
    }

    /// The lanes.
    #[must_use]
    pub fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// Whether the rule of that number answers all applicants alike.
    #[must_use]
    pub fn is_same_for_all(&self, number: usize) -> bool {
        let bound = self.rules.get(number);
        bound.is_some_and(|bound| {
            let mut asked = bound.asked.iter();
            asked.all(|asked| asked.is_fixed(&bound.ways))
        })
    }

    /// What the rule of that number comes to for an applicant, over all programs; nothing when
    /// there is no such rule.
    pub fn told(&mut self, number: usize, applicant: &Facts) -> Option<Arc<Told>> {
        let bound = self.rules.get_mut(number)?;
        let facts = |role| (role == Role::Applicant).then_some(applicant);
        for asked in &bound.asked {
            asked.forget(&mut bound.once);
        }
        let mut known = Known {
            ways: &bound.ways,
            fixed: &mut bound.fixed,
            once: &mut bound.once,
            run: Run::new(&bound.rule, &bound.policy, facts),
        };
        self.key.clear();
        let written = write(&bound.asked, &mut known, &mut self.key);
        if let (true, Some(told)) = (written, self.memory.get(number, &self.key)) {
            return Some(told);
        }
        let all = |block| self.columns.all(block);
        let lanes = (&*self.columns, &mut self.atoms);
        let told = over(lanes, &bound.rule, &mut bound.stored, known, all);
        bound.once.fill(None);
        Some(if written {
            self.memory.keep(number, &self.key, told)
        } else {
            Arc::new(told)
        })
    }

    /// Takes other applicants for its lanes.
    pub fn turn_to(&mut self, columns: Arc<Columns>) {
        self.columns = columns;
        self.atoms = Atoms::default();
    }

    /// What the rule of that number, which is about applicants, comes to for those of its lanes, by
    /// block; nothing when there is no such rule.
    pub fn told_of(&mut self, number: usize, lanes: &[Mask]) -> Option<Told> {
        let bound = self.rules.get_mut(number)?;
        let known = Known {
            ways: &bound.ways,
            fixed: &mut bound.fixed,
            once: &mut bound.once,
            run: Run::new(&bound.rule, &bound.policy, |_| None),
        };
        let wanted = |block: usize| lanes.get(block).copied().unwrap_or(Mask::NONE);
        let columns = (&*self.columns, &mut self.atoms);
        let told = over(columns, &bound.rule, &mut bound.stored, known, wanted);
        bound.once.fill(None);
        Some(told)
    }
}

/// What a rule comes to, block by block, for the lanes that are wanted of each.
fn over(
    (columns, atoms): (&Columns, &mut Atoms),
    rule: &Rule,
    stored: &mut [Vec<Option<Box<Stored>>>],
    known: Known<'_>,
    wanted: impl Fn(usize) -> Mask,
) -> Told {
    let mut pass = Pass {
        columns,
        rule,
        block: 0,
        unsure: Mask::NONE,
        kept: vec![Vec::new(); rule.kept()],
        returned: Vec::new(),
        atoms,
        known,
        stored,
    };
    let blocks = (0..columns.blocks()).map(|block| pass.block_of(block, wanted(block)));
    Told::of(blocks.collect())
}
