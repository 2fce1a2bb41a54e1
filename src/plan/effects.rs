use crate::model::{Band, Effect, Text};

use super::Held;

/// Which effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EffectKind {
    /// `exclude(reason)`
    Exclude,
    /// `points(n, reason)`
    Points,
    /// `tier(id, reason)`
    Tier,
    /// `group(id, reason)`
    Group,
    /// `verify(field, why)`
    Verify,
    /// `band(topic, id, text)`
    Band,
    /// `strength(pillar, text)`
    Strength,
    /// `flag(text)`
    Flag,
    /// `advise(topic, text)`
    Advise,
    /// `apply_to(range)`
    ApplyTo,
    /// `share(of, band)`
    Share,
}

impl EffectKind {
    /// The effect that a rule writes with that word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "exclude" => Self::Exclude,
            "points" => Self::Points,
            "tier" => Self::Tier,
            "group" => Self::Group,
            "verify" => Self::Verify,
            "band" => Self::Band,
            "strength" => Self::Strength,
            "flag" => Self::Flag,
            "advise" => Self::Advise,
            "apply_to" => Self::ApplyTo,
            "share" => Self::Share,
            _ => return None,
        })
    }

    /// The effect with these arguments; none when they are of other kinds than it takes.
    pub(super) fn of(self, arguments: &[Held]) -> Option<Effect> {
        let effect = match (self, arguments) {
            (Self::Exclude, [Held::Text(reason)]) => Effect::Exclude {
                reason: reason.clone(),
            },
            (Self::Points, [Held::Int(points), Held::Text(reason)]) => Effect::Points {
                points: *points,
                reason: reason.clone(),
            },
            (Self::Flag, [Held::Text(text)]) => Effect::Flag { text: text.clone() },
            (Self::ApplyTo, [Held::Band(programs)]) => Effect::ApplyTo {
                programs: *programs,
            },
            (Self::ApplyTo, [Held::Int(programs)]) => Effect::ApplyTo {
                programs: Band::exactly(*programs),
            },
            (Self::Share, [Held::Text(of), Held::Band(percent)]) => Effect::Share {
                of: of.clone(),
                percent: *percent,
            },
            (Self::Band, [Held::Text(topic), Held::Text(id), Held::Text(text)]) => Effect::Band {
                topic: topic.clone(),
                id: id.clone(),
                text: text.clone(),
            },
            (_, [Held::Text(id), Held::Text(text)]) => return self.of_two(id, text),
            _ => return None,
        };
        Some(effect)
    }

    fn of_two(self, id: &Text, text: &Text) -> Option<Effect> {
        let (id, text) = (id.clone(), text.clone());
        Some(match self {
            Self::Tier => Effect::Tier { id, reason: text },
            Self::Group => Effect::Group { id, reason: text },
            Self::Verify => Effect::Verify {
                field: id,
                why: text,
            },
            Self::Strength => Effect::Strength { pillar: id, text },
            Self::Advise => Effect::Advise { topic: id, text },
            _ => return None,
        })
    }
}

/// What a rule found, from what it returned; none when that is something else, or more than one
/// call may surely find.
pub(super) fn found(value: Held) -> Option<Vec<Effect>> {
    let mut found = Vec::new();
    collect(value, &mut found)?;
    let bytes: usize = found.iter().map(Effect::text_len).sum();
    fits(found.len(), bytes).then_some(found)
}

/// Whether one call may find so many things, with so many bytes of text.
pub(super) fn fits(count: usize, bytes: usize) -> bool {
    count <= Effect::A_CALL && bytes <= Effect::TEXT_A_CALL
}

fn collect(value: Held, found: &mut Vec<Effect>) -> Option<()> {
    match value {
        Held::Nothing => Some(()),
        Held::Effect(effect) => {
            found.push(effect);
            Some(())
        }
        Held::List(items) => items
            .iter()
            .try_for_each(|item| collect(item.clone(), found)),
        _ => None,
    }
}
