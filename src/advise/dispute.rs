use crate::guide::Guide;

use super::Verdict;

/// On what guides are at odds about a program, the most interesting first. Tiers mean different
/// things in different guides, so only how far up a tier stands is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dispute {
    /// For one it is no option, another has a place for it.
    Option,
    /// One puts it in a tier, and it fits no tier of another.
    Tier,
    /// They put it in higher and lower tiers.
    Height,
    /// One puts it in a tier, another would once what is unknown is known.
    Unsettled,
    /// They are not at odds, or no guide has a place for it.
    None,
}

/// The height of the first tier of a guide; the last one has none.
const TOP: usize = 1_000;

impl Dispute {
    /// On what the guides that judge a program are at odds, and how far apart the tiers are in which
    /// they put it, where that is what they are at odds over.
    pub(crate) fn of<'a>(judged: impl Iterator<Item = (&'a Guide, &'a Verdict)>) -> (Self, usize) {
        let mut is_excluded = false;
        let mut is_out = false;
        let mut is_open = false;
        let mut is_anywhere = false;
        let mut heights = Vec::new();
        for (guide, verdict) in judged {
            let tiers = guide.manifest.tiers.len();
            match verdict {
                Verdict::Tier { rank, .. } => heights.push(height(*rank, tiers)),
                Verdict::Possible { .. } => is_open = true,
                // A guide without tiers puts nothing anywhere: what is an option may be anywhere.
                Verdict::NoTier { .. } if tiers == 0 => is_anywhere = true,
                Verdict::NoTier { .. } => is_out = true,
                Verdict::Excluded(_) => is_excluded = true,
                Verdict::NotJudged => {}
            }
        }
        let (highest, lowest) = (heights.iter().max(), heights.iter().min());
        let gap = highest
            .zip(lowest)
            .map_or(0, |(highest, lowest)| highest - lowest);
        let is_placed = !heights.is_empty();
        let dispute = match () {
            () if is_excluded && (is_placed || is_anywhere) => Self::Option,
            () if is_out && is_placed => Self::Tier,
            () if gap > 0 => Self::Height,
            () if is_open && is_placed => Self::Unsettled,
            () => Self::None,
        };
        (dispute, if dispute == Self::Height { gap } else { 0 })
    }
}

fn height(rank: usize, tiers: usize) -> usize {
    TOP.saturating_sub(rank * TOP / tiers.max(2).saturating_sub(1))
}
