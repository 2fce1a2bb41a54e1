use std::collections::BTreeMap;

use crate::guide::Guide;
use crate::model::{Facts, LIST, ProgramId, Reading, Text, Value};

use super::parts::parts;
use super::{Could, Part, Placement, Said, Way};

/// The programs of one target, in order: tier, score, id; excluded ones last.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// All of them.
    pub placements: Vec<Placement>,
    /// Programs that a tier rule placed. Records that may be the same program count once, here and
    /// in every count below.
    pub placed: usize,
    /// Programs without a tier that could get one once what is unknown is known.
    pub possible: usize,
    /// Programs that fit no tier.
    pub unplaced: usize,
    /// Programs that are not an option.
    pub excluded: usize,
    /// What could rule out many of the programs alike, because hardly any of them states it.
    pub common: Vec<Common>,
    /// What to ask of many of the programs alike.
    pub ask_all: Vec<AskAll>,
    /// What the placed programs are made of, by tier, group and setting.
    pub parts: Vec<Part>,
}

/// Something to ask of more than a quarter of the open programs in the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskAll {
    /// The rule's number in its guide.
    pub rule: usize,
    /// The field's path.
    pub field: String,
    /// Why to ask.
    pub why: Text,
    /// How many open records it is about.
    pub programs: usize,
}

/// Something unstated that could rule out more than a quarter of the open programs in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The rule's number in its guide.
    pub rule: usize,
    /// What would rule them out.
    pub way: Way,
    /// How many open records it is about.
    pub programs: usize,
}

/// What a question or risk shares with more than one in so many open programs is said once.
const MANY: usize = 4;

/// What so few share is said of each.
const FEW: usize = 2;

/// What more than that share of so many programs is said once.
pub(super) fn many(programs: usize) -> usize {
    (programs / MANY).max(FEW)
}

/// Where a program counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Placed,
    Possible,
    Unplaced,
    Excluded,
}

impl List {
    pub(crate) fn of(guide: &Guide, mut placements: Vec<Placement>) -> Self {
        placements.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut groups: BTreeMap<&ProgramId, Class> = BTreeMap::new();
        for placement in &placements {
            let class = class(guide, placement);
            let best = groups.entry(&placement.group).or_insert(class);
            *best = class.min(*best);
        }
        let count = |wanted: Class| groups.values().filter(|class| **class == wanted).count();
        let (placed, possible) = (count(Class::Placed), count(Class::Possible));
        let (unplaced, excluded) = (count(Class::Unplaced), count(Class::Excluded));
        let common = common(&placements);
        let ask_all = ask_all(&placements);
        let parts = parts(guide, &placements);
        Self {
            placements,
            placed,
            possible,
            unplaced,
            excluded,
            common,
            ask_all,
            parts,
        }
    }

    /// What could still rule this program out and is not common to many of the list.
    pub fn own_risks<'a>(&'a self, placement: &'a Placement) -> impl Iterator<Item = &'a Could> {
        placement.could_be_excluded().filter(|could| {
            let way = could.ways.first();
            !self
                .common
                .iter()
                .any(|c| c.rule == could.rule && Some(&c.way) == way)
        })
    }

    /// How many programs there are in all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.placed + self.possible + self.unplaced + self.excluded
    }

    /// What to ask of this program that is not asked of many of the list alike.
    pub fn own_questions<'a>(
        &'a self,
        placement: &'a Placement,
    ) -> impl Iterator<Item = &'a (String, Said)> {
        placement.verify.iter().filter(|(field, said)| {
            let same =
                |ask: &AskAll| ask.rule == said.rule && ask.field == *field && ask.why == said.text;
            !self.ask_all.iter().any(same)
        })
    }

    /// What list rules read; `fee` is what applying to the placed programs costs.
    #[must_use]
    pub fn facts(&self, fee: u64) -> Facts {
        let mut facts = Facts::new(&LIST);
        let counts = [
            ("placed", self.placed),
            ("possible", self.possible),
            ("unplaced", self.unplaced),
            ("excluded", self.excluded),
            ("total", self.total()),
        ];
        for (name, count) in counts {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            facts.set(name, Reading::told(Value::Int(count)));
        }
        let fee = i64::try_from(fee).unwrap_or(i64::MAX);
        facts.set("fee", Reading::told(Value::Int(fee)));
        let parts = self.parts.iter().map(Part::entry).collect();
        facts.set("parts", Reading::told(Value::Entries(parts)));
        facts
    }

    /// The programs of a tier that are an option, in order.
    pub fn in_tier(&self, rank: usize) -> impl Iterator<Item = &Placement> {
        self.placements.iter().filter(move |placement| {
            placement.is_open()
                && placement
                    .tier
                    .as_ref()
                    .is_some_and(|(tier, _)| *tier == rank)
        })
    }

    /// The programs without a tier that could get one, best possible tier first.
    #[must_use]
    pub fn possible<'a>(&'a self, guide: &'a Guide) -> Vec<(usize, &'a Placement)> {
        let mut all: Vec<(usize, &Placement)> = self
            .placements
            .iter()
            .filter(|placement| placement.is_open() && placement.tier.is_none())
            .filter_map(|placement| placement.could_be(guide).map(|(rank, _)| (rank, placement)))
            .collect();
        all.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.order().cmp(&other.order())));
        all
    }

    /// The programs that fit no tier and could not.
    pub fn without_tier<'a>(&'a self, guide: &'a Guide) -> impl Iterator<Item = &'a Placement> {
        self.placements
            .iter()
            .filter(move |placement| class(guide, placement) == Class::Unplaced)
    }

    /// The programs that are not an option.
    pub fn not_an_option(&self) -> impl Iterator<Item = &Placement> {
        self.placements
            .iter()
            .filter(|placement| !placement.is_open())
    }
}

fn common(placements: &[Placement]) -> Vec<Common> {
    let open = placements.iter().filter(|placement| placement.is_open());
    let many = many(open.clone().count());
    let mut all: Vec<Common> = Vec::new();
    for could in open.flat_map(Placement::could_be_excluded) {
        let Some(way) = could.ways.first() else {
            continue;
        };
        match all
            .iter_mut()
            .find(|known| known.rule == could.rule && known.way == *way)
        {
            Some(known) => known.programs += 1,
            None => all.push(Common {
                rule: could.rule,
                way: way.clone(),
                programs: 1,
            }),
        }
    }
    all.retain(|common| common.programs > many);
    all
}

fn ask_all(placements: &[Placement]) -> Vec<AskAll> {
    let open = placements.iter().filter(|placement| placement.is_open());
    let many = many(open.clone().count());
    let mut all: Vec<AskAll> = Vec::new();
    for (field, said) in open.flat_map(|placement| &placement.verify) {
        let same = |known: &&mut AskAll| {
            known.rule == said.rule && known.field == *field && known.why == said.text
        };
        match all.iter_mut().find(same) {
            Some(known) => known.programs += 1,
            None => all.push(AskAll {
                rule: said.rule,
                field: field.clone(),
                why: said.text.clone(),
                programs: 1,
            }),
        }
    }
    all.retain(|ask| ask.programs > many);
    all
}

fn class(guide: &Guide, placement: &Placement) -> Class {
    if !placement.is_open() {
        Class::Excluded
    } else if placement.tier.is_some() {
        Class::Placed
    } else if placement.could_be(guide).is_some() {
        Class::Possible
    } else {
        Class::Unplaced
    }
}
