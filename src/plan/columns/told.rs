use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::lanes::Found;
use super::{LANES, Lanes};

/// How many bytes of answers one sheet keeps before it forgets them all.
const KEPT: usize = 16 << 20;
/// About how many bytes a key takes beside its own.
const KEY: usize = 64;

/// What a rule comes to over all lanes. Where these are programs, applicants who are alike in all that the rule asks of
/// them share it.
#[derive(Debug, PartialEq)]
pub struct Told {
    /// Block by block.
    pub blocks: Vec<Lanes>,
    /// For how many lanes the rule fires.
    pub fired: u64,
    /// For how many it could not know.
    pub unknown: u64,
    /// The lanes that have to be asked by themselves, in order.
    pub unsure: Vec<usize>,
    /// The most points, up or down, that it gives one lane.
    pub reach: u64,
}

impl Told {
    pub(super) fn of(blocks: Vec<Lanes>) -> Self {
        let groups = || blocks.iter().flat_map(|lanes| &lanes.fired);
        let points = |found: &Found| match found {
            Found::Points(points) => points.unsigned_abs(),
            _ => 0,
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

/// What rules came to before, by the rule's number; shared by all cores.
#[derive(Debug)]
pub(super) struct Memory {
    rules: Vec<RwLock<OfRule>>,
    bytes: AtomicUsize,
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
            rules: (0..count).map(|_| RwLock::default()).collect(),
            bytes: AtomicUsize::new(0),
        }
    }

    pub(super) fn get(&self, rule: usize, key: &[u8]) -> Option<Arc<Told>> {
        let rule = self.rules.get(rule)?;
        let rule = rule.read().unwrap_or_else(PoisonError::into_inner);
        rule.told.get(key).cloned()
    }

    /// Keeps what the rule came to; returns it, or the same if that is kept already.
    pub(super) fn keep(&self, rule: usize, key: &[u8], told: Told) -> Arc<Told> {
        let bytes = told.size() + key.len() + KEY;
        let before = self.bytes.fetch_add(bytes, Ordering::Relaxed);
        if before.saturating_add(bytes) > KEPT {
            self.bytes.store(bytes, Ordering::Relaxed);
            for rule in &self.rules {
                *rule.write().unwrap_or_else(PoisonError::into_inner) = OfRule::default();
            }
        }
        let Some(rule) = self.rules.get(rule) else {
            return Arc::new(told);
        };
        let mut rule = rule.write().unwrap_or_else(PoisonError::into_inner);
        let hash = told.hash();
        let known = rule.answers.get(&hash).filter(|known| ***known == told);
        let told = if let Some(known) = known {
            // Another core may have forgotten all meanwhile.
            let less = |bytes: usize| Some(bytes.saturating_sub(told.size()));
            let _ = self
                .bytes
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
            known.clone()
        } else {
            let told = Arc::new(told);
            rule.answers.insert(hash, told.clone());
            told
        };
        rule.told.insert(key.to_vec(), told.clone());
        told
    }
}
