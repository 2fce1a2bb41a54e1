use std::collections::BTreeMap;
use std::io;

use crate::dataset::Catalogue;
use crate::evaluate::{Group, Outline, Programs, Scores};
use crate::guide::Guide;
use crate::model::Target;
use crate::report::cell;

use super::line::{Line, Place, Standing};

/// What is written of each list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A line in JSON, with the best programs unless it is a summary.
    Json { is_summary: bool },
    /// Such lines, which become a Parquet file once all are written.
    Parquet { is_summary: bool },
    /// A row for each of the best programs.
    Programs,
    /// A row.
    Summary,
}

/// The programs of one applicant, guide and target.
pub(super) struct List<'a> {
    pub(super) applicant: &'a str,
    /// The applicant's file, and the line where it has many.
    pub(super) from: &'a str,
    pub(super) guide: &'a Guide,
    pub(super) target: Target,
    pub(super) catalogue: &'a Catalogue,
    /// Where the applicant stands.
    pub(super) outline: &'a Outline,
    pub(super) programs: &'a Programs,
    pub(super) scores: &'a Scores,
    /// The lanes by where they stand.
    pub(super) groups: Vec<Group>,
    /// How many open programs in no tier a rule that gives tiers could not know about.
    pub(super) undecided: usize,
    /// The lanes to write, best first.
    pub(super) best: Vec<usize>,
}

/// The first row of a sheet.
pub(super) fn header(form: Form) -> io::Result<Vec<u8>> {
    let columns: &[&str] = match form {
        Form::Json { .. } | Form::Parquet { .. } => return Ok(Vec::new()),
        Form::Programs => &[
            "applicant",
            "from",
            "guide",
            "specialty",
            "track",
            "rank",
            "program",
            "tier",
            "score",
            "excluded",
            "unknown",
        ],
        Form::Summary => &[
            "applicant",
            "from",
            "guide",
            "specialty",
            "track",
            "programs",
            "tiers",
            "no_tier",
            "undecided",
            "excluded",
            "bands",
            "pillars",
            "concerns",
            "apply_to",
            "unknown",
            "standing_unknown",
        ],
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns)?;
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Adds a list to what is written.
pub(super) fn write(list: &List<'_>, form: Form, out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = match form {
        Form::Json { is_summary } | Form::Parquet { is_summary } => json(list, is_summary, out),
        Form::Programs => programs(list, out),
        Form::Summary => summary(list, out),
    };
}

/// How many programs stand where.
#[derive(Default)]
struct Counts<'a> {
    tiers: BTreeMap<&'a str, usize>,
    no_tier: usize,
    excluded: usize,
}

impl<'a> Counts<'a> {
    fn of(list: &'a List<'_>) -> Self {
        let mut counts = Self::default();
        for group in &list.groups {
            match group.tier.and_then(|rank| list.tier_id(rank)) {
                _ if group.excluded => counts.excluded += group.count(),
                Some(tier) if group.count() > 0 => {
                    *counts.tiers.entry(tier).or_default() += group.count();
                }
                Some(_) => {}
                None => counts.no_tier += group.count(),
            }
        }
        counts
    }
}

fn json(list: &List<'_>, is_summary: bool, out: &mut Vec<u8>) -> io::Result<()> {
    let Counts {
        tiers,
        no_tier,
        excluded,
    } = Counts::of(list);
    let line = Line {
        version: 1,
        applicant: list.applicant,
        from: list.from,
        guide: &list.guide.id,
        specialty: list.target.specialty.id,
        track: list.target.track.as_str(),
        programs: list.programs.numbers.len(),
        excluded,
        tiers,
        no_tier,
        undecided: list.undecided,
        unknown: list.scores.unknown,
        faulted: list.scores.faulted.0 + list.outline.faulted.0,
        standing: Standing::of(list.outline),
        best: (!is_summary).then(|| list.places().collect()),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.push(b'\n');
    Ok(())
}

fn summary(list: &List<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let counts = Counts::of(list);
    let outline = list.outline;
    let (bands, tiers) = (outline.bands.iter(), counts.tiers.iter());
    let bands = joined(bands.map(|(topic, band)| format!("{topic}: {band}")));
    let tiers = joined(tiers.map(|(tier, count)| format!("{tier}: {count}")));
    let pillars = joined(outline.pillars.iter().map(ToString::to_string));
    let apply_to = outline.apply_to.map(|range| range.to_string());
    sheet(out).write_record([
        cell(list.applicant).as_str(),
        &cell(list.from),
        &list.guide.id,
        list.target.specialty.id,
        list.target.track.as_str(),
        &list.programs.numbers.len().to_string(),
        &cell(&tiers),
        &counts.no_tier.to_string(),
        &list.undecided.to_string(),
        &counts.excluded.to_string(),
        &cell(&bands),
        &cell(&pillars),
        &outline.concerns.to_string(),
        &apply_to.unwrap_or_default(),
        &list.scores.unknown.to_string(),
        &outline.unknown.to_string(),
    ])?;
    Ok(())
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

fn sheet(out: &mut Vec<u8>) -> csv::Writer<&mut Vec<u8>> {
    csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(out)
}

fn programs(list: &List<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let mut writer = sheet(out);
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let (applicant, from) = (cell(list.applicant), cell(list.from));
    for place in list.places() {
        let (rank, score) = (place.rank.to_string(), place.score.to_string());
        writer.write_record([
            applicant.as_str(),
            &from,
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
