use std::collections::BTreeSet;

use crate::advise::{Placement, Said, TargetAdvice, Way};
use crate::dataset::NOTES;
use crate::model::{Facts, PROGRAM, Program, Provenance, Reading, Track, Value};
use crate::report::Report;

use super::cell::Cell;

/// The header.
pub(super) const COLUMNS: [&str; 30] = [
    "guide",
    "target",
    "tier",
    "rank",
    "score",
    "program",
    "city",
    "state",
    "kind of hospital",
    "owned by",
    "safety net hospital",
    "IMG %",
    "non-US IMG %",
    "IMGs a year",
    "countries of residents' schools",
    "J-1",
    "H-1B",
    "minimum Step 2 CK",
    "preliminary positions",
    "categorical track",
    "mission",
    "status",
    "why not",
    "reasons",
    "what to ask",
    "notes",
    "id",
    "may be the same as",
    "sources and dates",
    "stale values",
];

/// The fields behind the columns, in their order from the kind of hospital to the H-1B.
const FIELDS: [&str; 9] = [
    "setting",
    "ownership",
    "safety_net",
    "img_percent",
    "non_us_img_percent",
    "imgs_a_year",
    "resident_countries",
    "visas.j1",
    "visas.h1b",
];

/// A row for each program of each target.
pub(super) fn rows(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let targets = report.advice.targets.iter();
    targets
        .flat_map(|target| of_target(report, target))
        .collect()
}

/// The programs of a target: those in tiers, those that may fit, the others, those ruled out.
fn of_target(report: &Report<'_>, target: &TargetAdvice) -> Vec<Vec<Cell>> {
    let list = &target.list;
    let tiers = (0..report.guide.manifest.tiers.len()).flat_map(|rank| list.in_tier(rank));
    let fits = tiers.map(|one| ("fits", one));
    let possible = list.possible(report.guide).into_iter();
    let possible = possible.map(|(_, one)| ("may fit", one));
    let others = list.without_tier(report.guide);
    let others = others.map(|one| ("in no tier", one));
    let excluded = list.not_an_option().map(|one| ("not an option", one));
    let all = fits.chain(possible).chain(others).chain(excluded);
    all.enumerate()
        .filter_map(|(index, (status, placement))| {
            row(report, target, index + 1, status, placement)
        })
        .collect()
}

fn row(
    report: &Report<'_>,
    target: &TargetAdvice,
    number: usize,
    status: &str,
    placement: &Placement,
) -> Option<Vec<Cell>> {
    let program = report.program(placement.program)?;
    let facts = program.facts(target.target.track);
    let rank = if placement.is_open() {
        Cell::number(number)
    } else {
        Cell::empty()
    };
    let tier = placement.tier.as_ref();
    let tier = tier.and_then(|(rank, _)| report.guide.manifest.tiers.get(*rank));
    let mut row = vec![
        Cell::words(&report.guide.manifest.short),
        Cell::words(&target.target.to_string()),
        tier.map_or_else(Cell::empty, |tier| Cell::words(&tier.id)),
        rank,
        Cell::number(placement.score),
        Cell::words(&program.name),
        Cell::words(&program.city),
        Cell::words(&program.state),
    ];
    row.extend(FIELDS.iter().map(|path| Cell::reading(facts.get(path))));
    row.extend([
        minimum(&facts),
        Cell::reading(facts.get("quota.preliminary")),
        categorical(program),
        Cell::reading(facts.get("mission")),
        Cell::words(status),
        texts(placement.excluded.iter()),
        Cell::sentences(&reasons(placement)),
        Cell::sentences(&questions(target, placement)),
        notes(program),
        Cell::words(&placement.id.to_string()),
        Cell::list(&twins(program)),
        Cell::sentences(&sources(report, program, &facts)),
        Cell::sentences(&stale(report, &facts)),
    ]);
    Some(row)
}

