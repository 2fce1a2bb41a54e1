use std::collections::BTreeSet;
use std::io::{self, Write};

use askama::Template;

use crate::advise::{ComparedProgram, ComparedTarget, Dispute, Stand, Stands};
use crate::guide::ComparedTopic;
use crate::report::comparison::programs::{DISPUTES, tally, told};
use crate::report::comparison::text::{closing, how_many};
use crate::report::comparison::topics::{SECTIONS, answer, for_you, remark};
use crate::report::sentence::sentence;
use crate::report::{SideBySide, plural};

use super::about::{Cited, Document, cited, documents};
use super::evaluation::not_for;
use super::line::Line;
use super::page::{self, Head, Page};

/// What the guides say, side by side.
#[derive(Debug, Template)]
#[template(path = "comparison.html")]
struct Comparison {
    head: Head,
    name: String,
    as_of: String,
    match_year: i64,
    stage: &'static str,
    how_many: String,
    guides: Vec<Guide>,
    unfit: Vec<(String, String)>,
    targets: Vec<Target>,
    about: Vec<String>,
}

/// A guide that is compared.
#[derive(Debug)]
struct Guide {
    id: String,
    short: String,
    title: String,
    caution: String,
    has_faults: bool,
    documents: Vec<Document>,
    passages: Vec<Cited>,
}

/// What they say of one target.
#[derive(Debug)]
struct Target {
    key: String,
    title: String,
    /// The short names of the guides that judge it, and of those that do not.
    judges: Vec<String>,
    elsewhere: String,
    sections: Vec<Section>,
    silent: String,
    records: String,
    tally: Vec<String>,
    programs: Vec<Program>,
}

/// Topics on which the guides agree or differ alike.
#[derive(Debug)]
struct Section {
    title: &'static str,
    topics: Vec<Topic>,
}

#[derive(Debug)]
struct Topic {
    id: String,
    question: String,
    remark: &'static str,
    /// One for each judge; none where it is silent.
    says: Vec<Option<Says>>,
}

#[derive(Debug)]
struct Says {
    answer: Option<Line>,
    says: Line,
}

/// A program that they place differently.
#[derive(Debug)]
struct Program {
    id: String,
    name: String,
    city: String,
    state: String,
    dispute: &'static str,
    verdicts: Vec<Line>,
}

impl Page for Comparison {
    fn head(&mut self) -> &mut Head {
        &mut self.head
    }
}

/// Writes the page.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &SideBySide<'_>, out: &mut W) -> io::Result<()> {
    let name = report.applicant.name.as_deref().unwrap_or("Your profile");
    let targets = report.comparison.targets.iter().enumerate();
    let targets: Vec<Target> = targets
        .map(|(number, one)| target(report, number, one))
        .collect();
    let page = Comparison {
        head: Head::new(format!("{name}: what the guides say, side by side")),
        name: name.to_owned(),
        as_of: report.as_of.to_string(),
        match_year: report.applicant.match_year,
        stage: report.stage.as_str(),
        how_many: how_many(report),
        guides: guides(report, &targets),
        unfit: report.unfit.iter().map(not_for).collect(),
        about: closing(report),
        targets,
    };
    page::write(page, report.glossary, out)
}

fn guides(report: &SideBySide<'_>, targets: &[Target]) -> Vec<Guide> {
    let guides = report.guides.iter().map(|one| {
        let manifest = &one.guide.manifest;
        Guide {
            id: one.guide.id.clone(),
            short: manifest.short.clone(),
            title: manifest.title.clone(),
            caution: one.caution.unwrap_or_default().to_owned(),
            has_faults: one.advice.has_faults(),
            documents: documents(one.guide),
            passages: cited(one.guide, &named(targets, &one.guide.id)),
        }
    });
    guides.collect()
}

