use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::dataset::Catalogue;
use crate::evaluate::{Group, Programs, Scores};
use crate::guide::Guide;
use crate::model::Target;
use crate::report::cell;

use super::RowFormat;

/// The programs of one applicant, guide and target.
pub(super) struct List<'a> {
    pub(super) applicant: &'a str,
    pub(super) guide: &'a Guide,
    pub(super) target: Target,
    pub(super) catalogue: &'a Catalogue,
    pub(super) programs: &'a Programs,
    pub(super) scores: &'a Scores,
    /// The lanes by where they stand.
    pub(super) groups: Vec<Group>,
    /// The lanes to write, best first.
    pub(super) best: Vec<usize>,
}

/// A list as JSON writes it.
#[derive(Serialize)]
struct Line<'a> {
    applicant: &'a str,
    guide: &'a str,
    specialty: &'a str,
    track: &'a str,
    /// Records that offer the target.
    programs: usize,
    excluded: usize,
    /// How many open programs each tier has.
    tiers: BTreeMap<&'a str, usize>,
    no_tier: usize,
    /// How many times a rule could not know.
    unknown: u64,
    faulted: u64,
    best: Vec<Place<'a>>,
}

/// A program of a list.
#[derive(Serialize)]
struct Place<'a> {
    rank: usize,
    program: &'a str,
    tier: Option<&'a str>,
    score: i64,
    excluded: bool,
    /// Whether a rule could not know.
    unknown: bool,
}

/// The first row of a sheet.
pub(super) fn header(format: RowFormat) -> io::Result<Vec<u8>> {
    if format == RowFormat::Jsonl {
        return Ok(Vec::new());
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "applicant",
        "guide",
        "specialty",
        "track",
        "rank",
        "program",
        "tier",
        "score",
        "excluded",
        "unknown",
    ])?;
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Adds a list to what is written.
pub(super) fn write(list: &List<'_>, format: RowFormat, out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = match format {
        RowFormat::Jsonl => json(list, out),
        RowFormat::Csv => sheet(list, out),
    };
}

fn json(list: &List<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let mut tiers: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut excluded, mut no_tier) = (0, 0);
    for group in &list.groups {
        match group.tier.and_then(|rank| list.tier_id(rank)) {
            _ if group.excluded => excluded += group.count(),
            Some(tier) if group.count() > 0 => *tiers.entry(tier).or_default() += group.count(),
            Some(_) => {}
            None => no_tier += group.count(),
        }
    }
    let line = Line {
        applicant: list.applicant,
        guide: &list.guide.id,
        specialty: list.target.specialty.id,
        track: list.target.track.as_str(),
        programs: list.programs.numbers.len(),
        excluded,
        tiers,
        no_tier,
        unknown: list.scores.unknown,
        faulted: list.scores.faulted.0,
        best: list.places().collect(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.push(b'\n');
    Ok(())
}

fn sheet(list: &List<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(out);
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let applicant = cell(list.applicant);
    for place in list.places() {
        let (rank, score) = (place.rank.to_string(), place.score.to_string());
        writer.write_record([
            applicant.as_str(),
            &list.guide.id,
            list.target.specialty.id,
            list.target.track.as_str(),
            &rank,
            place.program,
            place.tier.unwrap_or_default(),
            &score,
            yes(place.excluded),
            yes(place.unknown),
        ])?;
    }
    writer.flush()
}

impl List<'_> {
    fn tier_id(&self, rank: usize) -> Option<&str> {
        let tier = self.guide.manifest.tiers.get(rank)?;
        Some(&tier.id)
    }

    fn places(&self) -> impl Iterator<Item = Place<'_>> {
        let lanes = self.best.iter().enumerate();
        lanes.filter_map(|(index, lane)| {
            let number = self.programs.numbers.get(*lane)?;
            let program = self.catalogue.programs().get(*number)?;
            Some(Place {
                rank: index + 1,
                program: program.id.as_str(),
                tier: self.scores.tier(*lane).and_then(|rank| self.tier_id(rank)),
                score: self.scores.score(*lane),
                excluded: self.scores.is_excluded(*lane),
                unknown: self.scores.is_open(*lane),
            })
        })
    }
}
