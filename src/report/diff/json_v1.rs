//! Version 1 of the JSON document, `preceptor/diff`. What it has stays as it is; keys may be added.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::write_json;
use crate::review::diff::{Cause, Counts, Example, Verdict};

use super::DiffReport;

/// What a change of policy does.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Diff")]
struct Document {
    /// Always `preceptor/diff`.
    format: &'static str,
    /// Always 1.
    version: u8,
    /// What people call the old version.
    old: String,
    /// What people call the new version.
    new: String,
    /// The day it is judged on.
    as_of: String,
    /// Who was judged.
    judged: Judged,
    /// The parts of the edit that can be taken back by themselves.
    edit: Vec<Unit>,
    /// What differs and decides nothing.
    decides_nothing: Vec<String>,
    /// What changed in all.
    changed: Changed,
    /// What changed, by its cause, those that move most first.
    causes: Vec<Group>,
    /// What became of the lists in which anything changed.
    lists: Lists,
    /// How the edit stands against the budget; null without one.
    budget: Option<Vec<Limit>>,
    /// Whether the edit is over its budget.
    over_budget: bool,
    /// How many times rules that differ failed in the new version.
    faulted: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Judged {
    /// In words: `40 reference profiles`.
    who: String,
    applicants: u64,
    /// One for each applicant, guide and target.
    lists: u64,
    /// Pairs of a list and a program.
    pairs: u64,
    /// Applicants that could not be read.
    unread: u64,
    /// Applicants that no guide is for.
    without_guide: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Unit {
    /// Its number, from 1, as causes name it.
    number: usize,
    /// What it changes.
    words: String,
    /// Whether it changes nothing for anybody judged here.
    idle: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Changed {
    applicants: u64,
    lists: u64,
    programs: u64,
    /// Pairs of a list and a program.
    pairs: u64,
    newly_excluded: u64,
    newly_open: u64,
    gone: u64,
    new: u64,
    tier_moves: Vec<TierMove>,
    score_changes: Vec<ScoreChange>,
    waits_for_a_fact: u64,
    waits_no_longer: u64,
    lists_no_longer_judged: u64,
    lists_newly_judged: u64,
    sentences_new: u64,
    sentences_gone: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TierMove {
    /// The guide's short name.
    guide: String,
    /// `tier 1 → tier 2`.
    moved: String,
    count: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ScoreChange {
    by: i64,
    count: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Group {
    /// The numbers of the units without any one of which it would be otherwise.
    units: Vec<usize>,
    /// Whether no single unit makes the difference.
    as_a_whole: bool,
    /// In words.
    cause: String,
    changed: Changed,
    example: Option<Clearest>,
    /// Sentences to applicants that are new or gone, with how often.
    sentences: Vec<Sentence>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Clearest {
    applicant: String,
    guide: String,
    target: String,
    program: Option<String>,
    /// How it stood and stands: `tier 1, 47 → tier 2, 39`.
    moved: String,
    /// The rules that say something else.
    by: Vec<String>,
    /// What these rules read.
    read: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Sentence {
    text: String,
    new: u64,
    gone: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Lists {
    /// By how many placed programs lists changed, and how many did.
    sizes: Vec<ScoreChange>,
    placed_before: u64,
    placed_now: u64,
    /// What applying to them costs, in US dollars.
    cost_before: u64,
    cost_now: u64,
    /// Programs that are newly among the best 20 of a list.
    new_in_top_20: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Limit {
    /// In words.
    #[serde(rename = "limit")]
    words: String,
    /// The word of the budget file.
    of: String,
    figure: String,
    over: bool,
    why: Option<String>,
    example: Option<String>,
}

/// The document's JSON Schema.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::dataset::schema_of::<Document>()
}

/// Writes what a change of policy does.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &DiffReport<'_>, out: &mut W) -> io::Result<()> {
    write_json(&document(report), out)
}

fn document(report: &DiffReport<'_>) -> Document {
    let all = report.tally.slices.first().cloned().unwrap_or_default();
    let idle = report.idle();
    let units = report.units.iter().enumerate();
    let causes = report.causes().into_iter();
    let verdicts = report.verdicts.as_ref();
    Document {
        format: "preceptor/diff",
        version: 1,
        old: report.old.to_owned(),
        new: report.new.to_owned(),
        as_of: report.as_of.to_string(),
        judged: Judged {
            who: report.who(),
            applicants: all.applicants,
            lists: all.lists,
            pairs: all.pairs,
            unread: report.tally.unread,
            without_guide: report.tally.without_guide,
        },
        edit: units
            .map(|(number, unit)| Unit {
                number: number + 1,
                words: unit.words.clone(),
                idle: idle.contains(&number),
            })
            .collect(),
        decides_nothing: report.changes.notes.clone(),
        changed: changed(report, &all.counts),
        causes: causes
            .map(|(cause, counts)| group(report, cause, counts))
            .collect(),
        lists: Lists {
            sizes: counted(&all.changed.sizes),
            placed_before: all.changed.placed.0,
            placed_now: all.changed.placed.1,
            cost_before: all.changed.cost.0,
            cost_now: all.changed.cost.1,
            new_in_top_20: all.changed.top,
        },
        budget: verdicts.map(|all| all.iter().map(|one| limit(report, one)).collect()),
        over_budget: report.is_over_budget(),
        faulted: report.tally.faulted.1,
    }
}

fn counted(counts: &std::collections::BTreeMap<i64, u64>) -> Vec<ScoreChange> {
    let counts = counts.iter();
    counts
        .map(|(by, count)| ScoreChange {
            by: *by,
            count: *count,
        })
        .collect()
}

fn changed(report: &DiffReport<'_>, counts: &Counts) -> Changed {
    let moves = report.tier_moves(counts).into_iter();
    Changed {
        applicants: counts.applicants,
        lists: counts.lists,
        programs: counts.programs.count(),
        pairs: counts.pairs,
        newly_excluded: counts.excluded,
        newly_open: counts.opened,
        gone: counts.gone,
        new: counts.came,
        tier_moves: moves
            .map(|(guide, moved, count)| TierMove {
                guide,
                moved,
                count,
            })
            .collect(),
        score_changes: counted(&counts.points),
        waits_for_a_fact: counts.unknown_more,
        waits_no_longer: counts.unknown_less,
        lists_no_longer_judged: counts.unjudged,
        lists_newly_judged: counts.judged,
        sentences_new: counts.said_new,
        sentences_gone: counts.said_gone,
    }
}

fn group(report: &DiffReport<'_>, cause: Cause, counts: &Counts) -> Group {
    let said = counts.said.iter();
    Group {
        units: cause.units().map(|unit| unit + 1).collect(),
        as_a_whole: cause.whole,
        cause: report.cause(cause),
        changed: changed(report, counts),
        example: counts
            .example()
            .map(|example| clearest(report, cause, example)),
        sentences: said
            .map(|(text, (new, gone))| Sentence {
                text: text.clone(),
                new: *new,
                gone: *gone,
            })
            .collect(),
    }
}

fn clearest(report: &DiffReport<'_>, cause: Cause, example: &Example) -> Clearest {
    let (_, moved) = report.example(example);
    let told = report.told.get(&cause).cloned().unwrap_or_default();
    Clearest {
        applicant: example.person.name.clone(),
        guide: report.sweep.guide(example.guide).0.to_owned(),
        target: example.target.to_string(),
        program: example.program.as_ref().map(ToString::to_string),
        moved,
        by: told.rules,
        read: told.read,
    }
}

fn limit(report: &DiffReport<'_>, verdict: &Verdict<'_>) -> Limit {
    Limit {
        words: verdict.limit.words(),
        of: verdict.limit.measure.word().to_owned(),
        figure: verdict.figure.clone(),
        over: verdict.is_over,
        why: verdict.limit.why.clone(),
        example: report.shows(verdict).filter(|_| verdict.is_over),
    }
}
