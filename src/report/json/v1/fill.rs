use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::advise::{self, Moves, TargetAdvice};
use crate::guide;
use crate::place::Problem;
use crate::report::{Report, Unfit};

use super::document::{
    ApplyTo, Ask, Band, Cost, Document, Fault, Guide, Judged, MadeFrom, NotFor, Outside, Parameter,
    Passage, Pillar, Question, Share, Source, Standing, Step, Target, TellUs, Tier, TotalCost,
};
use super::programs::{list, target_moves};
use super::sentence::{cites, rule_id, sentence, sentences};
use super::spending::{budget, signals};

pub(super) fn document(judged: &[super::Judged<'_>], unfit: &[Unfit<'_>]) -> Option<Document> {
    let (first, _) = judged.first()?;
    Some(Document {
        format: "preceptor/report".to_owned(),
        version: 1,
        made_from: MadeFrom {
            files: first.version.files.to_string(),
            meaning: first.version.meaning.to_string(),
        },
        as_of: first.as_of.to_string(),
        applicant: first.applicant.name.as_deref().map(str::to_owned),
        match_year: first.applicant.match_year,
        stage: first.advice.stage.as_str().to_owned(),
        guides: judged
            .iter()
            .map(|(report, moves)| self::judged(report, moves.as_deref()))
            .collect(),
        not_for_the_applicant: unfit.iter().map(not_for).collect(),
        sources: sources(first),
        notes: [
            "It gives no odds.",
            "Unstated is never no: a program without a stated value is neither excluded nor counted for it.",
        ]
        .map(str::to_owned)
        .into(),
    })
}

fn not_for(unfit: &Unfit<'_>) -> NotFor {
    NotFor {
        guide: unfit.guide.id.clone(),
        title: unfit.guide.manifest.title.clone(),
        reasons: unfit.reasons.clone(),
    }
}

fn judged(report: &Report<'_>, moves: Option<&[Moves]>) -> Judged {
    let advice = report.advice;
    let advise::TotalCost {
        placed,
        with_possible,
    } = advice.cost;
    let targets: Vec<Target> = advice
        .targets
        .iter()
        .map(|target| self::target(report, target))
        .collect();
    let outside = advice.outside.iter().map(|(target, reasons)| Outside {
        specialty: target.specialty.id.to_owned(),
        track: target.track.as_str().to_owned(),
        reasons: reasons.clone(),
    });
    Judged {
        guide: guide(report.guide),
        packs: report
            .guide
            .companions
            .iter()
            .map(|pack| guide(pack))
            .collect(),
        caution: report.caution.map(str::to_owned),
        outside: outside.collect(),
        cost: TotalCost {
            placed,
            with_possible,
            season: report.references.fees.season,
        },
        budget: advice.budget.as_ref().map(|one| budget(report, one)),
        signals: advice
            .signals
            .iter()
            .map(|one| signals(report, one))
            .collect(),
        passages: passages(report.guide, &targets),
        moves: moves.map(|all| {
            all.iter()
                .map(|moves| target_moves(report, moves))
                .collect()
        }),
        targets,
    }
}

fn guide(guide: &guide::Guide) -> Guide {
    let manifest = &guide.manifest;
    let parameters = guide.policy.iter().map(|(name, parameter)| {
        let parameter = Parameter {
            meaning: parameter.meaning.clone(),
            value: parameter.setting.to_string(),
            reading: parameter.is_reading(),
            set_by: parameter.set_by.clone(),
        };
        (name.clone(), parameter)
    });
    Guide {
        id: guide.id.clone(),
        title: manifest.title.clone(),
        document: manifest.source.document.clone(),
        address: manifest.source.address.clone(),
        tiers: manifest.tiers.iter().map(tier).collect(),
        parameters: parameters.collect(),
    }
}

fn tier(tier: &guide::Tier) -> Tier {
    Tier {
        id: tier.id.clone(),
        title: tier.title.clone(),
        meaning: tier.meaning.clone(),
    }
}

/// The passages that these parts of a report cite.
fn passages(guide: &guide::Guide, targets: &[Target]) -> BTreeMap<String, Passage> {
    let mut cited = BTreeSet::new();
    for target in targets {
        cited_in(
            &serde_json::to_value(target).unwrap_or_default(),
            &mut cited,
        );
    }
    let passages = guide.passages.iter().filter(|(id, _)| cited.contains(*id));
    let passages = passages.map(|(id, passage)| {
        let passage = Passage {
            section: passage.section.clone(),
            summary: passage.summary.clone(),
        };
        (id.clone(), passage)
    });
    passages.collect()
}

fn cited_in(part: &Value, cited: &mut BTreeSet<String>) {
    match part {
        Value::Object(map) => {
            let ids = map.get("cites").and_then(Value::as_array).into_iter();
            cited.extend(ids.flatten().filter_map(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| cited_in(value, cited));
        }
        Value::Array(items) => items.iter().for_each(|item| cited_in(item, cited)),
        _ => {}
    }
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
