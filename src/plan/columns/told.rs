use std::collections::BTreeMap;
use std::sync::Arc;

use super::lanes::Found;
use super::{LANES, Lanes};

/// How many bytes of answers one sheet keeps before it forgets them all.
const KEPT: usize = 8 << 20;

/// What a rule comes to over all programs. Applicants who are alike in all that the rule asks of
/// them share it.
#[derive(Debug)]
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

    /// About how much memory it takes, in bytes.
    fn size(&self) -> usize {
        let groups = self.blocks.iter().map(|lanes| lanes.fired.len() + 2);
        groups.sum::<usize>() * (LANES / 8 + 64) + self.unsure.len() * size_of::<usize>()
    }
}

/// What rules came to before, by the rule's number and what it asked of the applicant.
#[derive(Debug, Default)]
pub(super) struct Memory {
    told: Vec<BTreeMap<Vec<u8>, Arc<Told>>>,
    bytes: usize,
}

impl Memory {
    pub(super) fn for_rules(count: usize) -> Self {
        Self {
            told: (0..count).map(|_| BTreeMap::new()).collect(),
            bytes: 0,
        }
    }

    pub(super) fn get(&self, rule: usize, key: &[u8]) -> Option<&Arc<Told>> {
        self.told.get(rule)?.get(key)
    }

    pub(super) fn keep(&mut self, rule: usize, key: &[u8], told: &Arc<Told>) {
        let bytes = told.size() + key.len();
        if self.bytes + bytes > KEPT {
            self.told.iter_mut().for_each(BTreeMap::clear);
            self.bytes = 0;
        }
        self.bytes += bytes;
        if let Some(all) = self.told.get_mut(rule) {
            all.insert(key.to_vec(), told.clone());
        }
    }
}
