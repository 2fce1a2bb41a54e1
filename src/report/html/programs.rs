use std::collections::BTreeMap;

use crate::advise::{Because, Placement, TargetAdvice};
use crate::model::IDENTITY;
use crate::report::text::program::{remarks, same_as, score};
use crate::report::{Report, plural};
use crate::script::Role;

use super::line::Line;

/// Programs that stand together: a tier, those that may fit, those in no tier, those ruled out.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) meaning: String,
    /// How many, in words.
    pub(super) count: String,
    pub(super) rows: Vec<Row>,
}

/// A program of the list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) city: String,
    pub(super) state: String,
    /// The tier's id, empty when it is in none.
    pub(super) tier: String,
    /// The tier, or what it may be.
    pub(super) place: String,
    /// The score alone, and with its range and wishes.
    pub(super) score: i64,
    pub(super) points: String,
    /// Why it is there.
    pub(super) reasons: Vec<Line>,
    pub(super) facts: Vec<Fact>,
}

/// A value of the program's record that rules read.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) source: String,
    pub(super) is_old: bool,
}

/// The tiers of the list, then what may fit.
pub(super) fn listed(report: &Report<'_>, target: &TargetAdvice) -> Vec<Group> {
    let list = &target.list;
    let tiers = report.guide.manifest.tiers.iter().enumerate();
    let tiers = tiers.map(|(rank, tier)| {
        let placements: Vec<&Placement> = list.in_tier(rank).collect();
        let title = format!("Tier {}: {}", tier.id, tier.title);
        group(report, target, &title, &tier.meaning, &placements)
    });
    let possible = list.possible(report.guide);
    let possible: Vec<&Placement> = possible.into_iter().map(|(_, one)| one).collect();
    let may = "May fit once unknowns are settled";
    let may = group(report, target, may, "", &possible);
    tiers.chain((!may.rows.is_empty()).then_some(may)).collect()
}

/// What is in no tier and could not get into one, and what is ruled out.
pub(super) fn rest(report: &Report<'_>, target: &TargetAdvice) -> Vec<Group> {
    let without: Vec<&Placement> = target.list.without_tier(report.guide).collect();
    let out: Vec<&Placement> = target.list.not_an_option().collect();
    let meaning = "Not ruled out, but nothing known of them meets a tier of the guide.";
    let without = group(
        report,
        target,
        "In no tier of this guide",
        meaning,
        &without,
    );
    let out = group(report, target, "Not an option", "", &out);
    let mut rest = vec![without, out];
    rest.retain(|group| !group.rows.is_empty());
    rest
}

fn group(
    report: &Report<'_>,
    target: &TargetAdvice,
    title: &str,
    meaning: &str,
    placements: &[&Placement],
) -> Group {
    let rows = placements.iter().enumerate();
    let rows = rows.filter_map(|(index, one)| row(report, target, index + 1, one));
    Group {
        title: title.to_owned(),
        meaning: meaning.to_owned(),
        count: plural(placements.len(), "record"),
        rows: rows.collect(),
    }
}

fn row(
    report: &Report<'_>,
    target: &TargetAdvice,
    number: usize,
    placement: &Placement,
) -> Option<Row> {
    let program = report.program(placement.program)?;
    let tier_id = |rank: usize| {
        let tier = report.guide.manifest.tiers.get(rank);
        tier.map_or_else(String::new, |tier| tier.id.clone())
    };
    let tier = placement.tier.as_ref();
    let tier = tier.map_or_else(String::new, |(rank, _)| tier_id(*rank));
    let could = placement
        .could_be(report.guide)
        .map(|(rank, _)| tier_id(rank));
    let place = match (placement.is_open(), tier.is_empty(), could) {
        (false, ..) => "not an option".to_owned(),
        (true, false, _) => tier.clone(),
        (true, true, Some(could)) => format!("may be {could}"),
        (true, true, None) => "none".to_owned(),
    };
    Some(Row {
        number,
        id: placement.id.to_string(),
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        tier,
        place,
        score: placement.score,
        points: score(placement),
        reasons: reasons(report, target, placement),
        facts: facts(report, placement),
    })
}

fn reasons(report: &Report<'_>, target: &TargetAdvice, placement: &Placement) -> Vec<Line> {
    let excluded = placement.excluded.iter();
    let excluded = excluded.map(|said| Line::said(report, said).marked("×"));
    let remark = |remark| Line::remark(report.guide, &remark);
    if !placement.is_open() {
        let twins = same_as(report, target, placement).into_iter();
        return excluded.chain(twins.map(remark)).collect();
    }
    let tier = placement.tier.iter();
    let tier = tier.map(|(_, said)| Line::said(report, said));
    let points = placement.points.iter().map(|points| {
        let mark = format!("{:+}", points.points);
        Line::said(report, &points.said).marked(&mark)
    });
    let remarks = remarks(report, target, placement);
    let remarks = remarks.into_iter().map(remark);
    tier.chain(points).chain(remarks).collect()
}

/// What the program's record says where rules read it, each once.
fn facts(report: &Report<'_>, placement: &Placement) -> Vec<Fact> {
    let tier = placement.tier.iter().map(|(_, said)| said);
    let points = placement.points.iter().map(|points| &points.said);
    let said = tier.chain(points).chain(&placement.excluded);
    let because = said.flat_map(|said| &said.because);
    let because = because
        .filter(|one| one.role == Role::Program && !IDENTITY.contains(&one.path))
        .map(|one| (one.path, one));
    let each: BTreeMap<&str, &Because> = because.collect();
    each.into_values()
        .filter_map(|one| fact(report, one))
        .collect()
}

fn fact(report: &Report<'_>, because: &Because) -> Option<Fact> {
    let provenance = because.provenance.as_ref()?;
    Some(Fact {
        label: because.label,
        value: because.value.as_ref()?.to_string(),
        source: report.dated(provenance),
        is_old: report.is_stale(because.path, provenance),
    })
}
