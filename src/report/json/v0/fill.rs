use std::collections::BTreeMap;

use crate::advise::{self, Moves, TargetAdvice};
use crate::place::Problem;
use crate::report::Report;

use super::document::{
    ApplyTo, Ask, Band, Cost, Document, Fault, Guide, Parameter, Passage, Pillar, Question, Share,
    Source, Standing, Step, Target, TellUs, TotalCost,
};
use super::programs::{list, target_moves};
use super::sentence::{cites, rule_id, sentence, sentences};
use super::spending::{budget, signals};

pub(super) fn document(report: &Report<'_>, moves: Option<&[Moves]>) -> Document {
    let advise::TotalCost {
        placed,
        with_possible,
    } = report.advice.cost;
    Document {
        version: 0,
        as_of: report.as_of.to_string(),
        applicant: report.applicant.name.as_deref().map(str::to_owned),
        match_year: report.applicant.match_year,
        stage: report.advice.stage.as_str().to_owned(),
        guide: guide(report),
        caution: report.caution.map(str::to_owned),
        targets: report.advice.targets.iter().map(|target| self::target(report, target)).collect(),
        cost: TotalCost { placed, with_possible, season: report.references.fees.season },
        budget: report.advice.budget.as_ref().map(|one| budget(report, one)),
        signals: report.advice.signals.iter().map(|one| signals(report, one)).collect(),
        passages: passages(report),
        sources: sources(report),
        moves: moves.map(|all| all.iter().map(|moves| target_moves(report, moves)).collect()),
        notes: [
            "It gives no odds.",
            "Unstated is never no: a program without a stated value is neither excluded nor counted for it.",
            "Version 0 may still change.",
        ]
        .map(str::to_owned)
        .into(),
    }
}

pub(super) fn guide(report: &Report<'_>) -> Guide {
    let manifest = &report.guide.manifest;
    let parameters = report.guide.policy.iter().map(|(name, parameter)| {
        let parameter = Parameter {
            meaning: parameter.meaning.clone(),
            value: parameter.setting.to_string(),
            reading: parameter.is_reading(),
            set_by: parameter.set_by.clone(),
        };
        (name.clone(), parameter)
    });
    Guide {
        id: report.guide.id.clone(),
        title: manifest.title.clone(),
        document: manifest.source.document.clone(),
        address: manifest.source.address.clone(),
        parameters: parameters.collect(),
    }
}

pub(super) fn passages(report: &Report<'_>) -> BTreeMap<String, Passage> {
    let passages = report.guide.passages.iter().map(|(id, passage)| {
        let passage = Passage {
            section: passage.section.clone(),
            summary: passage.summary.clone(),
        };
        (id.clone(), passage)
    });
    passages.collect()
}

pub(super) fn sources(report: &Report<'_>) -> BTreeMap<String, Source> {
    let sources = report.references.sources.iter().map(|(id, source)| {
        let source = Source {
            title: source.title.to_string(),
            as_of: source.as_of.to_string(),
            address: source.address.as_ref().map(ToString::to_string),
        };
        (id.to_string(), source)
    });
    sources.collect()
}

pub(super) fn target(report: &Report<'_>, target: &TargetAdvice) -> Target {
    Target {
        specialty: target.target.specialty.id.to_owned(),
        track: target.target.track.as_str().to_owned(),
        standing: standing(report, &target.standing),
        list: list(report, &target.list),
        apply_to: target.apply_to.as_ref().map(|(band, rule)| ApplyTo {
            from: band.from.as_f64(),
            to: band.to.as_f64(),
            open: band.open,
            rule: rule_id(report, *rule),
            cites: cites(report, *rule),
        }),
        shares: target
            .shares
            .iter()
            .map(|share| self::share(report, share))
            .collect(),
        cost: Cost {
            placed: target.cost.placed,
            with_possible: target.cost.with_possible,
            from: target.cost.from,
            to: target.cost.to,
        },
        plan: target
            .plan
            .iter()
            .map(|step| self::step(report, step))
            .collect(),
        tell_us: target
            .tell_us
            .iter()
            .map(|open| tell_us(report, open))
            .collect(),
        ask: target.to_ask.iter().map(|one| ask(report, one)).collect(),
        faults: target
            .faults
            .iter()
            .map(|fault| self::fault(report, fault))
            .collect(),
    }
}

fn share(report: &Report<'_>, share: &advise::Share) -> Share {
    let part = &share.part;
    Share {
        of: part.of.clone(),
        title: report.guide.manifest.part_title(&part.of),
        from: share.percent.from.as_f64(),
        to: share.percent.to.as_f64(),
        surely: part.surely,
        possibly: part.possibly,
        placed: part.placed,
        rule: rule_id(report, share.rule),
        cites: cites(report, share.rule),
    }
}

fn fault(report: &Report<'_>, (rule, problem, times): &(usize, Problem, usize)) -> Fault {
    Fault {
        rule: rule_id(report, *rule),
        problem: problem.to_string(),
        times: *times,
    }
}

fn standing(report: &Report<'_>, standing: &advise::Standing) -> Standing {
    let bands = standing.bands.iter().map(|(topic, id, said)| Band {
        topic: topic.clone(),
        id: id.clone(),
        says: sentence(report, said),
    });
    let pillars = standing.pillars.iter().map(|pillar| Pillar {
        id: pillar.id.clone(),
        title: pillar.title.clone(),
        holds: !pillar.said.is_empty(),
        says: sentences(report, &pillar.said),
    });
    Standing {
        bands: bands.collect(),
        flags: sentences(report, &standing.flags),
        pillars: pillars.collect(),
        pillars_holding: standing.holding(),
    }
}

pub(super) fn step(report: &Report<'_>, step: &advise::Step) -> Step {
    Step {
        topic: step.topic.clone(),
        says: sentence(report, &step.said),
        programs: step.programs.iter().map(ToString::to_string).collect(),
    }
}

pub(super) fn tell_us(report: &Report<'_>, open: &advise::Open) -> TellUs {
    TellUs {
        key: open.key.clone(),
        label: open.label.clone(),
        rules: open
            .rules
            .iter()
            .map(|rule| rule_id(report, *rule))
            .collect(),
    }
}

pub(super) fn ask(report: &Report<'_>, ask: &advise::ToAsk) -> Ask {
    let questions = ask.questions.iter().map(|one| question(report, one));
    Ask {
        program: ask.id.to_string(),
        questions: questions.collect(),
    }
}

pub(super) fn question(report: &Report<'_>, question: &advise::Question) -> Question {
    let fields = question.fields.iter();
    Question {
        fields: fields.map(|path| format!("program.{path}")).collect(),
        text: question.text.clone(),
        rule: rule_id(report, question.rule),
        cites: cites(report, question.rule),
    }
}
