use crate::guide::Guide;
use crate::model::Text;

use super::{Placement, Way};

/// What one guide makes of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It belongs in a tier.
    Tier {
        /// Where that stands among the guide's tiers.
        rank: usize,
        /// Its score.
        score: i64,
    },
    /// It could get a tier once what is unknown is known.
    Possible {
        /// Where the best tier that it could get stands.
        rank: usize,
        /// What it takes.
        condition: String,
        /// Its score.
        score: i64,
    },
    /// It is an option, in no tier of the guide.
    NoTier {
        /// Its score.
        score: i64,
    },
    /// It is no option, for these reasons: the number of the rule, and what it said.
    Excluded(Vec<(usize, Text)>),
    /// The guide judges another target.
    NotJudged,
}

impl Verdict {
    pub(crate) fn of(guide: &Guide, placement: &Placement) -> Self {
        let score = placement.score;
        if !placement.is_open() {
            let reasons = placement.excluded.iter();
            return Self::Excluded(reasons.map(|said| (said.rule, said.text.clone())).collect());
        }
        if let Some((rank, _)) = placement.tier {
            return Self::Tier { rank, score };
        }
        match placement.could_be(guide) {
            Some((rank, could)) => Self::Possible {
                rank,
                condition: could.ways.first().map_or_else(String::new, Way::sentence),
                score,
            },
            None => Self::NoTier { score },
        }
    }
}
