use std::collections::BTreeMap;
use std::io::{self, Write};

use askama::Template;

use crate::report::html::page::{self, Head, Page};
use crate::report::text::short::dollars as number;
use crate::review::diff::{Cause, Counts};

use super::DiffReport;
use super::words::signed;

/// How many bars a chart has; what is left is put together.
const BARS: usize = 12;
/// How many sentences of a group the page has.
const SENTENCES: usize = 60;

/// What a change of policy does.
#[derive(Debug, Template)]
#[template(path = "diff.html")]
struct Diff {
    head: Head,
    old: String,
    new: String,
    judged: String,
    in_short: String,
    lists: Vec<String>,
    units: Vec<Unit>,
    notes: Vec<String>,
    limits: Vec<Limit>,
    over: bool,
    charts: Vec<Chart>,
    groups: Vec<Group>,
    about: Vec<String>,
}

#[derive(Debug)]
struct Unit {
    words: String,
    idle: bool,
}

#[derive(Debug)]
struct Limit {
    words: String,
    more: Vec<String>,
}

#[derive(Debug)]
struct Chart {
    title: &'static str,
    what: &'static str,
    bars: Vec<Bar>,
}

#[derive(Debug)]
struct Bar {
    label: String,
    count: String,
    /// Of 100.
    width: u64,
}

#[derive(Debug)]
struct Group {
    cause: String,
    lines: Vec<String>,
    example: Option<Clearest>,
    sentences: Vec<String>,
}

#[derive(Debug)]
struct Clearest {
    program: String,
    moved: String,
    whose: String,
    lines: Vec<String>,
}

impl Page for Diff {
    fn head(&mut self) -> &mut Head {
        &mut self.head
    }
}

/// Writes the page.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &DiffReport<'_>, out: &mut W) -> io::Result<()> {
    let idle = report.idle();
    let units = report.units.iter().enumerate();
    let all = report.tally.slices.first();
    let causes = report.causes().into_iter();
    let limits = report.verdicts.iter().flatten().map(|verdict| Limit {
        words: DiffReport::verdict(verdict),
        more: if verdict.is_over {
            let why = verdict.limit.why.clone().into_iter();
            why.chain(report.shows(verdict)).collect()
        } else {
            Vec::new()
        },
    });
    let page = Diff {
        head: Head::new(format!("What changes: {} → {}", report.old, report.new)),
        old: report.old.to_owned(),
        new: report.new.to_owned(),
        judged: report.judged_by(),
        in_short: report.in_short(),
        lists: all.map(|all| report.lists(all)).unwrap_or_default(),
        units: units
            .map(|(number, unit)| Unit {
                words: unit.words.clone(),
                idle: idle.contains(&number),
            })
            .collect(),
        notes: report.changes.notes.clone(),
        limits: limits.collect(),
        over: report.is_over_budget(),
        charts: all.map(|_| charts(report)).unwrap_or_default(),
        groups: causes
            .map(|(cause, counts)| group(report, cause, counts))
            .collect(),
        about: report.closing(),
    };
    page::write(page, report.glossary, out)
}

fn charts(report: &DiffReport<'_>) -> Vec<Chart> {
    let Some(all) = report.tally.slices.first() else {
        return Vec::new();
    };
    let moves = report.tier_moves(&all.counts).into_iter();
    let moves = moves.map(|(guide, moved, count)| (format!("{guide}: {moved}"), count));
    let by = |counts: &BTreeMap<i64, u64>| -> Vec<(String, u64)> {
        let counts = counts.iter();
        counts.map(|(by, count)| (signed(*by), *count)).collect()
    };
    let charts = [
        ("Programs that change tier", "move", moves.collect()),
        (
            "Programs that only change their score",
            "points",
            by(&all.counts.points),
        ),
        (
            "Lists in which something changes, by how many programs in tiers they gain or lose",
            "programs",
            by(&all.changed.sizes),
        ),
    ];
    let charts = charts.into_iter().filter(|(_, _, bars)| !bars.is_empty());
    charts
        .map(|(title, what, counts)| Chart {
            title,
            what,
            bars: bars(counts),
        })
        .collect()
}

fn bars(mut counts: Vec<(String, u64)>) -> Vec<Bar> {
    if counts.len() > BARS {
        let mut order: Vec<u64> = counts.iter().map(|(_, count)| *count).collect();
        order.sort_unstable_by(|a, b| b.cmp(a));
        let least = order.get(BARS - 1).copied().unwrap_or(0);
        let rest: u64 = counts
            .iter()
            .filter(|(_, count)| *count < least)
            .map(|(_, count)| count)
            .sum();
        counts.retain(|(_, count)| *count >= least);
        counts.push(("all others".to_owned(), rest));
    }
    let most = counts
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(1)
        .max(1);
    let bars = counts.into_iter().map(|(label, count)| Bar {
        label,
        width: (count * 100).div_ceil(most),
        count: number(count),
    });
    bars.collect()
}

fn group(report: &DiffReport<'_>, cause: Cause, counts: &Counts) -> Group {
    let mut lines: Vec<String> = DiffReport::together(cause)
        .map(str::to_owned)
        .into_iter()
        .collect();
    lines.push(format!("{}.", DiffReport::reach(counts)));
    let mut kinds = DiffReport::kinds(counts);
    kinds.extend(DiffReport::judged(counts));
    if !kinds.is_empty() {
        lines.push(format!("{}.", kinds.join("; ")));
    }
    lines.extend(
        report
            .tiers_in_short(counts)
            .map(|words| format!("Tiers: {words}.")),
    );
    lines.extend(DiffReport::scores_in_short(counts).map(|words| format!("Scores: {words}.")));
    let example = counts.example().map(|example| {
        let (whose, moved) = report.example(example);
        let told = report.told.get(&cause).cloned().unwrap_or_default();
        let line = |first: &str, words: &[String], between: &str| {
            (!words.is_empty()).then(|| format!("{first} {}", words.join(between)))
        };
        let by = line("by", &told.rules, "; ");
        let read = line("which read:", &told.read, ", ");
        Clearest {
            program: told.program,
            moved,
            whose,
            lines: by.into_iter().chain(read).collect(),
        }
    });
    let said = counts.said.iter().flat_map(|(text, (new, gone))| {
        let line = |what: &str, times: u64| {
            (times > 0).then(|| format!("{what} ({}): {text}", number(times)))
        };
        line("new", *new).into_iter().chain(line("gone", *gone))
    });
    Group {
        cause: report.cause(cause),
        lines,
        example,
        sentences: said.take(SENTENCES).collect(),
    }
}