/// The passages of that guide that the page names.
fn named<'a>(targets: &'a [Target], guide: &str) -> BTreeSet<&'a str> {
    let topics = targets.iter().flat_map(|target| &target.sections);
    let topics = topics.flat_map(|section| &section.topics);
    let says = topics.flat_map(|topic| topic.says.iter().flatten());
    let lines = says.flat_map(|says| says.answer.iter().chain([&says.says]));
    let programs = targets.iter().flat_map(|target| &target.programs);
    let lines = lines.chain(programs.flat_map(|program| &program.verdicts));
    let lines = lines.filter(|line| line.guide == guide);
    lines
        .flat_map(|line| line.cites.iter().map(String::as_str))
        .collect()
}

fn target(report: &SideBySide<'_>, number: usize, target: &ComparedTarget) -> Target {
    let all = target.programs.iter();
    let disputed: Vec<&ComparedProgram> = all
        .filter(|program| program.dispute != Dispute::None)
        .collect();
    let silent = report
        .wanted(target)
        .filter(|(_, stands)| stands.spoken.is_empty());
    let silent: Vec<&str> = silent.map(|(topic, _)| topic.title.as_str()).collect();
    let judges = target.judged_by.iter();
    let wants_programs = report.only.is_none() && target.judged_by.len() > 1;
    let programs = disputed.iter().filter(|_| wants_programs);
    Target {
        key: format!("target-{}", number + 1),
        title: target.target.to_string(),
        judges: judges
            .map(|guide| report.short(*guide).to_owned())
            .collect(),
        elsewhere: report.shorts(&report.elsewhere(target)),
        sections: sections(report, target),
        silent: if target.judged_by.is_empty() {
            String::new()
        } else {
            sentence(&silent.join("; "))
        },
        records: plural(target.programs.len(), "record"),
        tally: DISPUTES
            .iter()
            .filter_map(|one| tally(&disputed, *one))
            .collect(),
        programs: programs
            .filter_map(|one| program(report, target, one))
            .collect(),
    }
}

fn sections(report: &SideBySide<'_>, target: &ComparedTarget) -> Vec<Section> {
    let sections = SECTIONS.iter().map(|(title, belongs)| {
        let topics = report.wanted(target);
        let topics = topics.filter(|(_, stands)| belongs(stands.agreement));
        let topics = topics.map(|(one, stands)| topic(report, target, one, stands));
        let title = match target.judged_by.as_slice() {
            [_] => "What the guide says",
            _ => title,
        };
        let topics = topics.collect();
        Section { title, topics }
    });
    sections
        .filter(|section| !section.topics.is_empty())
        .collect()
}

fn topic(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    topic: &ComparedTopic,
    stands: &Stands,
) -> Topic {
    let judges = target.judged_by.iter().map(|guide| {
        let mut spoken = stands.spoken.iter();
        spoken
            .find(|stand| stand.guide == *guide)
            .and_then(|stand| says(report, stand))
    });
    Topic {
        id: topic.id.clone(),
        question: topic.question.clone(),
        remark: remark(stands).unwrap_or_default(),
        says: judges.collect(),
    }
}

fn says(report: &SideBySide<'_>, stand: &Stand) -> Option<Says> {
    let guide = report.guides.get(stand.guide)?.guide;
    let answer = answer(&stand.for_you).map(|(text, rule)| Line::new(guide, for_you(&text), rule));
    let cites = stand.cites.clone();
    let says = Line::new(guide, sentence(&stand.says), None);
    let says = Line { cites, ..says };
    Some(Says { answer, says })
}

fn program(
    report: &SideBySide<'_>,
    target: &ComparedTarget,
    compared: &ComparedProgram,
) -> Option<Program> {
    let program = report.catalogue.programs().get(compared.program)?;
    let verdicts = target.judged_by.iter().filter_map(|guide| {
        let (verdict, judge) = (compared.verdicts.get(*guide)?, report.guides.get(*guide)?);
        let (text, rule) = told(judge.guide, verdict);
        Some(Line::new(judge.guide, text, rule))
    });
    let mut disputes = DISPUTES.iter();
    let dispute = disputes.find(|(dispute, _)| *dispute == compared.dispute);
    Some(Program {
        id: compared.id.to_string(),
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        dispute: dispute.map_or("", |(_, words)| words),
        verdicts: verdicts.collect(),
    })
}