/// The least score it lists, or that it says it has none; all of it where sources disagree.
fn minimum(facts: &Facts) -> Cell {
    let no = Value::Bool(false);
    let minimum = facts.get("step2_ck.minimum");
    match facts.get("step2_ck.has_minimum") {
        Reading::Stated(has) if has.value == no => Cell::words("none"),
        // Where one source says that there is none, it stands beside the numbers of the others.
        Reading::Conflicting(_) => match minimum {
            Reading::Conflicting(all) => {
                let all: Vec<String> = all.iter().map(|one| one.value.to_string()).collect();
                Cell::words(&format!("sources disagree: none or {}", all.join(" or ")))
            }
            other => Cell::reading(other),
        },
        _ => Cell::reading(minimum),
    }
}

/// What advisors noted.
fn notes(program: &Program) -> Cell {
    let notes: Vec<&str> = program.notes.iter().map(|note| &*note.text).collect();
    Cell::words(&notes.join(NOTES))
}

/// `yes` where a record names the track. That none does says nothing.
fn categorical(program: &Program) -> Cell {
    if program.offers(Track::Categorical) {
        Cell::words("yes")
    } else {
        Cell::empty()
    }
}

fn texts<'s>(said: impl Iterator<Item = &'s Said>) -> Cell {
    let texts: Vec<&str> = said.map(|said| &*said.text).collect();
    Cell::sentences(&texts)
}

/// Why it stands where it does, the points included, and what to be aware of.
fn reasons(placement: &Placement) -> Vec<String> {
    let tier = placement.tier.iter().map(|(_, said)| said.text.to_string());
    let points = placement.points.iter();
    let points = points.map(|one| format!("{} ({:+})", one.said.text, one.points));
    let flags = placement.flags.iter().map(|said| said.text.to_string());
    tier.chain(points).chain(flags).collect()
}

/// What to ask of the program: its own questions, then those that many programs share.
fn questions(target: &TargetAdvice, placement: &Placement) -> Vec<String> {
    if !placement.is_open() {
        return Vec::new();
    }
    let asked = target.to_ask.iter();
    let own = asked.filter(|ask| ask.program == placement.program);
    let own = own.flat_map(|ask| ask.questions.iter().map(|one| one.text.clone()));
    let ways = placement
        .could_be_excluded()
        .filter_map(|could| could.ways.first());
    let risks = ways.map(|way: &Way| format!("it is no option if {}", way.sentence()));
    let verify = placement.verify.iter();
    let verify = verify.map(|(path, said)| format!("{}: {}", PROGRAM.label(path), said.text));
    let mut all: Vec<String> = Vec::new();
    for question in own.chain(risks).chain(verify) {
        if !all.contains(&question) {
            all.push(question);
        }
    }
    all
}

fn twins(program: &Program) -> Vec<String> {
    let twins = program.possibly_same_as.iter();
    twins.map(ToString::to_string).collect()
}

/// Where the record and the values of the columns come from, each with its date.
fn sources(report: &Report<'_>, program: &Program, facts: &Facts) -> Vec<String> {
    let mut all = BTreeSet::from([report.dated(&program.listed)]);
    let known = shown().flat_map(|path| origins(facts.get(path)));
    all.extend(known.map(|provenance| report.dated(provenance)));
    all.into_iter().collect()
}

/// The fields that the columns show.
fn shown() -> impl Iterator<Item = &'static str> {
    let more = ["step2_ck.minimum", "quota.preliminary", "mission"];
    FIELDS.into_iter().chain(more)
}

/// What the columns show that is old or of no known date, by what people call it.
fn stale(report: &Report<'_>, facts: &Facts) -> Vec<&'static str> {
    let fields = shown().filter(|path| {
        let mut origins = origins(facts.get(path));
        origins.any(|origin| report.is_stale(path, origin))
    });
    fields.map(|path| PROGRAM.label(path)).collect()
}

/// Where every value of a field comes from.
fn origins(reading: &Reading) -> impl Iterator<Item = &Provenance> {
    reading
        .values()
        .iter()
        .filter_map(|one| one.provenance.as_ref())
}
