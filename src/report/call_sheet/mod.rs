//! What to verify first, as a call sheet: program, question, what is stated now, and why it
//! matters. The sentences are made once; text, Markdown, page and sheet lay them out.

mod sheet;
mod text;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::advise::{Doubt, Inquiry, Prospect, ToCall, Topic, Verdict};
use crate::dataset::References;
use crate::guide::Guide;
use crate::model::{PROGRAM, Provenance, question};

use super::reference::reference;
use super::{Report, plural};

pub use sheet::write as write_call_csv;
pub use text::write as write_call_sheet;

/// A guide that judges one target: the report, and the number of the target in it.
#[derive(Debug, Clone, Copy)]
pub struct Judging<'a> {
    /// What the guide says of the applicant.
    pub report: Report<'a>,
    /// The number of the target in the report.
    pub target: usize,
}

/// What to ask which programs, in words.
#[derive(Debug)]
pub struct CallSheet {
    /// Whom it is for.
    pub applicant: String,
    /// The day it is judged on.
    pub as_of: Date,
    /// What a stale value is.
    pub stale: String,
    /// How many programs there are something to ask of.
    pub all: usize,
    /// The programs to call, first to last.
    pub entries: Vec<Entry>,
}

/// A program to call.
#[derive(Debug)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its city.
    pub city: String,
    /// Its state.
    pub state: String,
    /// What to ask it.
    pub asks: Vec<Ask>,
}

/// A question to a program.
#[derive(Debug)]
pub struct Ask {
    /// The question in plain words.
    pub question: String,
    /// The keys of the value in the record, as `programs set` takes them.
    pub key: String,
    /// What is stated now, or that nothing is.
    pub now: String,
    /// Why it is in doubt: `not stated`, `stale`, `sources disagree`, `to confirm`.
    pub doubt: &'static str,
    /// Why it matters, by guide.
    pub whys: Vec<Why>,
}

/// Why an answer matters to a guide.
#[derive(Debug)]
pub struct Why {
    /// The guide, with the target where there are several.
    pub guide: String,
    /// What the answers would make of the program.
    pub text: String,
    /// The rules behind it.
    pub reference: String,
}

impl CallSheet {
    /// The first `top` of these calls, which were put together from those guides and targets.
    #[must_use]
    pub fn of(judging: &[Judging<'_>], calls: &[ToCall], top: usize) -> Option<Self> {
        let report = judging.first()?.report;
        let freshness = &report.references.freshness;
        let entries = calls
            .iter()
            .take(top)
            .filter_map(|call| entry(judging, call));
        Some(Self {
            applicant: report.applicant_name().to_owned(),
            as_of: report.as_of,
            stale: format!(
                "older than {} months, or of no known date",
                freshness.months
            ),
            all: calls.len(),
            entries: entries.collect(),
        })
    }

    /// What the sheet holds, in a sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.all == 0 {
            return "Nothing that is not stated, stale or disputed would change where you stand with any \
                    program."
                .to_owned();
        }
        let shown = self.entries.len();
        let first = match self.all - shown {
            0 => String::new(),
            more => format!(
                "; the first {shown} are below (--top {} shows {more} more)",
                self.all
            ),
        };
        format!(
            "{} to ask, those first whose answers could change most{first}. Each answer was tried with \
             the rules: what follows \u{201c}if\u{201d} is what they say then, with everything else as it is \
             known now. Stale is {}.",
            plural(self.all, "program"),
            self.stale
        )
    }
}

