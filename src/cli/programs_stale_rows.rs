//! Which stale values matter, by who hangs on them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::advise::{self, Asked, Doubt, Swing};
use crate::dataset::Catalogue;
use crate::evaluate::evaluate;
use crate::guide::{Fit, Guide};
use crate::model::{Applicant, PROGRAM, Program};

use super::world::World;

/// A stale value, and who hangs on it.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) program: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) field: String,
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) source: String,
    pub(super) as_of: String,
    /// The applicants whose option or tier hangs on it.
    pub(super) decides: BTreeSet<String>,
    /// The other applicants for whom points hang on it.
    pub(super) points_only: BTreeSet<String>,
}

/// How many stale values there are, and those on which something hangs.
pub(super) fn rows(
    world: &World,
    guides: &[Arc<Guide>],
    applicants: &[(String, Applicant)],
) -> (usize, Vec<Row>) {
    let (references, today) = (&world.references, world.as_of);
    let is_stale = |program: &&Program| {
        let known = program
            .tracks
            .iter()
            .map(|track| program.facts(track.track));
        known.into_iter().any(|facts| {
            PROGRAM.fields.iter().any(|field| {
                let origins = facts.get(field.path).values().iter();
                let mut origins = origins.filter_map(|one| one.provenance.as_ref());
                origins.any(|origin| references.is_stale(field.path, origin, today))
            })
        })
    };
    let programs = world.catalogue.programs().iter().filter(is_stale).cloned();
    let catalogue = Catalogue::of(programs.collect());
    let found: Vec<Vec<(&str, advise::Stale)>> = applicants
        .par_iter()
        .map(|(name, applicant)| {
            let found = of_one(world, &catalogue, guides, applicant);
            found.into_iter().map(|one| (name.as_str(), one)).collect()
        })
        .collect();
    let mut rows: BTreeMap<(usize, Asked), Row> = BTreeMap::new();
    for (name, stale) in found.into_iter().flatten() {
        let Some(program) = catalogue.programs().get(stale.program) else {
            continue;
        };
        let row = rows.entry((stale.program, stale.asked.clone()));
        let row = row.or_insert_with(|| Row::new(world, program, &stale.asked, &stale.doubt));
        match stale.swing {
            Some(Swing::Option | Swing::Tier) => drop(row.decides.insert(name.to_owned())),
            Some(Swing::Points) => drop(row.points_only.insert(name.to_owned())),
            None => {}
        }
    }
    let all = rows.len();
    let mut rows: Vec<Row> = rows.into_values().collect();
    for row in &mut rows {
        row.points_only.retain(|name| !row.decides.contains(name));
    }
    rows.retain(|row| !row.decides.is_empty() || !row.points_only.is_empty());
    // NOTE: a stable sort; the rest of the order is that of programs and fields.
    rows.sort_by_key(|row| std::cmp::Reverse((row.decides.len(), row.points_only.len())));
    (all, rows)
}

/// The stale values that an applicant's guides read, over all targets.
fn of_one(
    world: &World,
    catalogue: &Catalogue,
    guides: &[Arc<Guide>],
    applicant: &Applicant,
) -> Vec<advise::Stale> {
    let (host, references) = (&world.guides.host, &world.references);
    let mut all = Vec::new();
    for guide in guides {
        for target in 0..applicant.targets.len() {
            if matches!(guide.fit(&applicant.facts(target)), Fit::DoesNotFit(_)) {
                continue;
            }
            let stage = applicant.stage();
            let evaluation = evaluate(guide, host, applicant, target, stage, catalogue);
            if let Some(evaluation) = evaluation {
                all.extend(advise::stale(
                    guide,
                    host,
                    references,
                    world.as_of,
                    &evaluation,
                ));
            }
        }
    }
    all
}

impl Row {
    fn new(world: &World, program: &Program, asked: &Asked, doubt: &Doubt) -> Self {
        let (value, origin) = match doubt {
            Doubt::Stale(value, origin) => (value.to_string(), Some(origin)),
            _ => (String::new(), None),
        };
        let source = origin.map_or_else(String::new, |origin| {
            let source = world.references.sources.get(&*origin.source);
            source
                .map_or(&*origin.source, |source| &*source.title)
                .to_owned()
        });
        Self {
            program: program.id.to_string(),
            name: program.name.to_string(),
            place: format!("{}, {}", program.city, program.state),
            field: asked.key.clone(),
            label: PROGRAM.label(asked.path()),
            value,
            source,
            as_of: origin.map_or_else(String::new, |origin| origin.as_of.to_string()),
            decides: BTreeSet::new(),
            points_only: BTreeSet::new(),
        }
    }
}
