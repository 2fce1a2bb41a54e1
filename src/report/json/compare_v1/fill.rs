use std::collections::{BTreeMap, BTreeSet};

use crate::advise::{self, ComparedTarget, Measure, Stands};
use crate::guide::ComparedTopic;
use crate::report::{Compared, SideBySide, Unfit};

use super::document::{
    Agreement, ComparedBy, Document, ForYou, Guide, Kind, NotForYou, Passage, Range, Stand, Target,
    Tier, Topic,
};
use super::programs::program;

pub(super) fn document(report: &SideBySide<'_>) -> Document {
    let guides = report.guides.iter().enumerate();
    let targets = report.comparison.targets.iter();
    Document {
        format: "preceptor/compare".to_owned(),
        version: 1,
        as_of: report.as_of.to_string(),
        applicant: report.applicant.name.as_deref().map(str::to_owned),
        match_year: report.applicant.match_year,
        stage: report.stage.as_str().to_owned(),
        guides: guides
            .map(|(number, compared)| guide(report, number, compared))
            .collect(),
        not_for_you: report.unfit.iter().map(not_for_you).collect(),
        targets: targets.map(|target| self::target(report, target)).collect(),
        notes: [
            "It gives no odds.",
            "Nothing of different guides is merged; tiers and points count only within one guide.",
        ]
        .map(str::to_owned)
        .into(),
    }
}

fn guide(report: &SideBySide<'_>, number: usize, compared: &Compared<'_>) -> Guide {
    let (guide, manifest) = (compared.guide, &compared.guide.manifest);
    let tiers = manifest.tiers.iter().map(|tier| Tier {
        id: tier.id.clone(),
        title: tier.title.clone(),
        meaning: tier.meaning.clone(),
    });
    Guide {
        id: guide.id.clone(),
        title: manifest.title.clone(),
        short: manifest.short.clone(),
        document: manifest.source.document.clone(),
        address: manifest.source.address.clone(),
        caution: compared.caution.map(str::to_owned),
        faulted: compared.advice.has_faults(),
        tiers: tiers.collect(),
        passages: passages(report, number, compared),
    }
}

/// The passages that the guide's positions cite, and the rules that exclude programs.
fn passages(
    report: &SideBySide<'_>,
    number: usize,
    compared: &Compared<'_>,
) -> BTreeMap<String, Passage> {
    let mut cited: BTreeSet<&String> = BTreeSet::new();
    for target in &report.comparison.targets {
        let stands = report.wanted(target).flat_map(|(_, stands)| &stands.spoken);
        let own = stands.filter(|stand| stand.guide == number);
        cited.extend(own.flat_map(|stand| &stand.cites));
        for program in &target.programs {
            if let Some(advise::Verdict::Excluded(reasons)) = program.verdicts.get(number) {
                let rules = reasons.iter();
                let rules = rules.filter_map(|(rule, _)| compared.guide.rules.get(*rule));
                cited.extend(rules.flat_map(|rule| &rule.function.documentation.cites));
            }
        }
    }
    let passage = |id: &String| {
        let passage = compared.guide.passages.get(id)?;
        let (section, summary) = (passage.section.clone(), passage.summary.clone());
        Some((id.clone(), Passage { section, summary }))
    };
    cited.into_iter().filter_map(passage).collect()
}

fn not_for_you(unfit: &Unfit<'_>) -> NotForYou {
    NotForYou {
        id: unfit.guide.id.clone(),
        title: unfit.guide.manifest.title.clone(),
        reasons: unfit.reasons.clone(),
    }
}

/// The id of a guide by its number.
pub(super) fn id_of(report: &SideBySide<'_>, guide: usize) -> String {
    let guide = report.guides.get(guide);
    guide.map_or_else(String::new, |one| one.guide.id.clone())
}

fn target(report: &SideBySide<'_>, target: &ComparedTarget) -> Target {
    let ids = |guides: &[usize]| guides.iter().map(|guide| id_of(report, *guide)).collect();
    let topics = report.wanted(target);
    let programs = target.programs.iter();
    let programs = report.only.is_none().then(|| {
        programs
            .filter_map(|compared| program(report, compared))
            .collect()
    });
    Target {
        specialty: target.target.specialty.id.to_owned(),
        track: target.target.track.as_str().to_owned(),
        judged_by: ids(&target.judged_by),
        topics: topics
            .map(|(topic, stands)| self::topic(report, topic, stands))
            .collect(),
        programs,
    }
}

fn topic(report: &SideBySide<'_>, topic: &ComparedTopic, stands: &Stands) -> Topic {
    let (agreement, measure) = match stands.agreement {
        advise::Agreement::Differ(measure) => (Agreement::Differ, Some(measure)),
        advise::Agreement::Agree(measure) => (Agreement::Agree, Some(measure)),
        advise::Agreement::WordsOnly => (Agreement::WordsOnly, None),
        advise::Agreement::OneGuide => (Agreement::OneGuide, None),
        advise::Agreement::Silent => (Agreement::Silent, None),
    };
    let silent = stands.silent.iter();
    Topic {
        id: topic.id.clone(),
        title: topic.title.clone(),
        question: topic.question.clone(),
        agreement,
        compared_by: measure.map(|measure| match measure {
            Measure::Answers { .. } => ComparedBy::Answers,
            Measure::Figures => ComparedBy::Figures,
        }),
        other_figures: measure
            == Some(Measure::Answers {
                other_figures: true,
            }),
        stands: stands.spoken.iter().map(|one| stand(report, one)).collect(),
        silent: silent.map(|guide| id_of(report, *guide)).collect(),
    }
}

fn stand(report: &SideBySide<'_>, stand: &advise::Stand) -> Stand {
    let figures = &stand.figures;
    Stand {
        guide: id_of(report, stand.guide),
        says: stand.says.clone(),
        cites: stand.cites.clone(),
        figures: [figures.numbers.as_slice(), &figures.sets].concat(),
        for_you: for_you(report, stand),
    }
}

fn for_you(report: &SideBySide<'_>, stand: &advise::Stand) -> ForYou {
    let id = |rule: usize| rule_id(report, stand.guide, rule);
    let none = |kind: Kind, rule: Option<usize>| ForYou {
        kind,
        answer: None,
        programs: None,
        not_stated: None,
        rule: rule.and_then(id),
    };
    match &stand.for_you {
        advise::ForYou::Words { text, rule } => ForYou {
            answer: Some(text.clone()),
            ..none(Kind::Answer, *rule)
        },
        advise::ForYou::Programs { range, rule } => ForYou {
            answer: Some(format!("{range} programs")),
            programs: Some(Range {
                from: range.from.as_f64(),
                to: range.to.as_f64(),
                open: range.open,
            }),
            ..none(Kind::Answer, Some(*rule))
        },
        advise::ForYou::CannotTell { key, rule } => ForYou {
            not_stated: Some(key.clone()),
            ..none(Kind::CannotTell, Some(*rule))
        },
        advise::ForYou::Failed { rule } => none(Kind::Failed, Some(*rule)),
        advise::ForYou::NotInStage => none(Kind::NotInStage, None),
        advise::ForYou::Nothing => none(Kind::None, None),
    }
}

/// The id of a rule by the numbers of its guide and its own.
pub(super) fn rule_id(report: &SideBySide<'_>, guide: usize, rule: usize) -> Option<String> {
    let rule = report.guides.get(guide)?.guide.rules.get(rule)?;
    Some(rule.id.clone())
}