fn entry(judging: &[Judging<'_>], call: &ToCall) -> Option<Entry> {
    let report = judging.first()?.report;
    let program = report.program(call.program)?;
    let asks = call.topics.iter().map(|topic| ask(judging, topic));
    Some(Entry {
        id: call.id.to_string(),
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        asks: asks.collect(),
    })
}

fn ask(judging: &[Judging<'_>], topic: &Topic) -> Ask {
    let key = topic.asked.key.clone();
    let label = PROGRAM.label(topic.asked.path());
    let references = judging.first().map(|one| one.report.references);
    let several = judging.windows(2).any(|pair| match pair {
        [a, b] => a.report.guide.id == b.report.guide.id,
        _ => false,
    });
    let whys = topic.by.iter().filter_map(|(number, inquiry)| {
        let judging = judging.get(*number)?;
        Some(why(judging, inquiry, several))
    });
    Ask {
        question: question(&key).unwrap_or_else(|| format!("What is your {label}?")),
        now: references.map_or_else(String::new, |references| {
            now(references, label, &topic.doubt)
        }),
        doubt: topic.doubt.word(),
        whys: whys.flatten().collect(),
        key,
    }
}

/// What is stated now, with its sources.
fn now(references: &References, label: &str, doubt: &Doubt) -> String {
    let from = |origin: &Provenance| {
        let source = references.sources.get(&*origin.source);
        let title = source.map_or(&*origin.source, |source| &*source.title);
        format!(" ({title}, {})", origin.as_of)
    };
    match doubt {
        Doubt::Unstated => format!("{label}: not stated"),
        Doubt::Stale(value, origin) => format!("{label}: {value}, stale{}", from(origin)),
        Doubt::Confirm(value) => format!("{label}: {value}, to confirm"),
        Doubt::Conflicting(all) => {
            let all = all.iter().map(|(value, origin)| {
                format!("{value}{}", origin.as_ref().map(from).unwrap_or_default())
            });
            format!(
                "{label}: sources disagree: {}",
                all.collect::<Vec<_>>().join(" or ")
            )
        }
    }
}

/// What hangs on the answer, and what rules say on asking.
fn why(judging: &Judging<'_>, inquiry: &Inquiry, several: bool) -> Vec<Why> {
    let guide = judging.report.guide;
    let short = &guide.manifest.short;
    let target = judging.report.advice.targets.get(judging.target);
    let name = match target {
        Some(target) if several => format!("{short}, {}", target.target),
        _ => short.clone(),
    };
    let mut whys = Vec::new();
    if !inquiry.prospects.is_empty() {
        let rules = inquiry.rules.iter().take(RULES);
        let rules: Vec<String> = rules.map(|rule| reference(guide, *rule)).collect();
        whys.push(Why {
            guide: name.clone(),
            text: prospects(guide, &inquiry.prospects),
            reference: rules.join(" "),
        });
    }
    let said = inquiry.said.iter().map(|said| Why {
        guide: name.clone(),
        text: said.text.to_string(),
        reference: reference(guide, said.rule),
    });
    whys.extend(said);
    whys
}

/// How many of the rules behind an answer are named.
const RULES: usize = 2;

/// `if yes: tier 1, 47 points; if no: not an option`. Where all come to the same place only the
/// points are said, and where all have the same points only the place.
fn prospects(guide: &Guide, all: &[Prospect]) -> String {
    let place = |one: &Prospect| place(guide, &one.verdict);
    let first = all.first().map(place);
    let same_place = all.iter().all(|one| Some(place(one)) == first);
    let scores: BTreeSet<i64> = all.iter().filter_map(|one| score(&one.verdict)).collect();
    let texts = all.iter().map(|one| {
        let points = score(&one.verdict).filter(|_| scores.len() > 1).map(points);
        let place = Some(place(one)).filter(|_| !same_place || points.is_none());
        let place: Vec<String> = place.into_iter().chain(points).collect();
        let risk = one.risk.as_ref();
        let risk = risk.map_or_else(String::new, |risk| format!(", but not an option if {risk}"));
        let now = if one.is_now { " (as stated)" } else { "" };
        let answers = match one.answers.as_slice() {
            [] => "as long as nobody says".to_owned(),
            answers => format!("if {}", answers.join(" or ")),
        };
        format!("{answers}{now}: {}{risk}", place.join(", "))
    });
    texts.collect::<Vec<_>>().join("; ")
}

/// Where a program stands, without its score.
fn place(guide: &Guide, verdict: &Verdict) -> String {
    let tier = |rank: &usize| {
        let tier = guide.manifest.tiers.get(*rank);
        tier.map_or("?", |tier| tier.id.as_str())
    };
    match verdict {
        Verdict::Tier { rank, .. } => format!("tier {}", tier(rank)),
        Verdict::Possible {
            rank, condition, ..
        } => {
            format!("could be tier {} if {condition}", tier(rank))
        }
        Verdict::NoTier { .. } => "in no tier".to_owned(),
        Verdict::Excluded(reasons) if reasons.is_empty() => "not an option".to_owned(),
        Verdict::Excluded(reasons) => {
            let reasons: Vec<&str> = reasons.iter().map(|(_, text)| &**text).collect();
            format!("not an option ({})", reasons.join("; "))
        }
        Verdict::NotJudged => "not judged".to_owned(),
    }
}

fn score(verdict: &Verdict) -> Option<i64> {
    match verdict {
        Verdict::Tier { score, .. }
        | Verdict::Possible { score, .. }
        | Verdict::NoTier { score } => Some(*score),
        Verdict::Excluded(_) | Verdict::NotJudged => None,
    }
}

fn points(score: i64) -> String {
    let noun = if score.abs() == 1 { "point" } else { "points" };
    format!("{score} {noun}")
}
