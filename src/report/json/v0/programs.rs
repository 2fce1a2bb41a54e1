use crate::advise::{self, Could, Moves, Placement, Standpoint};
use crate::report::Report;

use super::list::{List, Move, Points, Possible, Program, Stand, TargetMoves, Verify};
use super::sentence::{rule_id, sentence, sentences};

pub(super) fn list(report: &Report<'_>, list: &advise::List) -> List {
    List {
        placed: list.placed,
        possible: list.possible,
        unplaced: list.unplaced,
        excluded: list.excluded,
        programs: list
            .placements
            .iter()
            .filter_map(|p| program(report, p))
            .collect(),
    }
}

pub(super) fn program(report: &Report<'_>, placement: &Placement) -> Option<Program> {
    let program = report.program(placement.program)?;
    let (low, high) = placement.score_range();
    let tier = placement.tier.as_ref();
    let points = placement.points.iter().map(|points| Points {
        points: points.points,
        says: sentence(report, &points.said),
    });
    let verify = placement.verify.iter().map(|(field, said)| Verify {
        field: field.clone(),
        why: sentence(report, said),
    });
    Some(Program {
        id: placement.id.to_string(),
        name: program.name.to_string(),
        city: program.city.to_string(),
        state: program.state.to_string(),
        possibly_same_as: program
            .possibly_same_as
            .iter()
            .map(ToString::to_string)
            .collect(),
        tier: tier.and_then(|(rank, _)| tier_id(report, *rank)),
        tier_reason: tier.map(|(_, said)| sentence(report, said)),
        score: placement.score,
        wishes: placement.wishes,
        points: points.collect(),
        score_range: [low, high],
        excluded: sentences(report, &placement.excluded),
        flags: sentences(report, &placement.flags),
        could: placement
            .coulds()
            .map(|could| possible(report, could))
            .collect(),
        verify: verify.collect(),
    })
}

pub(super) fn possible(report: &Report<'_>, could: &Could) -> Possible {
    use crate::model::Effect;
    let (tier, points) = match &could.effect {
        Effect::Tier { id, .. } => (Some(id.to_string()), None),
        Effect::Points { points, .. } => (None, Some(*points)),
        _ => (None, None),
    };
    Possible {
        rule: rule_id(report, could.rule),
        effect: could.effect.word().to_owned(),
        tier,
        points,
        ways: could
            .ways
            .iter()
            .map(|way| way.conditions.clone())
            .collect(),
    }
}

pub(super) fn tier_id(report: &Report<'_>, rank: usize) -> Option<String> {
    report
        .guide
        .manifest
        .tiers
        .get(rank)
        .map(|tier| tier.id.clone())
}

pub(super) fn target_moves(report: &Report<'_>, moves: &Moves) -> TargetMoves {
    let stand = |stand: Standpoint| Stand {
        excluded: stand.excluded,
        tier: stand.tier.and_then(|rank| tier_id(report, rank)),
        score: stand.score,
    };
    let programs = moves.programs.iter().map(|moved| Move {
        program: moved.id.to_string(),
        before: stand(moved.before),
        after: stand(moved.after),
    });
    TargetMoves {
        programs: programs.collect(),
        gained: moves.gained.clone(),
        lost: moves.lost.clone(),
    }
}
