use crate::advise::{self, ComparedProgram};
use crate::model::Text;
use crate::report::SideBySide;

use super::document::{Dispute, Judgement, Program, Reason, Verdict};
use super::fill::{id_of, rule_id};

pub(super) fn program(report: &SideBySide<'_>, compared: &ComparedProgram) -> Option<Program> {
    let program = report.catalogue.programs().get(compared.program)?;
    let same = program.possibly_same_as.iter();
    let verdicts = compared.verdicts.iter().enumerate();
    Some(Program {
        id: compared.id.to_string(),
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        possibly_same_as: same.map(ToString::to_string).collect(),
        dispute: match compared.dispute {
            advise::Dispute::Option => Dispute::Option,
            advise::Dispute::Tier => Dispute::Tier,
            advise::Dispute::Height => Dispute::Height,
            advise::Dispute::Unsettled => Dispute::Unsettled,
            advise::Dispute::None => Dispute::None,
        },
        verdicts: verdicts
            .map(|(guide, verdict)| self::verdict(report, guide, verdict))
            .collect(),
    })
}

fn verdict(report: &SideBySide<'_>, guide: usize, verdict: &advise::Verdict) -> Judgement {
    let plain = |word: Verdict, rank: Option<usize>, score: Option<i64>| {
        let judge = report.guides.get(guide);
        let tier = judge.and_then(|judge| judge.guide.manifest.tiers.get(rank?));
        Judgement {
            guide: id_of(report, guide),
            verdict: word,
            tier: tier.map(|tier| tier.id.clone()),
            title: tier.map(|tier| tier.title.clone()),
            score,
            condition: None,
            excluded: Vec::new(),
        }
    };
    match verdict {
        advise::Verdict::Tier { rank, score } => plain(Verdict::Tier, Some(*rank), Some(*score)),
        advise::Verdict::Possible {
            rank,
            condition,
            score,
        } => Judgement {
            condition: Some(condition.clone()),
            ..plain(Verdict::Possible, Some(*rank), Some(*score))
        },
        advise::Verdict::NoTier { score } => plain(Verdict::NoTier, None, Some(*score)),
        advise::Verdict::Excluded(reasons) => Judgement {
            excluded: reasons
                .iter()
                .map(|(rule, text)| reason(report, guide, *rule, text))
                .collect(),
            ..plain(Verdict::Excluded, None, None)
        },
        advise::Verdict::NotJudged => plain(Verdict::NotJudged, None, None),
    }
}

fn reason(report: &SideBySide<'_>, guide: usize, rule: usize, text: &Text) -> Reason {
    let judge = report.guides.get(guide);
    let cites = judge.and_then(|judge| judge.guide.rules.get(rule));
    Reason {
        text: text.to_string(),
        rule: rule_id(report, guide, rule).unwrap_or_default(),
        cites: cites.map_or_else(Vec::new, |rule| rule.function.documentation.cites.clone()),
    }
}
