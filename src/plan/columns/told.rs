use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::lanes::Found;
use super::{LANES, Lanes};

/// How many bytes of answers one sheet keeps before it forgets them all.
const KEPT: usize = 16 << 20;
/// About how many bytes a key takes beside its own.
const KEY: usize = 64;

/// What a rule comes to over all programs. Applicants who are alike in all that the rule asks of
/// them share it.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    /// Block by block.
    pub blocks: Vec<Lanes>,
    /// For how many programs the rule fires.
    pub fired: u64,
    /// For how many it could not know.
    pub unknown: u64,
    /// The lanes that have to be asked by themselves, in order.
    pub unsure: Vec<usize>,
    /// The most points, up or down, that it gives one program.
    pub reach: u64,
}

impl Told {
    pub(super) fn of(blocks: Vec<Lanes>) -> Self {
        let groups = || blocks.iter().flat_map(|lanes| &lanes.fired);
        let points = |found: &Found| match found {
            Found::Points(points) => points.unsigned_abs(),
            Found::Exclude | Found::Tier(_) | Found::Other => 0,
        };
        let reach =
            groups().map(|fired| fired.found.iter().map(points).fold(0, u64::saturating_add));
        let unsure = blocks.iter().enumerate().flat_map(|(block, lanes)| {
            let lanes = lanes.unsure.lanes();
            lanes.map(move |lane| block * LANES + lane)
        });
        Self {
            fired: groups().map(|fired| fired.lanes.count() as u64).sum(),
            unknown: blocks
                .iter()
                .map(|lanes| lanes.unknown.count() as u64)
                .sum(),
            unsure: unsure.collect(),
            reach: reach.max().unwrap_or(0),
            blocks,
        }
    }

    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for lanes in &self.blocks {
            for fired in &lanes.fired {
                fired.lanes.hash(&mut hasher);
            }
            lanes.unknown.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// About how much memory it takes, in bytes.
    fn size(&self) -> usize {
        let groups = self.blocks.iter().map(|lanes| lanes.fired.len() + 2);
        groups.sum::<usize>() * (LANES / 8 + 64) + self.unsure.len() * size_of::<usize>()
    }
}

/// What rules came to before, by the rule's number.
#[derive(Debug, Default)]
pub(super) struct Memory {
    rules: Vec<OfRule>,
    bytes: usize,
}

/// What one rule came to before.
#[derive(Debug, Default)]
struct OfRule {
    /// By what it asked of the applicant.
    told: BTreeMap<Vec<u8>, Arc<Told>>,
    /// Each answer once, by its hash: many applicants differ in what a rule asks, few in what comes of
    /// it.
    answers: BTreeMap<u64, Arc<Told>>,
}

impl Memory {
    pub(super) fn for_rules(count: usize) -> Self {
        Self {
            rules: (0..count).map(|_| OfRule::default()).collect(),
            bytes: 0,
        }
    }

    pub(super) fn get(&self, rule: usize, key: &[u8]) -> Option<&Arc<Told>> {
        self.rules.get(rule)?.told.get(key)
    }

    /// Keeps what the rule came to; returns it, or the same if that is kept already.
    pub(super) fn keep(&mut self, rule: usize, key: &[u8], told: Told) -> Arc<Told> {
        if self.bytes + told.size() + key.len() + KEY > KEPT {
            self.rules.fill_with(OfRule::default);
            self.bytes = 0;
        }
        let Some(rule) = self.rules.get_mut(rule) else {
            return Arc::new(told);
        };
        let hash = told.hash();
        let known = rule.answers.get(&hash).filter(|known| ***known == told);
        let told = known.cloned().unwrap_or_else(|| {
            self.bytes += told.size();
            let told = Arc::new(told);
            rule.answers.insert(hash, told.clone());
            told
        });
        self.bytes += key.len() + KEY;
        rule.told.insert(key.to_vec(), told.clone());
        told
    }
}
